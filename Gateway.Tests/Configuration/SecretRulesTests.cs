using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Gateway.Tests.Certificates;

namespace Gateway.Tests.Configuration;

public sealed class SecretRulesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"Connections\": { \"jira\": { \"Credential\": { \"Password\": \"s3cret\" } } }", "Connections:jira:Credential:Password")]
    [InlineData("\"Connections\": { \"jira\": { \"Credential\": { \"ClientSecret\": \"s3cret\" } } }", "Connections:jira:Credential:ClientSecret")]
    [InlineData("\"Connections\": { \"jira\": { \"Credential\": { \"RefreshToken\": \"s3cret\" } } }", "Connections:jira:Credential:RefreshToken")]
    [InlineData("\"Connections\": { \"jira\": { \"AppCalls\": { \"ClientCertificate\": { \"Path\": \"x.pem\", \"Password\": \"s3cret\" } } } }", "Connections:jira:AppCalls:ClientCertificate:Password")]
    [InlineData("\"Kestrel\": { \"Certificates\": { \"Default\": { \"Password\": \"s3cret\" } } }", "Kestrel:Certificates:Default:Password")]
    [InlineData("\"State\": { \"ConnectionString\": \"Data Source=a.db;password=s3cret\" }", "State:ConnectionString")]
    public void WarnAboutTracked_Secret_IsNamedAndNotShown(string members, string path)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("x");
        _folder.Write("x.pem", authority.ChainPem(certificate) + TestAuthority.EncryptedKeyPem(certificate, "s3cret"));
        var tracked = JsonNode.Parse(ConfigurationFolder.Valid)!.AsObject();
        var added = JsonNode.Parse($"{{ {members} }}")!.AsObject();
        Merge(tracked, added);

        _folder.Write("gateway.json", tracked.ToJsonString());

        _folder.Warnings().Where(warning => warning.Message.Contains("secret in gateway.json", StringComparison.Ordinal)).Should().ContainSingle().Which.Path.Should().Be(path);
        _folder.Warnings().Should().NotContain(warning => warning.ToString().Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, 0)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, 0)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, 1)]
    [UnsupportedOSPlatform("windows")]
    public void WarnAboutReadable_LocalFileWithASecret_IsForItsOwner(UnixFileMode mode, int warnings)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        _folder.Jira("""  "Credential": { "Token": "s3cret" } """);
        File.SetUnixFileMode(_folder.PathOf("gateway.local.json"), mode);

        var found = _folder.Open().Warnings.Where(warning => warning.Message.Contains("chmod 600", StringComparison.Ordinal));

        found.Select(warning => warning.Path).Should().Equal(Enumerable.Repeat("Connections:jira:Credential:Token", warnings));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void WarnAboutReadable_LocalFileWithoutASecret_IsNobodysAffair()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        _folder.Jira("""  "Paused": true """);
        File.SetUnixFileMode(_folder.PathOf("gateway.local.json"), (UnixFileMode)0b110_100_100);

        _folder.Warnings().Should().BeEmpty();
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from.ToList())
        {
            if (into[name] is JsonObject inner && value is JsonObject outer)
            {
                Merge(inner, outer);
            }
            else
            {
                into[name] = value!.DeepClone();
            }
        }
    }
}
