using System.Collections.Concurrent;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>Holds a mass deactivation until somebody says that it is meant. Thread-safe.</summary>
internal sealed class Guard(IStateStore store)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, UnderWay> _underWay = new(StringComparer.Ordinal);

    /// <summary>
    /// A place among those who may go: held until the deactivation is stored (dispose it then), so that requests side by
    /// side do not all see the same count. Past the limit 503, unless this person counts already in the window.
    /// </summary>
    public async ValueTask<Outcome<GuardPlace>> TakePlaceAsync(IGuarded operation, string id, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var since = operation.Clock.GetUtcNow() - operation.Connection.Guard.Window;
        if (await store.HasGuardEventAsync(connection, id, since, cancellationToken))
        {
            return GuardPlace.None;
        }

        var underWay = _underWay.GetOrAdd(connection, _ => new());
        var (place, before) = underWay.Enter(id);
        try
        {
            // Those before us are asked for first and the stored ones are counted last: who is stored in between counts twice, never not at all.
            var count = 0;
            foreach (var other in before)
            {
                count += await store.HasGuardEventAsync(connection, other, since, cancellationToken) ? 0 : 1;
            }

            count += await store.CountGuardEventsAsync(connection, since, cancellationToken);
            if (await HeldAsync(operation, count, cancellationToken) is not { } held)
            {
                return place;
            }

            place.Dispose();
            return held;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Null: go on. 503 when one request would remove more members than allowed without naming them, and nobody has said of late that it is meant.</summary>
    public async ValueTask<ScimError?> CheckMembersAsync(IGuarded operation, string group, int removed, CancellationToken cancellationToken)
    {
        var (name, guard) = (operation.Connection.Name, operation.Connection.Guard);
        var isReleased = removed > guard.MaxMembersRemoved
            && await store.FindGuardReleaseAsync(name, cancellationToken) is { } released
            && operation.Clock.GetUtcNow() - released < guard.Window;
        return removed <= guard.MaxMembersRemoved || isReleased
            ? null
            : Held(operation, $"this one request would remove {removed} members of '{group}' without naming them (the limit is {guard.MaxMembersRemoved})");
    }

    private async ValueTask<ScimError?> HeldAsync(IGuarded operation, int count, CancellationToken cancellationToken)
    {
        var guard = operation.Connection.Guard;
        if (count < guard.MaxDeactivations)
        {
            return null;
        }

        var linked = await store.CountLinksAsync(operation.Connection.Name, ResourceKind.User, cancellationToken);
        var limit = Math.Max(guard.MaxDeactivations, (int)Math.Floor(linked * guard.MaxPercent / 100));
        return count < limit ? null : Held(operation, $"{count} people were deactivated or deleted within {guard.Window} (the limit is {limit})");
    }

    private static ScimError Held(IGuarded operation, string why)
    {
        operation.OutcomeWord = "held";
        ProvisioningMetrics.Held.Add(1, new KeyValuePair<string, object?>("connection", operation.Connection.Name));
        return new(503, null, $"Connection '{operation.Connection.Name}': held by the guard: {why}. If this is meant, run 'gateway guard release {operation.Connection.Name}'.", Retry);
    }

    /// <summary>Deactivations that are sent and not stored yet, in the order of their coming.</summary>
    private sealed class UnderWay
    {
        private readonly List<GuardPlace> _places = [];

        public (GuardPlace Place, IReadOnlyList<string> Before) Enter(string id)
        {
            lock (_places)
            {
                var before = _places.Select(place => place.Id).ToList();
                var place = new GuardPlace(id, Leave);
                _places.Add(place);
                return (place, before);
            }
        }

        private void Leave(GuardPlace place)
        {
            lock (_places)
            {
                _places.Remove(place);
            }
        }
    }
}

/// <summary>A deactivation that the guard lets through.</summary>
internal sealed class GuardPlace(string id, Action<GuardPlace> leave) : IDisposable
{
    /// <summary>Nobody's place: nothing to count.</summary>
    public static GuardPlace None { get; } = new(string.Empty, _ => { });

    public string Id { get; } = id;

    public void Dispose() => leave(this);
}
