using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>What an admin's script decides, seen from Entra and from Jira.</summary>
public sealed class ScriptTests
{
    private const string StatusRules = """
        export const status = [
          { when: 'userName sw "ext-"', then: 'ignore' },
          { when: 'title eq "Robot"', then: 'reject', reason: 'robots have no accounts' },
          { when: 'title eq "Guest"', then: 'inactive', removeFrom: ['staff'] },
          { when: user => user.title === 'Contractor', then: 'active', addTo: ['contractors'], removeFrom: ['staff'] },
        ];
        """;

    [Fact]
    public async Task Ignore_UnknownUser_IsRefusedAndNothingIsAsked()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ext-ada@contoso.com"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Detail.Should().Contain("ignored by rule 1");
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Ignore_KnownUser_IsAnsweredAsJiraHasItAndNothingIsSent()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetDisplayName("ada", "By hand");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "userName", "ext-ada@contoso.com"), ScimBodies.Op("Replace", "displayName", "Other"), ScimBodies.Active(false));

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["userName"]).Should().Be("ada@contoso.com");
        ((string?)reply["displayName"]).Should().Be("By hand");
        ((bool?)reply["active"]).Should().BeTrue();
        gateway.Writes().Should().BeEmpty();
        (await gateway.ActivityAsync("update", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: rule 1 ignores this user" } });
    }

    [Fact]
    public async Task Ignore_KnownUserGoneFromJira_Is404()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "ext-ada@contoso.com");

        reply.Status.Should().Be(404, because: reply.Text);
    }

    [Fact]
    public async Task Ignore_MemberOfAGroup_IsSkippedAndNamedAndTheOthersJoin()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const status = [];");
        var ids = new[] { await gateway.CreateUserAsync("ext-ada@contoso.com"), await gateway.CreateUserAsync("bob@contoso.com") };
        var group = await gateway.CreateGroupAsync("red");
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "rules.js"), StatusRules, TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ext-zoe@contoso.com"))).Detail.Contains("rule 1", StringComparison.Ordinal));

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Jira.State.Members("red").Should().Equal("bob");
        (await gateway.ActivityAsync("update", group)).Notes.Should().ContainSingle().Which.Should().Contain("ext-ada").And.Contain("rule 1");
    }

    [Fact]
    public async Task Reject_CreateAndUpdate_AreRefusedWithTheReason()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();
        var robot = ScimBodies.User("robot@contoso.com");
        robot["title"] = "Robot";

        var replies = new[]
        {
            await gateway.SendAsync(HttpMethod.Post, "/Users", robot),
            await gateway.ReplaceAttributeAsync(id, "title", "Robot"),
        };

        replies.Should().AllBeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        replies.Should().AllSatisfy(reply => reply.Detail.Should().Contain("rule 2").And.Contain("robots have no accounts"));
        gateway.Jira.Calls.All.Should().BeEmpty();
        (await gateway.GetAsync($"/Users/{id}"))["title"].Should().BeNull();
    }

    [Fact]
    public async Task Inactive_OfANewUser_AccountIsInactiveAndTheAnswerSaysSo()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        gateway.Jira.State.AddGroup("staff");
        var guest = ScimBodies.User("ada@contoso.com");
        guest["title"] = "Guest";

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", guest);

        reply.Status.Should().Be(201, because: reply.Text);
        ((bool?)reply["active"]).Should().BeFalse();
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Inactive_AfterAChangeOfTitle_AccountIsDeactivatedAndLeavesTheGroup()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        gateway.Jira.State.AddGroup("staff");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddMember("staff", "ada");

        var reply = await gateway.ReplaceAttributeAsync(id, "title", "Guest");

        reply.Status.Should().Be(200, because: reply.Text);
        ((bool?)reply["active"]).Should().BeFalse();
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        gateway.Jira.State.Members("staff").Should().BeEmpty();

        var back = await gateway.PatchAsync($"/Users/{id}", new JsonObject { ["op"] = "Remove", ["path"] = "title" });
        ((bool?)back["active"]).Should().BeTrue();
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Active_AddToAndRemoveFrom_NewUserIsWhereTheRuleSays()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        gateway.Jira.State.AddGroup("staff");
        gateway.Jira.State.AddGroup("contractors");
        var contractor = ScimBodies.User("ada@contoso.com");
        contractor["title"] = "Contractor";

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", contractor);

        reply.Status.Should().Be(201, because: reply.Text);
        gateway.Jira.State.Members("contractors").Should().Equal("ada");
    }

    [Fact]
    public async Task Active_RuleBeginsToHold_GroupsFollowThoughActiveStays()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: StatusRules);
        gateway.Jira.State.AddGroup("staff");
        gateway.Jira.State.AddGroup("contractors");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddMember("staff", "ada");

        var reply = await gateway.ReplaceAttributeAsync(id, "title", "Contractor");

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.Members("contractors").Should().Equal("ada");
        gateway.Jira.State.Members("staff").Should().BeEmpty();
    }

    [Fact]
    public async Task AddTo_GroupThatIsNotThere_SaysWhatIsDoneAndWhatIsNot()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const status = [{ when: 'title pr', then: 'active', addTo: ['nowhere'] }];");
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Add", "title", "X"), ScimBodies.Active(true));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Detail.Should().Contain("nowhere");
    }

    [Fact]
    public async Task RemoveFrom_ProtectedGroup_IsRefused()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const status = [{ when: 'active eq false', then: 'inactive', removeFrom: ['jira-administrators'] }];");
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Groups_OutsideInclude_AreNeitherFoundNorMade()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const groups = { include: 'displayName sw \"jira-\"', name: { pattern: 'jira-(.*)', replacement: '$1' } };");
        gateway.Jira.State.AddGroup("sales");
        await gateway.WarmUpAsync();

        (await gateway.FindAsync("Groups", "displayName eq \"sales\"")).TotalResults.Should().Be(0);
        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("sales"));
        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        gateway.Writes().Should().BeEmpty();

        (await gateway.CreateGroupAsync("jira-red")).Should().Be("red");
        gateway.Jira.State.Group("red").Should().NotBeNull();
        gateway.Jira.State.Group("jira-red").Should().BeNull();
    }

    [Fact]
    public async Task Username_Function_LinkedUsersAreFoundAndPostTakesUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const username = user => user.name.familyName.toLowerCase();");
        gateway.Jira.State.AddUser("lovelace", email: "ada@contoso.com");
        var body = ScimBodies.User("ada@contoso.com");
        body["name"] = new JsonObject { ["familyName"] = "Lovelace" };

        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", body);

        reply.Status.Should().Be(201, because: reply.Text);
        reply.Id.Should().Be(gateway.Jira.State.User("lovelace")!.Key);
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(1);
    }

    [Theory]
    [InlineData("export const username = () => { throw new Error('no luck'); };", "username", "no luck")]
    [InlineData("export const username = () => { for (;;) { } };", "username", "")]
    [InlineData("export const attributes = { displayName: () => { let s = 'x'; for (;;) { s += s; } } };", "attributes.displayName", "")]
    [InlineData("export const attributes = { displayName: u => { const f = () => f(); return f(); } };", "attributes.displayName", "")]
    [InlineData("export const status = [{ when: () => undefined.x, then: 'active' }];", "status[0].when", "")]
    public async Task Script_ThatFailsOrRunsOn_Is500NamingScriptAndExportAndNothingIsSent(string script, string export, string words)
    {
        await using var gateway = await GatewayFixture.StartAsync(script: script);
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        reply.Status.Should().Be(500, because: reply.Text);
        reply.ContentType.Should().StartWith("application/scim+json");
        reply.Detail.Should().Contain("rules.js").And.Contain(export).And.Contain(words);
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Script_ThatLoopsInAGroupRule_Is500AndOtherRequestsAreServed()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const groups = { name: g => { while (g.displayName === 'loop') { } return g.displayName; } };");
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("loop"));

        reply.Status.Should().Be(500, because: reply.Text);
        reply.Detail.Should().Contain("rules.js").And.Contain("groups.name");
        gateway.Jira.Calls.All.Should().BeEmpty();
        (await gateway.CreateGroupAsync("fine")).Should().Be("fine");
    }
}
