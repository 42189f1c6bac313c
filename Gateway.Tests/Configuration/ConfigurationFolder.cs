using Gateway.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Configuration;

/// <summary>A folder of its own with a gateway.json that is valid until a test changes it.</summary>
public sealed class ConfigurationFolder : IDisposable
{
    public const string Valid = """
        {
          "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
          "Connections": {
            "jira": { "App": "jira", "Credential": { "Type": "Bearer", "Token": "pat" } }
          },
          "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "https://jira.internal/" } } } } }
        }
        """;

    private readonly string _path = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public ConfigurationFolder() => Write("gateway.json", Valid);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public SandboxOverlay Overlay { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Writes a file of the folder, for its owner alone; returns this.</summary>
    public ConfigurationFolder Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return this;
    }

    /// <summary>Settings laid over the connection "jira" by gateway.local.json.</summary>
    public ConfigurationFolder Jira(string members) => Write("gateway.local.json", $$"""{ "Connections": { "jira": { {{members}} } } }""");

    /// <summary>Settings laid over the top level by gateway.local.json.</summary>
    public ConfigurationFolder Local(string members) => Write("gateway.local.json", $$"""{ {{members}} }""");

    public SettingsStore Open() => SettingsStore.Open(new GatewayConfiguration(PathOf("gateway.json"), Environment), Overlay, Time);

    /// <summary>Opens and expects one connection.</summary>
    public ConnectionSettings OpenJira() => Open().Current.Should().ContainSingle().Subject;

    /// <summary>Opens and gives the warnings, but for the one about the token that <see cref="Valid"/> holds.</summary>
    public IReadOnlyList<Finding> Warnings() => [.. Open().Warnings.Where(warning => warning.Path != "Connections:jira:Credential:Token")];

    /// <summary>Opens and expects errors.</summary>
    public IReadOnlyList<Finding> Errors() => FluentActions.Invoking(Open).Should().Throw<ConfigurationException>().Which.Findings;

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
