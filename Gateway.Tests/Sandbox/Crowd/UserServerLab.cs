using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Sandbox.Crowd;
using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>A running sandbox that serves <c>usermanagement/1</c>, with a client that is its application.</summary>
internal sealed class UserServerLab<T>(T sandbox, string application, string password) : IAsyncDisposable
    where T : AppSandbox
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public T Sandbox => sandbox;

    public Task<LabAnswer> GetAsync(string path, string? accept = "application/json") => SendAsync("GET", path, accept: accept);

    public Task<LabAnswer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<LabAnswer> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    public Task<LabAnswer> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <param name="path">Behind <c>/rest/usermanagement/1/</c>, or with a slash in front behind the app's address.</param>
    public async Task<LabAnswer> SendAsync(string method, string path, string? body = null, string? accept = "application/json", AuthenticationHeaderValue? credential = null, string contentType = "application/json")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var target = path.StartsWith('/') ? path : $"/rest/usermanagement/1/{path}";
        using var request = new HttpRequestMessage(new HttpMethod(method), sandbox.Address.AbsoluteUri.TrimEnd('/') + target);
        request.Headers.Authorization = credential ?? Basic(application, password);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new LabAnswer((int)response.StatusCode, text, headers);
    }

    public static AuthenticationHeaderValue Basic(string name, string secret) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await sandbox.DisposeAsync();
    }
}

/// <summary>How such a lab is started.</summary>
internal static class UserServerLabs
{
    public const string AnnasExternalId = "6f1c2a9e-6d6c-4c3f-9f3c-6d2f0b7a1e55";

    public static async Task<UserServerLab<CrowdSandbox>> CrowdAsync(CrowdSandboxOptions? options = null)
    {
        options ??= new CrowdSandboxOptions();
        return new(await CrowdSandbox.StartAsync(options, TestContext.Current.CancellationToken), options.ApplicationName, options.ApplicationPassword);
    }

    /// <summary>With the people of the recorded examples: <c>anna.meyer</c> in <c>scim-devs</c>, and <c>zoe</c>.</summary>
    public static async Task<UserServerLab<CrowdSandbox>> CrowdWithAnnaAsync(CrowdSandboxOptions? options = null)
    {
        var lab = await CrowdAsync(options);
        lab.Sandbox.State.AddUser("anna.meyer", "Anna Meyer", "anna.meyer@example.com", externalId: AnnasExternalId);
        lab.Sandbox.State.AddUser("zoe", "Zoe Old");
        lab.Sandbox.State.AddGroup("scim-devs", "anna.meyer").Description = "Developers";
        return lab;
    }

    public static async Task<UserServerLab<JiraSandbox>> JiraAsync(JiraSandboxOptions? options = null)
    {
        options ??= new JiraSandboxOptions();
        var sandbox = await JiraSandbox.StartAsync(options, TestContext.Current.CancellationToken);
        sandbox.State.AddUser("anna.meyer", "Anna Meyer", "anna.meyer@example.com");
        sandbox.State.AddGroup("scim-devs", members: "anna.meyer");
        return new(sandbox, options.ApplicationName, options.ApplicationPassword);
    }

    public static string? Reason(this LabAnswer answer) => answer.Json.GetProperty("reason").GetString();

    public static string? Text(this LabAnswer answer, string member) =>
        answer.Json.GetProperty(member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : answer.Json.GetProperty(member).GetRawText();
}
