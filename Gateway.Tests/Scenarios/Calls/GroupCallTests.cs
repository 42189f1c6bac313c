using Gateway.Sandbox.Jira;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Calls;

/// <summary>Exactly so many app calls for each operation on a group.</summary>
public sealed class GroupCallTests
{
    private const string Page = "GET /rest/api/2/group/member";
    private const string Create = "POST /rest/api/2/group";
    private const string Join = "POST " + MemberPath;
    private const string Leave = "DELETE " + MemberPath;

    [Fact]
    public async Task Post_NewGroup_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        (await gateway.CallsOfAsync(() => gateway.CreateGroupAsync("red"))).Should().Equal(Create);
    }

    [Theory]
    [InlineData("displayName eq \"red\"", 1)]
    [InlineData("externalId eq \"object-red\"", 1)]
    [InlineData("displayName eq \"nobody\"", 0)]
    public async Task LookUp_WithoutMembers_OneCall(string filter, int hits)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateGroupAsync("red");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.GetAsync($"/Groups?excludedAttributes=members&filter={Uri.EscapeDataString(filter)}"));

        reply.TotalResults.Should().Be(hits, because: reply.Text);
        calls.Should().Equal(Page);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    public async Task Get_WithoutMembers_OneCallAndNoMemberIsRead(int members)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");
        Fill(gateway, members);

        (await gateway.CallsOfAsync(() => gateway.GetAsync($"/Groups/{group}?excludedAttributes=members"))).Should().Equal(Page);
        gateway.Jira.Calls.All[0].Query.Should().Contain("maxResults=1");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(120, 3)]
    public async Task Get_WithMembers_OneCallForFifty(int members, int expected)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");
        Fill(gateway, members);
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.GetAsync($"/Groups/{group}"));

        calls.Should().Equal(Enumerable.Repeat(Page, expected));
        reply["members"]!.AsArray().Should().HaveCount(members);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task AddThenRemove_NMembers_NCallsEachAndAtMostEightAtOnce(int count)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(count);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Settings = gateway.Jira.Settings with { Latency = TimeSpan.FromMilliseconds(40) };

        (await gateway.CallsOfAsync(() => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids)))).Should().Equal(Enumerable.Repeat(Join, count));
        gateway.Jira.Calls.MaxConcurrency.Should().Be(Math.Min(count, 8));
        gateway.Jira.State.Members("red").Should().HaveCount(count);

        (await gateway.CallsOfAsync(() => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids)))).Should().Equal(Enumerable.Repeat(Leave, count));
        gateway.Jira.Calls.MaxConcurrency.Should().Be(Math.Min(count, 8));
        gateway.Jira.State.Members("red").Should().BeEmpty();
    }

    [Fact]
    public async Task AddMembers_ConcurrencyOfTwo_AtMostTwoAtOnce()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("AppCalls", ("Concurrency", 2)));
        var ids = await gateway.CreateUsersAsync(6);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Settings = gateway.Jira.Settings with { Latency = TimeSpan.FromMilliseconds(40) };

        await gateway.CallsOfAsync(() => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids)));

        gateway.Jira.Calls.MaxConcurrency.Should().Be(2);
        gateway.Jira.State.Members("red").Should().HaveCount(6);
    }

    [Fact]
    public async Task AddAndRemove_SameRequest_OneCallAMemberAndTheLastWordCounts()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(3);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids[0]));

        var calls = await gateway.CallsOfAsync(() => gateway.PatchAsync(
            $"/Groups/{group}",
            ScimBodies.Members("Add", ids[1], ids[2]),
            ScimBodies.Members("Remove", ids[0], ids[2]),
            ScimBodies.Members("Add", ids[1])));

        calls.Should().BeEquivalentTo(Leave, Leave, Join, "GET " + UserPath);
        gateway.Jira.State.Members("red").Should().Equal("user2");
    }

    [Fact]
    public async Task Rename_Keep_NoCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "crimson")));

        reply.Status.Should().Be(204, because: reply.Text);
        calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Patch_ExternalId_NoCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");

        (await gateway.CallsOfAsync(() => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "externalId", "other")))).Should().BeEmpty();
        (await gateway.FindAsync("Groups", "externalId eq \"other\"")).TotalResults.Should().Be(1);
    }

    [Fact]
    public async Task MemberQuestion_GroupAndUser_OneCallAndNoMemberList()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        Fill(gateway, 120);

        (await gateway.CallsOfAsync(() => gateway.FindAsync("Groups", $"id eq \"{group}\" and members eq \"{id}\""))).Should().Equal("GET " + UserPath);
    }

    [Fact]
    public async Task Delete_Empty_ReadsPagesAndTakesEachMemberOut()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxMembersRemoved", 1000)));
        var group = await gateway.CreateGroupAsync("red");
        Fill(gateway, 51);

        var calls = await gateway.CallsOfAsync(() => gateway.DeleteAsync($"/Groups/{group}"));

        calls.Should().Equal([Page, Page, .. Enumerable.Repeat(Leave, 51)]);
        gateway.Jira.State.Group("red").Should().NotBeNull();
        gateway.Jira.State.Members("red").Should().BeEmpty();
    }

    private static void Fill(GatewayFixture gateway, int members)
    {
        foreach (JiraUser user in gateway.Jira.State.Seed(members))
        {
            gateway.Jira.State.AddMember("red", user.Name);
        }
    }
}
