namespace Gateway.Tests.Sandbox.Confluence;

public sealed class ConfluenceUsersTests
{
    [Fact]
    public async Task Get_NameInAnotherCase_IsFound()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.GetAsync($"{ConfluenceLab.Users}?username=ADA.lovelace");

        answer.Text("username").Should().Be("ada.lovelace");
        answer.Text("email").Should().BeNull(because: "no /rest/api answer tells an e-mail");
    }

    [Fact]
    public async Task Get_NeitherNameNorKey_Is400()
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.GetAsync(ConfluenceLab.Users);

        answer.Status.Should().Be(400);
    }

    [Theory]
    [InlineData("/rest/api/user?username=ada.lovelace")]
    [InlineData("/rest/api/user?key=8a7f808a8f1c2b3e018f1c2c4d5e0001")]
    [InlineData("/rest/api/user/memberof?username=ada.lovelace")]
    [InlineData("/rest/api/group/developers")]
    [InlineData("/rest/api/group/developers/member")]
    [InlineData("/rest/api/group/developers/groupmember")]
    public async Task Get_AccountWithoutRights_HidesWhatIsThere(string path)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServiceHasRights = false };

        var answer = await lab.GetAsync(path);

        answer.Status.Should().Be(404);
        answer.Authorized().Should().BeFalse();
    }

    [Theory]
    [InlineData("/rest/api/user/list")]
    [InlineData("/rest/api/group")]
    [InlineData("/rest/crowd/latest/directory")]
    public async Task Get_ListByAnAccountWithoutRights_Is403(string path)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServiceHasRights = false };

        var answer = await lab.GetAsync(path);

        answer.Status.Should().Be(403);
        answer.Authorized().Should().BeFalse();
    }

    [Fact]
    public async Task Current_TokenAndNobody_AreTold()
    {
        await using var lab = await ConfluenceLab.StartAsync();
        using var request = lab.Request("GET", $"{ConfluenceLab.Users}/current");
        request.Headers.Authorization = null;

        var me = await lab.GetAsync($"{ConfluenceLab.Users}/current");
        var nobody = await lab.SendAsync(request);

        me.Text("username").Should().Be("svc-scim");
        nobody.Should().BeEquivalentTo(new { Status = 200 });
        nobody.Text("type").Should().Be("anonymous");
    }

    [Fact]
    public async Task List_AllPages_ShowsDisabledOnesTooAndNoTotal()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { PageCap = 2 });

        var first = await lab.GetAsync($"{ConfluenceLab.Users}/list?expand=status&limit=500");
        var last = await lab.GetAsync($"{ConfluenceLab.Users}/list?expand=status&limit=500&start=4");

        first.Json.GetProperty("limit").GetInt32().Should().Be(2, because: "a limit above the cap is capped");
        first.Json.GetProperty("_links").GetProperty("next").GetString().Should().Be("/rest/api/user/list?expand=status&limit=2&start=2");
        last.Json.GetProperty("size").GetInt32().Should().Be(1);
        last.Json.GetProperty("_links").TryGetProperty("next", out _).Should().BeFalse();
        first.Json.TryGetProperty("totalCount", out _).Should().BeFalse();
    }

    [Fact]
    public async Task List_WithStatus_TellsWhoIsDeactivated()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.GetAsync($"{ConfluenceLab.Users}/list?expand=status");

        answer.Results("username").Should().Equal("ada.lovelace", "grace.hopper", "alan.turing", "svc-scim", "sysadmin");
        answer.Results("status").Should().Equal("current", "current", "deactivated", "current", "current");
    }

    [Fact]
    public async Task ListActive_ByRelease_ShowsLicensedOnes()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { Version = "9.3.1" });
        await using var before = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.GetAsync("/rest/api/admin/users/list/active");
        var absent = await before.GetAsync("/rest/api/admin/users/list/active");

        answer.Results("username").Should().Equal("ada.lovelace", "svc-scim", "sysadmin");
        absent.Status.Should().Be(404);
    }

    [Fact]
    public async Task MemberOf_NestedGroup_IsListedToo()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.State.AddGroup("engineering");
        lab.State.NestGroup("engineering", "developers");

        var answer = await lab.GetAsync($"{ConfluenceLab.Users}/memberof?key={ConfluenceLab.AdaKey}");

        answer.Results("name").Should().Equal("confluence-users", "developers", "engineering");
    }

    [Theory]
    [InlineData("8.2.0", 404)]
    [InlineData("8.4.0", 200)]
    public async Task List_ByRelease_IsThereOrNot(string version, int status)
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Version = version });

        var answer = await lab.GetAsync($"{ConfluenceLab.Users}/list");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Profile_Visibility_DecidesWhatIsTold()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var open = await lab.GetAsync("/rest/mobile/1.0/profile/ada.lovelace");
        lab.Sandbox.Settings = lab.Sandbox.Settings with { EmailVisibility = "masked" };
        var masked = await lab.GetAsync("/rest/mobile/1.0/profile/ada.lovelace");
        lab.Sandbox.Settings = lab.Sandbox.Settings with { EmailVisibility = "hidden" };
        var hidden = await lab.GetAsync("/rest/mobile/1.0/profile/ada.lovelace");

        new[] { open.Text("email"), masked.Text("email"), hidden.Text("email") }
            .Should().Equal("ada.lovelace@example.com", "ada dot lovelace at example dot com", null);
    }

    [Fact]
    public async Task Profile_UnknownUser_SaysSoIn200()
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.GetAsync("/rest/mobile/1.0/profile/nobody");

        answer.Status.Should().Be(200);
        answer.Json.GetProperty("unknownUser").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Profile_PluginOff_IsNoResource()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { MobilePlugin = false };

        var answer = await lab.GetAsync("/rest/mobile/1.0/profile/ada.lovelace");

        answer.Status.Should().Be(404);
        answer.Json.TryGetProperty("data", out _).Should().BeFalse(because: "only Confluence's own resources answer with an error bean");
    }

    [Fact]
    public async Task Rename_ByHand_KeepsKeyAndGroups()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.State.RenameUser("ada.lovelace", "ada.king");

        var byKey = await lab.GetAsync($"{ConfluenceLab.Users}?key={ConfluenceLab.AdaKey}");
        var byOldName = await lab.GetAsync($"{ConfluenceLab.Users}?username=ada.lovelace");

        byKey.Text("username").Should().Be("ada.king");
        byOldName.Status.Should().Be(404);
        lab.State.Members("developers").Should().Equal("ada.king", "grace.hopper");
    }
}
