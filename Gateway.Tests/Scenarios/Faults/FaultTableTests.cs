using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Hosting;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>What Entra is told while Jira is down, busy or answers nonsense: for every operation, and that nothing was changed.</summary>
public sealed class FaultTableTests
{
    [Theory]
    [InlineData("reset", "en")]
    [InlineData("closed in good order", "de")]
    [InlineData("502", "en")]
    [InlineData("503", "de")]
    [InlineData("504", "en")]
    public async Task Outage_EveryOperation_503WithRetryAfter(string fault, string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        var before = stage.Snapshot();
        stage.Jira.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Fact]
    public async Task Stopped_EveryOperation_503WithRetryAfter()
    {
        await using var stage = await FaultStage.StartAsync();
        var before = stage.Snapshot();
        await stage.Jira.KillNodeAsync(0);

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        stage.Snapshot().Should().Be(before);
        await stage.Jira.StartNodeAsync(0, TestContext.Current.CancellationToken);
        await stage.RecoversAsync();
    }

    [Fact]
    public async Task NoAnswerInTime_EveryOperation_503WithRetryAfter()
    {
        await using var stage = await FaultStage.StartAsync(connection: Impatient);
        stage.Jira.Faults.Add(new FaultRule { Effect = new FaultEffect.Freeze() });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(null, 30)]
    [InlineData(0, 30)]
    public async Task TooManyRequests_EveryOperation_429WithJirasRetryAfter(int? told, int expected)
    {
        await using var stage = await FaultStage.StartAsync();
        var before = stage.Snapshot();
        stage.Jira.Faults.Add(new FaultRule { Effect = FaultEffect.TooManyRequests(told) });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 429 && answer.RetryAfter == TimeSpan.FromSeconds(expected));
        stage.Jira.Calls.All.Should().HaveCount(answers.Count, because: "a limited call is not repeated at once");
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Fact]
    public async Task TooManyRequests_JirasOwnLimiter_429WithItsSeconds()
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Settings = stage.Jira.Settings with { RateLimit = new SandboxRateLimit(1, 1, 40) };

        var first = await stage.Operations[0].Run();
        var second = await stage.Operations[0].Run();

        first.Status.Should().Be(200);
        second.Status.Should().Be(429);
        second.RetryAfter.Should().BeGreaterThan(TimeSpan.FromSeconds(30)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(40));
    }

    [Theory]
    [InlineData("500", "en")]
    [InlineData("500", "de")]
    [InlineData("500 page", "en")]
    [InlineData("log-in redirect", "en")]
    [InlineData("page", "de")]
    [InlineData("page 404", "en")]
    [InlineData("foreign 404", "de")]
    [InlineData("empty object", "en")]
    [InlineData("somebody's JSON", "en")]
    public async Task Nonsense_EveryOperation_502AndNothingChanged(string fault, string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        var before = stage.Snapshot();
        stage.Jira.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 502);
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Fact]
    public async Task ServerError_Detail_HoldsJirasWords()
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(new FaultRule { Effect = KnownFault.Of("500") });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Text.Contains("Database is gone"));
    }

    [Fact]
    public async Task TruncatedAndResetAnswers_EveryOperation_NeverSuccessNorNotFound()
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(new FaultRule { Effect = KnownFault.Of("truncated and reset") });

        var answers = await stage.RunAllAsync();

        answers.Select(answer => answer.Status).Should().BeSubsetOf([502, 503], because: "the reset may overtake the status line");
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData("truncated", "en")]
    [InlineData("truncated", "de")]
    [InlineData("huge", "en")]
    public async Task AnswersThatCannotBeRead_EveryOperation_502ThoughJiraDidIt(string fault, string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 502);
        await stage.RecoversAsync();
    }

    [Fact]
    public async Task MalformedAnswers_EveryOperation_502ButAnEmptyAnswerCannotBeMalformed()
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(new FaultRule { Effect = KnownFault.Of("malformed") });

        var answers = await stage.RunAllAsync();

        answers.Where(answer => answer.Status != 502).Should().ContainSingle().Which.Should().Match<FaultAnswer>(answer => answer.Name == "remove member" && answer.Status == 204);
        stage.Jira.State.Members("shrunk").Should().BeEmpty();
        await stage.RecoversAsync();
    }

    private static void Impatient(JsonObject connection) =>
        connection["AppCalls"] = new JsonObject { ["Timeout"] = "00:00:01", ["Concurrency"] = 32 };
}
