using Gateway.Provisioning;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>Jira does not deactivate who leads a project or component: Entra is told which, the leaver is listed and tried again.</summary>
public sealed class LeadTests
{
    [Theory]
    [InlineData("deactivate", "en")]
    [InlineData("deactivate", "de")]
    [InlineData("delete", "en")]
    [InlineData("delete", "de")]
    public async Task Leaver_LeadsAProject_400NamingItAndListed(string how, string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");

        var reply = how == "delete" ? await gateway.DeleteAsync($"/Users/{id}") : await gateway.SetActiveAsync(id, false);

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        reply.Detail.Should().Contain("ENGINE");
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        ((bool)(await gateway.GetAsync($"/Users/{id}"))["active"]!).Should().BeTrue();
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Id = id, AppName = "ada", GatewayFixture.Connection });
        (await gateway.ReadinessAsync()).Should().Contain("Degraded").And.Contain("could not be deactivated").And.NotContain("ada");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Leaver_LeadsAComponent_400NamingItAndListed(string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddComponent("DEMO", "Boiler", "ada");

        var reply = await gateway.SetActiveAsync(id, false);

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        reply.Detail.Should().Contain("Boiler");
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().ContainSingle();
    }

    [Fact]
    public async Task Retry_StillLeads_StaysListedAndActive()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");
        await gateway.SetActiveAsync(id, false);

        await RetryAsync(gateway);

        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().ContainSingle();
    }

    [Fact]
    public async Task Retry_SomebodyElseLeadsNow_InactiveAndNoLongerListed()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");
        await gateway.SetActiveAsync(id, false);
        gateway.Jira.State.SetLead("ENGINE", "sysadmin");

        await RetryAsync(gateway);

        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        ((bool)(await gateway.GetAsync($"/Users/{id}"))["active"]!).Should().BeFalse();
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
        (await gateway.ReadinessAsync()).Should().NotContain("could not be deactivated");
    }

    [Fact]
    public async Task Retry_EntraWantsThemBackMeanwhile_StaysActive()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");
        await gateway.SetActiveAsync(id, false);
        (await gateway.SetActiveAsync(id, true)).Status.Should().Be(200);
        gateway.Jira.State.SetLead("ENGINE", "sysadmin");

        await RetryAsync(gateway);

        gateway.Jira.State.User("ada")!.Active.Should().BeTrue(because: "the last word of Entra was active");
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task Retry_JiraHasThemNoLonger_NoLongerListed()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");
        await gateway.SetActiveAsync(id, false);
        gateway.Jira.State.SetLead("ENGINE", "sysadmin");
        gateway.Jira.State.DeleteUser("ada");

        await RetryAsync(gateway);

        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task Retry_EntraDeletedThem_DeletedAtLast()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");
        await gateway.DeleteAsync($"/Users/{id}");
        gateway.Jira.State.SetLead("ENGINE", "sysadmin");

        await RetryAsync(gateway);

        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204, because: "the DELETE itself was never confirmed");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task DefaultLead_Leaver_HandsProjectsAndComponentsOverAndIsInactive(string language)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("DefaultLead", "sysadmin"), new JiraSandboxOptions { Language = language });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var project = gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");
        var component = gateway.Jira.State.AddComponent("DEMO", "Boiler", "ada");

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        project.Lead.Name.Should().Be("sysadmin");
        component.Lead!.Name.Should().Be("sysadmin");
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task DefaultLead_IsNobody_400AndTheLeaverIsListed()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("DefaultLead", "nobody"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddProject("ENGINE", "Engine", "ada");

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(400, because: reply.Text);
        reply.Detail.Should().Contain("ENGINE").And.Contain("nobody");
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        (await gateway.Store.ListStuckAsync(TestContext.Current.CancellationToken)).Should().ContainSingle();
    }

    private static Task<GatewayFixture> StartAsync(string language) => GatewayFixture.StartAsync(jira: new JiraSandboxOptions { Language = language });

    private static Task RetryAsync(GatewayFixture gateway) =>
        gateway.Services.GetServices<IHostedService>().OfType<StuckDeactivations>().Single().RetryAsync(TestContext.Current.CancellationToken);
}
