using Gateway.Configuration;

namespace Gateway.Cli.Demo;

/// <summary>The demo's own configuration: free ports, the rules of the shipped one, no rate limit in the way of the replay.</summary>
internal static class DemoFiles
{
    public static async Task<string> WriteAsync(string folder, string app, Uri address, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "gateway.json");
        var text = $$"""
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
              "Management": { "Url": "http://127.0.0.1:0" },
              "Connections": {
                "{{app}}": {
                  "App": "{{app}}",
                  "Cluster": "{{app}}",
                  "Username": { "Pattern": "(.*)@.*", "Replacement": "$1" },
                  "Users": { {{(app == "confluence" ? "\"Rename\": \"Keep\"" : "")}} },
                  "RateLimit": { "RequestsPerSecond": 10000, "Burst": 10000 }
                }
              },
              "ReverseProxy": { "Clusters": { "{{app}}": { "Destinations": { "node1": { "Address": "{{address}}" } } } } }
            }
            """;
        await File.WriteAllTextAsync(file, text, cancellationToken);
        return file;
    }

    /// <summary>The credential comes as an environment variable would: no file holds it.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string app, CredentialSettings credential)
    {
        var variables = new Dictionary<string, string> { [$"Connections__{app}__Credential__Type"] = credential.Type };
        foreach (var (key, value) in new[] { ("Username", credential.Username), ("Password", credential.Password), ("Token", credential.Token) })
        {
            if (value is not null)
            {
                variables[$"Connections__{app}__Credential__{key}"] = value;
            }
        }

        return variables;
    }

    /// <summary>The demo plays Entra, outside of the gateway: its requests are no app calls and go through no cluster.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });
}
