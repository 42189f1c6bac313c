namespace Gateway.Configuration;

/// <summary>Who may call a connection's SCIM endpoint: any of these, and the tokens of the store. Never a secret, hashes only.</summary>
public sealed record AuthenticationSettings
{
    public EquatableList<TokenSettings> Tokens { get; init; } = [];

    /// <summary>The gateway's own access tokens (<c>POST /scim/{connection}/oauth2/token</c>); null: none are given, and none accepted.</summary>
    public OAuthClientSettings? OAuth { get; init; }

    /// <summary>Tokens that Entra issues itself; null: none are accepted.</summary>
    public EntraTokenSettings? Entra { get; init; }

    /// <summary>Where callers may come from, whatever they bring; the address behind <see cref="GatewaySettings.KnownProxies"/> counts.</summary>
    /// <value>Default: everywhere.</value>
    public NetworkList AllowedNetworks { get; init; } = NetworkList.Everywhere;
}

/// <summary>A bearer token managed by configuration: its hash only.</summary>
/// <param name="Name">Shown in activity and lists.</param>
/// <param name="Sha256">Hex of SHA-256 of the token's UTF-8 bytes.</param>
/// <param name="NotAfter">Refused from then on; null: never expires.</param>
public sealed record TokenSettings(string Name, string Sha256, DateTimeOffset? NotAfter);

/// <summary>The one client of a connection's token endpoint (RFC 6749 section 4.4). It proves itself by a secret or by an assertion.</summary>
public sealed record OAuthClientSettings
{
    public required string ClientId { get; init; }

    /// <summary>Lower-case hex of SHA-256 of each secret in force; two while one takes the other's place.</summary>
    public EquatableList<string> ClientSecretSha256 { get; init; } = [];

    /// <summary>Whose assertions stand for the client; null: none do.</summary>
    public FederatedSettings? Federated { get; init; }
}

/// <summary>Workload identity federation (RFC 7523 section 2.2): an assertion of this issuer, for this audience, about this subject.</summary>
public sealed record FederatedSettings
{
    /// <summary>The <c>iss</c> claim, exactly.</summary>
    public required string Issuer { get; init; }

    /// <summary>The <c>aud</c> claim, without the <c>/.default</c> that Entra's portal shows behind it.</summary>
    public required string Audience { get; init; }

    /// <summary>The <c>sub</c> claim, exactly.</summary>
    public required string Subject { get; init; }

    /// <summary>OpenID metadata of the issuer; null: <c>{Issuer}/.well-known/openid-configuration</c>.</summary>
    public string? MetadataAddress { get; init; }
}

/// <summary>Access tokens that Entra issues to its provisioning service when the "Secret Token" is left empty.</summary>
public sealed record EntraTokenSettings
{
    /// <summary>Audience of every custom application of every tenant.</summary>
    public const string SharedAudience = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";

    /// <summary>"Microsoft.Azure.SyncFabric", Entra's provisioning service, the same in every tenant.</summary>
    public const string ProvisioningService = "00000014-0000-0000-c000-000000000000";

    /// <summary>Stands alone in <see cref="AppIds"/>: any application of the tenant.</summary>
    public const string AnyApp = "any";

    /// <summary>The tenant's id, a GUID in lower case.</summary>
    public required string Tenant { get; init; }

    /// <summary>Accepted <c>aud</c> claims, exactly.</summary>
    public EquatableList<string> Audiences { get; init; } = [];

    /// <summary>Every provisioning job of the tenant holds a token for <see cref="SharedAudience"/>: whoever may set one up could call.</summary>
    public bool AcceptSharedAudience { get; init; }

    /// <summary>Accepted <c>appid</c> or <c>azp</c> claims, GUIDs in lower case; or <see cref="AnyApp"/>.</summary>
    public EquatableList<string> AppIds { get; init; } = [ProvisioningService];

    /// <summary>OpenID metadata of the tenant; null: that of the public cloud.</summary>
    public string? MetadataAddress { get; init; }
}
