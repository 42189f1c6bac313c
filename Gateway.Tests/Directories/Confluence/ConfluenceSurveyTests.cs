using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>What Confluence tells of itself: for <c>gateway check --live</c>, and to know which one it is.</summary>
public sealed class ConfluenceSurveyTests
{
    [Fact]
    public async Task Survey_SystemAdministrator_DirectoriesByNameAndWhatIsUntold()
    {
        await using var gateway = await StartAsync();
        gateway.State().AddUser("ldap");
        gateway.State().SetReadOnlyDirectory("ldap");

        var survey = (await Open(gateway).SurveyAsync(TestContext.Current.CancellationToken)).Value;

        survey.Lacks.Should().BeEmpty();
        survey.Directories.Should().Equal(new AppUserDirectory("Confluence Internal Directory", null, null, null, IsRemote: false), new AppUserDirectory("Corporate LDAP", null, null, null, IsRemote: true));
        survey.Note.Should().Contain("Before Confluence 10").And.Contain("does not tell in which directory a user lives");
    }

    [Fact]
    public async Task Survey_ReleaseWithUpdates_SaysNothingOfThem()
    {
        await using var gateway = await StartAsync(WithUpdates);

        var survey = (await Open(gateway).SurveyAsync(TestContext.Current.CancellationToken)).Value;

        survey.Note.Should().NotContain("Before Confluence 10");
    }

    [Fact]
    public async Task Survey_NoAdministrator_SaysWhatItLacks()
    {
        await using var gateway = await StartAsync();
        gateway.Confluence().Settings = gateway.Confluence().Settings with { ServiceHasRights = false };

        var survey = (await Open(gateway).SurveyAsync(TestContext.Current.CancellationToken)).Value;

        survey.Lacks.Should().ContainSingle().Which.Should().Contain("system administrator");
    }

    [Theory]
    [InlineData("9.2.4")]
    [InlineData(WithUpdates)]
    public async Task WhoAmI_Account_TellsNameVersionAndInstance(string version)
    {
        await using var gateway = await StartAsync(version);

        var account = (await Open(gateway).WhoAmIAsync(TestContext.Current.CancellationToken)).Value;

        account.Should().BeEquivalentTo(new { Name = "svc-scim", gateway.State().Service.Key, Version = version });
        Guid.TryParse(account.Identity, out _).Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"id":"from-json","version":"10.1.0"}""", "application/json", "from-json", "10.1.0")]
    [InlineData("<!DOCTYPE m [<!ENTITY a \"b\">]><manifest><id>&a;</id></manifest>", "application/xml", null, WithUpdates)]
    [InlineData("<html><body>log in</body></html>", "text/html", null, WithUpdates)]
    public async Task WhoAmI_ManifestOfAnotherKind_IsReadOrPassedOver(string body, string type, string? identity, string version)
    {
        await using var gateway = await StartAsync(WithUpdates);
        gateway.App.Faults.Add("GET", "/rest/applinks", new FaultEffect.Answer { Status = 200, ContentType = type, Body = body });

        var account = (await Open(gateway).WhoAmIAsync(TestContext.Current.CancellationToken)).Value;

        account.Should().BeEquivalentTo(new { Identity = identity, Version = version });
    }

    [Fact]
    public async Task IsMember_ThroughANestedGroupOnly_No()
    {
        await using var gateway = await StartAsync();
        var ada = gateway.State().AddUser("ada");
        gateway.State().AddGroup("outer");
        gateway.State().AddGroup("inner", members: "ada");
        gateway.State().NestGroup("outer", "inner");
        var directory = Open(gateway);

        var inner = await directory.IsMemberAsync("inner", new(ada.Key, ada.Name), TestContext.Current.CancellationToken);
        var outer = await directory.IsMemberAsync("outer", new(ada.Key, ada.Name), TestContext.Current.CancellationToken);

        (inner.Value, outer.Value).Should().Be((true, false));
    }

    private static IDirectory Open(GatewayFixture gateway)
    {
        var connection = gateway.Services.GetRequiredService<SettingsStore>().Current.Single();
        var session = gateway.Services.GetRequiredService<IAppClient>().Open(connection);
        return gateway.Services.GetRequiredService<IDirectoryFactory>().Open(connection, session);
    }
}
