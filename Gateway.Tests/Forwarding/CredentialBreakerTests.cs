using Gateway.Forwarding;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Forwarding;

public sealed class CredentialBreakerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly BreakerPass Alone = new(BreakerDecision.Alone);
    private static readonly BreakerPass Free = new(BreakerDecision.Free);

    private readonly FakeTimeProvider _time = new();
    private readonly object _session = new();
    private readonly object _other = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnterAsync_BasicUnproven_OneAtATimeUntilAccepted()
    {
        var breaker = Basic();

        var first = await Enter(breaker, _session);
        var second = Enter(breaker, _other);
        var third = Enter(breaker, new object());

        first.Should().Be(Alone);
        second.IsCompleted.Should().BeFalse();
        breaker.Leave(first, _session, LoginSign.Clean);
        (await second).Should().Be(Alone, because: "no verdict was given");
        third.IsCompleted.Should().BeFalse();
        breaker.Accepted(_other);
        (await third).Should().Be(Free);
        (await Enter(breaker, _session)).Should().Be(Free);
        breaker.State.IsProven.Should().BeTrue();
    }

    [Fact]
    public async Task Refused_Basic_StopsWaitingAndLaterCallsForAnHour()
    {
        var breaker = Basic();
        var first = await Enter(breaker, _session);
        var waiting = Enter(breaker, _other);
        breaker.Leave(first, _session, LoginSign.Unauthorized);

        breaker.Refused("AUTHENTICATED_FAILED");

        var stopped = await waiting;
        stopped.Decision.Should().Be(BreakerDecision.Stopped);
        stopped.RetryAfter.Should().Be(TimeSpan.FromHours(1));
        stopped.Reason.Should().Contain("AUTHENTICATED_FAILED");
        (await Enter(breaker, _session)).Decision.Should().Be(BreakerDecision.Stopped);
        breaker.State.Should().Be(new BreakerState(
            IsOpen: true, IsProven: false, 1, "AUTHENTICATED_FAILED", _time.GetUtcNow(), _time.GetUtcNow() + TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task EnterAsync_BasicOpenForAnHour_LetsExactlyOneProbeThrough()
    {
        var breaker = Basic();
        breaker.Refused("no");
        _time.Advance(TimeSpan.FromHours(1) - Tick);
        (await Enter(breaker, _session)).Decision.Should().Be(BreakerDecision.Stopped);
        _time.Advance(Tick);

        var probe = await Enter(breaker, _session);
        var other = await Enter(breaker, _other);

        probe.Should().Be(Alone);
        other.Decision.Should().Be(BreakerDecision.Stopped);
    }

    [Fact]
    public async Task Refused_Probe_OpensForAnotherHour()
    {
        var breaker = Basic();
        breaker.Refused("no");
        _time.Advance(TimeSpan.FromHours(1));
        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.Unauthorized);

        breaker.Refused("still no");

        breaker.State.NextProbe.Should().Be(_time.GetUtcNow() + TimeSpan.FromHours(1));
        (await Enter(breaker, _other)).Decision.Should().Be(BreakerDecision.Stopped);
    }

    [Fact]
    public async Task Accepted_Probe_Closes()
    {
        var breaker = Basic();
        breaker.Refused("no");
        _time.Advance(TimeSpan.FromHours(1));
        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.Clean);

        breaker.Accepted(_session);

        breaker.State.Should().Be(new BreakerState(IsOpen: false, IsProven: true, 0, null, null, null));
        (await Enter(breaker, _other)).Should().Be(Free);
    }

    [Fact]
    public async Task Accepted_OfACallBeforeTheRefusal_DoesNotClose()
    {
        var breaker = Basic();
        breaker.Refused("no");
        breaker.Accepted(_other);
        _time.Advance(TimeSpan.FromHours(1));
        await Enter(breaker, _session);

        breaker.Accepted(_other);

        breaker.State.IsOpen.Should().BeTrue();
    }

    [Fact]
    public async Task Leave_ProbeThatWasNotSent_NextCallProbes()
    {
        var breaker = Basic();
        breaker.Refused("no");
        _time.Advance(TimeSpan.FromHours(1));

        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.NotSent);

        (await Enter(breaker, _other)).Should().Be(Alone);
    }

    [Fact]
    public async Task Leave_ProbeWithoutAnswer_WaitsAnotherHour()
    {
        var breaker = Basic();
        breaker.Refused("no");
        _time.Advance(TimeSpan.FromHours(1));

        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.NoAnswer);

        (await Enter(breaker, _other)).RetryAfter.Should().Be(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Leave_ProbeWithoutVerdict_StaysOpenAndALateAcceptanceCloses()
    {
        var breaker = Basic();
        breaker.Refused("no");
        _time.Advance(TimeSpan.FromHours(1));
        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.Clean);

        _time.Advance(CredentialBreaker.Grace);

        (await Enter(breaker, _other)).Decision.Should().Be(BreakerDecision.Stopped);
        breaker.Accepted(_session);
        breaker.State.IsOpen.Should().BeFalse();
    }

    [Fact]
    public async Task Leave_Suspect_OnlyItsOwnNextCallMayAsk()
    {
        var breaker = Basic();
        var sibling = breaker.TakeTicket();
        var first = await Enter(breaker, _session);
        breaker.Leave(first, _session, LoginSign.Suspect);

        var siblingWaits = breaker.EnterAsync(_session, sibling, Patience, Cancel).AsTask();
        var otherWaits = Enter(breaker, _other);
        var whoAmI = Enter(breaker, _session);

        siblingWaits.IsCompleted.Should().BeFalse(because: "it was started before the answer was known");
        otherWaits.IsCompleted.Should().BeFalse();
        (await whoAmI).Should().Be(Alone);
    }

    [Fact]
    public async Task Leave_SuspectWithoutVerdict_NextGoesAfterTheGrace()
    {
        var breaker = Basic();
        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.Suspect);
        var next = Enter(breaker, _other);

        _time.Advance(CredentialBreaker.Grace - Tick);
        next.IsCompleted.Should().BeFalse();
        _time.Advance(Tick);

        (await next).Should().Be(Alone);
    }

    [Theory]
    [InlineData(nameof(LoginSign.NotSent))]
    [InlineData(nameof(LoginSign.NoAnswer))]
    [InlineData(nameof(LoginSign.Clean))]
    [InlineData(nameof(LoginSign.Suspect))]
    public async Task Leave_WhoAmIWithoutVerdict_NextGoesAfterTheGrace(string sign)
    {
        var breaker = Basic();
        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.Suspect);
        var whoAmI = await Enter(breaker, _session);
        var next = Enter(breaker, _other);
        _time.Advance(CredentialBreaker.Grace);
        next.IsCompleted.Should().BeFalse(because: "the who-am-I is under way");

        breaker.Leave(whoAmI, _session, Enum.Parse<LoginSign>(sign));
        _time.Advance(CredentialBreaker.Grace);

        (await next).Should().Be(Alone);
    }

    [Fact]
    public async Task Leave_UnauthorizedOnceProven_HoldsOthersUntilTheVerdict()
    {
        var breaker = Basic();
        breaker.Leave(await Enter(breaker, _session), _session, LoginSign.Clean);
        breaker.Accepted(_session);
        var underWay = await Enter(breaker, _session);

        breaker.Leave(underWay, _session, LoginSign.Unauthorized);
        var held = Enter(breaker, _other);
        breaker.Accepted(_other);

        held.IsCompleted.Should().BeFalse(because: "only the suspect's verdict counts");
        breaker.Accepted(_session);
        (await held).Should().Be(Free);
    }

    [Fact]
    public async Task EnterAsync_WaitRunsOut_SaysSoAndLosesItsPlace()
    {
        var breaker = Basic();
        var first = await Enter(breaker, _session);
        var waiting = Enter(breaker, _other);

        _time.Advance(Patience);

        (await waiting).Decision.Should().Be(BreakerDecision.WaitedTooLong);
        breaker.Leave(first, _session, LoginSign.Clean);
        (await Enter(breaker, _session)).Should().Be(Alone);
    }

    [Fact]
    public async Task EnterAsync_CancelledWhileWaiting_ThrowsAndTheNextGoes()
    {
        using var source = new CancellationTokenSource();
        var breaker = Basic();
        var first = await Enter(breaker, _session);
        var cancelled = breaker.EnterAsync(_other, breaker.TakeTicket(), Patience, source.Token).AsTask();
        var next = Enter(breaker, _session);

        await source.CancelAsync();
        await cancelled.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        breaker.Leave(first, _session, LoginSign.Clean);

        (await next).Should().Be(Alone);
    }

    [Fact]
    public async Task Resume_Open_LetsOneCallAtATimeGoAgain()
    {
        var breaker = Basic();
        breaker.Refused("no");

        breaker.Resume();

        breaker.State.Should().Be(BreakerState.Closed);
        (await Enter(breaker, _session)).Should().Be(Alone);
        Enter(breaker, _other).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Refused_Token_OpensAtTheThirdInARowForAMinute()
    {
        var breaker = Token();
        breaker.Refused("1");
        breaker.Refused("2");
        breaker.Accepted(_session);
        breaker.Refused("1");
        breaker.Refused("2");
        (await Enter(breaker, _session)).Should().Be(Free);

        breaker.Refused("3");

        (await Enter(breaker, _session)).RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(60));
        (await Enter(breaker, _session)).Should().Be(Alone);
        (await Enter(breaker, _other)).Decision.Should().Be(BreakerDecision.Stopped);
    }

    [Fact]
    public async Task EnterAsync_TokenUnproven_AllGo()
    {
        var breaker = Token();

        var first = await Enter(breaker, _session);
        breaker.Leave(first, _session, LoginSign.Unauthorized);

        first.Should().Be(Free);
        (await Enter(breaker, _other)).Should().Be(Free);
    }

    private CredentialBreaker Basic() => new("jira", isBasic: true, _time, NullLogger.Instance);

    private CredentialBreaker Token() => new("jira", isBasic: false, _time, NullLogger.Instance);

    private static Task<BreakerPass> Enter(CredentialBreaker breaker, object session) =>
        breaker.EnterAsync(session, breaker.TakeTicket(), Patience, Cancel).AsTask();
}
