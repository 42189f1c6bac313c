using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Bitbucket;

/// <summary>Deactivation by taking access away, in every form that Bitbucket gives it.</summary>
public sealed class BitbucketAccessTests
{
    private const string RemoveGroup = "POST admin/users/remove-group";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deactivate_OwnPermissionAndGroups_AllIsTakenAndGivenBack(bool unknown)
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { RevokingNothingIsUnknown = unknown, Language = "de" };
        var id = await world.CreateAsync("ada");
        world.State.AddGroup("developers", members: "ada");
        world.State.Grant("ada", BitbucketPermission.ProjectCreate);

        var taking = await world.CallsOfAsync(async () => (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200));
        var (groups, permission) = (world.State.GroupsOf("ada"), world.State.PermissionOf("ada"));
        var giving = await world.CallsOfAsync(async () => (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200));

        taking.Should().BeEquivalentTo("GET admin/users/more-members", "GET admin/permissions/users", "DELETE admin/permissions/users", RemoveGroup, RemoveGroup);
        groups.Should().BeEmpty();
        permission.Should().BeNull();
        giving.Should().Equal("POST admin/users/add-groups", "PUT admin/permissions/users");
        world.State.GroupsOf("ada").Should().Equal("developers", "stash-users");
        world.State.User("ada")!.Granted.Should().Be(BitbucketPermission.ProjectCreate);
    }

    [Fact]
    public async Task Deactivate_Twice_IsASuccessAndStillGivesAllBack()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");

        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200);

        world.State.GroupsOf("ada").Should().Equal("stash-users");
    }

    [Fact]
    public async Task Get_LicenceGivenBackByHand_ShowsActive()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        await world.Gateway.SetActiveAsync(id, false);
        var before = await world.Gateway.GetAsync($"/Users/{id}");

        world.State.Grant("ada", BitbucketPermission.LicensedUser);
        var after = await world.Gateway.GetAsync($"/Users/{id}");

        ((bool)before["active"]!, (bool)after["active"]!).Should().Be((false, true));
    }

    [Fact]
    public async Task Activate_GroupThatIsGone_IsLeftOut()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.State.AddGroup("developers", members: "ada");
        await world.Gateway.SetActiveAsync(id, false);
        world.State.DeleteGroup("developers");

        var reply = await world.Gateway.SetActiveAsync(id, true);

        reply.Status.Should().Be(200, because: reply.Text);
        world.State.GroupsOf("ada").Should().Equal("stash-users");
    }

    [Fact]
    public async Task Activate_NoSeatLeft_400AndNothingIsForgotten()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        await world.Gateway.SetActiveAsync(id, false);
        world.Settings = world.Settings with { Seats = world.State.SeatsUsed(), Language = "de" };

        var refused = await world.Gateway.SetActiveAsync(id, true);
        world.Settings = world.Settings with { Seats = null };
        var given = await world.Gateway.SetActiveAsync(id, true);

        (refused.Status, refused.ScimType).Should().Be((400, "invalidValue"), because: refused.Text);
        refused.Detail.Should().ContainEquivalentOf("no licence seat");
        given.Status.Should().Be(200);
        world.State.GroupsOf("ada").Should().Equal("stash-users");
    }

    [Fact]
    public async Task Activate_CreatedInactive_GetsTheLeastPermission()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada", body => body["active"] = false);
        var before = world.State.PermissionOf("ada");

        (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200);

        before.Should().BeNull();
        world.State.PermissionOf("ada").Should().Be(BitbucketPermission.LicensedUser);
    }

    [Fact]
    public async Task Deactivate_MemberByANestedGroup_LosesItWithThatGroup()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.State.AddGroup("all", BitbucketPermission.LicensedUser);
        world.State.AddGroup("inner", members: "ada");
        world.State.NestGroup("all", "inner");

        var reply = await world.Gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        world.State.PermissionOf("ada").Should().BeNull();
    }

    [Theory]
    [InlineData("/rest/api/latest/admin/users/remove-group")]
    [InlineData("/rest/api/latest/admin/permissions/users")]
    public async Task Deactivate_LostAnswers_AreSettledByReading(string path)
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.State.Grant("ada", BitbucketPermission.LicensedUser);
        world.Bitbucket.Faults.Add(new FaultRule { PathPrefix = path, Method = path.EndsWith("group", StringComparison.Ordinal) ? "POST" : "DELETE", Times = 1, Effect = new FaultEffect.LoseAnswer() });

        var reply = await world.Gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        world.State.PermissionOf("ada").Should().BeNull();
    }

    [Theory]
    [InlineData("/rest/api/latest/admin/users/add-groups", "POST")]
    [InlineData("/rest/api/latest/admin/permissions/users", "PUT")]
    public async Task Activate_LostAnswers_AreSettledByReading(string path, string method)
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.State.Grant("ada", BitbucketPermission.LicensedUser);
        await world.Gateway.SetActiveAsync(id, false);
        world.Bitbucket.Faults.Add(method, path, new FaultEffect.LoseAnswer());

        var reply = await world.Gateway.SetActiveAsync(id, true);

        reply.Status.Should().Be(200, because: reply.Text);
        world.State.GroupsOf("ada").Should().Equal("stash-users");
        world.State.User("ada")!.Granted.Should().Be(BitbucketPermission.LicensedUser);
    }

    [Fact]
    public async Task Deactivate_RenamedByHandWhereUnknownNamesAreEmptyPages_TakesTheRightOnes()
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { UnknownIsEmpty = true };
        var id = await world.CreateAsync("ada");
        world.State.RenameUser("ada", "countess");

        var reply = await world.Gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        world.State.PermissionOf("countess").Should().BeNull();
    }

    [Fact]
    public async Task Deactivate_HalfDone_503AndARepeatTakesTheRest()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.State.AddGroup("developers", members: "ada");
        world.Bitbucket.Faults.Add(new FaultRule { PathPrefix = "/rest/api/latest/admin/users/remove-group", Mentions = "stash-users", Effect = FaultEffect.Html(503) });

        var half = await world.Gateway.SetActiveAsync(id, false);
        var shown = await world.Gateway.GetAsync($"/Users/{id}");
        world.Bitbucket.Faults.Clear();
        var whole = await world.Gateway.SetActiveAsync(id, false);
        var back = await world.Gateway.SetActiveAsync(id, true);

        half.Status.Should().Be(503);
        ((bool)shown["active"]!).Should().BeTrue(because: "who still gets in is not told as out");
        whole.Status.Should().Be(200);
        back.Status.Should().Be(200);
        world.State.GroupsOf("ada").Should().Equal("developers", "stash-users");
    }
}
