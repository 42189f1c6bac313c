using Gateway.State;

namespace Gateway.Tests.Authentication;

/// <summary>Tokens as the store would keep them, in memory; the rest of the control store is not asked here.</summary>
internal sealed class ControlStoreFake : IControlStore
{
    private readonly List<StoredToken> _tokens = [];
    private long _version = 1;

    /// <summary>Whether every call fails as a lost store does.</summary>
    public bool IsDown { get; set; }

    /// <summary>Whether notes of use fail.</summary>
    public bool RefusesNotes { get; set; }

    public int Lists { get; private set; }

    public int VersionChecks { get; private set; }

    public List<string> Noted { get; } = [];

    /// <summary>Adds a token as another process does.</summary>
    public ControlStoreFake With(string connection, string name, string sha256, DateTimeOffset? notAfter = null)
    {
        _tokens.Add(new StoredToken(connection, name, sha256, DateTimeOffset.UnixEpoch, notAfter, null));
        _version++;
        return this;
    }

    /// <summary>Adds a token without moving the version: a commit of this very process.</summary>
    public void AddUnseen(StoredToken token) => _tokens.Add(token);

    public ValueTask<IReadOnlyList<StoredToken>> ListTokensAsync(CancellationToken cancellationToken)
    {
        ThrowIfDown();
        Lists++;
        return new([.. _tokens]);
    }

    public Task AddTokenAsync(StoredToken token, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        if (_tokens.Any(other => other.Connection == token.Connection && other.Name == token.Name))
        {
            throw new StateConflictException("name in use");
        }

        _tokens.Add(token);
        _version++;
        return Task.CompletedTask;
    }

    public Task<bool> RevokeTokenAsync(string connection, string name, CancellationToken cancellationToken)
    {
        _version++;
        return Task.FromResult(_tokens.RemoveAll(token => token.Connection == connection && token.Name == name) > 0);
    }

    public Task TokensUsedAsync(IReadOnlyDictionary<string, DateTimeOffset> lastUsedBySha256, CancellationToken cancellationToken)
    {
        Noted.AddRange(lastUsedBySha256.Keys);
        return RefusesNotes ? Task.FromException(new StateUnavailableException("no notes")) : Task.CompletedTask;
    }

    public ValueTask<long> DataVersionAsync(CancellationToken cancellationToken)
    {
        ThrowIfDown();
        VersionChecks++;
        return new(_version);
    }

    public Task ReleaseGuardAsync(string connection, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SendCommandAsync(string connection, string command, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<(long Sequence, string Connection, string Command)>> CommandsSinceAsync(long sequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StateUnavailableException("the store is down");
        }
    }
}
