namespace Gateway.Cli.Demo;

/// <summary>The demo's own configuration: free ports, the rules of the shipped one, no rate limit in the way of the replay.</summary>
internal static class DemoFiles
{
    public static async Task<string> WriteAsync(string folder, Uri jira, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "gateway.json");
        var text = $$"""
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
              "Management": { "Url": "http://127.0.0.1:0" },
              "Connections": {
                "jira": {
                  "App": "jira",
                  "Cluster": "jira",
                  "Username": { "Pattern": "(.*)@.*", "Replacement": "$1" },
                  "RateLimit": { "RequestsPerSecond": 10000, "Burst": 10000 }
                }
              },
              "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "{{jira}}" } } } } }
            }
            """;
        await File.WriteAllTextAsync(file, text, cancellationToken);
        return file;
    }

    /// <summary>The credential comes as an environment variable would: no file holds it.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string token) => new Dictionary<string, string>
    {
        ["Connections__jira__Credential__Type"] = "Bearer",
        ["Connections__jira__Credential__Token"] = token,
    };

    /// <summary>The demo plays Entra, outside of the gateway: its requests are no app calls and go through no cluster.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });
}
