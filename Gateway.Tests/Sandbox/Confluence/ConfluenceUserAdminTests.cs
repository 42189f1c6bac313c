using Gateway.Sandbox.Confluence;

namespace Gateway.Tests.Sandbox.Confluence;

public sealed class ConfluenceUserAdminTests
{
    private const string Ben = """{"userName":"ben","fullName":"Ben","email":"ben@example.com","password":"secret","notifyViaEmail":false}""";

    [Fact]
    public async Task Create_WithPassword_IsActiveAndUsesConfluence()
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.PostAsync(ConfluenceLab.Admin, Ben);

        answer.Status.Should().Be(201);
        lab.State.User("ben").Should().BeEquivalentTo(new { Key = answer.Text("userKey"), Active = true, Password = "secret", Email = "ben@example.com", Invited = false });
        lab.State.GroupsOf("ben").Should().Equal(ConfluenceState.UsersGroup);
    }

    [Fact]
    public async Task Create_JoiningNoGroup_LeavesTheUserWithoutAccess()
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { JoinsUsersGroup = false });

        await lab.PostAsync(ConfluenceLab.Admin, Ben);

        lab.State.GroupsOf("ben").Should().BeEmpty();
        lab.State.SeatsUsed().Should().Be(2);
    }

    [Theory]
    [InlineData("", "Ben", "ben@example.com")]
    [InlineData("Ben", "Ben", "ben@example.com")]
    [InlineData("b en", "Ben", "ben@example.com")]
    [InlineData("b\\\\en", "Ben", "ben@example.com")]
    [InlineData("b,en", "Ben", "ben@example.com")]
    [InlineData("b+en", "Ben", "ben@example.com")]
    [InlineData("b<en", "Ben", "ben@example.com")]
    [InlineData("b>en", "Ben", "ben@example.com")]
    [InlineData("b'en", "Ben", "ben@example.com")]
    [InlineData("b\\\"en", "Ben", "ben@example.com")]
    [InlineData("anonymous", "Ben", "ben@example.com")]
    [InlineData("ben", "", "ben@example.com")]
    [InlineData("ben", "B<en", "ben@example.com")]
    [InlineData("ben", "Anonymous", "ben@example.com")]
    [InlineData("ben", "Anonym", "ben@example.com")]
    [InlineData("ben", "Ben", "")]
    [InlineData("ben", "Ben", "ben")]
    [InlineData("ben", "Ben", "a@b@c")]
    public async Task Create_ValueThatDoesNotFit_IsRefused(string name, string fullName, string email)
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.PostAsync(ConfluenceLab.Admin, $$"""{"userName":"{{name}}","fullName":"{{fullName}}","email":"{{email}}","password":"x","notifyViaEmail":false}""");

        answer.Status.Should().Be(400, because: answer.Text);
        answer.Json.GetProperty("data").GetProperty("errors").GetArrayLength().Should().Be(1);
        lab.State.Users.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("""{"userName":"ben","fullName":"Ben","email":"ben@example.com","notifyViaEmail":false}""", 400, "neither a password nor an invitation")]
    [InlineData("""{"userName":"ben","fullName":"Ben","email":"ben@example.com"}""", 400, "an invitation is not the default")]
    [InlineData("""{"userName":"ben","fullName":"Ben","email":"ben@example.com","password":"x","notifyViaEmail":true}""", 400, "both at once")]
    [InlineData("""{"userName":"ben","fullName":"Ben","email":"ben@example.com","notifyViaEmail":true}""", 201, "an invitation alone")]
    public async Task Create_PasswordAndInvitation_ExactlyOneOfThem(string body, int status, string because)
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.PostAsync(ConfluenceLab.Admin, body);

        answer.Status.Should().Be(status, because);
        (lab.State.User("ben")?.Invited ?? false).Should().Be(status == 201);
    }

    [Theory]
    [InlineData("""{"userName":"ben","nickname":"b"}""", "Unrecognized field \"nickname\"")]
    [InlineData("""{"userName":["ben"]}""", "java.lang.String")]
    [InlineData("""{"notifyViaEmail":"no"}""", "java.lang.Boolean")]
    [InlineData("[]", "UserDetailsForCreation")]
    [InlineData("{", "end-of-input")]
    public async Task Create_BodyOfAWrongShape_Is400(string body, string text)
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.PostAsync(ConfluenceLab.Admin, body);

        answer.Status.Should().Be(400);
        answer.Text("message").Should().Contain(text);
    }

    [Fact]
    public async Task Create_AnotherContentType_Is415()
    {
        await using var lab = await ConfluenceLab.StartAsync();
        using var request = lab.Request("POST", ConfluenceLab.Admin, Ben);
        request.Content!.Headers.ContentType = new("application/scim+json");

        var answer = await lab.SendAsync(request);

        answer.Status.Should().Be(415);
    }

    [Fact]
    public async Task Create_NoSeatLeft_Is402UntilSomebodyIsDisabled()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { Seats = 3 });

        var full = await lab.PostAsync(ConfluenceLab.Admin, Ben);
        await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/disable");
        var again = await lab.PostAsync(ConfluenceLab.Admin, Ben);
        var enabled = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/enable");

        new[] { full.Status, again.Status, enabled.Status }.Should().Equal(402, 201, 402);
        lab.State.SeatsUsed().Should().Be(3);
    }

    [Fact]
    public async Task Create_NameOfADisabledUser_Is409()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.PostAsync(ConfluenceLab.Admin, Ben.Replace("\"ben\"", "\"alan.turing\"", StringComparison.Ordinal));

        answer.Status.Should().Be(409);
    }

    [Theory]
    [InlineData("8.2.0", 404)]
    [InlineData("8.4.0", 201)]
    public async Task Create_ByRelease_IsThereOrNot(string version, int status)
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Version = version });

        var answer = await lab.PostAsync(ConfluenceLab.Admin, Ben);

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("9.2.4", 405)]
    [InlineData("10.0.0", 204)]
    public async Task Update_ByRelease_IsThereOrNot(string version, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { Version = version });

        var answer = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace", """{"fullName":"Ada King"}""");

        answer.Status.Should().Be(status);
        lab.State.User("ada.lovelace").Should().BeEquivalentTo(new { FullName = status == 204 ? "Ada King" : "Ada Lovelace", Email = "ada.lovelace@example.com" });
    }

    [Theory]
    [InlineData("""{"fullName":" "}""", false, 400)]
    [InlineData("""{"email":"x"}""", false, 400)]
    [InlineData("""{"fullName":"Ada King"}""", true, 400)]
    [InlineData("""{"fullName":"Ada King","email":"a@example.com"}""", true, 204)]
    [InlineData("""{"userName":"ada.king"}""", false, 400)]
    public async Task Update_Fields_AreValidated(string body, bool whole, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { Version = "10.2.2" });
        lab.Sandbox.Settings = lab.Sandbox.Settings with { WholeUpdates = whole };

        var answer = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace", body);

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("short", 400)]
    [InlineData("long enough", 204)]
    public async Task SetPassword_Policy_Decides(string password, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { MinimumPasswordLength = 8 };

        var answer = await lab.PostAsync($"{ConfluenceLab.Admin}/ada.lovelace/password", $$"""{"password":"{{password}}"}""");

        answer.Status.Should().Be(status);
        answer.Text.Should().NotContain("short");
        (lab.State.User("ada.lovelace")!.Password == password).Should().Be(status == 204);
    }

    [Fact]
    public async Task DisableAndEnable_Twice_AreIdempotent()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var disabled = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/disable");
        var again = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/disable");
        var off = lab.State.User("ada.lovelace")!.Active;
        var enabled = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/enable");
        var twice = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/enable");

        new[] { disabled.Status, again.Status, enabled.Status, twice.Status }.Should().AllBeEquivalentTo(204);
        off.Should().BeFalse();
        lab.State.User("ada.lovelace")!.Active.Should().BeTrue();
    }

    [Theory]
    [InlineData("PUT", "/disable")]
    [InlineData("PUT", "/enable")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/password")]
    public async Task Change_UnknownUser_Is404(string method, string tail)
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.SendAsync(method, $"{ConfluenceLab.Admin}/nobody{tail}", method == "POST" ? """{"password":"x"}""" : null);

        answer.Status.Should().Be(404);
        answer.Json.GetProperty("statusCode").GetInt32().Should().Be(404);
    }

    [Theory]
    [InlineData("svc-scim")]
    [InlineData("sysadmin")]
    public async Task Disable_OneselfOrTheLastAdministrator_IsRefused(string name)
    {
        await using var lab = await ConfluenceLab.StartAsync();
        lab.State.AddGroup("lesser-admins", ConfluenceRight.Administer, "svc-scim");
        lab.State.RemoveMember(ConfluenceState.AdministratorsGroup, name == "svc-scim" ? "sysadmin" : "svc-scim");

        var answer = await lab.PutAsync($"{ConfluenceLab.Admin}/{name}/disable");

        answer.Status.Should().Be(403);
        lab.State.User(name)!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Delete_PolledToItsEnd_TheUserGoesThen()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { DeletePolls = 2 };

        var accepted = await lab.DeleteAsync($"{ConfluenceLab.Admin}/ada.lovelace");
        var status = accepted.Json.GetProperty("links").GetProperty("status").GetString()!;
        var repeated = await lab.DeleteAsync($"{ConfluenceLab.Admin}/ada.lovelace");
        var percentages = new[] { await lab.GetAsync(status), await lab.GetAsync(status) }.Select(answer => answer.Json.GetProperty("percentageComplete").GetInt32()).ToList();
        var there = lab.State.User("ada.lovelace");
        var end = await lab.GetAsync(status);

        repeated.Text("id").Should().Be(accepted.Text("id"));
        percentages.Should().Equal(49, 99);
        there.Should().NotBeNull();
        end.Json.GetProperty("percentageComplete").GetInt32().Should().Be(100);
        lab.State.User("ada.lovelace").Should().BeNull();
        lab.State.Members("developers").Should().Equal("grace.hopper");
    }

    [Fact]
    public async Task Delete_TaskThatFails_LeavesTheUser()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { DeleteFails = true };
        var accepted = await lab.DeleteAsync($"{ConfluenceLab.Admin}/ada.lovelace");

        var end = await lab.GetAsync($"/rest/api/longtask/{accepted.Text("id")}");

        end.Json.GetProperty("successful").GetBoolean().Should().BeFalse();
        end.Json.GetProperty("messages").GetArrayLength().Should().Be(1);
        lab.State.User("ada.lovelace").Should().NotBeNull();
    }

    [Theory]
    [InlineData(false, 404)]
    [InlineData(true, 200)]
    public async Task Get_DeletedUser_IsAbsentOrUnknown(bool asUnknown, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { DeletedAsUnknown = asUnknown };
        lab.State.DeleteUser("ada.lovelace");

        var answer = await lab.GetAsync($"{ConfluenceLab.Users}?key={ConfluenceLab.AdaKey}");

        answer.Status.Should().Be(status);
        answer.Text("type").Should().Be(asUnknown ? "unknown" : null);
    }

    [Fact]
    public async Task Delete_NameInTheQuery_Is405()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.DeleteAsync($"{ConfluenceLab.Admin}?name=ada.lovelace");

        answer.Status.Should().Be(405);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Change_ReadOnlyDirectory_IsRefused(int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnlyStatus = status };
        lab.State.SetReadOnlyDirectory("ada.lovelace");

        var disabled = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace/disable");
        var other = await lab.PutAsync($"{ConfluenceLab.Admin}/grace.hopper/disable");
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnly = true };
        var created = await lab.PostAsync(ConfluenceLab.Admin, Ben);

        new[] { disabled.Status, other.Status, created.Status }.Should().Equal(status, 204, status);
        lab.State.User("ada.lovelace")!.Active.Should().BeTrue();
    }

    [Theory]
    [InlineData("POST", "/rest/api/admin/user", Ben)]
    [InlineData("PUT", "/rest/api/admin/user/grace.hopper/disable", null)]
    [InlineData("PUT", "/rest/api/admin/user/grace.hopper/enable", null)]
    [InlineData("DELETE", "/rest/api/admin/user/grace.hopper", null)]
    [InlineData("POST", "/rest/api/admin/user/grace.hopper/password", """{"password":"x"}""")]
    [InlineData("POST", "/rest/api/admin/group", """{"type":"group","name":"x"}""")]
    [InlineData("DELETE", "/rest/api/admin/group/developers", null)]
    [InlineData("PUT", "/rest/api/user/grace.hopper/group/developers", null)]
    [InlineData("DELETE", "/rest/api/user/grace.hopper/group/developers", null)]
    public async Task Change_ByNobodyOrNoAdministrator_IsRefused(string method, string path, string? body)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        using var anonymous = lab.Request(method, path, body);
        anonymous.Headers.Authorization = null;

        var nobody = await lab.SendAsync(anonymous);
        var ada = await lab.SendAsync(method, path, body, lab.TokenOf("ada.lovelace"));

        new[] { nobody.Status, ada.Status }.Should().Equal(401, 403);
        ada.Authorized().Should().BeFalse();
        lab.State.Members("developers").Should().Equal("ada.lovelace", "grace.hopper");
    }

    [Theory]
    [InlineData("POST", "/password", """{"password":"x"}""", 403)]
    [InlineData("DELETE", "", null, 403)]
    [InlineData("PUT", "/disable", null, 204)]
    public async Task Change_ByAnAdministratorOfConfluenceOnly_IsLimited(string method, string tail, string? body, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.State.AddGroup("lesser-admins", ConfluenceRight.Administer, "ada.lovelace");

        var answer = await lab.SendAsync(method, $"{ConfluenceLab.Admin}/grace.hopper{tail}", body, lab.TokenOf("ada.lovelace"));
        var system = await lab.SendAsync("PUT", $"{ConfluenceLab.Admin}/sysadmin/disable", credential: lab.TokenOf("ada.lovelace"));

        answer.Status.Should().Be(status);
        system.Status.Should().Be(403);
    }
}
