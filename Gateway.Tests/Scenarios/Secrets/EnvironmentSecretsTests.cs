using System.Net.Http.Headers;
using System.Text;
using Gateway.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Scenarios.Secrets;

/// <summary>Secrets that come by the environment and by secret files (Docker, Kubernetes) stand in nothing that the gateway says or keeps, with the app away.</summary>
public sealed class EnvironmentSecretsTests : IDisposable
{
    private const string Canary = "Canary-77cc";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-test-");
    private readonly Outputs _outputs = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _outputs.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gateway_AppIsAway_TheSecretIsNowhere(bool byEnvironment)
    {
        var secrets = _folder.CreateSubdirectory("mounted");
        var environment = new Dictionary<string, string> { ["GATEWAY_SECRETS"] = secrets.FullName };
        if (byEnvironment)
        {
            environment["Connections__jira__Credential__Password"] = Canary;
        }
        else
        {
            await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "Connections__jira__Credential__Password"), Canary, Stop);
        }

        var options = new GatewayOptions { ConfigFile = await WriteAsync(), Environment = environment, Logging = logs => logs.SetMinimumLevel(LogLevel.Trace).AddProvider(_outputs) };
        await using (var gateway = await GatewayHost.StartAsync(options, Stop))
        {
            gateway.Settings.Find("jira")!.Credential!.Password.Should().Be(Canary, because: "else nothing is proved");
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Issued[0].Token);
            using var asked = await http.GetAsync(new Uri($"{gateway.ScimBaseUrl("jira")}/Users?filter=userName%20eq%20%22x%22"), Stop);
            ((int)asked.StatusCode).Should().Be(503);
            _outputs.Add("the answer", await asked.Content.ReadAsStringAsync(Stop));
            foreach (var path in new[] { "healthz/ready", "healthz/live", "metrics" })
            {
                _outputs.Add(path, await http.GetStringAsync(new Uri(gateway.Management!, path), Stop));
            }
        }

        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Directory!.Name != secrets.Name))
        {
            _outputs.Add(file.Name, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, Stop)));
        }

        _outputs.Said.Should().HaveCountGreaterThan(10);
        _outputs.Said.Where(said => said.Text.Contains("Canary", StringComparison.OrdinalIgnoreCase) || said.Text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"svc:{Canary}")), StringComparison.Ordinal))
            .Select(said => said.Place).Should().BeEmpty();
    }

    private async Task<string> WriteAsync()
    {
        var file = Path.Combine(_folder.FullName, "gateway.json");
        await File.WriteAllTextAsync(
            file,
            """
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
              "Management": { "Url": "http://127.0.0.1:0" },
              "Connections": { "jira": { "App": "jira", "Cluster": "jira", "Credential": { "Type": "Basic", "Username": "svc" } } },
              "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "http://127.0.0.1:1/" } } } } },
              "State": { "ConnectionString": "Data Source=state.db" }
            }
            """,
            Stop);
        return file;
    }
}
