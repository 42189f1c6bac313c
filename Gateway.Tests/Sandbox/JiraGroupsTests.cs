using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

public sealed class JiraGroupsTests
{
    private const string Members = "/rest/api/2/group/member?groupname=";

    [Fact]
    public async Task Members_PageLargerThanTheCap_IsCutAndSaysWhereToGoOn()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.State.Seed(120, access: true);

        var first = await lab.GetAsync($"{Members}jira-software-users&maxResults=1000");
        var last = await lab.GetAsync($"{Members}jira-software-users&maxResults=1000&startAt=100");

        first.Json.GetProperty("values").GetArrayLength().Should().Be(50);
        first.Json.GetProperty("total").GetInt32().Should().Be(120);
        first.Json.GetProperty("isLast").GetBoolean().Should().BeFalse();
        first.Json.GetProperty("nextPage").GetString().Should().EndWith("startAt=50");
        last.Json.GetProperty("isLast").GetBoolean().Should().BeTrue();
        last.Json.GetProperty("values").GetArrayLength().Should().Be(20);
    }

    [Fact]
    public async Task Members_NestedGroup_ShowsItsMembersOnceAndRefusesToRemoveThem()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddUser("ben");
        lab.State.AddGroup("all", members: ["ben", "anna.meyer"]);
        lab.State.NestGroup("all", "scim-devs");
        lab.State.AddUser("carl");
        lab.State.AddMember("scim-devs", "carl");

        var page = await lab.GetAsync($"{Members}all");
        var removal = await lab.DeleteAsync("/rest/api/2/group/user?groupname=all&username=carl");

        page.Names("values").Should().Equal("anna.meyer", "ben", "carl");
        removal.Status.Should().Be(400);
        lab.State.GroupsOf("carl").Should().Equal("all", "scim-devs");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("&includeInactiveUsers=true", 2)]
    public async Task Members_InactiveOnes_AreShownWhenAskedFor(string query, int total)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddUser("zoe");
        lab.State.AddMember("scim-devs", "zoe");
        lab.State.SetActive("zoe", false);

        var answer = await lab.GetAsync($"{Members}scim-devs{query}");

        answer.Json.GetProperty("total").GetInt32().Should().Be(total);
    }

    [Fact]
    public async Task Members_AfterARename_AreSortedByTheNewName()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddUser("ben");
        lab.State.AddMember("scim-devs", "ben");
        await lab.GetAsync($"{Members}scim-devs");
        lab.State.RenameUser("anna.meyer", "zora");

        var answer = await lab.GetAsync($"{Members}SCIM-DEVS");

        answer.Names("values").Should().Equal("ben", "zora");
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData(" x", 400)]
    [InlineData("SCIM-devs", 400)]
    [InlineData("x", 201)]
    public async Task Create_Name_IsCheckedWithoutCase(string name, int status)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PostAsync("/rest/api/2/group", $$"""{"name":"{{name}}"}""");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task AddMember_UnknownGroup_Is404()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PostAsync("/rest/api/2/group/user?groupname=nope", """{"name":"anna.meyer"}""");

        answer.Status.Should().Be(404);
        answer.FirstMessage.Should().Be("The group named 'nope' does not exist");
    }

    [Fact]
    public async Task RemoveMember_UnknownUser_Is404()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.DeleteAsync("/rest/api/2/group/user?groupname=scim-devs&username=nobody");

        answer.Status.Should().Be(404);
        answer.FirstMessage.Should().Be("User 'nobody' does not exist");
    }

    [Fact]
    public async Task Delete_LastGroupOfSystemAdministrators_IsRefused()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.DeleteAsync("/rest/api/2/group?groupname=jira-administrators");

        answer.Status.Should().Be(400);
        lab.State.Group("jira-administrators").Should().NotBeNull();
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("&swapGroup=jira-software-users", 200)]
    public async Task Delete_GroupWithRestrictions_AsksWhereTheyGo(string query, int status)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.SetRestrictions("scim-devs");

        var answer = await lab.DeleteAsync($"/rest/api/2/group?groupname=scim-devs{query}");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Picker_MoreGroupsThanTheCap_ShowsTwentyAndTheTotal()
    {
        await using var lab = await JiraLab.StartAsync();
        Enumerable.Range(1, 30).Should().AllSatisfy(number => lab.State.AddGroup($"team-{number:D2}"));

        var answer = await lab.GetAsync("/rest/api/2/groups/picker?query=TEAM&maxResults=10000");

        answer.Json.GetProperty("total").GetInt32().Should().Be(30);
        answer.Names("groups").Should().HaveCount(20).And.BeInAscendingOrder();
    }

    [Fact]
    public async Task Picker_GroupOfAdministrators_HasTheLabel()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.GetAsync("/rest/api/2/groups/picker?query=jira-admin");

        answer.Json.GetProperty("groups")[0].GetProperty("labels")[0].GetProperty("type").GetString().Should().Be("ADMIN");
    }

    [Fact]
    public async Task ApplicationRole_LimitedSeats_CountsActiveMembers()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Seats = 10 });

        var answer = await lab.GetAsync("/rest/api/2/applicationrole");

        answer.Json[0].GetProperty("remainingSeats").GetInt32().Should().Be(9);
    }
}
