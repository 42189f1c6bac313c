using Gateway.Sandbox.Crowd;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox.Crowd;

public sealed class UserServerSearchTests
{
    [Theory]
    [InlineData("", "admin anna.meyer zoe")]
    [InlineData("name = anna.meyer", "anna.meyer")]
    [InlineData("name = \"ANNA*\"", "anna.meyer")]
    [InlineData("email = *@example.com", "admin anna.meyer zoe")]
    [InlineData("name = *nn*", "anna.meyer")]
    [InlineData("name = *oe and active = true", "zoe")]
    [InlineData("active = false", "zoe-off")]
    [InlineData("firstName = Anna or lastName = 'Old'", "anna.meyer zoe")]
    [InlineData("(name = admin or name = zoe) and displayName = \"Zoe Old\"", "zoe")]
    [InlineData("name = admin or name = zoe and displayName = nobody", "admin")]
    [InlineData("scim.externalId = 00u1", "anna.meyer")]
    [InlineData("createdDate > 2030-01-01", "")]
    [InlineData("createdDate > 2020-01-01 and createdDate < 2030-01-01", "admin anna.meyer zoe")]
    public async Task Query_Restriction_FindsJustThose(string query, string names)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync(new CrowdSandboxOptions { Time = time });
        lab.Sandbox.State.SetAttribute("anna.meyer", "scim.externalId", "00u1");
        if (names == "zoe-off")
        {
            lab.Sandbox.State.SetActive("zoe", false);
            names = "zoe";
        }

        var answer = await lab.GetAsync($"search?entity-type=user&restriction={Uri.EscapeDataString(query)}");

        answer.Names("users").Should().Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("EXACTLY_MATCHES", "scim-devs", "scim-devs")]
    [InlineData("STARTS_WITH", "SCIM", "scim-devs")]
    [InlineData("CONTAINS", "admin", "crowd-administrators")]
    [InlineData("EXACTLY_MATCHES", "scim", "")]
    public async Task Body_GroupByName_IsComparedWithoutCase(string mode, string value, string names)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PostAsync("search?entity-type=group", Restriction("name", mode, value));

        answer.Names("groups").Should().Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("x\" or name = \"zoe")]
    [InlineData("*")]
    public async Task Body_ValueThatLooksLikeAQuery_IsAValue(string value)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PostAsync("search?entity-type=user", Restriction("name", "EXACTLY_MATCHES", value));

        answer.Names("users").Should().BeEmpty();
    }

    [Fact]
    public async Task Body_NoRestriction_FindsAll()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PostAsync("search?entity-type=user", """{"restriction-type":"null-search-restriction"}""");

        answer.Names("users").Should().Equal("admin", "anna.meyer", "zoe");
    }

    [Fact]
    public async Task Body_Null_FindsThoseWithoutTheAttribute()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.SetAttribute("anna.meyer", "team", "a");

        var answer = await lab.PostAsync("search?entity-type=user", """{"restriction-type":"property-search-restriction","property":{"name":"team","type":"STRING"},"match-mode":"NULL"}""");

        answer.Names("users").Should().Equal("admin", "zoe");
    }

    [Theory]
    [InlineData("", 1000)]
    [InlineData("&max-results=5000", 1000)]
    [InlineData("&max-results=-1", 1000)]
    [InlineData("&max-results=10", 10)]
    [InlineData("&start-index=1000", 202)]
    [InlineData("&start-index=5000", 0)]
    public async Task Page_IsCappedAt1000AndHasNoTotal(string paging, int count)
    {
        await using var lab = await UserServerLabs.CrowdAsync();
        lab.Sandbox.State.Seed(1201);

        var answer = await lab.GetAsync($"search?entity-type=user{paging}");

        answer.Json.GetProperty("users").GetArrayLength().Should().Be(count);
        answer.Json.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("expand", "users");
    }

    [Fact]
    public async Task Members_Page_GoesOnWhereItIsAsked()
    {
        await using var lab = await UserServerLabs.CrowdAsync(new CrowdSandboxOptions { PageCap = 2 });
        lab.Sandbox.State.AddGroup("all", lab.Sandbox.State.Seed(5).Select(user => user.Name));

        var second = await lab.GetAsync("group/user/direct?groupname=all&start-index=2");
        var last = await lab.GetAsync("group/user/direct?groupname=all&start-index=4&expand=user");

        second.Names("users").Should().Equal("person00003", "person00004");
        last.Json.GetProperty("users")[0].GetProperty("email").GetString().Should().Be("person00005@example.com");
    }

    private static string Restriction(string property, string mode, string value) => new System.Text.Json.Nodes.JsonObject
    {
        ["restriction-type"] = "property-search-restriction",
        ["property"] = new System.Text.Json.Nodes.JsonObject { ["name"] = property, ["type"] = "STRING" },
        ["match-mode"] = mode,
        ["value"] = value,
    }.ToJsonString();
}
