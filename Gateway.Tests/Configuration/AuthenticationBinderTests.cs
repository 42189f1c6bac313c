using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class AuthenticationBinderTests : IDisposable
{
    private const string Tenant = "ce5f061f-abe6-4e40-9615-301f87bcb7f0";
    private const string Hash = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
    private const string Federation = """ "Issuer": "https://login.microsoftonline.com/t/v2.0", "Audience": "api://app/.default", "Subject": "s" """;

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bind_AllWays_AreRead()
    {
        Authentication($$"""
            "OAuth": { "ClientId": "c", "ClientSecretSha256": [ "{{Hash}}" ], "Federated": { {{Federation}} } },
            "Entra": { "Tenant": "{{Tenant.ToUpperInvariant()}}", "Audiences": [ "api://x" ] }
            """);

        _folder.OpenJira().Authentication.Should().Be(new AuthenticationSettings
        {
            OAuth = new OAuthClientSettings
            {
                ClientId = "c",
                ClientSecretSha256 = [Hash.ToLowerInvariant()],
                Federated = new FederatedSettings { Issuer = "https://login.microsoftonline.com/t/v2.0", Audience = "api://app", Subject = "s" },
            },
            Entra = new EntraTokenSettings { Tenant = Tenant, Audiences = ["api://x"], AppIds = [EntraTokenSettings.ProvisioningService] },
        });
    }

    [Theory]
    [InlineData("\"any\"", "any")]
    [InlineData("\"Any\"", "any")]
    [InlineData("[ \"CE5F061F-ABE6-4E40-9615-301F87BCB7F0\" ]", Tenant)]
    public void Bind_AppIds_AreIdsOrAny(string appIds, string expected)
    {
        Authentication($$""" "Entra": { "Tenant": "{{Tenant}}", "Audiences": [ "api://x" ], "AppIds": {{appIds}} } """);

        _folder.OpenJira().Authentication.Entra!.AppIds.Should().Equal(expected);
    }

    [Theory]
    [InlineData("\"OAuth\": { \"ClientSecretSha256\": [ \"{hash}\" ] }", "OAuth:ClientId", "printable ASCII")]
    [InlineData("\"OAuth\": { \"ClientId\": \"é\", \"ClientSecretSha256\": [ \"{hash}\" ] }", "OAuth:ClientId", "printable ASCII")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\" }", "OAuth", "nobody could prove to be the client")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"ClientSecretSha256\": [ \"my-secret\" ] }", "OAuth:ClientSecretSha256:0", "never the secret itself")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"Federated\": { \"Audience\": \"a\", \"Subject\": \"s\", \"MetadataAddress\": \"https://x/\" } }", "OAuth:Federated:Issuer", "is not the issuer")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"Federated\": { \"Issuer\": \"https://i\", \"Subject\": \"s\" } }", "OAuth:Federated:Audience", "is missing")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"Federated\": { \"Issuer\": \"https://i\", \"Audience\": \"8adf8e6e-67b2-4cf2-a259-e3dc5476c621\", \"Subject\": \"s\" } }", "OAuth:Federated:Audience", "any provisioning job")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"Federated\": { \"Issuer\": \"https://i\", \"Audience\": \"a\" } }", "OAuth:Federated:Subject", "every workload of the issuer")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"Federated\": { \"Issuer\": \"http://i.example.com\", \"Audience\": \"a\", \"Subject\": \"s\" } }", "OAuth:Federated:Issuer", "is not an https address")]
    [InlineData("\"OAuth\": { \"ClientId\": \"c\", \"Federated\": { \"Issuer\": \"https://i\", \"Audience\": \"a\", \"Subject\": \"s\", \"MetadataAddress\": \"http://10.0.0.1/\" } }", "OAuth:Federated:MetadataAddress", "is not an https address")]
    [InlineData("\"Entra\": { \"Tenant\": \"contoso.com\", \"Audiences\": [ \"a\" ] }", "Entra:Tenant", "is not the GUID of a tenant")]
    [InlineData("\"Entra\": { \"Tenant\": \"common\", \"Audiences\": [ \"a\" ] }", "Entra:Tenant", "would not tie the tokens to one tenant")]
    [InlineData("\"Entra\": { \"Audiences\": [ \"a\" ] }", "Entra:Tenant", "is not the GUID of a tenant")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\" }", "Entra:Audiences", "no token could be accepted")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\", \"Audiences\": [ \"a\", \"8adf8e6e-67b2-4cf2-a259-e3dc5476c621\" ] }", "Entra:Audiences:1", "whoever may set up a job could call this connection")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\", \"Audiences\": [ \"a\" ], \"AppIds\": [] }", "Entra:AppIds", "or \"any\" alone")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\", \"Audiences\": [ \"a\" ], \"AppIds\": [ \"any\", \"{tenant}\" ] }", "Entra:AppIds", "or \"any\" alone")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\", \"Audiences\": [ \"a\" ], \"AppIds\": \"SyncFabric\" }", "Entra:AppIds", "or \"any\" alone")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\", \"Audiences\": [ \"a\" ], \"MetadataAddress\": \"http://login.example.com/\" }", "Entra:MetadataAddress", "signing keys come from there")]
    [InlineData("\"Entra\": { \"Tenant\": \"{tenant}\", \"Audiences\": [ \"a\" ], \"MetadataAddress\": \"/tenant\" }", "Entra:MetadataAddress", "is not an https address")]
    public void Bind_WayThatWouldLetNobodyOrAnybodyIn_IsRefused(string members, string path, string message)
    {
        Authentication(members.Replace("{hash}", Hash, StringComparison.Ordinal).Replace("{tenant}", Tenant, StringComparison.Ordinal));

        var error = _folder.Errors().Should().ContainSingle().Subject;
        error.Path.Should().Be($"Connections:jira:Authentication:{path}");
        error.Message.Should().Contain(message);
    }

    [Fact]
    public void Bind_SharedAudienceAccepted_IsWarnedAbout()
    {
        Authentication($$""" "Entra": { "Tenant": "{{Tenant}}", "Audiences": [ "8adf8e6e-67b2-4cf2-a259-e3dc5476c621" ], "AcceptSharedAudience": true } """);

        var warning = _folder.Warnings().Should().ContainSingle().Subject;
        warning.Path.Should().Be("Connections:jira:Authentication:Entra:AcceptSharedAudience");
        warning.Message.Should().Contain("AllowedNetworks");
    }

    [Fact]
    public void Bind_MetadataOnLoopback_MayBePlainHttp()
    {
        Authentication($$""" "Entra": { "Tenant": "{{Tenant}}", "Audiences": [ "a" ], "MetadataAddress": "http://127.0.0.1:9/" } """);

        _folder.OpenJira().Authentication.Entra!.MetadataAddress.Should().Be("http://127.0.0.1:9/");
    }

    private void Authentication(string members) => _folder.Jira($$""" "Authentication": { {{members}} } """);
}
