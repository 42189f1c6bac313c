using System.Collections.Concurrent;
using Gateway.State;

namespace Gateway.Tests.Authentication;

/// <summary>Keys as the store would keep them, in memory.</summary>
internal sealed class KeyStoreFake : IKeyStore
{
    private readonly ConcurrentDictionary<string, ProviderDocuments> _providers = new();
    private readonly List<SigningKey> _keys = [];

    /// <summary>Whether every call fails as a lost store does.</summary>
    public bool IsDown { get; set; }

    public int Lists { get; private set; }

    public IReadOnlyList<SigningKey> Keys => _keys;

    public ValueTask<IReadOnlyList<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken)
    {
        ThrowIfDown();
        Lists++;
        return new([.. _keys.OrderByDescending(key => key.Created)]);
    }

    public Task AddSigningKeyAsync(SigningKey key, DateTimeOffset forgetBefore, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        _keys.RemoveAll(old => old.Created < forgetBefore);
        _keys.Add(key);
        return Task.CompletedTask;
    }

    public ValueTask<ProviderDocuments?> FindProviderAsync(string address, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return new(_providers.GetValueOrDefault(address));
    }

    public Task SaveProviderAsync(ProviderDocuments documents, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        _providers[documents.Address] = documents;
        return Task.CompletedTask;
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StateUnavailableException("the store is down");
        }
    }
}
