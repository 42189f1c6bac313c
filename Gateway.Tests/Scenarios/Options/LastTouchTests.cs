using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>The exports <c>request</c> and <c>errors</c> of a script, seen from Entra and from Jira.</summary>
public sealed class LastTouchTests
{
    [Fact]
    public async Task Request_AddsHeaderAndField_JiraGetsThem()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: """
            export function request(call, context) {
              call.headers['X-Origin'] = `${context.connection} ${context.operation}`;
              if (call.method === 'POST' && call.path.endsWith('/user')) call.body.notification = false;
              return call;
            }
            """);
        gateway.Jira.Calls.Clear();

        await gateway.CreateUserAsync("ada@contoso.com");

        var create = gateway.Jira.Calls.All.Single(call => call.Method == "POST" && call.Path == UserPath);
        create.Header("X-Origin").Should().Be("jira create");
        ((bool?)JsonNode.Parse(create.BodyText)!["notification"]).Should().BeFalse();
    }

    [Fact]
    public async Task Request_ChangesTheTarget_Is500AndNothingIsSent()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: """
            export function request(call, context) {
              if (context.operation === 'update') call.query = '?key=JIRAUSER10000';
              return call;
            }
            """);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.SetActiveAsync(id, active: false);

        reply.Status.Should().Be(500, because: reply.Text);
        reply.Detail.Should().Contain("rules.js").And.Contain("request").And.Contain("changed the query");
        gateway.Jira.Calls.All.Should().BeEmpty();
        (await gateway.GetAsync($"/Users/{id}"))["active"]!.GetValue<bool>().Should().BeTrue(because: "nobody was told that the leaver is out");
    }

    [Fact]
    public async Task Request_FailsOnAMemberRemoval_IsAnErrorAndTheMemberStays()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: """
            export function request(call) {
              if (call.method === 'DELETE') throw new Error('not on Fridays');
              return call;
            }
            """);
        var user = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", user));

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", user));

        reply.Status.Should().Be(500, because: reply.Text);
        reply.Detail.Should().Contain("not on Fridays");
        gateway.Jira.State.Members("red").Should().Equal("ada");
    }

    [Fact]
    public async Task Errors_RuleMatches_AnswersInItsWordsAndTheActivitySaysSo()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: """
            export const errors = [ { status: 400, message: /address/i, answer: 409, scimType: 'uniqueness', detail: 'this address is taken; ask the service desk' } ];
            """);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = UserPath, Effect = FaultEffect.Errors(400, "The e-mail address is in use.") });

        var reply = await gateway.ReplaceAttributeAsync(id, "emails[type eq \"work\"].value", "bob@contoso.com");

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text);
        reply.Detail.Should().Contain("ask the service desk").And.Contain("The e-mail address is in use.", because: "the app's own words are never lost");
        (await gateway.ActivityAsync("update", id)).Notes.Should().Contain("errors rule 1 answered 409 instead of 400");
    }

    [Theory]
    [InlineData("lost", "export const errors = [ { message: /./, answer: 400 } ];", 503)]
    [InlineData("reset", "export const errors = [ { message: /./, answer: 400 } ];", 503)]
    [InlineData("500", "export const errors = [ { status: 500, answer: 429 } ];", 429)]
    public async Task Errors_OutagesAndLostAnswers_AreNoMatterOfWording(string fault, string script, int status)
    {
        await using var gateway = await GatewayFixture.StartAsync(script: script);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { PathPrefix = UserPath, Effect = Faults.KnownFault.Of(fault) });

        var reply = await gateway.SetActiveAsync(id, active: false);

        reply.Status.Should().Be(status, because: reply.Text);
        reply.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task Errors_MissingUser_StaysNotFound()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const errors = [ { status: [400, 404], answer: 503 } ];");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404, because: "404 is the app's own word");
    }
}
