using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketPermissionsTests
{
    private const string Users = $"{BitbucketLab.Permissions}/users";
    private const string Groups = $"{BitbucketLab.Permissions}/groups";

    [Fact]
    public async Task Grant_SeveralUsers_IsShownAndTakenAway()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddUser("ben");

        var granted = await lab.PutAsync($"{Users}?name=ben&name=ada.lovelace&permission=PROJECT_CREATE");
        var shown = await lab.GetAsync($"{Users}?filter=ben");
        var none = await lab.GetAsync($"{Users}/none");
        var revoked = await lab.DeleteAsync($"{Users}?name=ben");

        granted.Status.Should().Be(204);
        shown.Json.GetProperty("values")[0].GetProperty("permission").GetString().Should().Be("PROJECT_CREATE");
        none.Values().Should().Equal("svc-scim");
        revoked.Status.Should().Be(204);
        lab.State.User("ada.lovelace")!.Granted.Should().Be(BitbucketPermission.ProjectCreate);
        lab.State.User("ben")!.Granted.Should().BeNull();
    }

    [Fact]
    public async Task Grant_Group_LicensesItsMembers()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddUser("ben");
        lab.State.AddGroup("developers", members: "ben");

        var granted = await lab.PutAsync($"{Groups}?name=developers&permission=LICENSED_USER");
        var permission = lab.State.PermissionOf("ben");
        var revoked = await lab.DeleteAsync($"{Groups}?name=developers");

        granted.Status.Should().Be(204);
        permission.Should().Be(BitbucketPermission.LicensedUser);
        revoked.Status.Should().Be(204);
        lab.State.PermissionOf("ben").Should().BeNull();
    }

    [Theory]
    [InlineData("users?name=nobody&permission=LICENSED_USER", 404)]
    [InlineData("groups?name=nogroup&permission=LICENSED_USER", 404)]
    [InlineData("users?name=ada.lovelace&permission=SYS_ADMIN", 401)]
    [InlineData("users?name=ada.lovelace&permission=OWNER", 400)]
    [InlineData("users?permission=LICENSED_USER", 400)]
    [InlineData("users?name=admin&permission=LICENSED_USER", 409)]
    [InlineData("groups?name=bb-admins&permission=LICENSED_USER", 409)]
    public async Task Grant_UnknownHigherOrOwn_IsRefused(string target, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PutAsync($"{BitbucketLab.Permissions}/{target}");

        answer.Status.Should().Be(status);
        lab.State.Administrator.Granted.Should().Be(BitbucketPermission.SysAdmin);
    }

    [Fact]
    public async Task Grant_LastSeatTaken_Is403()
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Seats = 2 });
        lab.State.AddUser("ben");
        lab.State.AddGroup("developers", members: "ben");

        var user = await lab.PutAsync($"{Users}?name=ben&permission=LICENSED_USER");
        var group = await lab.PutAsync($"{Groups}?name=developers&permission=LICENSED_USER");

        user.Status.Should().Be(403);
        group.Status.Should().Be(403);
        lab.State.SeatsUsed().Should().Be(2);
    }

    [Theory]
    [InlineData(true, 404)]
    [InlineData(false, 204)]
    public async Task Revoke_FromWhoHasNone_IsAsSetUp(bool unknown, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.Settings = lab.Settings with { RevokingNothingIsUnknown = unknown };

        var user = await lab.DeleteAsync($"{Users}?name=ada.lovelace");
        var group = await lab.DeleteAsync($"{Groups}?name=developers");

        user.Status.Should().Be(status);
        group.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("users?name=admin", 409)]
    [InlineData("users?name=svc-scim", 409)]
    [InlineData("groups?name=bb-admins", 409)]
    [InlineData("users?name=nobody", 404)]
    [InlineData("groups?name=nogroup", 404)]
    public async Task Revoke_OwnRightsHigherOrUnknown_IsRefused(string target, int status)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { RevokingNothingIsUnknown = false };

        var answer = await lab.DeleteAsync($"{BitbucketLab.Permissions}/{target}");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Groups_Without_AreListedApart()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var granted = await lab.GetAsync(Groups);
        var none = await lab.GetAsync($"{Groups}/none");

        granted.Json.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("group").GetProperty("name").GetString()).Should().Equal("bb-admins", "stash-users");
        none.Values().Should().Equal("developers");
    }
}
