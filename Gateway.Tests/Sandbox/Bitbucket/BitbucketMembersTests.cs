using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketMembersTests
{
    private const string AddUsers = $"{BitbucketLab.Groups}/add-users";
    private const string RemoveGroup = $"{BitbucketLab.Users}/remove-group";

    [Fact]
    public async Task AddUsers_Several_AreAddedAtOnceAndAgain()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddUser("ben");

        var answer = await lab.PostAsync(AddUsers, """{"group":"DEVELOPERS","users":["ben","Ada.Lovelace"]}""");

        answer.Status.Should().Be(200);
        answer.Text.Should().BeEmpty();
        lab.State.Members("developers").Should().Equal("ada.lovelace", "ben");
    }

    [Theory]
    [InlineData(true, "ada.lovelace")]
    [InlineData(false, "ada.lovelace,ben")]
    public async Task AddUsers_OneUnknown_Is404AndTheOthersAsSetUp(bool allOrNone, string members)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.Settings = lab.Settings with { AddsAllOrNone = allOrNone };
        lab.State.AddUser("ben");
        lab.State.AddUser("carl");

        var answer = await lab.PostAsync(AddUsers, """{"group":"developers","users":["ben","nobody","carl"]}""");

        answer.Status.Should().Be(404);
        answer.Exception().Should().Be("com.atlassian.bitbucket.user.NoSuchUserException");
        lab.State.Members("developers").Should().Equal(members.Split(','));
    }

    [Fact]
    public async Task AddUsers_AgainWhereThatConflicts_Is409()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.Settings = lab.Settings with { AddingAgainConflicts = true };

        var answer = await lab.PostAsync(AddUsers, """{"group":"developers","users":["ada.lovelace"]}""");

        answer.Status.Should().Be(409);
    }

    [Theory]
    [InlineData("nogroup", 404)]
    [InlineData("roots", 403)]
    [InlineData("engineers", 403)]
    public async Task AddUsers_GroupUnknownAboveTheCallerOrReadOnly_IsRefused(string group, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddGroup("roots", BitbucketPermission.SysAdmin);
        lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
        lab.State.AddGroup("engineers", directory: "Corporate LDAP");

        var answer = await lab.PostAsync(AddUsers, $$"""{"group":"{{group}}","users":["ada.lovelace"]}""");

        answer.Status.Should().Be(status);
        lab.State.Members(group).Should().BeEmpty();
    }

    [Fact]
    public async Task AddUsers_UserOfAReadOnlyDirectory_IsRefused()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
        lab.State.AddUser("alan", directory: "Corporate LDAP");

        var answer = await lab.PostAsync(AddUsers, """{"group":"developers","users":["alan"]}""");

        answer.Status.Should().Be(403);
    }

    [Theory]
    [InlineData("developers", 200)]
    [InlineData("stash-users", 403)]
    public async Task AddUsers_LastSeatTaken_IsRefusedWhereTheGroupGivesALicence(string group, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync(new BitbucketSandboxOptions { Seats = 3 });
        lab.State.AddUser("ben");

        var answer = await lab.PostAsync(AddUsers, $$"""{"group":"{{group}}","users":["ben"]}""");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task AddGroups_Several_AreAddedAtOnce()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddUser("ben");

        var answer = await lab.PostAsync($"{BitbucketLab.Users}/add-groups", """{"user":"ben","groups":["developers","stash-users"]}""");

        answer.Status.Should().Be(200);
        lab.State.GroupsOf("ben").Should().Equal("developers", "stash-users");
    }

    [Theory]
    [InlineData("""{"context":"ada.lovelace","itemName":"developers"}""", 200)]
    [InlineData("""{"context":"developers","itemName":"ada.lovelace"}""", 404)]
    [InlineData("""{"context":"admin","itemName":"developers"}""", 404)]
    [InlineData("""{"context":"nobody","itemName":"developers"}""", 404)]
    [InlineData("""{"context":"ada.lovelace","itemName":"nogroup"}""", 404)]
    [InlineData("""{"context":"ada.lovelace"}""", 400)]
    public async Task RemoveGroup_ContextIsTheUser_AndNoMemberIs404(string body, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PostAsync(RemoveGroup, body);

        answer.Status.Should().Be(status);
        lab.State.GroupsOf("ada.lovelace").Should().HaveCount(status == 200 ? 1 : 2);
    }

    [Fact]
    public async Task Deprecated_OneByOne_AddsAndRemoves()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddGroup("ops");

        var added = await lab.PostAsync($"{BitbucketLab.Groups}/add-user", """{"context":"ops","itemName":"ada.lovelace"}""");
        var alsoAdded = await lab.PostAsync($"{BitbucketLab.Users}/add-group", """{"context":"admin","itemName":"ops"}""");
        var removed = await lab.PostAsync($"{BitbucketLab.Groups}/remove-user", """{"context":"ops","itemName":"ada.lovelace"}""");

        new[] { added.Status, alsoAdded.Status, removed.Status }.Should().AllBeEquivalentTo(200);
        lab.State.Members("ops").Should().Equal("admin");
    }

    [Fact]
    public async Task BatchRemove_DoesNotExist()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PostAsync($"{BitbucketLab.Groups}/remove-users", """{"group":"developers","users":["ada.lovelace"]}""");

        answer.Status.Should().Be(404);
        answer.Json.TryGetProperty("errors", out _).Should().BeFalse();
    }

    [Fact]
    public async Task RemoveGroup_OwnRights_Is409()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.PostAsync(RemoveGroup, $$"""{"context":"svc-scim","itemName":"{{BitbucketState.AdministratorsGroup}}"}""");

        answer.Status.Should().Be(409);
    }

    [Fact]
    public async Task MoreMembers_NestedGroup_ShowsItsMembersAndDoesNotRemoveThem()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddGroup("all");
        lab.State.NestGroup("all", "developers");

        var members = await lab.GetAsync($"{BitbucketLab.Groups}/more-members?context=all");
        var groups = await lab.GetAsync($"{BitbucketLab.Users}/more-members?context=ada.lovelace");
        var others = await lab.GetAsync($"{BitbucketLab.Users}/more-non-members?context=ada.lovelace");
        var removed = await lab.PostAsync(RemoveGroup, """{"context":"ada.lovelace","itemName":"all"}""");

        members.Values().Should().Equal("ada.lovelace");
        groups.Values().Should().Equal("all", "developers", "stash-users");
        others.Values().Should().Equal("bb-admins");
        removed.Status.Should().Be(404);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 404)]
    public async Task MoreMembers_Unknown_IsEmptyOrNotFound(bool empty, int status)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { UnknownIsEmpty = empty };

        var users = await lab.GetAsync($"{BitbucketLab.Groups}/more-members?context=nogroup");
        var groups = await lab.GetAsync($"{BitbucketLab.Users}/more-members?context=nobody");

        users.Status.Should().Be(status);
        groups.Status.Should().Be(status);
    }
}
