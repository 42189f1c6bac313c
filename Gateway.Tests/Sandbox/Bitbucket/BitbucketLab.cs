using System.Net.Http.Headers;
using System.Text;
using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

/// <summary>A running sandbox with a client that logs in by Basic, and the people of the examples.</summary>
internal sealed class BitbucketLab : IAsyncDisposable
{
    public const string Api = "/rest/api/latest";
    public const string Users = $"{Api}/admin/users";
    public const string Groups = $"{Api}/admin/groups";
    public const string Permissions = $"{Api}/admin/permissions";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private BitbucketLab(BitbucketSandbox sandbox) => Sandbox = sandbox;

    public BitbucketSandbox Sandbox { get; }

    public BitbucketState State => Sandbox.State;

    public BitbucketSettings Settings
    {
        get => Sandbox.Settings;
        set => Sandbox.Settings = value;
    }

    public static async Task<BitbucketLab> StartAsync(BitbucketSandboxOptions? options = null) =>
        new(await BitbucketSandbox.StartAsync(options ?? new BitbucketSandboxOptions(), TestContext.Current.CancellationToken));

    /// <summary>With <c>ada.lovelace</c> (101), licensed by <c>stash-users</c>, in <c>developers</c>.</summary>
    public static async Task<BitbucketLab> StartWithAdaAsync(BitbucketSandboxOptions? options = null)
    {
        var lab = await StartAsync(options);
        lab.State.AddUser("ada.lovelace", "Ada Lovelace", "ada.lovelace@example.com", id: 101);
        lab.State.AddGroup("developers", members: "ada.lovelace");
        lab.State.AddMember("stash-users", "ada.lovelace");
        return lab;
    }

    public Task<LabAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<LabAnswer> PostAsync(string path, string? body = null) => SendAsync("POST", path, body);

    public Task<LabAnswer> PutAsync(string path, string? body = null) => SendAsync("PUT", path, body);

    public Task<LabAnswer> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <summary>Creates a user with a password.</summary>
    public Task<LabAnswer> CreateAsync(string name, string more = "") =>
        PostAsync($"{Users}?name={Uri.EscapeDataString(name)}&displayName=Some+One&emailAddress=some.one%40example.com&password=s3cret{more}");

    public Task<LabAnswer> SendAsync(string method, string path, string? body = null, AuthenticationHeaderValue? credential = null, int node = 0) =>
        SendAsync(Request(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), credential, node));

    public async Task<LabAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
            return new LabAnswer((int)response.StatusCode, text, headers);
        }
    }

    public HttpRequestMessage Request(string method, string path, HttpContent? body = null, AuthenticationHeaderValue? credential = null, int node = 0)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Sandbox.Nodes[node].AbsoluteUri.TrimEnd('/') + path) { Content = body };
        request.Headers.Authorization = credential ?? Basic();
        return request;
    }

    public AuthenticationHeaderValue Basic(string? password = null) => JiraLab.BasicOf(Sandbox.Options.ServiceUser, password ?? Sandbox.Options.ServicePassword);

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    /// <summary>Asks the token endpoint, as a client of the application link does.</summary>
    public Task<LabAnswer> RefreshAsync(string? refreshToken = null, string? secret = null, string? redirectUri = null, string grant = "refresh_token")
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = grant,
            ["client_id"] = Sandbox.Options.ClientId,
            ["client_secret"] = secret ?? Sandbox.Options.ClientSecret,
            ["refresh_token"] = refreshToken ?? Sandbox.Options.RefreshToken,
        };
        if (redirectUri is not null)
        {
            form["redirect_uri"] = redirectUri;
        }

        return SendAsync(Request("POST", "/rest/oauth2/latest/token", new FormUrlEncodedContent(form)));
    }

    public async Task FailLoginsAsync(int count)
    {
        for (var time = 0; time < count; time++)
        {
            await SendAsync("GET", Users, credential: Basic("wrong"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

/// <summary>What is read from answers of Bitbucket.</summary>
internal static class BitbucketLabAnswer
{
    public static string? Exception(this LabAnswer answer) => answer.Json.GetProperty("errors")[0].GetProperty("exceptionName").GetString();

    public static string? Context(this LabAnswer answer) => answer.Json.GetProperty("errors")[0].GetProperty("context").GetString();

    public static string? Message(this LabAnswer answer) => answer.Json.GetProperty("errors")[0].GetProperty("message").GetString();

    /// <summary>Names of the users or groups of a page.</summary>
    public static IEnumerable<string?> Values(this LabAnswer answer) => answer.Names("values");
}
