using System.Collections.Frozen;
using Gateway.Configuration;
using Gateway.Scim.Messages;

namespace Gateway.Transforms;

/// <summary>
/// The rules in force of all connections. Looks at settings and scripts several times a second by content, which sees every
/// way of saving a file (rename over it, truncate and write, a swapped link, a network mount); a changed script is
/// taken when two looks in a row found the same, so that a half-written one is never in force.
/// </summary>
internal sealed class TransformCatalog(IConnectionSettingsSource settings, TransformLoader loader, TimeProvider time, ILogger<TransformCatalog> logger)
    : BackgroundService, ITransforms, ITransformStatus
{
    /// <summary>Between two looks; a save is in force after at most two of them.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    // No script's hash: the next look tries again.
    private const string TryAgain = "busy";

    private readonly SemaphoreSlim _wake = new(0, 1);
    private FrozenDictionary<string, Slot> _slots = FrozenDictionary<string, Slot>.Empty;
    private IReadOnlyList<TransformState> _all = [];

    public IReadOnlyList<TransformState> All => Volatile.Read(ref _all);

    public Outcome<ITransform> For(string connection)
    {
        if (!Volatile.Read(ref _slots).TryGetValue(connection, out var slot))
        {
            return Unavailable($"The rules of connection '{connection}' are not loaded yet.");
        }

        return slot.InForce is { Transform: { } transform }
            ? Ok(transform)
            : Unavailable($"The rules of connection '{connection}' cannot be used: {string.Join(" ", slot.Problems.Select(problem => problem.WithoutFolder()))}");
    }

    /// <summary>Loads everything before the gateway listens, so that the first request finds rules, or the reason why there are none.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        settings.Changed += Wake;
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        settings.Changed -= Wake;
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(Interval, stoppingToken);
                await RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // One failed look must not end all later ones.
                logger.RefreshFailed(fault);
            }
        }
    }

    private static Outcome<ITransform> Ok(ITransform transform) => As(transform);

    // A conversion from an interface is not one in C#; from a type parameter it is.
    private static Outcome<T> As<T>(T value) => value;

    private static ScimError Unavailable(string detail) => new(503, null, detail, TimeSpan.FromSeconds(5));

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is due already.
        }
    }

    /// <summary>One look at settings and scripts. Not for two callers at once.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var current = settings.Current;
        var old = _slots;
        var slots = new Dictionary<string, Slot>(StringComparer.Ordinal);
        var changed = current.Count != old.Count;
        foreach (var connection in current)
        {
            var slot = old.GetValueOrDefault(connection.Name);
            var next = await LookAsync(connection, slot, cancellationToken);
            slots[connection.Name] = next;
            changed |= !ReferenceEquals(slot, next);
        }

        if (changed)
        {
            Volatile.Write(ref _slots, slots.ToFrozenDictionary(StringComparer.Ordinal));
            Volatile.Write(ref _all, [.. current.Select(connection => slots[connection.Name].State(connection))]);
        }
    }

    private async Task<Slot> LookAsync(ConnectionSettings connection, Slot? slot, CancellationToken cancellationToken)
    {
        var inputs = new TransformInputs(connection);
        var file = connection.Script is null ? null : ScriptFile.Read(connection.Script);
        var hash = file?.Hash ?? "";
        if (slot is not null && slot.Inputs == inputs && slot.LoadedHash == hash)
        {
            return slot.SeenHash == hash ? slot : slot with { SeenHash = hash };
        }

        if (slot is not null && slot.Inputs.Script == inputs.Script && slot.LoadedHash != hash && slot.SeenHash != hash)
        {
            return slot with { SeenHash = hash };
        }

        var load = await loader.LoadAsync(connection, file, cancellationToken);
        if (load.Transform is not null || slot is null || !slot.Problems.SequenceEqual(load.Problems))
        {
            Tell(connection, load, slot);
        }

        return load.Transform is not null
            ? new(inputs, hash, hash, load, time.GetUtcNow(), [])
            : new(inputs, load.IsBusy ? TryAgain : hash, hash, slot?.InForce, slot?.Since, load.Problems);
    }

    private void Tell(ConnectionSettings connection, TransformLoad load, Slot? slot)
    {
        if (load.Transform is { } loaded)
        {
            logger.TransformInForce(connection.Name, loaded.Version, connection.Script ?? "no script", load.Examples);
            return;
        }

        var problem = string.Join(" ", load.Problems);
        if (slot?.InForce is { Transform: { } kept })
        {
            logger.TransformRefused(connection.Name, problem, kept.Version);
        }
        else
        {
            logger.TransformNeverLoaded(connection.Name, problem);
        }
    }

    /// <summary>What is known of one connection.</summary>
    /// <param name="Inputs">The settings of the last attempt.</param>
    /// <param name="LoadedHash">The script of the last attempt.</param>
    /// <param name="SeenHash">The script at the last look.</param>
    private sealed record Slot(
        TransformInputs Inputs, string LoadedHash, string SeenHash, TransformLoad? InForce, DateTimeOffset? Since, IReadOnlyList<TransformProblem> Problems)
    {
        public TransformState State(ConnectionSettings connection) =>
            new(connection.Name, connection.Script, InForce?.Transform?.Version, Since, InForce?.Rules ?? [], Problems);
    }
}
