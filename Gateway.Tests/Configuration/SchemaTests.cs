using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>Sample, schema, records, binder and documentation say the same.</summary>
public sealed class SchemaTests
{
    private static readonly string Repository = FindRepository();
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository, "gateway.schema.json")))!;

    [Fact]
    public void Schema_Keys_AreThoseThatTheBinderReads()
    {
        SchemaReader.Paths(Schema).Should().BeEquivalentTo(KnownPaths());
    }

    [Fact]
    public void Schema_EveryKey_HasADescription()
    {
        SchemaReader.Nodes(Schema).Where(node => string.IsNullOrWhiteSpace((string?)node.Schema["description"])).Select(node => node.Path).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Schema_Default_IsTheRecords(string path, string expected)
    {
        SchemaReader.Find(Schema, path)["default"]!.ToJsonString().Should().Be(expected);
    }

    [Fact]
    public void Schema_DefaultsOtherThanNull_AreAllCompared()
    {
        SchemaReader.Nodes(Schema).Where(node => node.Schema["default"] is not null).Select(node => node.Path)
            .Should().BeEquivalentTo(Defaults().Select(row => row.Data.Item1));
    }

    [Theory]
    [InlineData("Connections:*:Username:OnNoMatch", typeof(OnNoMatch))]
    [InlineData("Connections:*:Username:Case", typeof(NameCase))]
    [InlineData("Connections:*:Users:Delete", typeof(UserDelete))]
    [InlineData("Connections:*:Users:Adopt", typeof(UserAdopt))]
    [InlineData("Connections:*:Users:Rename", typeof(UserRename))]
    [InlineData("Connections:*:Users:Deactivation", typeof(UserDeactivation))]
    [InlineData("Connections:*:Groups:Delete", typeof(GroupDelete))]
    [InlineData("Connections:*:Groups:Adopt", typeof(GroupAdopt))]
    [InlineData("Connections:*:Groups:Rename", typeof(GroupRename))]
    public void Schema_Enum_HasTheNamesOfTheType(string path, Type type)
    {
        EnumOf(path).Should().Equal(Enum.GetNames(type));
    }

    [Fact]
    public void Schema_EnumsOfWhatIsSupported_AreThatAlone()
    {
        EnumOf("Connections:*:App").Distinct(StringComparer.OrdinalIgnoreCase).Should().BeEquivalentTo(Supported.Apps.Select(app => app.ToString().ToLowerInvariant()));
        EnumOf("Connections:*:Credential:Type").Should().Equal(Supported.CredentialTypes);
        EnumOf("State:Provider").Should().Equal(Supported.StateProviders.Select(value => value.ToString()));
    }

    [Fact]
    public void Sample_OfTheRepository_FitsTheSchema()
    {
        SchemaReader.Check(Schema, Sample()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Connections:jira:App", "\"sharepoint\"")]
    [InlineData("Connections:jira:Script", "5")]
    [InlineData("Connections:jira:Extra", "1")]
    [InlineData("Sandbox:Enabled", "\"yes\"")]
    public void Check_SampleWithAnError_IsSeen(string path, string json)
    {
        var sample = Sample();
        SchemaReader.Set(sample, path, JsonNode.Parse(json)!);

        SchemaReader.Check(Schema, sample).Should().ContainSingle().Which.Should().Contain(path);
    }

    [Fact]
    public void Sample_WithItsScript_RunsAsItIs()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("gateway.json", File.ReadAllText(Path.Combine(Repository, "gateway.json"))).Write("transforms/jira.js", "");

        var store = folder.Open();

        store.Warnings.Should().BeEmpty();
        var username = new UsernameSettings { Pattern = "(.*)@.*", Replacement = "$1" };
        store.Current.Select(connection => (connection.Name, connection.App, connection.Endpoint)).Should().Equal(
            ("jira", AppKind.Jira, EndpointKind.User), ("confluence", AppKind.Confluence, EndpointKind.User), ("bitbucket", AppKind.Bitbucket, EndpointKind.User), ("crowd", AppKind.Crowd, EndpointKind.Directory));
        store.Current[0].Should().Be(new ConnectionSettings { Name = "jira", App = AppKind.Jira, Cluster = "jira", Script = folder.PathOf("transforms/jira.js"), Username = username });
        store.Current.Skip(1).Should().OnlyContain(connection => connection.Username!.Pattern == username.Pattern && connection.Username.Replacement == username.Replacement);
        store.Settings.Sandbox.Enabled.Should().BeTrue();
    }

    [Fact]
    public void Documentation_EveryKey_IsListed()
    {
        var page = File.ReadAllText(Path.Combine(Repository, "docs", "configuration.md"));

        SchemaReader.Paths(Schema).Where(path => path is not ("Connections" or "Connections:*") && !path.EndsWith(":*", StringComparison.Ordinal))
            .Select(path => path.Replace("Connections:*:", "").Replace(":*:", "[].").Replace(':', '.'))
            .Where(key => !page.Contains($"| `{key}` |", StringComparison.Ordinal)).Should().BeEmpty();
    }

    public static TheoryData<string, string> Defaults()
    {
        var settings = new GatewaySettings { BaseDirectory = "/" };
        var jira = new ConnectionSettings { Name = "x", App = AppKind.Jira, Cluster = "x" };
        return new TheoryData<string, string>
        {
            { "KnownProxies", Json(settings.KnownProxies) },
            { "AllowPlainHttp", Json(settings.AllowPlainHttp) },
            { "Management:Url", Json(settings.Management.Url) },
            { "State:Provider", Json(settings.State.Provider) },
            { "State:ConnectionString", Json(settings.State.ConnectionString) },
            { "State:KeepActivity", Json(settings.State.KeepActivity) },
            { "Sandbox:Enabled", Json(settings.Sandbox.Enabled) },
            { "Sandbox:JiraUrl", Json(settings.Sandbox.JiraUrl) },
            { "Sandbox:ConfluenceUrl", Json(settings.Sandbox.ConfluenceUrl) },
            { "Sandbox:BitbucketUrl", Json(settings.Sandbox.BitbucketUrl) },
            { "Sandbox:CrowdUrl", Json(settings.Sandbox.CrowdUrl) },
            { "Connections:*:Endpoint", Json(jira.Endpoint).ToLowerInvariant() },
            { "Connections:*:Authentication:Tokens", Json(jira.Authentication.Tokens) },
            { "Connections:*:Authentication:OAuth:ClientSecretSha256", Json(new OAuthClientSettings { ClientId = "x" }.ClientSecretSha256) },
            { "Connections:*:Authentication:Entra:AcceptSharedAudience", Json(new EntraTokenSettings { Tenant = "x" }.AcceptSharedAudience) },
            { "Connections:*:Authentication:Entra:AppIds", Json(new EntraTokenSettings { Tenant = "x" }.AppIds) },
            { "Connections:*:Authentication:AllowedNetworks", Json(jira.Authentication.AllowedNetworks.Networks) },
            { "Connections:*:Username:Pattern", Json(new UsernameSettings().Pattern) },
            { "Connections:*:Username:Replacement", Json(new UsernameSettings().Replacement) },
            { "Connections:*:Username:OnNoMatch", Json(new UsernameSettings().OnNoMatch) },
            { "Connections:*:Username:Case", Json(new UsernameSettings().Case) },
            { "Connections:*:Users:Create", Json(jira.Users.Create) },
            { "Connections:*:Users:Update", Json(jira.Users.Update) },
            { "Connections:*:Users:Activate", Json(jira.Users.Activate) },
            { "Connections:*:Users:Deactivate", Json(jira.Users.Deactivate) },
            { "Connections:*:Users:Delete", Json(jira.Users.Delete) },
            { "Connections:*:Users:Adopt", Json(jira.Users.Adopt) },
            { "Connections:*:Users:AllowAdministrators", Json(jira.Users.AllowAdministrators) },
            { "Connections:*:Users:Rename", Json(jira.Users.Rename) },
            { "Connections:*:Users:Deactivation", Json(jira.Users.Deactivation) },
            { "Connections:*:Users:Access", Json(jira.Users.Access[0]) },
            { "Connections:*:Users:EndSessions", Json(jira.Users.EndSessions) },
            { "Connections:*:Groups:Create", Json(jira.Groups.Create) },
            { "Connections:*:Groups:Update", Json(jira.Groups.Update) },
            { "Connections:*:Groups:Delete", Json(jira.Groups.Delete) },
            { "Connections:*:Groups:Adopt", Json(jira.Groups.Adopt) },
            { "Connections:*:Groups:Rename", Json(jira.Groups.Rename) },
            { "Connections:*:Groups:Default", Json(jira.Groups.Default) },
            { "Connections:*:Groups:Map", Json(jira.Groups.Map) },
            { "Connections:*:Groups:Protected", Json(jira.Groups.Protected) },
            { "Connections:*:Protected", Json(jira.Protected) },
            { "Connections:*:RateLimit:RequestsPerSecond", Json(jira.RateLimit.RequestsPerSecond) },
            { "Connections:*:RateLimit:Burst", Json(jira.RateLimit.Burst) },
            { "Connections:*:RateLimit:FailedPerMinute", Json(jira.RateLimit.FailedPerMinute) },
            { "Connections:*:AppCalls:Concurrency", Json(jira.AppCalls.Concurrency) },
            { "Connections:*:AppCalls:Timeout", Json(jira.AppCalls.Timeout) },
            { "Connections:*:Guard:MaxDeactivations", Json(jira.Guard.MaxDeactivations) },
            { "Connections:*:Guard:MaxPercent", Json(jira.Guard.MaxPercent) },
            { "Connections:*:Guard:MaxMembersRemoved", Json(jira.Guard.MaxMembersRemoved) },
            { "Connections:*:Guard:Window", Json(jira.Guard.Window) },
            { "Connections:*:Paused", Json(jira.Paused) },
        };
    }

    private static string Json<T>(T value) =>
        value is Enum or TimeSpan ? JsonSerializer.Serialize(value.ToString()) : JsonSerializer.Serialize(value);

    private static IEnumerable<string> EnumOf(string path) => SchemaReader.Find(Schema, path)["enum"]!.AsArray().Select(name => (string)name!);

    private static JsonNode Sample() => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository, "gateway.json")))!;

    // A connection with one item in each list makes the binder ask for all its keys.
    private static IReadOnlyList<string> KnownPaths()
    {
        using var folder = new ConfigurationFolder();
        folder.Jira("""  "Authentication": { "Tokens": [ { } ] }, "Groups": { "Map": [ { } ] } """);
        var (merged, _) = new GatewayConfiguration(folder.PathOf("gateway.json"), folder.Environment).Read();
        return SettingsBinder.Bind(merged, "/", new SandboxOverlay()).Known.Paths();
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "gateway.schema.json")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
