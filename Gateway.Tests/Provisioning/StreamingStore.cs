using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Tests.Provisioning;

/// <summary>A store that makes each link when it is asked for, and looks now and then at how many of them are still held by somebody.</summary>
internal sealed class StreamingStore(int count, int titleLength = 0) : IStateStore
{
    private const int Titles = 250;
    private const int Step = 7_919;
    private const int Prime = 1_000_003;

    // What undoes a multiplication by Step (Fermat).
    private static readonly int _inverse = (int)BigInteger.ModPow(Step, Prime - 2, Prime);

    private readonly List<WeakReference> _links = [];
    private readonly List<WeakReference> _ids = [];
    private int _left;

    public int MostLinksAlive { get; private set; }

    /// <summary>Ids are held by links, and by the keys of a window.</summary>
    public int MostIdsAlive { get; private set; }

    /// <summary>How many of the first links are gone from the second scan on.</summary>
    public int LeaveAfterAPass { get; init; }

    public DateTimeOffset MadeAt => DateTimeOffset.UnixEpoch;

    // The order of creation, of ids and of titles are three.
    public static string IdOf(int number) => "u" + ((long)number * Step % Prime).ToString("0000000", CultureInfo.InvariantCulture);

    public static string TitleOf(int number) => "t" + (number % Titles).ToString("000", CultureInfo.InvariantCulture);

    public async IAsyncEnumerable<Link> ScanLinksAsync(string connection, ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = _left; number < count; number++)
        {
            if (number % (count / 4) == count / 8)
            {
                await Task.Yield();
                Look();
            }

            yield return Make(number);
        }

        Look();
        _left = LeaveAfterAPass;
    }

    public ValueTask<IReadOnlyList<Link>> PageLinksAsync(string connection, ResourceKind kind, int offset, int take, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Link>>([.. Enumerable.Range(offset, Math.Min(take, count - offset)).Select(Make)]);

    public ValueTask<TakenAccess?> FindTakenAsync(string connection, string userKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> FindTakenByGroupAsync(string connection, string group, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<int> CountLinksAsync(string connection, ResourceKind kind, CancellationToken cancellationToken) => ValueTask.FromResult(count);

    public ValueTask<Link?> FindLinkAsync(string connection, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        var number = NumberOf(id);
        return ValueTask.FromResult<Link?>(number < _left ? null : Make(number));
    }

    public ValueTask<Link?> FindLinkByAppKeyAsync(string connection, ResourceKind kind, string appKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Link>> FindLinksByIdpNameAsync(string connection, ResourceKind kind, string idpName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Link>> FindLinksByExternalIdAsync(string connection, ResourceKind kind, string externalId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Link>> FindLinksByAppNameAsync(string connection, ResourceKind kind, string appName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Link?> FindForeignLinkAsync(IReadOnlyList<string> others, ResourceKind kind, string appKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Tombstone?> FindTombstoneAsync(string connection, ResourceKind kind, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Tombstone?> FindTombstoneByAppKeyAsync(string connection, ResourceKind kind, string appKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Intent?> FindIntentAsync(string connection, ResourceKind kind, string appName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Sighting?> FindSightingAsync(string connection, ResourceKind kind, string id, DateTimeOffset notBefore, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<GivenMembership>> FindMembershipsAsync(string connection, string userKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<int> CountGuardEventsAsync(string connection, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> HasGuardEventAsync(string connection, string id, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<DateTimeOffset?> FindGuardReleaseAsync(string connection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StuckDeactivation>> ListStuckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ConnectionPin?> FindPinAsync(string connection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Post(IReadOnlyList<StateChange> changes) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Link Make(int number)
    {
        var id = IdOf(number);
        var title = TitleOf(number) + new string('x', titleLength);
        var link = new Link
        {
            Connection = "jira",
            Kind = ResourceKind.User,
            Id = id,
            AppKey = id,
            AppName = id,
            IdpName = id + "@contoso.com",
            Attributes = ScimObject.Of(("title", new ScimString(title))),
            Created = DateTimeOffset.UnixEpoch,
            LastModified = DateTimeOffset.UnixEpoch,
        };
        _links.Add(new WeakReference(link));
        _ids.Add(new WeakReference(id));
        return link;
    }

    private void Look()
    {
        GC.Collect();
        MostLinksAlive = Math.Max(MostLinksAlive, Alive(_links));
        MostIdsAlive = Math.Max(MostIdsAlive, Alive(_ids));
    }

    private static int NumberOf(string id) => (int)(long.Parse(id.AsSpan(1), CultureInfo.InvariantCulture) * _inverse % Prime);

    private static int Alive(List<WeakReference> made)
    {
        made.RemoveAll(one => !one.IsAlive);
        return made.Count;
    }
}
