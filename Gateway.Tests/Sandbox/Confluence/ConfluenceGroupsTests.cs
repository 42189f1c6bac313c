using Gateway.Sandbox.Confluence;

namespace Gateway.Tests.Sandbox.Confluence;

public sealed class ConfluenceGroupsTests
{
    [Theory]
    [InlineData("""{"name":"ops"}""", 400)]
    [InlineData("""{"type":"user","name":"ops"}""", 400)]
    [InlineData("""{"type":"group"}""", 400)]
    [InlineData("""{"type":"group","name":" "}""", 400)]
    [InlineData("""{"type":"group","name":"Ops"}""", 400)]
    [InlineData("""{"type":"group","name":"developers"}""", 409)]
    [InlineData("""{"type":"group","name":"ops"}""", 201)]
    public async Task Create_Body_Decides(string body, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.PostAsync("/rest/api/admin/group", body);

        answer.Status.Should().Be(status);
        (lab.State.Group("ops") is not null).Should().Be(status == 201);
    }

    [Fact]
    public async Task Create_UpperCaseWhereItIsLowered_IsLowered()
    {
        await using var lab = await ConfluenceLab.StartAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { LowersGroupNames = true };

        var answer = await lab.PostAsync("/rest/api/admin/group", """{"type":"group","name":"Ops"}""");

        answer.Text("name").Should().Be("ops");
    }

    [Fact]
    public async Task Delete_Group_TakesItsMembershipsAlong()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var deleted = await lab.DeleteAsync("/rest/api/admin/group/developers");
        var again = await lab.DeleteAsync("/rest/api/admin/group/developers");

        new[] { deleted.Status, again.Status }.Should().Equal(204, 404);
        lab.State.GroupsOf("ada.lovelace").Should().Equal(ConfluenceState.UsersGroup);
    }

    [Fact]
    public async Task Delete_LastAdministratorsGroup_Is400()
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.DeleteAsync($"/rest/api/admin/group/{ConfluenceState.AdministratorsGroup}");

        answer.Status.Should().Be(400);
        lab.State.Group(ConfluenceState.AdministratorsGroup).Should().NotBeNull();
    }

    [Fact]
    public async Task Member_AddedAndRemovedTwice_IsIdempotent()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        const string Path = "/rest/api/user/alan.turing/group/developers";

        var added = new[] { await lab.PutAsync(Path), await lab.PutAsync(Path) };
        var members = lab.State.Members("developers");
        var removed = new[] { await lab.DeleteAsync(Path), await lab.DeleteAsync(Path) };

        added.Concat(removed).Select(answer => answer.Status).Should().AllBeEquivalentTo(204);
        members.Should().Equal("ada.lovelace", "alan.turing", "grace.hopper");
        lab.State.Members("developers").Should().Equal("ada.lovelace", "grace.hopper");
    }

    [Theory]
    [InlineData("/rest/api/user/nobody/group/developers")]
    [InlineData("/rest/api/user/ada.lovelace/group/nogroup")]
    public async Task Member_UnknownUserOrGroup_Is404(string path)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answers = new[] { await lab.PutAsync(path), await lab.DeleteAsync(path) };

        answers.Select(answer => answer.Status).Should().AllBeEquivalentTo(404);
        answers.Should().OnlyContain(answer => !answer.Authorized());
    }

    [Fact]
    public async Task Member_OfAReadOnlyDirectory_IsRefused()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.State.SetReadOnlyDirectory("ada.lovelace");

        var answer = await lab.DeleteAsync("/rest/api/user/ada.lovelace/group/developers");

        answer.Status.Should().Be(400);
        lab.State.Members("developers").Should().Contain("ada.lovelace");
    }

    [Fact]
    public async Task Members_NestedGroup_IsNotAmongTheDirectOnes()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.State.AddGroup("all", members: "alan.turing");
        lab.State.NestGroup("all", "developers");

        var answer = await lab.GetAsync("/rest/api/group/all/member?expand=status");

        answer.Results("username").Should().Equal("alan.turing");
        answer.Results("status").Should().Equal("deactivated");
    }

    [Fact]
    public async Task Members_ManyPages_GoOnByTheReturnedSize()
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { PageCap = 3 });
        lab.State.Seed(7, access: true);

        var sizes = new List<int>();
        for (var start = 0; start < 7; start += sizes[^1])
        {
            sizes.Add((await lab.GetAsync($"/rest/api/group/confluence-users/member?limit=200&start={start}")).Json.GetProperty("size").GetInt32());
        }

        sizes.Should().Equal(3, 3, 1);
    }

    [Theory]
    [InlineData("/rest/api/group/a%2Fb", 400, "Tomcat refuses an encoded slash")]
    [InlineData("/rest/api/group/a%5Cb", 400, "Tomcat refuses a backslash")]
    [InlineData("/rest/api/group/a/b", 404, "no resource has such a path")]
    public async Task Get_NameThatNoPathCanHold_IsNoErrorBean(string path, int status, string because)
    {
        await using var lab = await ConfluenceLab.StartAsync();
        lab.State.AddGroup("a/b");

        var answer = await lab.GetAsync(path);

        answer.Status.Should().Be(status, because);
        answer.Text.Should().NotContain("\"data\"");
    }

    [Fact]
    public async Task Delete_SemicolonInAName_HitsAnotherGroup()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.State.AddGroup("developers;emea");

        await lab.DeleteAsync("/rest/api/admin/group/developers%3Bemea");

        lab.State.Groups.Select(group => group.Name).Should().Contain("developers;emea").And.NotContain("developers");
    }
}
