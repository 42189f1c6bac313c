using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using Gateway.State;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>A create that stopped half-way ends in the same user at the repeat, never in a 409 and never in a second account.</summary>
public sealed class UnfinishedCreateTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task Post_CrashedAfterTheAppsAnswer_SameAccountAndNo409()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "Never"));
        var account = await CrashedAsync(gateway);

        var reply = await gateway.PostUserAsync(Ada);

        (reply.Status, reply.Id).Should().Be((201, account), because: reply.Text);
        (await gateway.IntentAsync("ada")).Should().BeNull();
        (await gateway.GetAsync($"/Users/{account}")).Status.Should().Be(200);
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(409);
    }

    [Fact]
    public async Task Post_CrashedAndTheAccountWasChangedSince_IsSomebodysAndNotTakenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "Never"));
        await CrashedAsync(gateway);
        gateway.Jira.State.SetEmail("ada", "someone@else.com");
        var before = gateway.Jira.Picture();

        (await gateway.PostUserAsync(Ada)).Status.Should().Be(409);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task Post_OtherPersonOfTheSameNameComesFirst_409AndTheOwnerConvergesAfterwards()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "ByName"));
        var account = await CrashedAsync(gateway);
        var before = gateway.Jira.Picture();

        var other = await gateway.PostUserAsync("ada@fabrikam.com", body => body["externalId"] = "ext-other");
        gateway.Jira.Picture().Should().Equal(before);
        var owner = await gateway.PostUserAsync(Ada);

        (other.Status, other.ScimType).Should().Be((409, "uniqueness"));
        other.Detail.Should().Contain(Ada).And.Contain("ada@fabrikam.com");
        (owner.Status, owner.Id).Should().Be((201, account));
    }

    [Fact]
    public async Task Post_OtherPersonOfTheSameNameAndNothingWasMade_GetsTheName()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await SaveIntentAsync(gateway);

        (await gateway.PostUserAsync("ada@fabrikam.com", body => body["externalId"] = "ext-other")).Status.Should().Be(201);
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(409);
    }

    [Fact]
    public async Task Post_AnswerLostAndJiraDownAfterwards_RepeatConverges()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "Never"));
        await gateway.WarmUpAsync();
        gateway.Jira.Faults.Add("POST", UserPath, new FaultEffect.LoseAnswer());
        gateway.Jira.Faults.Add("GET", UserPath, new FaultEffect.Answer { Status = 503 }, times: null);

        var first = await gateway.PostUserAsync(Ada);
        gateway.Jira.Faults.Clear();
        var repeat = await gateway.PostUserAsync(Ada);

        first.Status.Should().Be(503, because: first.Text);
        repeat.Status.Should().Be(201, because: repeat.Text);
        gateway.Jira.State.Users.Count(user => user.Email == Ada).Should().Be(1);
        gateway.Jira.State.User("ada")!.Key.Should().Be(repeat.Id);
    }

    [Fact]
    public async Task Post_DefaultGroupRefused_TellsItAndTheRepeatDoesTheRest()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Default", new JsonArray("staff", "late")));
        gateway.Jira.State.AddGroup("staff");

        var first = await gateway.PostUserAsync(Ada);
        var made = gateway.Jira.State.User("ada")!;
        gateway.Jira.State.AddGroup("late");
        var repeat = await gateway.PostUserAsync(Ada);

        (first.Status, first.ScimType).Should().Be((400, "invalidValue"));
        first.Detail.Should().Contain("late").And.Contain("exists in Jira now");
        (repeat.Status, repeat.Id).Should().Be((201, made.Key), because: repeat.Text);
        gateway.Jira.State.GroupsOf("ada").Should().Contain(["staff", "late"]);
        (await gateway.IntentAsync("ada")).Should().BeNull();
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(409);
    }

    [Fact]
    public async Task Post_DefaultGroupRefused_PersonIsFoundAndCanBeDisabledMeanwhile()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Default", new JsonArray("late")));
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(400);

        var found = await gateway.FindUserAsync(Ada);
        var disabled = await gateway.SetActiveAsync(found.Ids()[0], false);

        disabled.Status.Should().Be(200);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task PostGroup_CrashedAfterTheAppsAnswer_SameGroupAndNo409()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Adopt", "Never"));
        await gateway.WarmUpAsync();
        await gateway.Store.CommitAsync([new StateChange.SaveIntent(new(GatewayFixture.Connection, ResourceKind.Group, "staff", "staff", "object-staff", [], DateTimeOffset.UnixEpoch))], TestContext.Current.CancellationToken);
        gateway.Jira.State.AddGroup("staff");

        var reply = await gateway.PostGroupAsync("staff");

        (reply.Status, reply.Id).Should().Be((201, "staff"), because: reply.Text);
        (await gateway.PostGroupAsync("staff")).Status.Should().Be(409);
    }

    /// <summary>What a crash between the app's answer and ours leaves: the intent, the account, no link.</summary>
    private static async Task<string> CrashedAsync(GatewayFixture gateway)
    {
        await SaveIntentAsync(gateway);
        return gateway.Jira.State.AddUser("ada", "Person ada", Ada).Key;
    }

    private static Task SaveIntentAsync(GatewayFixture gateway) => gateway.Store.CommitAsync(
        [
            new StateChange.SaveIntent(new(
                GatewayFixture.Connection,
                ResourceKind.User,
                "ada",
                Ada,
                "ext-ada",
                [new LinkField("displayName", "Person ada", "displayName"), new LinkField("emailAddress", Ada, "emails[type eq \"work\"].value")],
                new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero))),
        ],
        TestContext.Current.CancellationToken);
}
