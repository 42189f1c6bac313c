using BenchmarkDotNet.Attributes;
using Gateway.Activity;
using Gateway.Benchmarks.Scim;
using Gateway.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.State;

/// <summary>A store of 5 000 links: point reads, a commit as a PATCH makes it (one disk sync), sixteen of them side by side.</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Links = 5000;
    private const int Callers = 16;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private string _folder = "";
    private SqliteStateStore _store = null!;
    private int _next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
        _store = await SqliteStateStore.OpenAsync("Data Source=bench.db", _folder, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await _store.CommitAsync([.. Enumerable.Range(0, Links).Select(number => new StateChange.SaveLink(Link(number)))], CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public async Task<bool> FindById() => await _store.FindLinkAsync("jira", ResourceKind.User, $"JIRAUSER{Next()}", CancellationToken.None) is not null;

    [Benchmark]
    public async Task<int> FindByUserName() => (await _store.FindLinksByIdpNameAsync("jira", ResourceKind.User, $"person{Next()}@contoso.com", CancellationToken.None)).Count;

    [Benchmark]
    public Task Commit() => CommitAsync(Next());

    [Benchmark(OperationsPerInvoke = Callers)]
    public Task CommitSideBySide() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CommitAsync(Next())));

    private Task CommitAsync(int number) => _store.CommitAsync(
        [new StateChange.MarkLink("jira", ResourceKind.User, $"JIRAUSER{number}", LinkState.Live), new StateChange.Record(Activity(number))], CancellationToken.None);

    private int Next() => Interlocked.Increment(ref _next) % Links;

    private static Link Link(int number) => new()
    {
        Connection = "jira",
        Kind = ResourceKind.User,
        Id = $"JIRAUSER{number}",
        AppKey = $"JIRAUSER{number}",
        AppName = $"person{number}",
        NameProvedAt = Noon,
        ExternalId = $"external-{number}",
        IdpName = $"person{number}@contoso.com",
        Attributes = SampleUser.Resource.Without("schemas").Without("userName").Without("externalId"),
        Fields = [new LinkField("displayName", $"Person {number}", "displayName"), new LinkField("emailAddress", $"person{number}@contoso.com", "emails[type eq \"work\"].value")],
        Version = 1,
        Created = Noon,
        LastModified = Noon,
    };

    private static ActivityRecord Activity(int number) => new(
        Noon, "jira", "entra", "update", "User", $"JIRAUSER{number}", $"person{number}@contoso.com", $"person{number}", 200, "done", null, "8af93de07933", [], [], null);
}
