namespace Gateway.State;

/// <summary>Keys that tokens are signed with: the gateway's own, and those of others as last published. Failures are <see cref="StateUnavailableException"/>. Thread-safe.</summary>
public interface IKeyStore
{
    /// <summary>The gateway's own keys, newest first.</summary>
    ValueTask<IReadOnlyList<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key, and forgets those made before <paramref name="forgetBefore"/>.</summary>
    Task AddSigningKeyAsync(SigningKey key, DateTimeOffset forgetBefore, CancellationToken cancellationToken);

    /// <summary>What the OpenID provider of this metadata address last published; null: nothing is kept.</summary>
    ValueTask<ProviderDocuments?> FindProviderAsync(string address, CancellationToken cancellationToken);

    /// <summary>Keeps what was fetched, in place of what was kept.</summary>
    Task SaveProviderAsync(ProviderDocuments documents, CancellationToken cancellationToken);
}

/// <summary>A key of the gateway's own, private part and all.</summary>
/// <param name="Id">The <c>kid</c> of what it signs.</param>
/// <param name="Pkcs8">PKCS #8, DER.</param>
public sealed record SigningKey(string Id, byte[] Pkcs8, DateTimeOffset Created)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => $"signing key {Id}";
}

/// <summary>The public documents of an OpenID provider.</summary>
/// <param name="Address">Where <paramref name="Metadata"/> comes from.</param>
/// <param name="Metadata">OpenID Connect Discovery 1.0 section 3, as fetched.</param>
/// <param name="Keys">JWK set (RFC 7517 section 5), as fetched.</param>
public sealed record ProviderDocuments(string Address, string Metadata, string Keys, DateTimeOffset FetchedAt);
