using Gateway.Authentication;
using Gateway.Configuration;

namespace Gateway.Tests.Authentication;

public sealed class AcceptedSchemesTests
{
    [Fact]
    public void Of_TokensOnly_IsTheBearerToken()
    {
        AcceptedSchemes.Of(Connection(new())).Select(scheme => scheme.Type).Should().Equal("oauthbearertoken");
    }

    [Fact]
    public void Of_OAuthClient_NamesClientCredentialsFirst()
    {
        var schemes = AcceptedSchemes.Of(Connection(new() { OAuth = new() { ClientId = "c" } }));

        schemes.Select(scheme => scheme.Type).Should().Equal("oauth2", "oauthbearertoken");
    }

    [Fact]
    public void Of_EntraTokens_AreBearerTokens()
    {
        var schemes = AcceptedSchemes.Of(Connection(new() { Entra = new() { Tenant = "t" } }));

        schemes.Should().ContainSingle().Which.Description.Should().Contain("Microsoft Entra ID issued");
    }

    private static ConnectionSettings Connection(AuthenticationSettings authentication) => new() { Name = "jira", App = AppKind.Jira, Cluster = "jira", Authentication = authentication };
}
