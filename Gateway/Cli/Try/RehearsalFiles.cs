using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Configuration.Layers;

namespace Gateway.Cli.Try;

/// <summary>The configuration of a rehearsal: the connection as it is, with all its options and its script, but over the emulated app, on free ports and with a store of its own.</summary>
internal static class RehearsalFiles
{
    public static async Task<string> WriteAsync(string folder, GatewayConfiguration real, ConnectionSettings connection, Uri address, CredentialSettings credential, CancellationToken cancellationToken)
    {
        var settings = real.Read().Merged.Find($"Connections:{connection.Name}") is { } node ? ToJson(node)!.AsObject() : [];
        Replace(settings, "Cluster", "rehearsal");
        Replace(settings, "Credential", new JsonObject { ["Type"] = credential.Type, ["Username"] = credential.Username, ["Password"] = credential.Password, ["Token"] = credential.Token });
        Replace(settings, "Authentication", null);
        if (settings.FirstOrDefault(member => member.Key.Equals("AppCalls", StringComparison.OrdinalIgnoreCase)).Value is JsonObject calls)
        {
            // Of no use over the emulated app, which speaks plain HTTP on loopback; and a password less that is written down.
            Replace(calls, "ClientCertificate", null);
            Replace(calls, "CaBundle", null);
        }

        if (connection.Script is not null)
        {
            Replace(settings, "Script", connection.Script);
        }

        var root = new JsonObject
        {
            ["Kestrel"] = new JsonObject { ["Endpoints"] = new JsonObject { ["Scim"] = new JsonObject { ["Url"] = "http://127.0.0.1:0" } } },
            ["Management"] = new JsonObject { ["Url"] = "http://127.0.0.1:0" },
            ["Connections"] = new JsonObject { [connection.Name] = settings },
            ["ReverseProxy"] = new JsonObject { ["Clusters"] = new JsonObject { ["rehearsal"] = new JsonObject { ["Destinations"] = new JsonObject { ["node1"] = new JsonObject { ["Address"] = address.ToString() } } } } },
            ["State"] = new JsonObject { ["ConnectionString"] = "Data Source=rehearsal.db" },
        };
        var file = Path.Combine(folder, "gateway.json");
        await File.WriteAllTextAsync(file, root.ToJsonString(), cancellationToken);
        return file;
    }

    /// <summary>Neither this process's variables nor its secret files may lead a rehearsal anywhere.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string folder)
    {
        var empty = Path.Combine(folder, "no-secrets");
        Directory.CreateDirectory(empty);
        return new Dictionary<string, string> { [GatewayConfiguration.SecretsVariable] = empty };
    }

    private static void Replace(JsonObject settings, string key, JsonNode? value)
    {
        foreach (var name in settings.Select(member => member.Key).Where(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            settings.Remove(name);
        }

        if (value is not null)
        {
            settings[key] = value;
        }
    }

    private static JsonNode? ToJson(ConfigurationNode node)
    {
        if (node.Kind is NodeKind.Null)
        {
            return null;
        }

        if (node.Kind == NodeKind.Value)
        {
            return JsonValue.Create(node.Value);
        }

        if (node.Kind == NodeKind.List || node.IsNumbered)
        {
            return new JsonArray([.. node.Items().Select(item => ToJson(item.Value))]);
        }

        return new JsonObject(node.Children.Select(child => KeyValuePair.Create(child.Key, ToJson(child.Value))));
    }
}
