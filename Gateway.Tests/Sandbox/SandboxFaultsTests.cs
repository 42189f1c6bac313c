using System.Text.Json;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox;

public sealed class SandboxFaultsTests
{
    private const string Anna = $"{JiraLab.Users}?username=anna.meyer";
    private const string NewName = """{"displayName":"New"}""";

    public static TheoryData<FaultEffect, int> Answers => new()
    {
        { FaultEffect.ServerError(), 500 },
        { FaultEffect.Html(502), 502 },
        { FaultEffect.Html(503), 503 },
        { FaultEffect.Html(200), 200 },
        { FaultEffect.TooManyRequests(7), 429 },
        { FaultEffect.RedirectToLogin(), 302 },
        { FaultEffect.Unauthorized(), 401 },
        { FaultEffect.Errors(403, "Nein \"wirklich\" nicht"), 403 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_PlannedStatus_ComesInsteadOfTheApp(FaultEffect effect, int status)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("PUT", JiraLab.Users, effect);

        var hit = await lab.PutAsync(Anna, NewName);
        var next = await lab.GetAsync(Anna);

        hit.Status.Should().Be(status);
        next.Json.GetProperty("displayName").GetString().Should().Be("Anna Meyer", because: "the app never saw the write");
    }

    [Fact]
    public async Task Errors_MessageWithQuotes_IsAnErrorCollection()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, FaultEffect.Errors(400, "say \"no\""));

        var answer = await lab.GetAsync(Anna);

