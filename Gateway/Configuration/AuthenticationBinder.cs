namespace Gateway.Configuration;

/// <summary>The ways into a connection: <c>Connections:{name}:Authentication</c>.</summary>
internal static class AuthenticationBinder
{
    private const string DefaultScope = "/.default";

    public static AuthenticationSettings Bind(SettingsReader reader)
    {
        var networks = NetworkList.Read(reader, "AllowedNetworks");
        return new()
        {
            Tokens = new EquatableList<TokenSettings>(reader.Objects("Tokens").Select(token =>
                new TokenSettings(token.Text("Name") ?? "", Digest(token.Text("Sha256") ?? ""), token.Moment("NotAfter")))),
            OAuth = BindOAuth(reader.Section("OAuth")),
            Entra = BindEntra(reader.Section("Entra"), hasNetworks: networks != NetworkList.Everywhere),
            AllowedNetworks = networks,
        };
    }

    private static OAuthClientSettings? BindOAuth(SettingsReader reader)
    {
        var client = new OAuthClientSettings
        {
            ClientId = Trimmed(reader, "ClientId"),
            ClientSecretSha256 = new EquatableList<string>(reader.Texts("ClientSecretSha256", []).Select(Digest)),
            Federated = BindFederated(reader.Section("Federated")),
        };
        if (!reader.Exists)
        {
            return null;
        }

        AuthenticationRules.Check(client, reader);
        return client;
    }

    private static FederatedSettings? BindFederated(SettingsReader reader)
    {
        var audience = Trimmed(reader, "Audience");
        var federated = new FederatedSettings
        {
            Issuer = Trimmed(reader, "Issuer"),
            Audience = audience.EndsWith(DefaultScope, StringComparison.Ordinal) ? audience[..^DefaultScope.Length] : audience,
            Subject = Trimmed(reader, "Subject"),
            MetadataAddress = reader.Text("MetadataAddress"),
        };
        if (!reader.Exists)
        {
            return null;
        }

        AuthenticationRules.Check(federated, reader);
        return federated;
    }

    private static EntraTokenSettings? BindEntra(SettingsReader reader, bool hasNetworks)
    {
        var defaults = new EntraTokenSettings { Tenant = "" };
        var entra = new EntraTokenSettings
        {
            Tenant = Trimmed(reader, "Tenant").ToLowerInvariant(),
            Audiences = reader.Texts("Audiences", defaults.Audiences),
            AcceptSharedAudience = reader.Flag("AcceptSharedAudience", defaults.AcceptSharedAudience),
            AppIds = new EquatableList<string>(reader.Texts("AppIds", defaults.AppIds, orText: true).Select(id => id.Trim().ToLowerInvariant())),
            MetadataAddress = reader.Text("MetadataAddress"),
        };
        if (!reader.Exists)
        {
            return null;
        }

        AuthenticationRules.Check(entra, reader, hasNetworks);
        return entra;
    }

    private static string Trimmed(SettingsReader reader, string key) => (reader.Text(key) ?? "").Trim();

    private static string Digest(string hex) => hex.Trim().ToLowerInvariant();
}
