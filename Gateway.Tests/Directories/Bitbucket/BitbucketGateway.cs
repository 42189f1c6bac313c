using System.Text.Json.Nodes;
using Gateway.Sandbox.Bitbucket;
using Gateway.Tests.Conformance.Stages;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Bitbucket;

/// <summary>A gateway over an emulated Bitbucket.</summary>
internal sealed class BitbucketGateway : IAsyncDisposable
{
    public const string Api = "/rest/api/latest/";

    private BitbucketGateway(GatewayFixture gateway, BitbucketSandbox bitbucket) => (Gateway, Bitbucket) = (gateway, bitbucket);

    public GatewayFixture Gateway { get; }

    public BitbucketSandbox Bitbucket { get; }

    public BitbucketState State => Bitbucket.State;

    public BitbucketSettings Settings
    {
        get => Bitbucket.Settings;
        set => Bitbucket.Settings = value;
    }

    public static async Task<BitbucketGateway> StartAsync(
        Action<JsonObject>? connection = null, BitbucketSandboxOptions? options = null, Func<BitbucketSandbox, JsonObject>? credential = null, Action<BitbucketSandbox>? prepare = null)
    {
        var bitbucket = await BitbucketSandbox.StartAsync(options ?? new BitbucketSandboxOptions(), TestContext.Current.CancellationToken);
        prepare?.Invoke(bitbucket);
        var app = BitbucketStage.Of(bitbucket);
        return new(await GatewayFixture.StartAsync(credential is null ? app : app with { Credential = credential(bitbucket) }, connection), bitbucket);
    }

    /// <summary>The credential of the application link.</summary>
    public static JsonObject OAuth(BitbucketSandbox bitbucket) => new()
    {
        ["Type"] = "OAuth",
        ["Username"] = bitbucket.Options.ServiceUser,
        ["ClientId"] = bitbucket.Options.ClientId,
        ["ClientSecret"] = bitbucket.Options.ClientSecret,
        ["RefreshToken"] = bitbucket.Options.RefreshToken,
    };

    /// <summary>App calls of what <paramref name="run"/> does, with their queries, without the API's path; log-ins of OAuth apart.</summary>
    public async Task<IReadOnlyList<string>> CallsOfAsync(Func<Task> run)
    {
        Bitbucket.Calls.Clear();
        await run();
        return [.. Bitbucket.Calls.All.Where(call => call.Path.StartsWith(Api, StringComparison.Ordinal)).Select(call => $"{call.Method} {call.Path[Api.Length..]}")];
    }

    /// <summary>Creates <c>{name}@contoso.com</c>; the id.</summary>
    public Task<string> CreateAsync(string name, Action<JsonObject>? change = null) => Gateway.CreateUserAsync($"{name}@contoso.com", change);

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
