using System.Collections.Frozen;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Authentication.Jwt;

/// <summary>The keys that an OpenID provider signs with, as published at one time.</summary>
/// <param name="Issuer">What the provider calls itself; for Entra with the tenant put in where it says <c>{tenantid}</c>.</param>
internal sealed record ProviderKeys(string Issuer, FrozenDictionary<string, JsonWebKey> ById, DateTimeOffset FetchedAt)
{
    private const int MinRsaBits = 2048;
    private const string TenantPlaceholder = "{tenantid}";

    public int Count => ById.Count;

    /// <summary>
    /// Reads what was fetched. Keys that are not for signatures, too short, without an id, of another issuer (Entra marks each
    /// with its own) or symmetric are left out. Throws <see cref="ProviderException"/> when no key is left.
    /// </summary>
    public static ProviderKeys Read(ProviderDocuments documents, string? tenant)
    {
        var issuer = WithTenant(ReadMetadata(documents.Metadata).Issuer, tenant);
        JsonWebKeySet set;
        try
        {
            set = new JsonWebKeySet(documents.Keys);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new ProviderException("its keys are not a JSON Web Key set");
        }

        var keys = new Dictionary<string, JsonWebKey>(StringComparer.Ordinal);
        foreach (var key in set.Keys.Where(key => IsUsable(key) && IsOf(key, issuer, tenant)))
        {
            keys.TryAdd(key.Kid, key);
        }

        return keys.Count > 0
            ? new ProviderKeys(issuer, keys.ToFrozenDictionary(StringComparer.Ordinal), documents.FetchedAt)
            : throw new ProviderException("it publishes no key that signatures could be checked with");
    }

    /// <summary>Where the metadata says that the keys are. Throws <see cref="ProviderException"/>.</summary>
    public static Uri KeysAddress(string metadata) =>
        Uri.TryCreate(ReadMetadata(metadata).JwksUri, UriKind.Absolute, out var address) && AuthenticationRules.IsSafeSource(address)
            ? address
            : throw new ProviderException("its metadata names no https address of keys (jwks_uri)");

    private static OpenIdConnectConfiguration ReadMetadata(string metadata)
    {
        try
        {
            return OpenIdConnectConfiguration.Create(metadata) is { Issuer.Length: > 0 } read ? read : throw new ProviderException("its metadata names no issuer");
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new ProviderException("its metadata is not that of an OpenID provider");
        }
    }

    private static bool IsUsable(JsonWebKey key)
    {
        try
        {
            return key is { Kid.Length: > 0, D: null or "" } && key.Use is null or JsonWebKeyUseNames.Sig
                && (key.Kty == JsonWebAlgorithmsKeyTypes.RSA ? key.KeySize >= MinRsaBits : key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && key.Crv == JsonWebKeyECTypes.P256);
        }
        catch (FormatException)
        {
            // One key that is not Base64 must not cost the others.
            return false;
        }
    }

    // Entra marks keys by the issuer that they are for, most of them for any tenant. The metadata of version 1.0 goes by another issuer's name.
    private static bool IsOf(JsonWebKey key, string issuer, string? tenant) =>
        !key.AdditionalData.TryGetValue("issuer", out var own) || own is not string text || text == issuer
        || text.Contains(TenantPlaceholder, StringComparison.OrdinalIgnoreCase) || (tenant is not null && text.Contains($"/{tenant}/", StringComparison.OrdinalIgnoreCase));

    private static string WithTenant(string issuer, string? tenant) =>
        tenant is null ? issuer : issuer.Replace(TenantPlaceholder, tenant, StringComparison.OrdinalIgnoreCase);

    private static bool IsUnreadable(Exception error) => error is ArgumentException or FormatException or System.Text.Json.JsonException or InvalidOperationException;
}

/// <summary>An OpenID provider cannot be reached, or publishes what cannot be used. The message is the end of a sentence.</summary>
internal sealed class ProviderException(string message) : Exception(message);
