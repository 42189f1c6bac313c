using System.Text.Json;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

public sealed class JiraUserSearchTests
{
    [Theory]
    [InlineData("10.3.2", "startAt=0&maxResults=1000", 100)]
    [InlineData("10.3.2", "startAt=98&maxResults=20", 2)]
    [InlineData("10.3.2", "startAt=100&maxResults=20", 0)]
    [InlineData("9.12.0", "startAt=0&maxResults=5000", 1000)]
    [InlineData("9.12.0", "startAt=1000&maxResults=5000", 202)]
    [InlineData("9.12.0", "", 50)]
    public async Task Search_ManyUsers_IsCappedByRelease(string version, string page, int count)
    {
        await using var lab = await JiraLab.StartAsync(new JiraSandboxOptions { Version = version });
        lab.State.Seed(1200);

        var answer = await lab.GetAsync($"/rest/api/2/user/search?username=.&{page}");

        answer.Json.GetArrayLength().Should().Be(count);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("meyer@EXAMPLE", 1)]
    [InlineData("na-me", 0)]
    [InlineData("na+Me", 1)]
    [InlineData("zoe", 0)]
    [InlineData("zoe&includeInactive=true", 1)]
    [InlineData("zoe&includeInactive=true&includeActive=false", 1)]
    [InlineData("anna&includeActive=false", 0)]
    public async Task Search_Query_MatchesNameDisplayNameAndAddress(string query, int count)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddUser("zoe");
        lab.State.SetActive("zoe", false);

        var answer = await lab.GetAsync($"/rest/api/2/user/search?username={query}");

        answer.Json.GetArrayLength().Should().Be(count);
    }

    [Theory]
    [InlineData("10.3.2", 404)]
    [InlineData("10.3.10", 200)]
    [InlineData("10.6.0", 404)]
    [InlineData("11.0.0", 200)]
    public async Task List_ByRelease_IsThereOrNot(string version, int status)
    {
        await using var lab = await JiraLab.StartAsync(new JiraSandboxOptions { Version = version });

        var answer = await lab.GetAsync("/rest/api/2/user/list");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task List_WalkedByCursor_ShowsEachUserOnce()
    {
        await using var lab = await JiraLab.StartAsync(new JiraSandboxOptions { UserList = true });
        lab.State.Seed(4);

        var first = await lab.GetAsync("/rest/api/latest/user/list?maxResults=4");
        var second = await lab.GetAsync($"/rest/api/latest/user/list?maxResults=4&cursor={first.Json.GetProperty("nextCursor").GetString()}");

        first.Names("values").Concat(second.Names("values")).Should().OnlyHaveUniqueItems().And.HaveCount(6);
        second.Json.GetProperty("isLast").GetBoolean().Should().BeTrue();
        second.Json.TryGetProperty("nextCursor", out JsonElement _).Should().BeFalse();
    }
}
