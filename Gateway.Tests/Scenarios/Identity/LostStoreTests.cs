using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>
/// The store is lost, the app and Entra are not: Entra knows only ids that it was given, so a new store heals by them.
/// After 28 days an id that was never given out is 404.
/// </summary>
public sealed class LostStoreTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task Get_ById_ShowsWhatTheAppHolds()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);

        var reply = await gateway.GetAsync($"/Users/{id}");

        (reply.Status, reply.Id, (string)reply["displayName"]!, (bool)reply["active"]!).Should().Be((200, id, "Person ada", true));
        (await gateway.FindAsync("Users", $"id eq \"{id}\"")).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Patch_ById_HealsAndTheLookUpFindsThePerson()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);

        var reply = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Ada King");
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(id);
        (await gateway.GetAsync("/Users")).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Patch_TwiceAfterTheHealing_StaysTheSamePerson()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);

        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        var again = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "title", "Countess"), ScimBodies.Active(true));
        var named = await gateway.ReplaceAttributeAsync(id, "userName", Ada);

        again.Status.Should().Be(200, because: again.Text);
        named.Status.Should().Be(200, because: named.Text);
        ((string)named["userName"]!, (string)named["title"]!).Should().Be((Ada, "Countess"));
        (gateway.Jira.State.User("ada")!.Active, gateway.Jira.State.User("ada")!.Email).Should().Be((true, Ada));
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Disable_ById_DisablesTheLeaver()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);

        var reply = await gateway.SetActiveAsync(id, false);

        (reply.Status, (bool)reply["active"]!).Should().Be((200, false));
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Person ada");
    }

    [Fact]
    public async Task Disable_RuleRejectsWhatIsNoAddress_DisablesTheLeaverAllTheSame()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false, connection => connection["Username"]!["OnNoMatch"] = "Reject");

        var first = await gateway.ReplaceAttributeAsync(id, "title", "Countess");
        var second = await gateway.SetActiveAsync(id, false);

        first.Status.Should().Be(200, because: first.Text);
        second.Status.Should().Be(200, because: second.Text);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        ((string)second["userName"]!).Should().Be("ada", because: "Entra has not told the new store another name");
    }

    [Fact]
    public async Task LookUp_PersonHealedById_ShowsWhatEntraWroteSinceAndTheNextWriteKnowsTheName()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);
        (await gateway.ReplaceAttributeAsync(id, "title", "Countess")).Status.Should().Be(200);

        var found = (await gateway.FindUserAsync(Ada))["Resources"]![0]!;
        (await gateway.ReplaceAttributeAsync(id, "title", "Lady")).Status.Should().Be(200);
        var shown = await gateway.GetAsync($"/Users/{id}");

        ((string)found["userName"]!, (string)found["title"]!).Should().Be((Ada, "Countess"));
        ((string)shown["userName"]!, (string)shown["title"]!).Should().Be((Ada, "Lady"));
        (await gateway.UserLinkAsync(id))!.IdpName.Should().Be(Ada);
    }

    [Fact]
    public async Task Post_PersonHealedById_TakenUpUnderTheSameId()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);
        (await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King")).Status.Should().Be(200);

        var reply = await gateway.PostUserAsync(Ada);

        (reply.Status, reply.Id).Should().Be((201, id), because: reply.Text);
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Post_OtherPersonOfTheHealedName_409()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);
        (await gateway.ReplaceAttributeAsync(id, "userName", Ada)).Status.Should().Be(200);
        var before = gateway.Jira.Picture();

        (await gateway.PostUserAsync("ada@fabrikam.com", body => body["externalId"] = "ext-other")).Status.Should().Be(409);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task Delete_ById_TakesTheLeaverOut()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);

        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task GroupPatch_ById_HealsGroupAndMembers()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var group = await lost.CreateGroupAsync("Équipe de vente");
        var ada = await lost.CreateUserAsync(Ada);
        var bob = await lost.CreateUserAsync("bob@contoso.com");
        (await lost.AddMemberAsync(group, bob)).Status.Should().Be(204);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);

        var added = await gateway.AddMemberAsync(group, ada);
        var removed = await gateway.RemoveMemberAsync(group, bob);
        var shown = await gateway.GetAsync($"/Groups/{group}");

        added.Status.Should().Be(204, because: added.Text);
        removed.Status.Should().Be(204, because: removed.Text);
        gateway.Jira.State.Members("Équipe de vente").Should().Equal("ada");
        ((string)shown["members"]![0]!["value"]!).Should().Be(ada);
        (await gateway.FindAsync("Groups", "displayName eq \"Équipe de vente\"")).Ids().Should().Equal(group);
    }

    [Theory]
    [InlineData("bob", 1)]
    [InlineData("ada", 0)]
    public async Task GroupLookUp_IsThisAMember_TellsTheTruth(string who, int hits)
    {
        await using var lost = await GatewayFixture.StartAsync();
        var group = await lost.CreateGroupAsync("staff");
        await lost.CreateUserAsync(Ada);
        var bob = await lost.CreateUserAsync("bob@contoso.com");
        (await lost.AddMemberAsync(group, bob)).Status.Should().Be(204);
        await using var gateway = await lost.StartBesideAsync(sameStore: false);
        var member = gateway.Jira.State.User(who)!.Key;

        var reply = await gateway.FindAsync("Groups", $"id eq \"{group}\" and members eq \"{member}\"");

        (reply.Status, reply.TotalResults).Should().Be((200, hits));
    }

    [Fact]
    public async Task Healing_KeepsTheBans()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var ada = await lost.CreateUserAsync(Ada);
        var robot = lost.Jira.State.AddUser("svc-build", "Robot", "robot@contoso.com").Key;
        lost.Jira.State.AddMember(JiraState.AdministratorsGroup, "ada");
        var before = lost.Jira.Picture();
        await using var gateway = await lost.StartBesideAsync(sameStore: false, connection => connection["Protected"] = new JsonArray("svc-*"));

        (await gateway.SetActiveAsync(ada, false)).Status.Should().Be(400);
        (await gateway.SetActiveAsync(robot, false)).Status.Should().Be(400);
        (await gateway.SetActiveAsync(gateway.Jira.State.Service.Key, false)).Status.Should().Be(400);
        (await gateway.AddMemberAsync("jira-administrators", ada)).Status.Should().Be(400);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task AdoptNever_IdOfAnAccountThatTheAppHas_RefusedButNever404()
    {
        await using var lost = await GatewayFixture.StartAsync();
        var id = await lost.CreateUserAsync(Ada);
        var before = lost.Jira.Picture();
        await using var gateway = await lost.StartBesideAsync(sameStore: false, Users("Adopt", "Never"));

        var reply = await gateway.SetActiveAsync(id, false);

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        reply.Detail.Should().Contain("Users.Adopt");
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.SetActiveAsync("JIRAUSER99999", false)).Status.Should().Be(404);
    }

    [Fact]
    public async Task UnknownId_TheAppHasNobody_404()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        (await gateway.GetAsync("/Users/JIRAUSER99999")).Status.Should().Be(404);
        (await gateway.SetActiveAsync("JIRAUSER99999", false)).Status.Should().Be(404);
        (await gateway.GetAsync("/Groups/nobody")).Status.Should().Be(404);
    }

    [Fact]
    public async Task StoreIs28DaysOld_UnlinkedIdIs404WithoutACall()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await OldStoreAsync(clock);
        var account = gateway.Jira.State.AddUser("ada", "Ada", Ada);
        gateway.Jira.State.AddGroup("staff");
        var before = gateway.Jira.Picture();

        var statuses = new List<int>();
        var calls = await gateway.CallsOfAsync(async () =>
        {
            statuses.Add((await gateway.GetAsync($"/Users/{account.Key}")).Status);
            statuses.Add((await gateway.SetActiveAsync(account.Key, false)).Status);
            statuses.Add((await gateway.DeleteAsync($"/Users/{account.Key}")).Status);
            statuses.Add((await gateway.GetAsync("/Groups/staff")).Status);
            statuses.Add((await gateway.AddMemberAsync("staff", account.Key)).Status);
        });

        statuses.Should().OnlyContain(status => status == 404);
        calls.Where(call => call.Contains("/user") || call.Contains("/group")).Should().BeEmpty();
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task Sighting_WithinTheHour_WriteLinks()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await OldStoreAsync(clock);
        var account = gateway.Jira.State.AddUser("ada", "Ada", Ada);
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(account.Key);
        clock.Advance(TimeSpan.FromMinutes(59));

        var reply = await gateway.ReplaceAttributeAsync(account.Key, "displayName", "Ada King");

        (reply.Status, (string?)reply["userName"]).Should().Be((200, Ada), because: reply.Text);
        account.DisplayName.Should().Be("Ada King");
    }

    [Fact]
    public async Task Sighting_AfterTheHour_404UntilItIsSeenAgain()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await OldStoreAsync(clock);
        var account = gateway.Jira.State.AddUser("ada", "Ada", Ada);
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(account.Key);
        clock.Advance(TimeSpan.FromMinutes(61));

        (await gateway.ReplaceAttributeAsync(account.Key, "displayName", "Ada King")).Status.Should().Be(404);
        account.DisplayName.Should().Be("Ada");

        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(account.Key);
        (await gateway.ReplaceAttributeAsync(account.Key, "displayName", "Ada King")).Status.Should().Be(200);
        account.DisplayName.Should().Be("Ada King");
    }

    [Fact]
    public async Task Sighting_OfAGroup_WithinTheHourWriteLinksAfterwards404()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await OldStoreAsync(clock);
        gateway.Jira.State.AddGroup("staff");
        gateway.Jira.State.AddGroup("guests");
        var ada = await gateway.CreateUserAsync(Ada);
        (await gateway.FindAsync("Groups", "displayName eq \"staff\"")).Ids().Should().Equal("staff");
        (await gateway.FindAsync("Groups", "displayName eq \"guests\"")).Ids().Should().Equal("guests");

        (await gateway.AddMemberAsync("staff", ada)).Status.Should().Be(204);
        clock.Advance(TimeSpan.FromMinutes(61));
        (await gateway.AddMemberAsync("guests", ada)).Status.Should().Be(404);

        gateway.Jira.State.Members("staff").Should().Equal("ada");
        gateway.Jira.State.Members("guests").Should().BeEmpty();
    }

    /// <summary>A gateway whose store was made 28 days ago.</summary>
    private static async Task<GatewayFixture> OldStoreAsync(FakeTimeProvider clock)
    {
        var gateway = await GatewayFixture.StartAsync(clock: clock);
        await gateway.RestartAsync(asleep: TimeSpan.FromDays(28));
        await gateway.WarmUpAsync();
        return gateway;
    }
}
