using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketUserSearchTests
{
    [Fact]
    public async Task Filter_PartOfNameDisplayNameOrAddress_Matches()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddUser("joanne", "J", "j@example.org");
        lab.State.AddUser("x1", "Ann Berg", "x@example.org");
        lab.State.AddUser("zoe", "Zoe", "zoe.MANN@example.org");
        lab.State.AddUser("bob", "Bob", "bob@example.org");

        var answer = await lab.GetAsync($"{BitbucketLab.Users}?filter=ann");

        answer.Values().Should().Equal("joanne", "x1", "zoe");
    }

    [Fact]
    public async Task Page_WithoutGaps_SaysWhereTheNextStarts()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.Seed(30);

        var first = await lab.GetAsync($"{BitbucketLab.Users}?filter=person");
        var last = await lab.GetAsync($"{BitbucketLab.Users}?filter=person&start=25");

        first.Json.GetProperty("size").GetInt32().Should().Be(25);
        first.Json.GetProperty("nextPageStart").GetInt32().Should().Be(25);
        first.Json.GetProperty("isLastPage").GetBoolean().Should().BeFalse();
        last.Json.GetProperty("size").GetInt32().Should().Be(5);
        last.Json.GetProperty("isLastPage").GetBoolean().Should().BeTrue();
        last.Json.TryGetProperty("nextPageStart", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Page_WithGaps_IsCompleteOnlyByFollowing()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.Seed(30);
        lab.Settings = lab.Settings with { PageGap = 2 };
        var names = new List<string?>();

        for (int? start = 0; start is not null;)
        {
            var page = await lab.GetAsync($"{BitbucketLab.Users}?filter=person&limit=10&start={start}");
            page.Json.GetProperty("size").GetInt32().Should().BeLessThanOrEqualTo(3);
            names.AddRange(page.Values());
            start = page.Json.TryGetProperty("nextPageStart", out var next) ? next.GetInt32() : null;
        }

        names.Should().Equal(lab.State.Users.Where(user => user.Name.StartsWith("person", StringComparison.Ordinal)).Select(user => user.Name));
    }

    [Fact]
    public async Task Page_LimitAboveTheCap_IsLowered()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.Seed(30);
        lab.Settings = lab.Settings with { PageCap = 7 };

        var answer = await lab.GetAsync($"{BitbucketLab.Users}?limit=1000");

        answer.Json.GetProperty("limit").GetInt32().Should().Be(7);
        answer.Json.GetProperty("size").GetInt32().Should().Be(7);
    }

    [Theory]
    [InlineData("ada.lovelace", 200)]
    [InlineData("Ada.Lovelace", 404)]
    [InlineData("grace.hopper_example.com", 200)]
    [InlineData("grace.hopper@example.com", 404)]
    [InlineData("101", 404)]
    public async Task BySlug_NameOrIdInstead_IsNotFound(string slug, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddUser("grace.hopper@example.com");

        var answer = await lab.GetAsync($"{BitbucketLab.Api}/users/{slug}");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Permission_Licensed_CountsOwnGrantsAndGroups()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();
        lab.State.AddUser("direct");
        lab.State.Grant("direct", BitbucketPermission.ProjectCreate);
        lab.State.AddUser("none");
        lab.State.AddUser("nested");
        lab.State.AddGroup("inner", members: "nested");
        lab.State.NestGroup("stash-users", "inner");

        var licensed = await lab.GetAsync($"{BitbucketLab.Api}/users?permission=LICENSED_USER");
        var administrators = await lab.GetAsync($"{BitbucketLab.Api}/users?permission=ADMIN");

        licensed.Values().Should().Equal("ada.lovelace", "admin", "direct", "nested", "svc-scim");
        administrators.Values().Should().Equal("admin", "svc-scim");
    }

    [Fact]
    public async Task Permission_UnknownName_Is400()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.GetAsync($"{BitbucketLab.Api}/users?permission=LICENSED");

        answer.Status.Should().Be(400);
        answer.Context().Should().Be("permission");
    }

    [Fact]
    public async Task Group_Members_AreTheOnlyOnes()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.GetAsync($"{BitbucketLab.Api}/users?group=developers");

        answer.Values().Should().Equal("ada.lovelace");
    }

    [Fact]
    public async Task Base_OnePointZero_IsTheSame()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.GetAsync("/rest/api/1.0/admin/users?filter=ada.lovelace");

        answer.Values().Should().Equal("ada.lovelace");
    }
}
