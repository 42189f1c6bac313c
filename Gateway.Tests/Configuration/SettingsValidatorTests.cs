using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class SettingsValidatorTests : IDisposable
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validate_ManyErrors_AreToldAllAtOnce()
    {
        _folder.Local("""
            "PublicUrl": "scim.example.com",
            "Kestrel": { "Endpoints": { "Scim": { "Url": "http://0.0.0.0:80" } } },
            "State": { "KeepActivity": "90" },
            "Connections": {
              "jira": { "Cluster": "jria", "Script": "no.js", "Username": { "Pattern": "(" }, "Paused": "perhaps" },
              "Big": { "App": "sharepoint", "Credential": null }
            }
            """);

        _folder.Errors().Select(error => error.Path).Should().BeEquivalentTo(
            "PublicUrl", "Kestrel:Endpoints:Scim:Url", "State:KeepActivity",
            "Connections:jira:Cluster", "Connections:jira:Script", "Connections:jira:Username:Pattern", "Connections:jira:Paused",
            "Connections:Big", "Connections:Big:App", "Connections:Big:Credential", "Connections:Big:Cluster");
    }

    [Fact]
    public void Validate_Errors_StandInTheExceptionsMessageLineByLine()
    {
        _folder.Local("""  "PublicUrl": "x", "KnownProxies": [ "y" ] """);

        FluentActions.Invoking(_folder.Open).Should().Throw<ConfigurationException>().Which.Message.Split(Environment.NewLine).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("jira-2")]
    [InlineData("0123456789012345678901234567890123456789")]
    public void Validate_ConnectionName_IsAccepted(string name)
    {
        AddConnection(name);

        _folder.Open().Current.Should().Contain(connection => connection.Name == name);
    }

    [Theory]
    [InlineData("Jira2")]
    [InlineData("ji_ra")]
    [InlineData("jíra")]
    [InlineData("a b")]
    [InlineData("01234567890123456789012345678901234567890")]
    public void Validate_ConnectionName_IsRefused(string name)
    {
        AddConnection(name);

        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be($"Connections:{name}");
    }

    [Fact]
    public void Validate_ClusterMisspelt_GivesTheNearName()
    {
        _folder.Jira("""  "Cluster": "jria" """);

        _folder.Errors().Should().Equal(new Finding("Connections:jira:Cluster", "there is no 'jria' in ReverseProxy:Clusters; did you mean 'jira'?"));
    }

    [Theory]
    [InlineData("{ \"empty\": { } }")]
    [InlineData("{ \"empty\": { \"Destinations\": { } } }")]
    [InlineData("{ \"empty\": { \"Destinations\": { \"a\": { \"Address\": \"jira.internal\" } } } }")]
    [InlineData("{ \"empty\": { \"Destinations\": { \"a\": { \"Address\": \"ftp://jira/\" } } } }")]
    public void Validate_ClusterWithoutUsableDestination_IsRefused(string clusters)
    {
        _folder.Local($$"""  "ReverseProxy": { "Clusters": {{clusters}} }, "Connections": { "jira": { "Cluster": "empty" } } """);

        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be("ReverseProxy:Clusters:empty:Destinations");
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:80")]
    [InlineData("http://scim.example.com")]
    [InlineData("http://192.168.0.1:8080")]
    [InlineData("http://[::]:8080")]
    public void Validate_PlainHttpForOthers_IsRefusedUnlessAllowed(string url)
    {
        _folder.Local($$"""  "Kestrel": { "Endpoints": { "Scim": { "Url": "{{url}}" } } } """);
        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be("Kestrel:Endpoints:Scim:Url");

        _folder.Local($$"""  "AllowPlainHttp": true, "Kestrel": { "Endpoints": { "Scim": { "Url": "{{url}}" } } } """);
        _folder.Open().Current.Should().ContainSingle();
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://127.1.2.3:0")]
    [InlineData("http://unix:/run/scim.sock")]
    public void Validate_ListenerThatIsSafe_IsAccepted(string url)
    {
        _folder.Local($$"""  "Kestrel": { "Endpoints": { "Scim": { "Url": "{{url}}" } } } """);

        _folder.Open().Current.Should().ContainSingle();
    }

    [Theory]
    [InlineData("\"Management\": { \"Url\": \"http://[::1]:8081\" }")]
    [InlineData("\"Management\": { \"Url\": \"http://localhost:8081\" }")]
    [InlineData("\"AllowPlainHttp\": true, \"Management\": { \"Url\": \"http://0.0.0.0:8081\" }")]
    public void Validate_ManagementAddressThatIsSafe_IsAccepted(string members)
    {
        _folder.Local(members);

        _folder.Open().Current.Should().ContainSingle();
    }

    [Theory]
    [InlineData("\"Kestrel\": null", "Kestrel:Endpoints")]
    [InlineData("\"Kestrel\": { \"Endpoints\": { \"Scim\": { \"Url\": \"8080\" } } }", "Kestrel:Endpoints:Scim:Url")]
    [InlineData("\"Kestrel\": { \"Endpoints\": { \"Other\": { } } }", "Kestrel:Endpoints:Other:Url")]
    [InlineData("\"Kestrel\": { \"Endpoints\": { \"Scim\": { \"Url\": \"gopher://localhost:1\" } } }", "Kestrel:Endpoints:Scim:Url")]
    [InlineData("\"Management\": { \"Url\": \"http://0.0.0.0:8081\" }", "Management:Url")]
    [InlineData("\"Management\": { \"Url\": \"\" }", "Management:Url")]
    [InlineData("\"Management\": { \"Url\": \"https://127.0.0.1:8081\" }", "Management:Url")]
    [InlineData("\"AllowPlainHttp\": true, \"Management\": { \"Url\": \"http://*:8081\" }", "Management:Url")]
    [InlineData("\"AllowPlainHttp\": true, \"Management\": { \"Url\": \"http://gateway.internal:8081\" }", "Management:Url")]
    [InlineData("\"Management\": { \"Url\": \"http://127.0.0.1:8081/health\" }", "Management:Url")]
    [InlineData("\"PublicUrl\": \"ftp://x\"", "PublicUrl")]
    [InlineData("\"PublicUrl\": \"https://x/?y\"", "PublicUrl")]
    [InlineData("\"KnownProxies\": [ \"10.0.0.1\", \"proxy\" ]", "KnownProxies:1")]
    [InlineData("\"Sandbox\": { \"Enabled\": true, \"JiraUrl\": \"http://0.0.0.0:1\" }", "Sandbox:JiraUrl")]
    [InlineData("\"Sandbox\": { \"Enabled\": true, \"JiraUrl\": \"https://127.0.0.1:1\" }", "Sandbox:JiraUrl")]
    public void Validate_HostSettingThatCannotWork_IsRefused(string members, string path)
    {
        _folder.Local(members);

        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be(path);
    }

    [Theory]
    [InlineData("\"Name\": \"t\", \"Sha256\": \"abc\"", "Sha256")]
    [InlineData("\"Name\": \"t\"", "Sha256")]
    [InlineData("\"Name\": \"t\", \"Sha256\": \"zf86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"", "Sha256")]
    [InlineData("\"Sha256\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"", "Name")]
    public void Validate_ConfiguredTokenIncomplete_IsRefused(string token, string key)
    {
        Tokens($$"""{ {{token}} }""");

        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be($"Connections:jira:Authentication:Tokens:0:{key}");
    }

    [Theory]
    [InlineData("2026-05-31", "expired")]
    [InlineData("2026-06-01T00:00:00Z", "expired")]
    [InlineData("2026-06-20", "expires")]
    public void Validate_TokenNearOrPastItsEnd_IsWarnedAbout(string notAfter, string word)
    {
        Tokens($$"""{ "Name": "t", "Sha256": "{{Hash}}", "NotAfter": "{{notAfter}}" }""");

        var warning = _folder.Warnings().Should().ContainSingle().Subject;
        warning.Path.Should().Be("Connections:jira:Authentication:Tokens:0:NotAfter");
        warning.Message.Should().Contain($"the token 't' {word} on");
    }

    [Fact]
    public void Validate_TokenThatEndsLater_IsSilent()
    {
        Tokens($$"""{ "Name": "t", "Sha256": "{{Hash}}", "NotAfter": "2026-07-02" }""");

        _folder.Warnings().Should().BeEmpty();
    }

    [Fact]
    public void Validate_TwoTokensOfOneName_AreWarnedAbout()
    {
        Tokens($$"""{ "Name": "t", "Sha256": "{{Hash}}" }, { "Name": "t", "Sha256": "{{Hash}}" }""");

        _folder.Warnings().Should().ContainSingle().Which.Message.Should().Contain("two tokens are named 't'");
    }

    [Fact]
    public void Validate_TwoConnectionsToOneApp_AreWarnedAbout()
    {
        _folder.Local("""  "Connections": { "second": { "App": "jira", "Cluster": "jira", "Credential": { "Type": "Bearer", "Token": "x" } } } """);

        _folder.Warnings().Should().ContainSingle().Which.Message.Should().StartWith("jira, second lead to the same app");
    }

    [Fact]
    public void Validate_PlainHttpToTheApp_IsWarnedAbout()
    {
        _folder.Local("""  "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "http://jira.internal/" } } } } } """);

        _folder.Warnings().Should().ContainSingle().Which.Message.Should().Contain("clear text");
    }

    [Fact]
    public void Validate_NoConnection_IsWarnedAbout()
    {
        _folder.Local("""  "Connections": null """);

        _folder.Warnings().Should().ContainSingle().Which.Path.Should().Be("Connections");
    }

    [Fact]
    public void Validate_SecretInGatewayJson_IsWarnedAboutWithoutShowingIt()
    {
        _folder.Write("gateway.json", ConfigurationFolder.Valid.Replace("\"pat\"", "\"s3cret\""));

        var warning = _folder.Open().Warnings.Should().ContainSingle().Subject;
        warning.Path.Should().Be("Connections:jira:Credential:Token");
        warning.Message.Should().NotContain("s3cret").And.Contain("gateway.local.json");
    }

    [Fact]
    public void Validate_SecretInLocalFile_IsSilent()
    {
        _folder.Write("gateway.json", ConfigurationFolder.Valid.Replace("\"pat\"", "null")).Jira("""  "Credential": { "Token": "x" } """);

        _folder.Open().Warnings.Should().BeEmpty();
    }

    private void Tokens(string tokens) => _folder.Jira($$"""  "Authentication": { "Tokens": [ {{tokens}} ] } """);

    private void AddConnection(string name) =>
        _folder.Local($$"""  "Connections": { "{{name}}": { "App": "jira", "Cluster": "{{name}}", "Credential": { "Type": "Bearer", "Token": "x" } } }, "ReverseProxy": { "Clusters": { "{{name}}": { "Destinations": { "a": { "Address": "https://second/" } } } } } """);
}
