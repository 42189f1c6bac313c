using Gateway.Transforms.Rules;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Transforms;

public sealed class ScriptWorkersTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly ScriptWorkers _workers = new(TimeProvider.System, NullLogger<ScriptWorkers>.Instance);
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
        var outcome = await _workers.RunAsync("s.js", Long, _ => Environment.CurrentManagedThreadId, Stop);

        outcome.Value.Should().NotBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task RunAsync_WorkThrows_CallerGetsItAndTheWorkerLives()
    {
        await FluentActions.Awaiting(() => _workers.RunAsync<int>("s.js", Long, _ => throw new InvalidOperationException("x"), Stop))
            .Should().ThrowAsync<InvalidOperationException>();

        (await _workers.RunAsync("s.js", Long, _ => 1, Stop)).Value.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_WorkDoesNotComeBack_FailsAndOthersRun()
    {
        var fault = await FluentActions.Awaiting(() => _workers.RunAsync("s.js", Short, _ => WaitStuck(), Stop)).Should().ThrowAsync<ScriptFailedException>();

        fault.Which.Message.Should().Contain("s.js").And.Contain("did not come back within 50 ms");
        _workers.GivenUp.Should().Be(1);
        (await _workers.RunAsync("s.js", Long, _ => 1, Stop)).Value.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_FourStuck_Is503UntilOneComesBack()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            FluentActions.Awaiting(() => _workers.RunAsync("s.js", Short, _ => WaitStuck(), Stop)).Should().ThrowAsync<ScriptFailedException>()));

        (await _workers.RunAsync("s.js", Long, _ => 1, Stop)).Error.Should().BeEquivalentTo(new { Status = 503, RetryAfter = TimeSpan.FromSeconds(1) });

        _stuck.Set();
        await Until.TrueAsync(() => _workers.GivenUp == 0);
        (await _workers.RunAsync("s.js", Long, _ => 1, Stop)).Value.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_CallerGivesUpWhileStuck_WorkerIsReplacedAllTheSame()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = _workers.RunAsync("s.js", Short, _ => WaitStuck(), caller.Token);
        await Until.TrueAsync(() => Volatile.Read(ref _running) > 0);

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();

        await Until.TrueAsync(() => _workers.GivenUp == 1);
    }

    [Fact]
    public async Task RunAsync_CallerGivesUpWhileQueued_TheWorkIsNeverBegun()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var busy = Enumerable.Range(0, 8).Select(_ => _workers.RunAsync("s.js", Long, _ => WaitStuck(), Stop)).ToList();
        await Until.TrueAsync(() => Volatile.Read(ref _running) >= Math.Clamp(Environment.ProcessorCount, 2, 8));
        var begun = false;
        var run = _workers.RunAsync("s.js", Long, _ => begun = true, caller.Token);

        await caller.CancelAsync();
        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        _stuck.Set();
        await Task.WhenAll(busy);

        (await _workers.RunAsync("s.js", Long, _ => begun, Stop)).Value.Should().BeFalse();
    }

    private bool WaitStuck()
    {
        Interlocked.Increment(ref _running);
        return _stuck.Wait(Long, CancellationToken.None);
    }
}
