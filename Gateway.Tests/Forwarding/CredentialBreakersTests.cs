using Gateway.Forwarding;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Forwarding.ForwardingHost;

namespace Gateway.Tests.Forwarding;

public sealed class CredentialBreakersTests
{
    private static readonly AppCall Read = AppCall.Get(AppUri.Of("/rest/api/2/user"));
    private static readonly AppCall Myself = AppCall.Get(AppUri.Of("/rest/api/2/myself"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_WrongPasswordFromEightOperations_CostsOneLogin()
    {
        await using var app = await StubApp.StartAsync(context => StubApp.Json(context, 401, "{}"));
        await using var host = Start(app.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectorAsync(host.Open(Connection("Basic")))));

        app.Requests.Should().ContainSingle();
        answers.Count(answer => answer.Fault == AppFault.CredentialStopped).Should().Be(7);
        host.Breakers.StateOf("jira").IsOpen.Should().BeTrue();
    }

    [Fact]
    public async Task SendAsync_WrongPasswordSideBySideInOneOperation_CostsOneLogin()
    {
        await using var app = await StubApp.StartAsync(context => StubApp.Json(context, 401, "{}"));
        await using var host = Start(app.Address);
        var session = host.Open(Connection("Basic"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ConnectorAsync(session)));

        app.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_ForbiddenJudgedByWhoAmI_CostsTwoLogins()
    {
        await using var app = await StubApp.StartAsync(context => StubApp.Json(context, 403, "{}"));
        await using var host = Start(app.Address);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskingConnectorAsync(host.Open(Connection("Basic")))));

        app.Requests.Select(request => request.Target).Should().Equal("/rest/api/2/user", "/rest/api/2/myself");
    }

    [Fact]
    public async Task SendAsync_PasswordAccepted_RunsSideBySide()
    {
        var all = new TaskCompletionSource();
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);
        await ConnectorAsync(host.Open(Connection("Basic")));
        app.Answer = async context =>
        {
            await all.Task;
            await StubApp.Json(context, 200, "{}");
        };

        var calls = Enumerable.Range(0, 8).Select(_ => ConnectorAsync(host.Open(Connection("Basic")))).ToArray();
        await UntilAsync(() => app.Requests.Count == 9, "eight calls are under way");
        all.SetResult();
        await Task.WhenAll(calls);

        app.MostInFlight.Should().Be(8);
    }

    [Fact]
    public async Task Open_ChangedCredential_StartsAnew()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);
        host.Open(Connection("Basic", "old")).CredentialRefused("no");

        var stopped = await host.Open(Connection("Basic", "old")).SendAsync(Read, Cancel);
        var answered = await host.Open(Connection("Basic", "new")).SendAsync(Read, Cancel);

        stopped.Fault.Should().Be(AppFault.CredentialStopped);
        answered.Status.Should().Be(200);
        host.Breakers.StateOf("jira").IsOpen.Should().BeFalse();
    }

    [Fact]
    public async Task Open_OtherSettingsChanged_BreakerStaysOpen()
    {
        await using var host = Start(RawApp.Refusing());
        host.Open(Connection("Basic")).CredentialRefused("no");

        var answer = await host.Open(Connection("Basic", concurrency: 3)).SendAsync(Read, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.CredentialStopped && a.RetryAfter > TimeSpan.FromMinutes(59) && a.Node == null);
    }

    [Fact]
    public async Task Resume_OpenBreaker_CallsGoAgain()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);
        host.Open(Connection("Basic")).CredentialRefused("no");

        host.Breakers.Resume("jira");

        (await host.Open(Connection("Basic")).SendAsync(Read, Cancel)).Status.Should().Be(200);
    }

    [Fact]
    public async Task SendAsync_UnprovenPasswordAndNoAnswer_ReadIsNotRepeated()
    {
        await using var app = new RawApp(RawApp.Hangs);
        await using var host = Start(app.Address);

        var answer = await host.Open(Connection("Basic", timeout: TimeSpan.FromMilliseconds(300))).SendAsync(Read, Cancel);

        answer.Fault.Should().Be(AppFault.Timeout);
        app.Requests.Should().Be(1);
    }

    [Fact]
    public async Task StateOf_UnknownConnection_IsClosed()
    {
        await using var host = Start(RawApp.Refusing());

        host.Breakers.Resume("nobody");

        host.Breakers.StateOf("nobody").Should().Be(BreakerState.Closed);
    }

    [Fact]
    public async Task SendAsync_BreakerOpensWhileWaitingForASlot_IsStopped()
    {
        var release = new TaskCompletionSource();
        await using var app = await StubApp.StartAsync(async context =>
        {
            await release.Task;
            await StubApp.Json(context, 401, "{}");
        });
        await using var host = Start(app.Address);
        var connection = Connection("Bearer", concurrency: 1);
        var first = host.Open(connection).SendAsync(Read, Cancel);
        var waiting = host.Open(connection).SendAsync(Read, Cancel);
        await UntilAsync(() => app.Requests.Count == 1, "the first call is under way");

        var session = host.Open(connection);
        session.CredentialRefused("1");
        session.CredentialRefused("2");
        session.CredentialRefused("3");
        release.SetResult();
        await first;

        (await waiting).Fault.Should().Be(AppFault.CredentialStopped);
        app.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_SlotDoesNotComeFree_IsOverloadedAfterTwentySeconds()
    {
        var time = new FakeTimeProvider();
        await using var app = new RawApp(RawApp.Hangs);
        await using var host = Start(Nodes(app.Address), new Dictionary<string, string?> { [Health("Active:Enabled")] = "false" }, time);
        var connection = Connection(concurrency: 1, timeout: TimeSpan.FromMinutes(1));
        _ = host.Open(connection).SendAsync(Read, Cancel);
        var waiting = host.Open(connection).SendAsync(Read, Cancel);

        time.Advance(TimeSpan.FromSeconds(20));

        (await waiting).Should().Match<AppResponse>(a => a.Fault == AppFault.Overloaded && a.RetryAfter != null);
    }

    /// <summary>What a connector does with a 401 it knows the sign of.</summary>
    private static async Task<AppResponse> ConnectorAsync(IAppSession session)
    {
        var answer = await session.SendAsync(Read, Cancel);
        Judge(session, answer, refused: answer.Status == 401);
        return answer;
    }

    /// <summary>What a connector does with a 403 that tells nothing.</summary>
    private static async Task AskingConnectorAsync(IAppSession session)
    {
        var answer = await session.SendAsync(Read, Cancel);
        var refused = answer.Status == 403 && (await session.SendAsync(Myself, Cancel)).Status == 403;
        Judge(session, answer, refused);
    }

    private static void Judge(IAppSession session, AppResponse answer, bool refused)
    {
        if (refused)
        {
            session.CredentialRefused("the app says no");
        }
        else if (answer.Fault == AppFault.None)
        {
            session.CredentialAccepted();
        }
    }
}
