using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Bitbucket;

/// <summary>Batch additions, removals one by one, and what a 404 may mean.</summary>
public sealed class BitbucketMembersTests
{
    private const string AddUsers = "POST admin/groups/add-users";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Add_OneUnknown_TheOthersAreInAndTheOneIsNamed(bool allOrNone)
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { AddsAllOrNone = allOrNone, Language = "de" };
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(4);
        world.State.DeleteUser("user2");

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]));

        reply.Status.Should().Be(400, because: reply.Text);
        reply.Detail.Should().Contain("user2").And.NotContain("user3");
        world.State.Members("devs").Should().Equal("user1", "user3", "user4");
    }

    [Fact]
    public async Task Add_ThoseWhoAreInAlreadyWhereThatConflicts_IsASuccess()
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { AddingAgainConflicts = true, Language = "de" };
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(3);
        world.State.AddMember("devs", "user2");

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]));

        reply.Status.Should().Be(204, because: reply.Text);
        world.State.Members("devs").Should().Equal("user1", "user2", "user3");
    }

    [Fact]
    public async Task Add_LostAnswer_IsSettledByTheListAndSentOnce()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(3);
        world.Bitbucket.Faults.Add("POST", "/rest/api/latest/admin/groups/add-users", new FaultEffect.LoseAnswer());

        var calls = await world.CallsOfAsync(async () => (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]))).Status.Should().Be(204));

        calls.Should().Equal(AddUsers, "GET admin/groups/more-members");
        world.State.Members("devs").Should().HaveCount(3);
    }

    [Fact]
    public async Task Add_NoSeatForOne_TheOtherIsInAndTheReasonIsTold()
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.State.AddGroup("licensed", BitbucketPermission.LicensedUser);
        var group = await world.Gateway.CreateGroupAsync("licensed");
        await world.Gateway.ReconfigureAsync(GatewaySteps.Users("Access", new System.Text.Json.Nodes.JsonArray("None")));
        var ids = await world.Gateway.CreateUsersAsync(2);
        world.Settings = world.Settings with { Seats = world.State.SeatsUsed() + 1, Language = "de" };

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]));

        reply.Status.Should().Be(400, because: reply.Text);
        reply.Detail.Should().ContainEquivalentOf("no licence seat");
        world.State.Members("licensed").Should().ContainSingle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remove_WhoIsNoMember_IsAskedAndASuccess(bool unknownIsEmpty)
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { UnknownIsEmpty = unknownIsEmpty, Language = "de" };
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateAsync("ada");

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", id));

        reply.Status.Should().Be(204, because: reply.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remove_RenamedByHand_IsResolvedByIdAndRemoved(bool unknownIsEmpty)
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { UnknownIsEmpty = unknownIsEmpty };
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateAsync("ada");
        await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));
        world.State.RenameUser("ada", "countess");

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", id));

        reply.Status.Should().Be(204, because: reply.Text);
        world.State.Members("devs").Should().BeEmpty();
    }

    [Fact]
    public async Task Remove_MemberByANestedGroup_IsASuccessThatTheActivityExplains()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var group = await world.Gateway.CreateGroupAsync("all");
        var id = await world.CreateAsync("ada");
        world.State.AddGroup("inner", members: "ada");
        world.State.NestGroup("all", "inner");

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", id));

        reply.Status.Should().Be(204, because: reply.Text);
        System.Text.Json.JsonSerializer.Serialize(await world.Gateway.ActivityAsync("update", "all")).Should().Contain("nested group");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_GroupThatIsGone_404WhateverTheMemberPageSays(bool unknownIsEmpty)
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { UnknownIsEmpty = unknownIsEmpty };
        var group = await world.Gateway.CreateGroupAsync("devs");
        world.State.DeleteGroup("devs");

        (await world.Gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Get_MembersOverGappedPages_AreAllThere()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(9);
        await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]));
        world.Settings = world.Settings with { PageCap = 4, PageGap = 1 };

        var reply = await world.Gateway.GetAsync($"/Groups/{group}");

        reply["members"]!.AsArray().Select(member => (string)member!["value"]!).Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task Create_GroupOfAnotherCase_IsFoundOverSubstringHits()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket =>
        {
            bitbucket.State.AddGroup("a-devs");
            bitbucket.State.AddGroup("DEVS");
            bitbucket.State.AddGroup("devs-2");
        });

        var id = await world.Gateway.CreateGroupAsync("devs");

        id.Should().Be("devs");
        world.State.Groups.Should().HaveCount(5, because: "the group that is there is taken up");
    }
}
