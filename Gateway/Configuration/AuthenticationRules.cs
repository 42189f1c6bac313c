namespace Gateway.Configuration;

/// <summary>What must be true of the ways into a connection before anybody is let in by them.</summary>
internal static class AuthenticationRules
{
    private const int DigestLetters = 64;

    public static void Check(OAuthClientSettings client, SettingsReader reader)
    {
        // RFC 6749 appendix A.1: client_id is visible ASCII and blanks.
        if (client.ClientId.Length == 0 || client.ClientId.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            reader.Findings.Error(reader.PathOf("ClientId"), "must be a text of printable ASCII; it is what Entra's \"Client identifier\" holds.");
        }

        if (client is { ClientSecretSha256.Count: 0, Federated: null })
        {
            reader.Findings.Error(reader.Path, "has neither ClientSecretSha256 nor Federated: nobody could prove to be the client.");
        }

        for (var index = 0; index < client.ClientSecretSha256.Count; index++)
        {
            if (!IsDigest(client.ClientSecretSha256[index]))
            {
                reader.Findings.Error(reader.PathOf($"ClientSecretSha256:{index}"), "must be 64 hexadecimal digits: the SHA-256 of the secret, never the secret itself.");
            }
        }
    }

    public static void Check(FederatedSettings federated, SettingsReader reader)
    {
        if (!Uri.TryCreate(federated.Issuer, UriKind.Absolute, out _))
        {
            reader.Findings.Error(reader.PathOf("Issuer"), $"'{federated.Issuer}' is not the issuer that Entra shows beside the workload identity, https://login.microsoftonline.com/<tenant>/v2.0.");
        }

        if (federated.Audience.Length == 0)
        {
            reader.Findings.Error(reader.PathOf("Audience"), "is missing; Entra shows it beside the workload identity, api://<app id>/.default.");
        }
        else if (federated.Audience == EntraTokenSettings.SharedAudience)
        {
            reader.Findings.Error(reader.PathOf("Audience"), "is the audience of every custom application: the token of any provisioning job would do as an assertion. Use that of the workload identity.");
        }

        if (federated.Subject.Length == 0)
        {
            reader.Findings.Error(reader.PathOf("Subject"), "is missing: every workload of the issuer could prove to be the client. Entra shows it beside the workload identity.");
        }

        CheckMetadata(federated.MetadataAddress ?? federated.Issuer, federated.MetadataAddress is null ? "Issuer" : "MetadataAddress", reader);
    }

    /// <param name="hasNetworks">Whether the connection limits the addresses that may call.</param>
    public static void Check(EntraTokenSettings entra, SettingsReader reader, bool hasNetworks)
    {
        if (!IsGuid(entra.Tenant))
        {
            reader.Findings.Error(reader.PathOf("Tenant"), $"'{entra.Tenant}' is not the GUID of a tenant; a name such as contoso.com or common would not tie the tokens to one tenant.");
        }

        if (entra.Audiences.Count == 0)
        {
            reader.Findings.Error(reader.PathOf("Audiences"), "is empty: no token could be accepted. List the application ID or application ID URI that the tokens are for.");
        }

        CheckSharedAudience(entra, reader, hasNetworks);
        if (entra.AppIds.Count == 0 || !(entra.AppIds is [EntraTokenSettings.AnyApp] || entra.AppIds.All(IsGuid)))
        {
            reader.Findings.Error(reader.PathOf("AppIds"), "must be a list of application IDs (GUIDs), or \"any\" alone.");
        }

        if (entra.MetadataAddress is not null)
        {
            CheckMetadata(entra.MetadataAddress, "MetadataAddress", reader);
        }
    }

    public static bool IsDigest(string hex) => hex.Length == DigestLetters && hex.All(char.IsAsciiHexDigit);

    /// <summary>Keys that decide who gets in come by TLS; plain HTTP never leaves this machine.</summary>
    public static bool IsSafeSource(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static void CheckSharedAudience(EntraTokenSettings entra, SettingsReader reader, bool hasNetworks)
    {
        const string Why = "every provisioning job of the tenant holds a token for it, so that whoever may set up a job could call this connection";
        var index = entra.Audiences.ToList().IndexOf(EntraTokenSettings.SharedAudience);
        if (index >= 0 && !entra.AcceptSharedAudience)
        {
            reader.Findings.Error(reader.PathOf($"Audiences:{index}"), $"is the audience that all custom applications share: {Why}. Use client credentials instead, or set AcceptSharedAudience if that is acceptable.");
        }
        else if (index >= 0 && !hasNetworks)
        {
            reader.Findings.Warn(reader.PathOf("AcceptSharedAudience"), $"accepts the audience that all custom applications share: {Why}. Limit the addresses by AllowedNetworks, or use client credentials.");
        }
    }

    private static void CheckMetadata(string address, string key, SettingsReader reader)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsSafeSource(uri) || uri is not { UserInfo.Length: 0, Fragment.Length: 0 })
        {
            reader.Findings.Error(reader.PathOf(key), $"'{address}' is not an https address; plain http is for loopback only, as signing keys come from there.");
        }
    }

    private static bool IsGuid(string text) => Guid.TryParseExact(text, "D", out _);
}
