using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox;

/// <summary>A running sandbox with a client that has a token, and the people of the recorded examples.</summary>
internal sealed class JiraLab : IAsyncDisposable
{
    public const string Users = "/rest/api/2/user";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private JiraLab(JiraSandbox sandbox) => Sandbox = sandbox;

    public JiraSandbox Sandbox { get; }

    public JiraState State => Sandbox.State;

    public static async Task<JiraLab> StartAsync(JiraSandboxOptions? options = null) =>
        new(await JiraSandbox.StartAsync(options ?? new JiraSandboxOptions(), TestContext.Current.CancellationToken));

    /// <summary>With <c>anna.meyer</c> (JIRAUSER10200), in <c>jira-software-users</c> and <c>scim-devs</c>.</summary>
    public static async Task<JiraLab> StartWithAnnaAsync(JiraSandboxOptions? options = null)
    {
        var lab = await StartAsync(options);
        lab.State.AddUser("anna.meyer", "Anna Meyer", "anna.meyer@example.com", key: "JIRAUSER10200");
        lab.State.AddGroup("scim-devs", members: "anna.meyer");
        lab.State.AddMember(JiraState.UsersGroup, "anna.meyer");
        return lab;
    }

    public static JiraSandboxOptions WithClock(FakeTimeProvider time) => new() { Time = time };

    public Task<LabAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<LabAnswer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<LabAnswer> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    public Task<LabAnswer> DeleteAsync(string path) => SendAsync("DELETE", path);

    public Task<LabAnswer> SendAsync(string method, string path, string? body = null, AuthenticationHeaderValue? credential = null, int node = 0) =>
        SendAsync(Request(method, path, body, credential, node), TestContext.Current.CancellationToken);

    public async Task<LabAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
            return new LabAnswer((int)response.StatusCode, text, headers);
        }
    }

    public HttpRequestMessage Request(string method, string path, string? body = null, AuthenticationHeaderValue? credential = null, int node = 0)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Sandbox.Nodes[node].AbsoluteUri.TrimEnd('/') + path);
        request.Headers.Authorization = credential ?? new AuthenticationHeaderValue("Bearer", Sandbox.Options.Token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    public AuthenticationHeaderValue Basic(string? password = null) => BasicOf(Sandbox.Options.ServiceUser, password ?? Sandbox.Options.ServicePassword);

    public static AuthenticationHeaderValue BasicOf(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public async Task FailLoginsAsync(int count)
    {
        for (var time = 0; time < count; time++)
        {
            await SendAsync("GET", "/rest/api/2/myself", credential: Basic("wrong"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

/// <summary>An answer of the sandbox, read whole.</summary>
internal sealed record LabAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? FirstMessage => Json.GetProperty("errorMessages").EnumerateArray().Select(message => message.GetString()).FirstOrDefault();

    public string? Error(string field) => Json.GetProperty("errors").GetProperty(field).GetString();

    public IEnumerable<string?> Names(string array) => Json.GetProperty(array).EnumerateArray().Select(item => item.GetProperty("name").GetString());
}
