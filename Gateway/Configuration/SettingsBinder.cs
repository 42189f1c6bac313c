using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>What the binder made of the layers.</summary>
/// <param name="Settings">The settings; where there are errors, with defaults in place of what did not fit.</param>
/// <param name="Known">The keys that were asked for.</param>
internal sealed record Binding(GatewaySettings Settings, Findings Findings, KnownKeys Known);

/// <summary>From the merged layers to <see cref="GatewaySettings"/>. Written by hand: no reflection, and every error has its path.</summary>
internal static class SettingsBinder
{
    private static readonly TimeSpan MaxKeepActivity = TimeSpan.FromDays(36500);

    /// <summary>Sections of .NET and YARP, which read them by their own rules.</summary>
    public static IReadOnlyList<string> ForeignSections { get; } = ["$schema", "AllowedHosts", "Kestrel", "Logging", "ReverseProxy"];

    /// <param name="root">All layers merged.</param>
    /// <param name="baseDirectory">Folder of gateway.json, absolute.</param>
    /// <param name="overlay">Credentials of a running sandbox.</param>
    public static Binding Bind(ConfigurationNode root, string baseDirectory, SandboxOverlay overlay)
    {
        var findings = new Findings();
        var known = new KnownKeys();
        var reader = new SettingsReader(root, "", known, findings);
        foreach (var section in ForeignSections)
        {
            reader.Opaque(section);
        }

        var defaults = new GatewaySettings { BaseDirectory = baseDirectory };
        var sandbox = BindSandbox(reader.Section("Sandbox"));
        var connections = new ConnectionBinder(baseDirectory, sandbox, overlay, ClusterDestinations.Read(root));
        var settings = defaults with
        {
            PublicUrl = reader.Text("PublicUrl"),
            KnownProxies = reader.Texts("KnownProxies", defaults.KnownProxies),
            AllowPlainHttp = reader.Flag("AllowPlainHttp", defaults.AllowPlainHttp),
            Management = new ManagementSettings { Url = reader.Section("Management").Text("Url") ?? defaults.Management.Url },
            State = BindState(reader.Section("State"), defaults.State),
            Sandbox = sandbox,
            Connections = new EquatableList<ConnectionSettings>(
                reader.Section("Connections").Members().Select(member => connections.Bind(member.Name, member.Reader))),
            ListenerCertificates = ListenerBinder.Bind(root, baseDirectory, findings),
        };
        return new Binding(settings, findings, known);
    }

    /// <summary>The sandbox section alone, for the process that has to start the sandbox before it opens the settings.</summary>
    public static SandboxSettings BindSandbox(ConfigurationNode root) =>
        BindSandbox(new SettingsReader(root, "", new KnownKeys(), new Findings()).Section("Sandbox"));

    private static SandboxSettings BindSandbox(SettingsReader reader)
    {
        var defaults = new SandboxSettings();
        return new SandboxSettings
        {
            Enabled = reader.Flag("Enabled", defaults.Enabled),
            JiraUrl = reader.Text("JiraUrl") ?? defaults.JiraUrl,
            ConfluenceUrl = reader.Text("ConfluenceUrl") ?? defaults.ConfluenceUrl,
            BitbucketUrl = reader.Text("BitbucketUrl") ?? defaults.BitbucketUrl,
            CrowdUrl = reader.Text("CrowdUrl") ?? defaults.CrowdUrl,
        };
    }

    private static StateSettings BindState(SettingsReader reader, StateSettings defaults) => new()
    {
        Provider = reader.Choice("Provider", defaults.Provider, Supported.StateProviders),
        ConnectionString = reader.Text("ConnectionString") ?? defaults.ConnectionString,
        KeepActivity = reader.Duration("KeepActivity", defaults.KeepActivity, TimeSpan.FromHours(1), MaxKeepActivity),
    };
}

/// <summary>YARP's clusters as far as the settings must agree with them: cluster name to destination addresses.</summary>
internal static class ClusterDestinations
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(ConfigurationNode root)
    {
        var clusters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, cluster) in root.Find("ReverseProxy:Clusters")?.Children ?? new Dictionary<string, ConfigurationNode>())
        {
            clusters[name] = [.. (cluster["Destinations"]?.Children.Values ?? []).Select(destination => destination["Address"]?.Value ?? "")];
        }

        return clusters;
    }

    /// <summary>The addresses of a cluster as absolute URIs; those that are none are left out (the validator names them).</summary>
    public static IReadOnlyList<Uri> Uris(this IReadOnlyDictionary<string, IReadOnlyList<string>> clusters, string cluster) =>
        [.. clusters.GetValueOrDefault(cluster, []).Where(address => Uri.TryCreate(address, UriKind.Absolute, out _)).Select(address => new Uri(address))];

    /// <summary>Whether this is an absolute http or https address.</summary>
    public static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