        answer.FirstMessage.Should().Be("say \"no\"");
    }

    [Fact]
    public async Task TooManyRequests_WithSeconds_HasRetryAfter()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, FaultEffect.TooManyRequests(7));

        var answer = await lab.GetAsync(Anna);

        answer.Headers.Should().Contain("Retry-After", "7");
    }

    [Fact]
    public async Task LoseAnswer_Write_HappensAndIsNotTold()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("PUT", JiraLab.Users, new FaultEffect.LoseAnswer());

        var write = () => lab.PutAsync(Anna, NewName);

        await write.Should().ThrowAsync<HttpRequestException>();
        lab.State.User("anna.meyer")!.DisplayName.Should().Be("New");
        lab.Sandbox.Calls.All[^1].Should().BeEquivalentTo(new { Status = 200, Processed = true, Answered = false, Fault = "LoseAnswer" });
    }

    [Fact]
    public async Task CloseBefore_Write_DoesNotHappen()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("PUT", JiraLab.Users, new FaultEffect.CloseBefore());

        var write = () => lab.PutAsync(Anna, NewName);

        await write.Should().ThrowAsync<HttpRequestException>();
        lab.State.User("anna.meyer")!.DisplayName.Should().Be("Anna Meyer");
        lab.Sandbox.Calls.All[^1].Should().BeEquivalentTo(new { Status = 0, Processed = false, Answered = false });
    }

    [Theory]
    [InlineData(false, HttpRequestError.Unknown)]
    [InlineData(true, HttpRequestError.ResponseEnded)]
    public async Task LoseAnswer_ResetOrOrderlyEnd_LooksDifferentToTheClient(bool orderly, HttpRequestError error)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("PUT", JiraLab.Users, new FaultEffect.LoseAnswer { Orderly = orderly });

        var write = () => lab.PutAsync(Anna, NewName);

        (await write.Should().ThrowAsync<HttpRequestException>()).Which.HttpRequestError.Should().Be(error);
        lab.State.User("anna.meyer")!.DisplayName.Should().Be("New");
    }

    [Fact]
    public async Task CloseBefore_OrderlyEnd_IsRepeatedByHttpClientWhenThereIsNoBody()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("DELETE", JiraLab.Users, new FaultEffect.CloseBefore { Orderly = true });

        await lab.DeleteAsync(Anna);

        lab.Sandbox.Calls.All.Select(call => call.Processed).Should().Equal([false, true], because: "SocketsHttpHandler repeats what has no content, writes too");
    }

    [Fact]
    public async Task Truncate_Answer_EndsBeforeItsLength()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, new FaultEffect.Truncate());

        var read = () => lab.GetAsync(Anna);

        await read.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Malform_Answer_IsWholeHttpAndHalfJson()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, new FaultEffect.Malform());

        var answer = await lab.GetAsync(Anna);

        answer.Status.Should().Be(200);
        answer.Invoking(it => it.Json).Should().Throw<JsonException>();
    }

    [Fact]
    public async Task Huge_Answer_HasTheBytesAskedFor()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, new FaultEffect.Huge { Bytes = 3_000_000 });

        var answer = await lab.GetAsync(Anna);

        answer.Text.Should().HaveLength(3_000_000);
        answer.Json.GetProperty("padding").GetString().Should().HaveLength(3_000_000 - 14);
    }

    [Fact]
    public async Task Delay_Answer_WaitsForTheClock()
    {
        var time = new FakeTimeProvider();
        await using var lab = await JiraLab.StartWithAnnaAsync(JiraLab.WithClock(time));
        lab.Sandbox.Faults.Add("PUT", JiraLab.Users, new FaultEffect.Delay { Duration = TimeSpan.FromSeconds(30), AfterProcessing = true });

        var write = lab.PutAsync(Anna, NewName);
        await Eventually.TrueAsync(() => lab.State.User("anna.meyer")!.DisplayName == "New");
        var early = write.IsCompleted;
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return write.IsCompleted;
        });

        early.Should().BeFalse();
        (await write).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(false, "Anna Meyer")]
    [InlineData(true, "New")]
    public async Task Freeze_Write_AnswersWhenReleased(bool afterProcessing, string meanwhile)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("PUT", JiraLab.Users, new FaultEffect.Freeze { AfterProcessing = afterProcessing });

        var write = lab.PutAsync(Anna, NewName);
        await Eventually.TrueAsync(() => lab.Sandbox.Faults.Frozen == 1);
        var seen = lab.State.User("anna.meyer")!.DisplayName;
        lab.Sandbox.Faults.Release();
        var answer = await write;

        seen.Should().Be(meanwhile);
        answer.Status.Should().Be(200);
        lab.State.User("anna.meyer")!.DisplayName.Should().Be("New");
    }

    [Fact]
    public async Task Freeze_CallerGivesUp_IsNoLongerHeld()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, new FaultEffect.Freeze());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var read = lab.SendAsync(lab.Request("GET", Anna), patience.Token);
        await Eventually.TrueAsync(() => lab.Sandbox.Faults.Frozen == 1);
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.TrueAsync(() => lab.Sandbox.Faults.Frozen == 0);
    }

    [Fact]
    public async Task Rule_SkipAndTimes_HitsTheThirdOnly()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        var rule = lab.Sandbox.Faults.Add(new FaultRule { PathPrefix = JiraLab.Users, Skip = 2, Times = 1, Effect = FaultEffect.Html(503) });

        var statuses = new[] { await lab.GetAsync(Anna), await lab.GetAsync(Anna), await lab.GetAsync(Anna), await lab.GetAsync(Anna) }.Select(answer => answer.Status);

        statuses.Should().Equal(200, 200, 503, 200);
        lab.Sandbox.Faults.Hits(rule).Should().Be(1);
    }

    [Fact]
    public async Task Rule_MentionsOneUser_RefusesOnlyThatMemberChange()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddUser("anna");
        lab.Sandbox.Faults.Add(new FaultRule { PathPrefix = "/rest/api/2/group/user", Mentions = "Anna", Effect = FaultEffect.Errors(403, "no") });

        var refused = await lab.PostAsync("/rest/api/2/group/user?groupname=scim-devs", """{"name":"anna"}""");
        var removed = await lab.DeleteAsync("/rest/api/2/group/user?groupname=scim-devs&username=anna.meyer");

        refused.Status.Should().Be(403);
        removed.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("GET", null, "^/rest/api/2/us.r$", null, 503)]
    [InlineData("GET", null, "^/rest/api/2/group$", null, 200)]
    [InlineData("PUT", null, null, null, 200)]
    [InlineData(null, null, null, "anna.meyer", 503)]
    [InlineData(null, null, null, "ben", 200)]
    [InlineData(null, "/rest/api/2/group", null, null, 200)]
    public async Task Rule_Match_DecidesByMethodPathAndQuery(string? method, string? prefix, string? pattern, string? query, int status)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add(new FaultRule { Method = method, PathPrefix = prefix, PathPattern = pattern, QueryContains = query, Effect = FaultEffect.Html(503) });

        var answer = await lab.GetAsync(Anna);

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("/status", 503)]
    public async Task Rule_WithoutPath_LeavesHealthChecksAlone(string? prefix, int status)
    {
        await using var lab = await JiraLab.StartAsync();
        lab.Sandbox.Faults.Add(new FaultRule { PathPrefix = prefix, Effect = FaultEffect.Html(503) });

        var answer = await lab.GetAsync("/status");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Rule_OfOneNode_SparesTheOther()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Nodes = 2 });
        lab.Sandbox.Faults.Add(new FaultRule { Node = 0, Effect = FaultEffect.Html(503) });

        var statuses = new[] { await lab.SendAsync("GET", Anna, node: 0), await lab.SendAsync("GET", Anna, node: 1) }.Select(answer => answer.Status);

        statuses.Should().Equal(503, 200);
    }

    [Fact]
    public async Task Rule_PatternThatNeverEnds_IsSeenAsAMistakeOfTheSandbox()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.Sandbox.Faults.Add(new FaultRule { PathPattern = "^/(a+)+$", Effect = FaultEffect.Html(503) });

        var answer = await lab.GetAsync($"/{new string('a', 60)}!");

        answer.Status.Should().Be(501);
        answer.Text.Should().StartWith("The sandbox failed: System.Text.RegularExpressions.RegexMatchTimeoutException");
    }

    [Fact]
    public async Task Clear_RulesInForce_AreLifted()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Faults.Add(new FaultRule { Effect = FaultEffect.Html(503) });

        lab.Sandbox.Faults.Clear();
        var answer = await lab.GetAsync(Anna);

        answer.Status.Should().Be(200);
    }
}
