using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;
using Gateway.State;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>404 to Entra means that Jira said so, twice; the link waits for the key to come back.</summary>
public sealed class MissingTests
{
    private const string PagePath = "/rest/api/2/group/member";

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task GetUser_Gone_404AfterTwoReadsAndTheLinkIsMissing(string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.GetAsync($"/Users/{id}"));

        reply.Status.Should().Be(404, because: reply.Text);
        calls.Should().Equal($"GET {UserPath}", $"GET {UserPath}");
        await IsInStateAsync(gateway, ResourceKind.User, id, LinkState.Missing);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task GetUser_ComesBackUnderItsKey_200AndTheLinkIsLive(string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");
        await gateway.GetAsync($"/Users/{id}");
        await IsInStateAsync(gateway, ResourceKind.User, id, LinkState.Missing);
        gateway.Jira.State.AddUser("ada").Key.Should().Be(id);

        var reply = await gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["externalId"]).Should().Be("ext-ada", because: "the link was never dropped");
        await IsInStateAsync(gateway, ResourceKind.User, id, LinkState.Live);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task ChangesOfAUser_Gone_404AndLookUpsAreEmpty(string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");

        (await gateway.ReplaceAttributeAsync(id, "displayName", "Ada Lovelace")).Status.Should().Be(404);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(404);
        (await gateway.ReplaceAttributeAsync(id, "title", "Countess")).Status.Should().Be(404, because: "nothing is sent for a title, so a missing link is asked for");
        await IsInStateAsync(gateway, ResourceKind.User, id, LinkState.Missing);
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        (await gateway.FindAsync("Users", "externalId eq \"ext-ada\"")).TotalResults.Should().Be(0);
        await IsBuriedAsync(gateway, ResourceKind.User, id);
    }

