using System.Threading.Channels;
using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.Scim.Bulk;
using Gateway.Scim.Resources;
using Gateway.Tests.Scim.Bulk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Endpoints;

public sealed class BulkRunTests
{
    private const string Free = """{"method":"GET","path":"/Users/1"}""";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task RunAsync_IndependentOperations_RunSideBySideUpToTheConnectionsConcurrency()
    {
        var gates = Channel.CreateUnbounded<bool>();
        var calls = new ResourceCallsFake(async (_, cancellationToken) => await gates.Reader.ReadAsync(cancellationToken));

        var run = RunAsync(calls, Users(20), concurrency: 3);
        calls.Started.Should().Be(3);
        for (var gate = 0; gate < 20; gate++)
        {
            gates.Writer.TryWrite(true);
        }

        Statuses(await run).Should().Equal(Enumerable.Repeat("201", 20));
        calls.Most.Should().Be(3);
    }

    [Fact]
    public async Task RunAsync_FailOnErrors_RunsOneAfterTheOther()
    {
        var calls = new ResourceCallsFake(async (_, _) => await Task.Yield());

        var progress = await RunAsync(calls, Users(10), concurrency: 8, failOnErrors: 1);

        Statuses(progress).Should().Equal(Enumerable.Repeat("201", 10));
        calls.Most.Should().Be(1);
    }

    [Theory]
    [InlineData(25, 3)]
    [InlineData(10, 1)]
    public async Task RunAsync_TimeIsUp_WhatHasNotStartedSaysSoItself(int limitSeconds, int started)
    {
        var calls = new ResourceCallsFake((_, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        });

        var progress = await RunAsync(calls, [.. Users(5), Free], concurrency: 1, limit: TimeSpan.FromSeconds(limitSeconds));

        calls.Started.Should().Be(started);
        Statuses(progress).Should().Equal([.. Enumerable.Repeat("201", started), .. Enumerable.Repeat("503", 5 - started), "400"]);
        Detail(progress, 4).Should().Contain($"not started within {limitSeconds} s").And.Contain("nothing was sent");
    }

    [Fact]
    public void WorkLimit_Default_IsThatOfALargeMemberChange() =>
        new BulkRun([], _clock, NullLogger<BulkRun>.Instance).WorkLimit.Should().Be(TimeSpan.FromSeconds(25));

    [Fact]
    public async Task RunAsync_ABugInOneOperation_Is500OfThatOneAndTheOthersAreTold()
    {
        var calls = new ResourceCallsFake((userName, _) => userName == "user2" ? throw new InvalidOperationException("a secret of the code") : Task.CompletedTask);

        var progress = await RunAsync(calls, [.. Users(3), BulkBody.User("late", more: ""","nickName":"bulkId:user2" """)], concurrency: 8);

        Statuses(progress).Should().Equal("201", "500", "201", "400");
        Detail(progress, 1).Should().NotContain("secret");
    }

    [Fact]
    public async Task RunAsync_ClientHangsUp_WhatIsRunningEndsAndNothingElseStarts()
    {
        using var hangUp = new CancellationTokenSource();
        var (written, gate) = (0, new TaskCompletionSource());
        var calls = new ResourceCallsFake(async (_, _) =>
        {
            await gate.Task;
            Interlocked.Increment(ref written);
        });

        var run = RunAsync(calls, Users(20), concurrency: 2, hangUp: hangUp);
        await hangUp.CancelAsync();
        run.IsCompleted.Should().BeFalse(because: "a write that is under way is waited for");
        gate.SetResult();

        await run.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        calls.Started.Should().Be(2);
        written.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_ClientHangsUpBeforeAnythingIsSent_ThrowsThatItWasCancelled()
    {
        using var hangUp = new CancellationTokenSource();
        var calls = new ResourceCallsFake((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

        var run = RunAsync(calls, Users(2), concurrency: 2, hangUp: hangUp);
        await hangUp.CancelAsync();

        await run.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static string[] Users(int count) => [.. Enumerable.Range(1, count).Select(number => BulkBody.User($"user{number}"))];

    private Task<BulkProgress> RunAsync(ResourceCallsFake calls, IEnumerable<string> operations, int concurrency, int? failOnErrors = null, TimeSpan? limit = null, CancellationTokenSource? hangUp = null)
    {
        var run = new BulkRun([calls], _clock, NullLogger<BulkRun>.Instance) { WorkLimit = limit ?? TimeSpan.FromSeconds(25) };
        var connection = new ConnectionSettings { Name = "jira", App = AppKind.Jira, Cluster = "jira", AppCalls = new AppCallSettings { Concurrency = concurrency } };
        var body = BulkBody.Of(operations);
        body = failOnErrors is { } errors ? body.With("failOnErrors", ScimNumber.Of(errors)) : body;
        return run.RunAsync(new ScimCall(connection, "test", "https://x/v2"), BulkBody.Parse(body), hangUp?.Token ?? TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Statuses(BulkProgress progress) => progress.Answers("https://x/v2").Select(answer => answer.GetString("status")!);

    private static string Detail(BulkProgress progress, int index) => ((ScimObject)progress.Answers("https://x/v2").ElementAt(index)["response"]!).GetString("detail")!;
}
