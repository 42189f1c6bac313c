using System.Text.Json.Nodes;
using Gateway.Sandbox.Confluence;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>What is particular about Confluence's groups: lower case, names that no address can hold, idempotent members.</summary>
public sealed class ConfluenceGroupTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_NameWithCapitals_IsMadeInLowerCaseAndShownAsEntraWroteIt(bool lowers)
    {
        await using var gateway = await StartAsync();
        gateway.Confluence().Settings = gateway.Confluence().Settings with { LowersGroupNames = lowers };

        var reply = await gateway.PostGroupAsync("Staff EMEA");
        var found = await gateway.FindAsync("Groups", "displayName eq \"Staff EMEA\"");

        reply.Status.Should().Be(201, because: reply.Text);
        ((string)reply["displayName"]!).Should().Be("Staff EMEA");
        gateway.State().Group("staff emea")!.Name.Should().Be("staff emea");
        found.TotalResults.Should().Be(1);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a;b")]
    [InlineData("..")]
    public async Task Create_NameThatNoAddressCanHold_400BeforeAnyCall(string name)
    {
        await using var gateway = await StartAsync();

        var calls = await gateway.CallsOfAsync(400, () => gateway.PostGroupAsync(name));

        calls.Should().BeEmpty();
        gateway.State().Groups.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("50% off? #1 & \"more\" ü")]
    [InlineData("a+b")]
    public async Task Create_NameThatMustBeEncoded_ArrivesAsItIs(string name)
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");

        var group = await gateway.CreateGroupAsync(name);
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ada));

        gateway.State().Members(name).Should().Equal("ada");
    }

    [Fact]
    public async Task Create_GroupThatIsThere_IsTakenUpButNotTheAdministrators()
    {
        await using var gateway = await StartAsync();
        gateway.State().AddGroup("staff");

        var taken = await gateway.PostGroupAsync("Staff");
        var refused = await gateway.PostGroupAsync(ConfluenceState.AdministratorsGroup);

        taken.Status.Should().Be(201, because: taken.Text);
        refused.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" });
    }

    [Fact]
    public async Task Members_AddedTwiceAndRemovedTwice_Success()
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("staff");

        var statuses = new List<int>();
        foreach (var op in new[] { "Add", "Add", "Remove", "Remove" })
        {
            statuses.Add((await gateway.PatchAsync("/Groups/staff", ScimBodies.Members(op, ada))).Status);
        }

        statuses.Should().AllBeEquivalentTo(204);
        gateway.State().Members("staff").Should().BeEmpty();
    }

    [Fact]
    public async Task Members_RenamedByHand_FoundByKeyAndAdded()
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("staff");
        gateway.State().RenameUser("ada", "countess");

        var reply = await gateway.PatchAsync("/Groups/staff", ScimBodies.Members("Add", ada));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.State().Members("staff").Should().Equal("countess");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Members_OneOfAReadOnlyDirectory_400ThatNamesItAndTheOthersAreIn(string language)
    {
        await using var gateway = await StartAsync(options: new() { Language = language });
        var ids = await gateway.CreateUsersAsync(3);
        await gateway.CreateGroupAsync("staff");
        gateway.State().SetReadOnlyDirectory("user2");

        var reply = await gateway.PatchAsync("/Groups/staff", ScimBodies.Members("Add", ids));

        reply.Status.Should().Be(400);
        reply.Detail.Should().Contain("user2");
        gateway.State().Members("staff").Should().Equal("user1", "user3");
    }

    [Fact]
    public async Task Members_GroupDeletedByHand_404OnlyAfterItWasAskedFor()
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("staff");
        gateway.State().DeleteGroup("staff");

        var reply = await gateway.PatchAsync("/Groups/staff", ScimBodies.Members("Add", ada));

        reply.Status.Should().Be(404, because: reply.Text);
        gateway.App.Calls.Count("GET", "/rest/api/group/staff").Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task Delete_GroupForGood_OneCallAndOneToSeeWhoWouldLeave()
    {
        await using var gateway = await StartAsync(connection: GatewaySteps.Groups("Delete", "Delete"));
        await gateway.CreateGroupAsync("staff");

        (await gateway.CallsOfAsync(204, () => gateway.DeleteAsync("/Groups/staff"))).Should().Equal("GET /rest/api/group/staff/member", "DELETE /rest/api/admin/group/staff");
        gateway.State().Group("staff").Should().BeNull();
    }

    [Fact]
    public async Task Members_AdditionThatNeverArrivedWhileANestedGroupHasTheUser_IsSentAgain()
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("outer");
        gateway.State().AddGroup("inner", members: "ada");
        gateway.State().NestGroup("outer", "inner");
        gateway.App.Faults.Add("PUT", "/rest/api/user", new FaultEffect.CloseBefore());

        var reply = await gateway.PatchAsync("/Groups/outer", ScimBodies.Members("Add", ada));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.State().Members("outer").Should().Equal(["ada"], because: "a membership through another group is not the one that was asked for");
    }

    [Fact]
    public async Task Members_ThroughANestedGroup_AreNotShownAsDirectOnes()
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("inner");
        await gateway.CreateGroupAsync("outer");
        await gateway.PatchAsync("/Groups/inner", ScimBodies.Members("Add", ada));
        gateway.State().NestGroup("outer", "inner");

        var outer = await gateway.GetAsync("/Groups/outer");

        (outer["members"] as JsonArray ?? []).Should().BeEmpty();
    }
}
