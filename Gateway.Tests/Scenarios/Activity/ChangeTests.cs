using System.Text.Json.Nodes;
using Gateway.Activity;
using Gateway.State;
using Gateway.Tests.Cli;
using Gateway.Tests.Conformance;
using Gateway.Tests.PassThrough;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Scenarios.Activity;

/// <summary>Before and after in the activity: what the app confirmed, old value and new, personal values masked, and not a call more for it.</summary>
[Collection("console")]
public sealed class ChangeTests
{
    [Theory]
    [InlineData("jira", "displayName", "emailAddress")]
    [InlineData("confluence 10", "fullName", "email")]
    [InlineData("bitbucket", "displayName", "emailAddress")]
    [InlineData("crowd", "display-name", "email")]
    public async Task User_FromMadeToDeleted_EachChangeIsToldMaskedWithWhatWasBefore(string app, string displayName, string email)
    {
        await using var world = await ConformanceGateway.StartAsync(app, GatewaySteps.Users("Delete", "Delete"));
        var gateway = world.Gateway;

        var id = await gateway.CreateUserAsync("ada@contoso.com", body => body["password"] = "S3cret-of-Ada");
        await gateway.ReplaceAttributeAsync(id, "displayName", "Countess");
        await gateway.ReplaceAttributeAsync(id, "displayName", "Countess");
        await gateway.DeleteAsync($"/Users/{id}");

        (await ChangesAsync(gateway, "create")).Should().Contain([
            new("ada", "name", null, "ada"), new("ada", "active", null, "true"), new("ada", displayName, null, "P***"), new("ada", email, null, "a***@contoso.com"), new("ada", "password", null, "set")]);
        (await ChangesAsync(gateway, "update", skip: 1)).Should().Equal(new AppChange("ada", displayName, "P***", "C***"));
        (await ChangesAsync(gateway, "update")).Should().BeEmpty(because: "the same value again is no change");
        (await ChangesAsync(gateway, "delete")).Should().Equal(new AppChange("ada", "name", "ada", null));
    }

    [Theory]
    [InlineData("jira")]
    [InlineData("jira directory")]
    [InlineData("confluence")]
    [InlineData("crowd")]
    public async Task Active_OffAndOn_IsToldBothWays(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        await world.Gateway.SetActiveAsync(id, false);
        await world.Gateway.SetActiveAsync(id, true);

        (await ChangesAsync(world.Gateway, "update", skip: 1)).Should().Equal(new AppChange("ada", "active", "true", "false"));
        (await ChangesAsync(world.Gateway, "update")).Should().Equal(new AppChange("ada", "active", "false", "true"));
    }

    [Fact]
    public async Task Active_OffOnBitbucket_TellsWhichGroupsWereTakenAndGivenBack()
    {
        await using var world = await ConformanceGateway.StartAsync("bitbucket");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        var groups = world.Stage.Groups.Where(group => group.Value.Contains("ada")).Select(group => group.Key).ToList();

        await world.Gateway.SetActiveAsync(id, false);
        await world.Gateway.SetActiveAsync(id, true);

        groups.Should().NotBeEmpty();
        (await ChangesAsync(world.Gateway, "update", skip: 1)).Should().Contain(groups.Select(group => new AppChange("ada", "groups", group, null)));
        (await ChangesAsync(world.Gateway, "update")).Should().Contain(groups.Select(group => new AppChange("ada", "groups", null, group)));
    }

    [Theory]
    [MemberData(nameof(ConformanceTests.Apps), MemberType = typeof(ConformanceTests))]
    public async Task Members_InAndOut_AreToldByName(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateMemberAsync("ada@contoso.com", group);

        await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", id));

        (await ChangesAsync(world.Gateway, "create", skip: 1)).Should().Contain(new AppChange("devs", "name", null, "devs"));
        (await ChangesAsync(world.Gateway, "update", skip: 1)).Should().Equal(new AppChange("devs", "members", null, "ada"));
        (await ChangesAsync(world.Gateway, "update")).Should().Equal(new AppChange("devs", "members", "ada", null));
    }

    [Fact]
    public async Task Refused_ByTheApp_TellsNoChange()
    {
        await using var world = await ConformanceGateway.StartAsync("jira");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        world.Stage.MakeReadOnly();

        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(400);

        (await ChangesAsync(world.Gateway, "update")).Should().BeEmpty();
    }

