using Gateway.State;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Authentication.Jwt;

/// <summary>
/// The signing keys of one OpenID provider: fetched every hour, and once a minute at most for a key that is not known. When
/// the provider cannot be reached, the last good keys are used for <see cref="KeptFor"/>, over a restart too: they are kept in
/// the store. One fetch at a time, whoever wants it. Thread-safe.
/// </summary>
/// <param name="tenant">Entra's tenant, for metadata that leaves its place open; null for other providers.</param>
internal sealed class OpenIdProvider(string address, string? tenant, ProviderClient client, IKeyStore store, TimeProvider time, ILogger logger)
{
    /// <summary>Age past which keys are no longer believed: an outage of a day, and a day more to see that it is one.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    /// <summary>Entra publishes a key long before it is used: an hour is soon enough.</summary>
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromHours(1);

    /// <summary>Between two fetches that requests ask for: strangers can make up key ids without end.</summary>
    public static readonly TimeSpan AskedAtMostEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task? _reading;
    private Task? _fetching;
    private long? _askedAt;
    private volatile ProviderKeys? _keys;
    private volatile ProviderFailure? _failure;

    public string Address { get; } = address;

    /// <summary>The keys in force; null: none, or too old to be believed.</summary>
    public ProviderKeys? Keys => _keys is { } keys && time.GetUtcNow() - keys.FetchedAt <= KeptFor ? keys : null;

    /// <summary>Why the last fetch failed; null: it did not.</summary>
    public ProviderFailure? Failure => _failure;

    /// <summary>The keys in force; where there are none, kept ones are read, or else new ones fetched, unless that was tried within the last minute.</summary>
    public async ValueTask<ProviderKeys?> GetAsync(CancellationToken cancellationToken)
    {
        if (Keys is null)
        {
            await ReadKept().WaitAsync(cancellationToken);
        }

        if (Keys is null)
        {
            await AskAsync(cancellationToken);
        }

        return Keys;
    }

    /// <summary>The key of that id and the set that it is of; one that is not known may be new, and is looked for. Null: there is none.</summary>
    public async ValueTask<(ProviderKeys Keys, JsonWebKey Key)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var keys = await GetAsync(cancellationToken);
        if (keys is not null && !keys.ById.ContainsKey(id))
        {
            await AskAsync(cancellationToken);
            keys = Keys;
        }

        return keys?.ById.GetValueOrDefault(id) is { } key ? (keys, key) : null;
    }

    /// <summary>Whether it can be said if a key of that id is the provider's: not without keys, and not of an unknown one while the provider cannot be asked.</summary>
    public async ValueTask<bool> CanTellAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is not null || (Keys is not null && _failure is null);

    /// <summary>Fetches when there are no keys, or the keys are an hour old, or the last fetch failed.</summary>
    public async Task RefreshIfDueAsync()
    {
        await ReadKept();
        if (_failure is not null || _keys is not { } keys || time.GetUtcNow() - keys.FetchedAt >= RefreshEvery)
        {
            await Fetch();
        }
    }

    /// <summary>Fetches now, for somebody who waits for it and is no stranger.</summary>
    public Task RefreshAsync() => Fetch();

    private Task AskAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_fetching is not { IsCompleted: false } && _askedAt is { } before && time.GetElapsedTime(before) < AskedAtMostEvery)
            {
                return Task.CompletedTask;
            }

            _askedAt = time.GetTimestamp();
        }

        return Fetch().WaitAsync(cancellationToken);
    }

    // A fetch belongs to nobody: who gives up waiting must not end it for the others.
    private Task Fetch()
    {
        lock (_lock)
        {
            return _fetching is { IsCompleted: false } running ? running : _fetching = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        await ReadKept();
        try
        {
            var documents = await client.FetchAsync(Address, CancellationToken.None);
            var keys = ProviderKeys.Read(documents, tenant);
            if (_failure is not null || _keys is not { } before || !before.ById.Keys.ToHashSet().SetEquals(keys.ById.Keys))
            {
                Log.KeysFetched(logger, Address, keys.Count);
            }

            (_keys, _failure) = (keys, null);
            await KeepAsync(documents);
        }
        catch (ProviderException error)
        {
            if (_failure?.Reason != error.Message)
            {
                Log.KeysNotFetched(logger, Address, error.Message, Keys?.FetchedAt.ToString("u") ?? "never");
            }

            _failure = new ProviderFailure(_failure?.Since ?? time.GetUtcNow(), error.Message);
        }
    }

    private Task ReadKept()
    {
        lock (_lock)
        {
            return _reading ??= Task.Run(ReadKeptAsync);
        }
    }

    private async Task ReadKeptAsync()
    {
        try
        {
            if (await store.FindProviderAsync(Address, CancellationToken.None) is { } documents)
            {
                _keys = ProviderKeys.Read(documents, tenant);
            }
        }
        catch (Exception error) when (error is StateUnavailableException or ProviderException)
        {
            Log.KeysNotKept(logger, Address, error.Message);
        }
    }

    private async Task KeepAsync(ProviderDocuments documents)
    {
        try
        {
            await store.SaveProviderAsync(documents, CancellationToken.None);
        }
        catch (StateUnavailableException error)
        {
            Log.KeysNotKept(logger, Address, error.Message);
        }
    }
}

/// <summary>An outage of an OpenID provider.</summary>
/// <param name="Since">When the first fetch failed.</param>
/// <param name="Reason">Why the last one did.</param>
internal sealed record ProviderFailure(DateTimeOffset Since, string Reason);
