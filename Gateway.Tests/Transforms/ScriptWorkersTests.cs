using Gateway.Transforms.Rules;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Transforms;

public sealed class ScriptWorkersTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly ScriptWorkers _workers = new(TimeProvider.System, NullLogger<ScriptWorkers>.Instance);
    private readonly ScriptShare _share = new();
    private readonly ManualResetEventSlim _stuck = new();
    private int _running;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stuck.Set();
        _workers.Dispose();
    }

    [Fact]
    public async Task RunAsync_Work_RunsOffTheCallersThread()
    {
        var outcome = await _workers.RunAsync(_share, "s.js", Long, _ => Environment.CurrentManagedThreadId, Stop);

        outcome.Value.Should().NotBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task RunAsync_WorkThrows_CallerGetsItAndTheWorkerLives()
    {
        await FluentActions.Awaiting(() => _workers.RunAsync<int>(_share, "s.js", Long, _ => throw new InvalidOperationException("x"), Stop))
            .Should().ThrowAsync<InvalidOperationException>();

        (await _workers.RunAsync(_share, "s.js", Long, _ => 1, Stop)).Value.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_WorkDoesNotComeBack_FailsAndOthersRun()
    {
        var fault = await FluentActions.Awaiting(() => _workers.RunAsync(_share, "s.js", Short, _ => WaitStuck(), Stop)).Should().ThrowAsync<ScriptFailedException>();

        fault.Which.Message.Should().Contain("s.js").And.Contain("did not come back within 50 ms");
        _workers.GivenUp.Should().Be(1);
        (await _workers.RunAsync(_share, "s.js", Long, _ => 1, Stop)).Value.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_TwoOfOneScriptStuck_Is503UntilOneComesBackAndOtherScriptsRun()
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            FluentActions.Awaiting(() => _workers.RunAsync(_share, "s.js", Short, _ => WaitStuck(), Stop)).Should().ThrowAsync<ScriptFailedException>()));

        (await _workers.RunAsync(_share, "s.js", Long, _ => 1, Stop)).Error.Should().BeEquivalentTo(new { Status = 503, RetryAfter = TimeSpan.FromSeconds(1) });
        (await _workers.RunAsync(new ScriptShare(), "other.js", Long, _ => 1, Stop)).Value.Should().Be(1);

        _stuck.Set();
        await Until.TrueAsync(() => _workers.GivenUp == 0);
        (await _workers.RunAsync(_share, "s.js", Long, _ => 1, Stop)).Value.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_OneScriptIsSlow_OthersDoNotWaitForIt()
    {
        var slow = Enumerable.Range(0, 50).Select(_ => _workers.RunAsync(_share, "s.js", Long, _ => WaitStuck(), Stop)).ToList();
        await Until.TrueAsync(() => Volatile.Read(ref _running) == ScriptShare.Places);

        (await _workers.RunAsync(new ScriptShare(), "other.js", Long, _ => 1, Stop)).Value.Should().Be(1);

        Volatile.Read(ref _running).Should().Be(ScriptShare.Places, because: "no script has all workers");
        _stuck.Set();
        await Task.WhenAll(slow);
    }

    [Fact]
    public async Task RunAsync_TooManyWait_Is503()
    {
        var waiting = Enumerable.Range(0, ScriptShare.Places + 2048).Select(_ => _workers.RunAsync(_share, "s.js", Long, _ => WaitStuck(), Stop)).ToList();

        var refused = await _workers.RunAsync(_share, "s.js", Long, _ => 1, Stop);

        refused.Error.Should().BeEquivalentTo(new { Status = 503, Detail = "Transform s.js: too many runs of it are waiting." });
        _stuck.Set();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task RunAsync_CallerGivesUpWhileStuck_WorkerIsReplacedAllTheSame()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = _workers.RunAsync(_share, "s.js", Short, _ => WaitStuck(), caller.Token);
        await Until.TrueAsync(() => Volatile.Read(ref _running) > 0);

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();

        await Until.TrueAsync(() => _workers.GivenUp == 1);
    }

    [Fact]
    public async Task RunAsync_CallerGivesUpWhileQueued_TheWorkIsNeverBegun()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var busy = Enumerable.Range(0, 8).Select(_ => _workers.RunAsync(_share, "s.js", Long, _ => WaitStuck(), Stop)).ToList();
        await Until.TrueAsync(() => Volatile.Read(ref _running) >= ScriptShare.Places);
        var begun = false;
        var run = _workers.RunAsync(_share, "s.js", Long, _ => begun = true, caller.Token);

        await caller.CancelAsync();
        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        _stuck.Set();
        await Task.WhenAll(busy);

        (await _workers.RunAsync(_share, "s.js", Long, _ => begun, Stop)).Value.Should().BeFalse();
    }

    private bool WaitStuck()
    {
        Interlocked.Increment(ref _running);
        return _stuck.Wait(Long, CancellationToken.None);
    }
}
