using System.Collections.Concurrent;
using Gateway.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.State;

public sealed class StateMaintenanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PruneAsync_OldAndYoung_ForgetsOnlyTheOld()
    {
        await using var temp = new TempStore();
        var store = await temp.OpenAsync();
        await store.CommitAsync(
            [
                new StateChange.SaveSighting(Seen("old", TimeSpan.FromMinutes(121))),
                new StateChange.SaveSighting(Seen("young", TimeSpan.FromMinutes(120))),
                new StateChange.GuardEvent("jira", "old", Samples.Noon.AddDays(-8)),
                new StateChange.GuardEvent("jira", "young", Samples.Noon.AddDays(-7)),
                new StateChange.Record(Samples.Record("old") with { At = Samples.Noon.AddDays(-91) }),
                new StateChange.Record(Samples.Record("young") with { At = Samples.Noon.AddDays(-90) }),
            ],
            Token);
        await store.SendCommandAsync("jira", "old", Samples.Noon.AddDays(-8), Token);
        await store.SendCommandAsync("jira", "young", Samples.Noon, Token);
        using var maintenance = new StateMaintenance(store, temp.Time, () => TimeSpan.FromDays(90), NullLogger<StateMaintenance>.Instance);

        await maintenance.PruneAsync(Token);

        (await store.FindSightingAsync("jira", ResourceKind.User, "old", DateTimeOffset.MinValue, Token)).Should().BeNull();
        (await store.FindSightingAsync("jira", ResourceKind.User, "young", DateTimeOffset.MinValue, Token)).Should().NotBeNull();
        (await store.CountGuardEventsAsync("jira", DateTimeOffset.MinValue, Token)).Should().Be(1);
        (await store.SearchAsync(new(), Token)).Should().ContainSingle(r => r.IdpName == "young");
        (await store.CommandsSinceAsync(0, Token)).Should().ContainSingle(c => c.Command == "young");
    }

    [Fact]
    public async Task PruneAsync_KeptForEver_ForgetsNoActivity()
    {
        var upkeep = new FakeUpkeep();
        using var maintenance = new StateMaintenance(upkeep, new FakeTimeProvider(Samples.Noon), () => TimeSpan.MaxValue, NullLogger<StateMaintenance>.Instance);

        await maintenance.PruneAsync(Token);

        upkeep.Asked.Should().Equal(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task ExecuteAsync_EachHour_PrunesAgainEvenAfterAFailure()
    {
        var time = new FakeTimeProvider(Samples.Noon);
        var upkeep = new FakeUpkeep();
        using var maintenance = new StateMaintenance(upkeep, time, () => TimeSpan.FromDays(1), NullLogger<StateMaintenance>.Instance);
        upkeep.Fails = true;

        await maintenance.StartAsync(Token);
        await upkeep.Called.WaitAsync(TimeSpan.FromSeconds(10), Token);
        upkeep.Fails = false;
        time.Advance(TimeSpan.FromHours(1));
        await upkeep.Called.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await maintenance.StopAsync(Token);

        upkeep.Asked.Should().Equal(Samples.Noon.AddDays(-1), Samples.Noon.AddDays(-1).AddHours(1));
    }

    private static Sighting Seen(string id, TimeSpan ago) => new("jira", ResourceKind.User, id, id, id, id, Samples.Noon - ago);

    private sealed class FakeUpkeep : IStateUpkeep
    {
        public volatile bool Fails;

        public ConcurrentQueue<DateTimeOffset> Asked { get; } = [];

        public SemaphoreSlim Called { get; } = new(0);

        public Task<int> PruneActivityAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            Asked.Enqueue(before);
            Called.Release();
            return Fails ? Task.FromException<int>(new StateUnavailableException("the disk is full")) : Task.FromResult(0);
        }

        public Task<int> PruneSightingsAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> PruneGuardEventsAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> PruneCommandsAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task BackupAsync(string path, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
