using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>Groups have no key in Jira: what their ids are, and which group a request means.</summary>
public sealed class GroupIdentityTests
{
    [Theory]
    [InlineData("staff", "staff")]
    [InlineData("Jira.Admins_of-Sales", "jira.admins_of-sales")]
    public async Task Id_PlainName_IsTheNameInLowerCase(string name, string id)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.PostGroupAsync(name);

        (reply.Id, (string)reply["displayName"]!).Should().Be((id, name));
        gateway.Jira.State.Group(name)!.Name.Should().Be(name);
    }

    [Theory]
    [InlineData("Sales & Marketing (EMEA)")]
    [InlineData("Équipe 東京 🦊")]
    [InlineData("a/b\\c?d#e%f+g")]
    [InlineData("~tilde")]
    public async Task Id_AnyOtherName_IsEncodedAndWorksEverywhere(string name)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");

        var id = await gateway.CreateGroupAsync(name);
        var added = await gateway.AddMemberAsync(id, ada);
        var read = await gateway.GetAsync($"/Groups/{id}");
        var found = await gateway.FindAsync("Groups", $"displayName eq \"{name.Replace("\\", "\\\\", StringComparison.Ordinal)}\"");

        id.Should().Be("~" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name.ToLowerInvariant())));
        added.Status.Should().Be(204, because: added.Text);
        ((string)read["displayName"]!, (string)read["members"]![0]!["value"]!).Should().Be((name, ada));
        found.Ids().Should().Equal(id);
        gateway.Jira.State.Members(name).Should().Equal("ada");
    }

    [Fact]
    public async Task Names_DifferInCaseOnly_AreOneGroup()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddGroup("Staff");

        var posted = await gateway.PostGroupAsync("STAFF");

        (posted.Status, posted.Id).Should().Be((201, "staff"), because: posted.Text);
        gateway.Jira.State.Groups.Count(group => group.Name.Equals("staff", StringComparison.OrdinalIgnoreCase)).Should().Be(1);
        (await gateway.PostGroupAsync("staff")).Status.Should().Be(409);
        (await gateway.FindAsync("Groups", "displayName eq \"sTaFf\"")).Ids().Should().Equal("staff");
    }

    [Fact]
    public async Task Id_HeldByAGroupThatMovedOn_NextOneIsNumbered()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Rename", "Recreate"));
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        var first = await gateway.CreateGroupAsync("staff");
        (await gateway.PatchAsync($"/Groups/{first}", ScimBodies.Op("Replace", "displayName", "people"))).Status.Should().Be(204);

        var second = await gateway.PostGroupAsync("staff");
        var added = await gateway.AddMemberAsync(first, ada);

        (first, second.Status, second.Id).Should().Be(("staff", 201, "staff~2"), because: second.Text);
        added.Status.Should().Be(204);
        gateway.Jira.State.Members("people").Should().Equal("ada");
        gateway.Jira.State.Members("staff").Should().BeEmpty();
        (await gateway.AddMemberAsync(second.Id, ada)).Status.Should().Be(204);
        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }

    [Fact]
    public async Task Delete_ThenCreatedAgain_SameIdEmptyAndWorking()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        var id = await gateway.CreateGroupAsync("staff");
        (await gateway.AddMemberAsync(id, ada)).Status.Should().Be(204);
        (await gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(204);
        gateway.Jira.State.Members("staff").Should().BeEmpty();

        (await gateway.GetAsync($"/Groups/{id}")).Status.Should().Be(404);
        (await gateway.AddMemberAsync(id, ada)).Status.Should().Be(404);
        (await gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(404);
        var again = await gateway.PostGroupAsync("staff");

        (again.Status, again.Id).Should().Be((201, id), because: again.Text);
        (await gateway.AddMemberAsync(id, ada)).Status.Should().Be(204);
        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }

    [Fact]
    public async Task Delete_LookUpOfTheDeletedGroup_IsEmptyOrOffersItAnew()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Delete", "Delete"));
        var id = await gateway.CreateGroupAsync("staff");
        (await gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(204);

        (await gateway.FindAsync("Groups", "displayName eq \"staff\"")).TotalResults.Should().Be(0);
        (await gateway.FindAsync("Groups", "externalId eq \"object-staff\"")).TotalResults.Should().Be(0);
        gateway.Jira.State.Group("staff").Should().BeNull();
        (await gateway.PostGroupAsync("staff")).Id.Should().Be(id);
    }

    [Fact]
    public async Task LookUp_DeletedGroupThatTheAppStillHas_CanBeUsedAsAnswered()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        var id = await gateway.CreateGroupAsync("staff");
        (await gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(204);

        var found = await gateway.FindAsync("Groups", "displayName eq \"staff\"");

        found.TotalResults.Should().Be(0, because: "filters answer a deleted resource with an empty list, and the POST takes the group up");
        (await gateway.PostGroupAsync("staff")).Status.Should().Be(201);
        (await gateway.AddMemberAsync(id, ada)).Status.Should().Be(204);
    }

    [Fact]
    public async Task TwoEntraGroups_OneAppGroup_409NamingBothAndNothingChanges()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Map", new JsonArray(
            new JsonObject { ["From"] = "Sales EMEA", ["To"] = "sales" },
            new JsonObject { ["From"] = "Sales APAC", ["To"] = "sales" })));
        var first = await gateway.CreateGroupAsync("Sales EMEA");
        var before = gateway.Jira.Picture();

        var found = await gateway.FindAsync("Groups", "displayName eq \"Sales APAC\"");
        var second = await gateway.PostGroupAsync("Sales APAC");
        var third = await gateway.PostGroupAsync("sales");

        first.Should().Be("sales");
        found.TotalResults.Should().Be(0);
        (second.Status, second.ScimType).Should().Be((409, "uniqueness"));
        second.Detail.Should().Contain("Sales EMEA").And.Contain("Sales APAC");
        third.Status.Should().Be(409);
        gateway.Jira.Picture().Should().Equal(before);
        ((string)(await gateway.GetAsync($"/Groups/{first}"))["displayName"]!).Should().Be("Sales EMEA");
    }

    [Fact]
    public async Task TwoEntraGroups_FirstWasDeletedByHand_409UntilEntraDeletesIt()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Map", new JsonArray(
            new JsonObject { ["From"] = "Sales EMEA", ["To"] = "sales" },
            new JsonObject { ["From"] = "Sales APAC", ["To"] = "sales" })));
        var first = await gateway.CreateGroupAsync("Sales EMEA");
        gateway.Jira.State.DeleteGroup("sales");

        (await gateway.PostGroupAsync("Sales APAC")).Status.Should().Be(409, because: "both would answer to one id");
        gateway.Jira.State.Group("sales").Should().BeNull();
        (await gateway.DeleteAsync($"/Groups/{first}")).Status.Should().Be(404);
        (await gateway.PostGroupAsync("Sales APAC")).Status.Should().Be(201);
        (await gateway.FindAsync("Groups", "displayName eq \"Sales EMEA\"")).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Post_GroupDeletedByHand_MadeAnewUnderTheSameId()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateGroupAsync("staff");
        gateway.Jira.State.DeleteGroup("staff");
        (await gateway.GetAsync($"/Groups/{id}")).Status.Should().Be(404);

        var reply = await gateway.PostGroupAsync("staff");

        (reply.Status, reply.Id).Should().Be((201, id), because: reply.Text);
        gateway.Jira.State.Group("staff").Should().NotBeNull();
        (await gateway.GetAsync($"/Groups/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task AdministratorsGroup_IsNeitherFoundNorTakenUpNorChanged()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddGroup("operators", administers: true);
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        var before = gateway.Jira.Picture();

        foreach (var name in new[] { JiraState.AdministratorsGroup, "operators" })
        {
            (await gateway.FindAsync("Groups", $"displayName eq \"{name}\"")).TotalResults.Should().Be(0);
            (await gateway.PostGroupAsync(name)).Status.Should().Be(400);
            (await gateway.AddMemberAsync(name, ada)).Status.Should().Be(400);
            (await gateway.DeleteAsync($"/Groups/{name}")).Status.Should().Be(400);
        }

        gateway.Jira.Picture().Should().Equal(before);
    }
}
