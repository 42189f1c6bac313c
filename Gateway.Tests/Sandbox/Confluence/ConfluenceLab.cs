using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Sandbox.Confluence;

namespace Gateway.Tests.Sandbox.Confluence;

/// <summary>A running sandbox with a client that has a token, and the people of the examples.</summary>
internal sealed class ConfluenceLab : IAsyncDisposable
{
    public const string Users = "/rest/api/user";
    public const string Admin = "/rest/api/admin/user";
    public const string AdaKey = "8a7f808a8f1c2b3e018f1c2c4d5e0001";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private ConfluenceLab(ConfluenceSandbox sandbox) => Sandbox = sandbox;

    public ConfluenceSandbox Sandbox { get; }

    public ConfluenceState State => Sandbox.State;

    public static async Task<ConfluenceLab> StartAsync(ConfluenceSandboxOptions? options = null) =>
        new(await ConfluenceSandbox.StartAsync(options ?? new ConfluenceSandboxOptions(), TestContext.Current.CancellationToken));

    /// <summary>With Ada, Grace and Alan (disabled) of the examples; Ada and Grace are developers, Ada may use Confluence.</summary>
    public static async Task<ConfluenceLab> StartWithAdaAsync(ConfluenceSandboxOptions? options = null)
    {
        var lab = await StartAsync(options);
        lab.State.AddUser("ada.lovelace", "Ada Lovelace", "ada.lovelace@example.com");
        lab.State.AddUser("grace.hopper", "Grace Hopper", "grace.hopper@example.com");
        lab.State.AddUser("alan.turing", "Alan Turing", "alan.turing@example.com");
        lab.State.SetActive("alan.turing", false);
        lab.State.AddGroup("developers", members: ["ada.lovelace", "grace.hopper"]);
        lab.State.AddMember(ConfluenceState.UsersGroup, "ada.lovelace");
        return lab;
    }

    public Task<LabAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<LabAnswer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<LabAnswer> PutAsync(string path, string? body = null) => SendAsync("PUT", path, body);

    public Task<LabAnswer> DeleteAsync(string path) => SendAsync("DELETE", path);

    public async Task<LabAnswer> SendAsync(string method, string path, string? body = null, AuthenticationHeaderValue? credential = null, int node = 0)
    {
        using var request = Request(method, path, body, credential, node);
        return await SendAsync(request);
    }

    public async Task<LabAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new LabAnswer((int)response.StatusCode, text, headers);
    }

    public HttpRequestMessage Request(string method, string path, string? body = null, AuthenticationHeaderValue? credential = null, int node = 0)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Sandbox.Nodes[node].AbsoluteUri.TrimEnd('/') + path);
        request.Headers.Authorization = credential ?? new AuthenticationHeaderValue("Bearer", Sandbox.Options.Token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    public AuthenticationHeaderValue Basic(string? password = null) => new(
        "Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Sandbox.Options.ServiceUser}:{password ?? Sandbox.Options.ServicePassword}")));

    /// <summary>A token of somebody else than the service account.</summary>
    public AuthenticationHeaderValue TokenOf(string name) => new("Bearer", State.AddToken(name));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

/// <summary>Readings of Confluence's shapes.</summary>
internal static class ConfluenceReadings
{
    /// <summary>The error bean's <c>data.authorized</c>.</summary>
    public static bool Authorized(this LabAnswer answer) => answer.Json.GetProperty("data").GetProperty("authorized").GetBoolean();

    /// <summary>The member of each result of a page.</summary>
    public static IEnumerable<string?> Results(this LabAnswer answer, string member) =>
        answer.Json.GetProperty("results").EnumerateArray().Select(item => item.GetProperty(member).GetString());

    public static string? Text(this LabAnswer answer, string member) => answer.Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