    [Fact]
    public async Task Renamed_ByEntra_TellsBothNames()
    {
        await using var world = await ConformanceGateway.StartAsync("jira");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        await world.Gateway.ReplaceAttributeAsync(id, "userName", "lovelace@contoso.com");

        (await ChangesAsync(world.Gateway, "update")).Should().Contain(new AppChange("lovelace", "name", "ada", "lovelace"));
    }

    [Fact]
    public async Task PassThrough_UserAndGroup_TellWhatWasSentMasked()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = await stage.Gateway.CreateUserAsync("ada@contoso.com", body => body["password"] = "S3cret-of-Ada");
        var group = await stage.Gateway.CreateGroupAsync("devs");
        await stage.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));
        await stage.Gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "displayName", "Countess"), ScimBodies.Op("Replace", "password", "S3cret-of-Ada"), ScimBodies.Active(false));
        await stage.Gateway.DeleteAsync($"/Users/{id}");

        (await ChangesAsync(stage.Gateway, "create", skip: 1)).Should().Contain([
            new("ada@contoso.com", "userName", null, "ada@contoso.com"), new("ada@contoso.com", "displayName", null, "P***"), new("ada@contoso.com", "emails", null, "a***@contoso.com"), new("ada@contoso.com", "password", null, "set")]);
        (await ChangesAsync(stage.Gateway, "update", skip: 1)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "members", To = id });
        (await ChangesAsync(stage.Gateway, "update")).Select(change => (change.Field, change.To)).Should().Equal(("displayName", "C***"), ("password", "set"), ("active", "false"));
        (await ChangesAsync(stage.Gateway, "delete")).Should().ContainSingle().Which.To.Should().BeNull();
    }

    [Fact]
    public async Task Command_SearchAndExport_TellChangesCallsAndTrace()
    {
        await using var world = await ConformanceGateway.StartAsync("jira");
        await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.CreateUserAsync("bob@contoso.com");
        await world.Gateway.CreateGroupAsync("devs");
        (await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("bob@contoso.com"))).Status.Should().Be(409);
        await SettleAsync(world.Gateway);
        var config = Path.Combine(world.Gateway.Folder, "gateway.json");

        async Task<IReadOnlyList<JsonNode>> RunAsync(params string[] options)
        {
            var printed = await ConsoleCapture.RunAsync(["activity", "--config", config, .. options]);
            return [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => JsonNode.Parse(line)!)];
        }

        (await RunAsync("--json", "--user", "ADA@contoso.com")).Should().ContainSingle().Which["changes"]![0]!.ToJsonString().Should().Be("""{"target":"ada","field":"name","from":null,"to":"ada"}""");
        (await RunAsync("--json", "--group", "devs")).Should().ContainSingle().Which["calls"]![0]!["milliseconds"]!.GetValue<double>().Should().BePositive();
        (await RunAsync("--json", "--outcome", "refused")).Should().ContainSingle().Which["idpName"]!.ToString().Should().Be("bob@contoso.com");
        (await RunAsync("--json", "--since", "2100-01-01")).Should().BeEmpty();
        (await RunAsync("--json", "--until", "2000-01-01")).Should().BeEmpty();
        (await RunAsync("--json", "--connection", "other")).Should().BeEmpty();
        var exported = await RunAsync("--export", "--limit", "1");
        exported.Select(record => (string?)record["idpName"]).Should().Equal("ada@contoso.com", "bob@contoso.com", "devs", "bob@contoso.com");
        exported.Should().OnlyContain(record => record["token"] != null && record["transformVersion"] != null && record["at"] != null);
        (await ConsoleCapture.RunAsync("activity", "--config", config, "--user", "ada")).Should().Contain("ada: displayName (none) -> P***");
    }

    private static async Task<IReadOnlyList<AppChange>> ChangesAsync(GatewayFixture gateway, string operation, int skip = 0)
    {
        await SettleAsync(gateway);
        var found = await gateway.Services.GetRequiredService<IActivityLog>().SearchAsync(new ActivityQuery(), TestContext.Current.CancellationToken);
        return found.Where(record => record.Operation == operation).Skip(skip).First().Changes;
    }

    /// <summary>What was posted is stored before a commit that comes behind it.</summary>
    private static Task SettleAsync(GatewayFixture gateway) =>
        gateway.Store.CommitAsync([new StateChange.RemoveStuck("nobody", "nobody")], TestContext.Current.CancellationToken);
}
