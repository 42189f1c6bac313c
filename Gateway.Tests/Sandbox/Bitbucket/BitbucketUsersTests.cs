using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketUsersTests
{
    private const string Integrity = "com.atlassian.bitbucket.IntegrityException";
    private const string Forbidden = "com.atlassian.bitbucket.ForbiddenException";
    private const string NotPermitted = "com.atlassian.bitbucket.AuthorisationException";
    private const string NoSuchUser = "com.atlassian.bitbucket.user.NoSuchUserException";

    [Fact]
    public async Task Create_ByQuery_Answers204AndNothing()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.CreateAsync("grace.hopper@example.com");

        answer.Status.Should().Be(204);
        answer.Text.Should().BeEmpty();
        lab.State.User("GRACE.hopper@example.com")!.Slug.Should().Be("grace.hopper_example.com");
        lab.State.GroupsOf("grace.hopper@example.com").Should().Equal("stash-users");
    }

    [Fact]
    public async Task Create_WithoutDefaultGroup_HasNoLicence()
    {
        await using var lab = await BitbucketLab.StartAsync();

        await lab.CreateAsync("ada", "&addToDefaultGroup=false");

        lab.State.User("ada").Should().NotBeNull();
        lab.State.PermissionOf("ada").Should().BeNull();
    }

    [Theory]
    [InlineData("displayName=A&emailAddress=a%40b&password=x", "name")]
    [InlineData("name=a&emailAddress=a%40b&password=x", "displayName")]
    [InlineData("name=a&displayName=A&emailAddress=a&password=x", "emailAddress")]
    [InlineData("name=a&displayName=A&emailAddress=a%40b", "password")]
    [InlineData("name=a&displayName=A&emailAddress=a%40b&notify=true", "notify")]
    public async Task Create_MissingOrBadParameter_Is400WithItsContext(string query, string context)
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.PostAsync($"{BitbucketLab.Users}?{query}");

        answer.Status.Should().Be(400);
        answer.Context().Should().Be(context);
    }

    [Fact]
    public async Task Create_BodyInsteadOfQuery_IsNotRead()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.PostAsync(BitbucketLab.Users, """{"name":"a","displayName":"A","emailAddress":"a@b","password":"x"}""");

        answer.Status.Should().Be(400);
    }

    [Fact]
    public async Task Create_NameInAnotherCase_Is409()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.CreateAsync("ADA.Lovelace");

        answer.Status.Should().Be(409);
        answer.Exception().Should().Be(Integrity);
        answer.Context().Should().Be("name");
    }

    [Theory]
    [InlineData("", 403)]
    [InlineData("&addToDefaultGroup=false", 204)]
    public async Task Create_LastSeatTaken_Is403UnlessNoSeatIsWanted(string more, int status)
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Seats = 2 });

        var answer = await lab.CreateAsync("ada", more);

        answer.Status.Should().Be(status);
        lab.State.SeatsUsed().Should().Be(2);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(409)]
    public async Task Create_EveryDirectoryReadOnly_IsRefused(int status)
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { ReadOnly = true });
        lab.Settings = lab.Settings with { ReadOnlyStatus = status };

        var answer = await lab.CreateAsync("ada");

        answer.Status.Should().Be(status);
        lab.State.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task Create_SeveralDirectories_GoesToTheFirstThatMayBeWritten()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddDirectory("Crowd Server", "Atlassian Crowd", readOnly: false, first: true);
        lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true, first: true);

        await lab.CreateAsync("ada");

        lab.State.User("ada")!.Directory.Name.Should().Be("Crowd Server");
    }

    [Fact]
    public async Task Create_NameOfADeletedUser_BringsTheIdBack()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        await lab.DeleteAsync($"{BitbucketLab.Users}?name=ada.lovelace");

        var answer = await lab.CreateAsync("ada.lovelace", "&addToDefaultGroup=false");

        answer.Status.Should().Be(204);
        lab.State.User("ada.lovelace")!.Id.Should().Be(101);
        lab.State.GroupsOf("ada.lovelace").Should().BeEmpty();
    }

    [Fact]
    public async Task Create_NameOfADeletedUserWhereThatIsRefused_Is409UntilItIsErased()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.Settings = lab.Settings with { DeletedNamesAreRefused = true };
        await lab.DeleteAsync($"{BitbucketLab.Users}?name=ada.lovelace");

        var refused = await lab.CreateAsync("ada.lovelace");
        var erasable = await lab.GetAsync($"{BitbucketLab.Users}/erasure?name=ada.lovelace");
        await lab.PostAsync($"{BitbucketLab.Users}/erasure?name=ada.lovelace");
        var created = await lab.CreateAsync("ada.lovelace");

        refused.Status.Should().Be(409);
        erasable.Status.Should().Be(204);
        created.Status.Should().Be(204);
        lab.State.User("ada.lovelace")!.Id.Should().NotBe(101);
    }

    [Fact]
    public async Task Update_ThreeFields_AnswersTheNewState()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PutAsync(BitbucketLab.Users, """{"name":"ADA.lovelace","displayName":"Ada King","email":"king@example.com"}""");

        answer.Status.Should().Be(200);
        answer.Json.GetProperty("emailAddress").GetString().Should().Be("king@example.com");
        lab.State.User("ada.lovelace")!.DisplayName.Should().Be("Ada King");
    }

    [Theory]
    [InlineData("""{"name":"ada.lovelace","displayName":"A"}""", 400)]
    [InlineData("""{"name":"ada.lovelace","email":"a@b"}""", 400)]
    [InlineData("""{"name":"ada.lovelace","displayName":"A","email":"a@b","active":false}""", 400)]
    [InlineData("""{"name":"ada.lovelace","displayName":"A","emailAddress":"a@b"}""", 400)]
    [InlineData("""{"displayName":"A","email":"a@b"}""", 400)]
    [InlineData("""{"name":"nobody","displayName":"A","email":"a@b"}""", 404)]
    [InlineData("{", 400)]
    public async Task Update_BodyThatDoesNotFit_ChangesNothing(string body, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PutAsync(BitbucketLab.Users, body);

        answer.Status.Should().Be(status);
        lab.State.User("ada.lovelace")!.Email.Should().Be("ada.lovelace@example.com");
    }

    [Fact]
    public async Task Update_NotJson_Is415()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.SendAsync(lab.Request("PUT", BitbucketLab.Users, new StringContent("{}", System.Text.Encoding.UTF8, "application/xml")));

        answer.Status.Should().Be(415);
    }

    [Theory]
    [InlineData("PUT", "", """{"name":"admin","displayName":"A","email":"a@b"}""")]
    [InlineData("POST", "/rename", """{"name":"admin","newName":"b"}""")]
    [InlineData("PUT", "/credentials", """{"name":"admin","password":"x","passwordConfirm":"x"}""")]
    public async Task Write_TargetOfHigherRank_Is401(string method, string path, string body)
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.SendAsync(method, BitbucketLab.Users + path, body);

        answer.Status.Should().Be(401);
        answer.Exception().Should().Be(NotPermitted);
    }

    [Theory]
    [InlineData("PUT", "", """{"name":"alan","displayName":"A","email":"a@b"}""")]
    [InlineData("POST", "/rename", """{"name":"alan","newName":"b"}""")]
    [InlineData("PUT", "/credentials", """{"name":"alan","password":"x","passwordConfirm":"x"}""")]
    [InlineData("DELETE", "?name=alan", null)]
    public async Task Write_ReadOnlyDirectory_IsRefused(string method, string path, string? body)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
        lab.State.AddUser("alan", directory: "Corporate LDAP");

        var answer = await lab.SendAsync(method, BitbucketLab.Users + path, body);

        answer.Status.Should().Be(403);
        answer.Exception().Should().Be(Forbidden);
        lab.State.User("alan").Should().NotBeNull();
    }

    [Fact]
    public async Task Rename_NewName_KeepsTheIdAndChangesTheSlug()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PostAsync($"{BitbucketLab.Users}/rename", """{"name":"ada.lovelace","newName":"Ada@King"}""");

        answer.Json.GetProperty("id").GetInt32().Should().Be(101);
        answer.Json.GetProperty("slug").GetString().Should().Be("ada_king");
        lab.State.User("ada.lovelace").Should().BeNull();
    }

    [Theory]
    [InlineData("admin", 409)]
    [InlineData("gone", 409)]
    [InlineData("ADA.LOVELACE", 200)]
    [InlineData("", 400)]
    public async Task Rename_NameThatIsTaken_Is409(string name, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddUser("gone");
        lab.State.DeleteUser("gone");

        var answer = await lab.PostAsync($"{BitbucketLab.Users}/rename", $$"""{"name":"ada.lovelace","newName":"{{name}}"}""");

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("new", "new", 204)]
    [InlineData("new", "other", 400)]
    [InlineData("", "", 400)]
    public async Task Credentials_BothTheSame_AreTaken(string password, string confirm, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.SetPassword("ada.lovelace", "old");

        var answer = await lab.PutAsync($"{BitbucketLab.Users}/credentials", $$"""{"name":"ada.lovelace","password":"{{password}}","passwordConfirm":"{{confirm}}"}""");

        answer.Status.Should().Be(status);
        lab.State.User("ada.lovelace")!.Password.Should().Be(status == 204 ? "new" : "old");
    }

    [Theory]
    [InlineData("svc-scim", 409, Integrity)]
    [InlineData("admin", 403, Forbidden)]
    [InlineData("nobody", 404, NoSuchUser)]
    public async Task Delete_OwnAccountHigherRankOrNobody_IsRefused(string name, int status, string exception)
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.DeleteAsync($"{BitbucketLab.Users}?name={name}");

        answer.Status.Should().Be(status);
        answer.Exception().Should().Be(exception);
    }

    [Fact]
    public async Task Delete_User_TakesGroupsAndPermissions()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.DeleteAsync($"{BitbucketLab.Users}?name=ada.lovelace");
        var again = await lab.DeleteAsync($"{BitbucketLab.Users}?name=ada.lovelace");

        answer.Json.GetProperty("id").GetInt32().Should().Be(101);
        again.Status.Should().Be(404);
        lab.State.Members("developers").Should().BeEmpty();
    }

    [Fact]
    public async Task Erasure_UserWhoIsNotDeleted_Is409()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var check = await lab.GetAsync($"{BitbucketLab.Users}/erasure?name=ada.lovelace");
        var erase = await lab.PostAsync($"{BitbucketLab.Users}/erasure?name=ada.lovelace");
        var nobody = await lab.GetAsync($"{BitbucketLab.Users}/erasure?name=nobody");

        check.Status.Should().Be(409);
        erase.Status.Should().Be(409);
        nobody.Status.Should().Be(404);
    }
}
