using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Conformance.Stages;
using Gateway.Tests.Scenarios.Faults;

namespace Gateway.Tests.Conformance;

/// <content>The fault table, for every operation of Entra over every app, in two languages.</content>
public sealed partial class ConformanceTests
{
    // What lives in the link alone needs no app where the app takes no update, so its outage does not show there.
    private static bool NeedsTheApp(FaultStage stage, FaultAnswer answer) => stage.App.Traits.Updates || answer.Name != "change user";

    [Theory]
    [MemberData(nameof(AppsBy), "reset|closed in good order|502|503|504")]
    public async Task Outage_EveryOperation_503WithRetryAfterAndNothingChanged(string app, string fault)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app), fault.Length % 2 == 0 ? "en" : "de");
        var before = stage.Snapshot();
        stage.App.Sandbox.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAllAsync();

        answers.Where(answer => NeedsTheApp(stage, answer)).Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Stopped_EveryOperation_503(string app)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app));
        var before = stage.Snapshot();
        await stage.App.Sandbox.KillNodeAsync(0);

        var answers = await stage.RunAllAsync();

        answers.Where(answer => NeedsTheApp(stage, answer)).Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        stage.Snapshot().Should().Be(before);
        await stage.App.Sandbox.StartNodeAsync(0, TestContext.Current.CancellationToken);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task NoAnswerInTime_EveryOperation_503(string app)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app), connection: settings => settings["AppCalls"] = new JsonObject { ["Timeout"] = "00:00:01", ["Concurrency"] = 32 });
        stage.App.Sandbox.Faults.Add(new FaultRule { Effect = new FaultEffect.Freeze() });

        var answers = await stage.RunAllAsync();

        answers.Where(answer => NeedsTheApp(stage, answer)).Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task TooManyRequests_EveryOperation_429WithTheAppsSeconds(string app)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app));
        var before = stage.Snapshot();
        stage.App.Sandbox.Faults.Add(new FaultRule { Effect = FaultEffect.TooManyRequests(7) });

        var answers = await stage.RunAllAsync();

        answers.Where(answer => NeedsTheApp(stage, answer)).Should().OnlyContain(answer => answer.Status == 429 && answer.RetryAfter == TimeSpan.FromSeconds(7));
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(AppsBy), "500|500 page|log-in redirect|page|page 404|foreign 404|empty object|somebody's JSON")]
    public async Task Nonsense_EveryOperation_502AndNothingChanged(string app, string fault)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app), fault.Length % 2 == 0 ? "en" : "de");
        var before = stage.Snapshot();
        stage.App.Sandbox.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAllAsync();

        answers.Where(answer => NeedsTheApp(stage, answer)).Should().OnlyContain(answer => answer.Status == 502);
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(AppsBy), "truncated|truncated and reset|malformed|huge")]
    public async Task UnreadableAnswers_EveryOperation_NeverNotFoundAndNeverAFalseSuccess(string app, string fault)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app));
        stage.App.Sandbox.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAllAsync();

        // A change whose answer has no body cannot be truncated: it is a true success.
        answers.Should().OnlyContain(answer => answer.Status == 502 || answer.Status == 503 || answer.Status < 300);
        answers.Should().NotContain(answer => answer.Status < 300 && NeedsTheApp(stage, answer) && !IsDone(stage, answer.Name));
        await stage.RestRecoversAsync([.. answers.Where(answer => answer.Status < 300).Select(answer => answer.Name)]);
    }

    [Theory]
    [MemberData(nameof(AppsBy), "create user|change user|deactivate user|delete user|create group|add member|remove member|delete group")]
    public async Task LostAnswer_OfAWrite_SuccessOnlyWhenTheAppHasIt_AndARepeatConverges(string app, string operation)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app));
        stage.App.Sandbox.Faults.Add(new FaultRule { Effect = KnownFault.Of("lost"), Times = 1 });

        var answer = await stage.RunAsync(operation);

        if (answer.Status < 300 && NeedsTheApp(stage, answer))
        {
            IsDone(stage, operation).Should().BeTrue(because: "a success is what the app has confirmed");
        }
        else if (NeedsTheApp(stage, answer))
        {
            answer.Status.Should().Be(503, because: answer.Text);
            (await stage.RunAsync(operation)).Status.Should().BeLessThan(300, because: "a repeat converges");
            IsDone(stage, operation).Should().BeTrue();
        }

        await stage.RestRecoversAsync(operation);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task WrongCredential_EveryOperation_502Then503_AndFewCalls(string app)
    {
        await using var stage = await FaultStage.StartAsync(await AppStage.StartAsync(app), "de");
        var before = stage.Snapshot();
        stage.App.ChangeCredential();
        stage.App.Sandbox.Calls.Clear();

        var answers = await stage.RunInTurnAsync();

        answers.Where(answer => NeedsTheApp(stage, answer)).Should().OnlyContain(answer => answer.Status == 502 || answer.Status == 503);
        answers.Count(answer => answer.Status == 502).Should().BeInRange(1, 3, because: "then nothing is sent any more");
        stage.App.Sandbox.Calls.All.Should().HaveCountLessThan(12);
        stage.Snapshot().Should().Be(before);
    }

    private static bool IsDone(FaultStage stage, string operation) => operation switch
    {
        "create user" => stage.App.User("new") is not null,
        "change user" => stage.App.User("writer")!.DisplayName == "Changed",
        "deactivate user" => !stage.App.User("leaver")!.GetsIn,
        "delete user" => !stage.App.User("deleted")!.GetsIn,
        "create group" => stage.App.Members("fresh") is not null,
        "add member" => stage.App.Members("grown") is ["joiner"],
        "remove member" => stage.App.Members("shrunk") is [],
        "delete group" => stage.App.Members("dropped") is null or [],
        _ => true,
    };
}