    [Fact]
    public async Task GetUser_OneNodeSaysGone_TheOtherIsBelieved()
    {
        await using var gateway = await StartAsync("en", nodes: 2);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Node = 1, Effect = FaultEffect.Errors(404, "The user does not exist") });

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.GetAsync($"/Users/{id}")));

        replies.Should().OnlyContain(reply => reply.Status == 200);
        gateway.Jira.Calls.All.Should().Contain(call => call.Node == 1 && call.Status == 404);
    }

    [Fact]
    public async Task GetUser_GoneOnTwoNodes_EachIsAskedOnce()
    {
        await using var gateway = await StartAsync("en", nodes: 2);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");
        gateway.Jira.Calls.Clear();

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);

        gateway.Jira.Calls.All.Select(call => call.Node).Should().BeEquivalentTo([0, 1]);
    }

    [Fact]
    public async Task GetUser_SecondReadFails_AnOutageAndNot404()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");
        gateway.Jira.Faults.Add(new FaultRule { Method = "GET", Skip = 1, Effect = FaultEffect.Html(503) });

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(503);

        await IsInStateAsync(gateway, ResourceKind.User, id, LinkState.Live);
    }

    [Fact]
    public async Task PatchUser_JiraSays404ButHasTheUser_503AndTheLinkStays()
    {
        await using var gateway = await StartAsync("en");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add("PUT", UserPath, FaultEffect.Errors(404, "The user does not exist"));

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(503, because: reply.Text);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task DeleteUserForGood_JiraSays404ButHasTheUser_NoTombstone()
    {
        await using var gateway = await StartAsync("en", Users("Delete", "Delete"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add("DELETE", UserPath, FaultEffect.Errors(404, "The user does not exist"));

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(503, because: reply.Text);
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task DeleteGroupForGood_JiraSays404ButHasTheGroup_NoTombstone()
    {
        await using var gateway = await StartAsync("en", Groups("Delete", "Delete"));
        var id = await gateway.CreateGroupAsync("red");
        gateway.Jira.Faults.Add("DELETE", "/rest/api/2/group", FaultEffect.Errors(404, "The group does not exist"));

        var reply = await gateway.DeleteAsync($"/Groups/{id}");

        reply.Status.Should().Be(503, because: reply.Text);
        (await gateway.GetAsync($"/Groups/{id}")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task GetGroup_GoneAndBack_404AfterTwoReadsThen200(string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.DeleteGroup("red");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.GetAsync($"/Groups/{id}?excludedAttributes=members"));

        reply.Status.Should().Be(404, because: reply.Text);
        calls.Should().Equal($"GET {PagePath}", $"GET {PagePath}");
        await IsInStateAsync(gateway, ResourceKind.Group, id, LinkState.Missing);

        gateway.Jira.State.AddGroup("red");
        (await gateway.GetAsync($"/Groups/{id}")).Status.Should().Be(200);
        await IsInStateAsync(gateway, ResourceKind.Group, id, LinkState.Live);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task ChangesOfAGroup_Gone_404AndLookUpsAreEmpty(string language)
    {
        await using var gateway = await StartAsync(language);
        var user = await gateway.CreateUserAsync("ada@contoso.com");
        var id = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.DeleteGroup("red");

        (await gateway.PatchAsync($"/Groups/{id}", ScimBodies.Members("Add", user))).Status.Should().Be(404);
        (await gateway.PatchAsync($"/Groups/{id}", ScimBodies.Members("Remove", user))).Status.Should().Be(404);
        await IsInStateAsync(gateway, ResourceKind.Group, id, LinkState.Missing);
        (await gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(404);
        (await gateway.FindAsync("Groups", "displayName eq \"red\"")).TotalResults.Should().Be(0);
        await IsBuriedAsync(gateway, ResourceKind.Group, id);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task DeleteGroupForGood_Gone_404AndATombstone(string language)
    {
        await using var gateway = await StartAsync(language, Groups("Delete", "Delete"));
        var id = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.DeleteGroup("red");

        (await gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(404);

        await IsBuriedAsync(gateway, ResourceKind.Group, id);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task AddSeveralMembers_OneIsGone_400NamingItAndTheOthersAreIn(string language)
    {
        await using var gateway = await StartAsync(language);
        var ids = await gateway.CreateUsersAsync(3);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.DeleteUser("user2");

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        (reply.Status, reply.ScimType).Should().Be((400, "invalidValue"));
        reply.Detail.Should().Contain("user2").And.Contain("2 of 3");
        gateway.Jira.State.Members("red").Should().Equal("user1", "user3");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task RemoveMember_WhoIsGone_Success(string language)
    {
        await using var gateway = await StartAsync(language);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));
        gateway.Jira.State.DeleteUser("ada");

        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", id))).Status.Should().Be(204);
    }

    [Fact]
    public async Task AddMember_RenamedByHandMeanwhile_TheSamePersonIsAdded()
    {
        await using var gateway = await StartAsync("de");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.RenameUser("ada", "lovelace");

        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id))).Status.Should().Be(204);

        gateway.Jira.State.Members("red").Should().Equal("lovelace");
    }

    private static Task<GatewayFixture> StartAsync(string language, Action<System.Text.Json.Nodes.JsonObject>? connection = null, int nodes = 1) =>
        GatewayFixture.StartAsync(connection, new JiraSandboxOptions { Language = language, Nodes = nodes });

    /// <summary>Entra deleted what Jira had lost already: it never comes back by itself.</summary>
    private static async Task IsBuriedAsync(GatewayFixture gateway, ResourceKind kind, string id)
    {
        (await gateway.Store.FindTombstoneAsync(GatewayFixture.Connection, kind, id, TestContext.Current.CancellationToken)).Should().NotBeNull();
        (await gateway.Store.FindLinkAsync(GatewayFixture.Connection, kind, id, TestContext.Current.CancellationToken)).Should().BeNull();
    }

    /// <summary>Waits for the link's state, which reads write in the background.</summary>
    private static async Task IsInStateAsync(GatewayFixture gateway, ResourceKind kind, string id, LinkState expected)
    {
        var started = TimeProvider.System.GetTimestamp();
        while ((await gateway.Store.FindLinkAsync(GatewayFixture.Connection, kind, id, TestContext.Current.CancellationToken))?.State != expected)
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(10), because: $"the link must become {expected}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
