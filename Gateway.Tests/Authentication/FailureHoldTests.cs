using Gateway.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Authentication;

public sealed class FailureHoldTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FailureHold _hold;

    public FailureHoldTests() => _hold = new FailureHold(_time);

    [Fact]
    public async Task WaitAsync_OneOrMany_GoOnAfterTheirTime()
    {
        var waiting = Enumerable.Range(0, FailureHold.MaxHeld).Select(_ => _hold.WaitAsync(CancellationToken.None)).ToArray();
        _time.Advance(FailureHold.Shortest - TimeSpan.FromMilliseconds(1));
        var early = waiting.Count(one => one.IsCompleted);

        _time.Advance(FailureHold.Longest);
        await Task.WhenAll(waiting);

        early.Should().Be(0);
        _hold.Held.Should().Be(0);
    }

    [Fact]
    public async Task WaitAsync_MoreThanAreHeld_AreAnsweredAtOnce()
    {
        var waiting = Enumerable.Range(0, FailureHold.MaxHeld).Select(_ => _hold.WaitAsync(CancellationToken.None)).ToArray();

        await _hold.WaitAsync(CancellationToken.None);

        waiting.Should().OnlyContain(one => !one.IsCompleted);
        _time.Advance(FailureHold.Longest);
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task WaitAsync_CallerWhoWentAway_TakesNoPlace()
    {
        using var source = new CancellationTokenSource();
        var waiting = _hold.WaitAsync(source.Token);

        await source.CancelAsync();

        await waiting.Invoking(one => one).Should().ThrowAsync<OperationCanceledException>();
        _hold.Held.Should().Be(0);
    }
}
