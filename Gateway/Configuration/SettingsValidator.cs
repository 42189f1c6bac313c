using System.Text.RegularExpressions;
using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>Rules between settings, files and other sections. Each finding says what to do; all are found in one go.</summary>
internal sealed class SettingsValidator(GatewaySettings settings, ConfigurationNode root, Findings findings, DateTimeOffset now)
{
    private static readonly TimeSpan ExpiryNotice = TimeSpan.FromDays(30);
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _clusters = ClusterDestinations.Read(root);

    public void Validate()
    {
        new ListenerRules(settings, root, findings).Check();
        CheckHost();
        if (settings.Connections.Count == 0)
        {
            findings.Warn("Connections", "is empty: nothing can be provisioned.");
        }

        foreach (var connection in settings.Connections)
        {
            CheckConnection(connection, $"Connections:{connection.Name}");
        }

        CheckTwins();
        new CertificateRules(settings, root, findings, now).Check();
    }

    private void CheckHost()
    {
        if (settings.PublicUrl is { } url && (!ClusterDestinations.IsHttp(url) || new Uri(url) is { Query.Length: > 0 } or { Fragment.Length: > 0 }))
        {
            findings.Error("PublicUrl", $"'{url}' is not an absolute address such as https://scim.example.com.");
        }

        for (var index = 0; index < settings.KnownProxies.Count; index++)
        {
            if (!NetworkList.TryParse(settings.KnownProxies[index], out _, out var problem))
            {
                findings.Error($"KnownProxies:{index}", $"'{settings.KnownProxies[index]}' {problem}.");
            }
        }

        foreach (var (app, address) in settings.Sandbox.Enabled ? settings.Sandbox.Urls : [])
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var sandbox) || sandbox.Scheme != Uri.UriSchemeHttp || !sandbox.IsLoopback)
            {
                findings.Error($"Sandbox:{app}Url", $"'{address}' is not an http address of this machine such as http://127.0.0.1:8090; the sandbox is for loopback only.");
            }
        }
    }

    private void CheckConnection(ConnectionSettings connection, string path)
    {
        if (connection.Name.Length > 40 || !connection.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            findings.Error(path, "a connection's name is 1 to 40 of a-z, 0-9 and -, as it stands in its URL.");
        }

        CheckCluster(connection, path);
        if (connection.Script is { } script && !File.Exists(script))
        {
            findings.Error($"{path}:Script", $"the file '{script}' does not exist.");
        }

        if (connection.Username is { } username)
        {
            CheckPattern(username.Pattern, $"{path}:Username:Pattern");
        }

        for (var index = 0; index < connection.Authentication.Tokens.Count; index++)
        {
            CheckToken(connection.Authentication.Tokens[index], $"{path}:Authentication:Tokens:{index}");
        }

        foreach (var name in connection.Authentication.Tokens.GroupBy(token => token.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            findings.Warn($"{path}:Authentication:Tokens", $"two tokens are named '{name.Key}': activity cannot tell them apart.");
        }
    }

    private void CheckCluster(ConnectionSettings connection, string path)
    {
        if (!_clusters.TryGetValue(connection.Cluster, out var addresses))
        {
            var near = Spelling.Nearest(connection.Cluster, _clusters.Keys);
            findings.Error($"{path}:Cluster", $"there is no '{connection.Cluster}' in ReverseProxy:Clusters{(near is null ? "; add it with a destination" : $"; did you mean '{near}'?")}");
            return;
        }

        if (addresses.Count == 0)
        {
            findings.Error($"ReverseProxy:Clusters:{connection.Cluster}:Destinations", "names no destination; add one with the Address of the app.");
        }

        foreach (var address in addresses.Where(address => !ClusterDestinations.IsHttp(address)))
        {
            findings.Error($"ReverseProxy:Clusters:{connection.Cluster}:Destinations", $"'{address}' is not an absolute http or https Address.");
        }

        if (_clusters.Uris(connection.Cluster).Any(address => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback))
        {
            findings.Warn($"ReverseProxy:Clusters:{connection.Cluster}:Destinations", "uses plain HTTP: the app account's password travels in clear text.");
        }
    }

    private void CheckPattern(string pattern, string path)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException error)
        {
            findings.Error(path, $"is not a regular expression: {error.Message}");
        }
    }

    private void CheckToken(TokenSettings token, string path)
    {
        if (token.Name.Length == 0)
        {
            findings.Error($"{path}:Name", "is missing; activity shows it.");
        }

        if (!AuthenticationRules.IsDigest(token.Sha256))
        {
            findings.Error($"{path}:Sha256", "must be 64 hexadecimal digits: the SHA-256 of the token, never the token itself.");
        }

        if (token.NotAfter <= now)
        {
            findings.Warn($"{path}:NotAfter", $"the token '{token.Name}' expired on {token.NotAfter:yyyy-MM-dd}: it is refused.");
        }
        else if (token.NotAfter - now < ExpiryNotice)
        {
            findings.Warn($"{path}:NotAfter", $"the token '{token.Name}' expires on {token.NotAfter:yyyy-MM-dd}: Entra goes into quarantine then. Add its successor now.");
        }
    }

    private void CheckTwins()
    {
        var twins = settings.Connections.GroupBy(connection => (connection.Cluster.ToUpperInvariant(), connection.App, connection.Endpoint));
        foreach (var names in twins.Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(connection => connection.Name))))
        {
            findings.Warn("Connections", $"{names} lead to the same app; an account belongs to the first that links it, the others answer 409.");
        }
    }
}
