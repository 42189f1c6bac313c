namespace Gateway.Configuration;

/// <summary>A credential must be complete for its type, and of a type that the gateway can use.</summary>
internal static class CredentialRules
{
    private const string Placeholder = "…";

    /// <summary>The credential with its type in the usual spelling; errors and warnings go to the reader's findings.</summary>
    public static CredentialSettings Check(CredentialSettings credential, AppKind app, AppRules rules, SettingsReader reader)
    {
        var type = Supported.CredentialTypes.FirstOrDefault(known => known.Equals(credential.Type, StringComparison.OrdinalIgnoreCase));
        switch (type)
        {
            case "Basic":
                Require(reader, "Username", credential.Username);
                Require(reader, "Password", credential.Password);
                WarnUnused(reader, type, ("Token", credential.Token), ("ClientId", credential.ClientId), ("ClientSecret", credential.ClientSecret));
                // RFC 7617 section 2: a user-id with a colon cannot be sent.
                if (credential.Username?.Contains(':', StringComparison.Ordinal) == true)
                {
                    reader.Findings.Error(reader.PathOf("Username"), "must not hold a colon: Basic cannot carry it.");
                }

                break;
            case "Bearer":
                Require(reader, "Token", credential.Token);
                WarnUnused(reader, type, ("Username", credential.Username), ("Password", credential.Password), ("ClientSecret", credential.ClientSecret));
                if (credential.Token?.Any(letter => letter is <= ' ' or > '~') == true)
                {
                    reader.Findings.Error(reader.PathOf("Token"), "holds a blank or a letter that no header can carry; copy the token again.");
                }

                break;
            case "OAuth" when rules.CredentialTypes.Contains(type):
                CheckOAuth(credential, reader);
                break;
            case "OAuth":
                break;
            default:
                reader.Findings.Error(reader.PathOf("Type"), credential.Type.Length == 0
                    ? $"is missing; use {string.Join(" or ", rules.CredentialTypes)}."
                    : $"'{credential.Type}' is not one of {string.Join(", ", rules.CredentialTypes)}.");
                break;
        }

        if (type is not null && !rules.CredentialTypes.Contains(type))
        {
            reader.Findings.Error(reader.PathOf("Type"), $"'{type}' does not do for {app}: {rules.CredentialReason}.");
        }

        return credential with { Type = type ?? credential.Type };
    }

    private static void CheckOAuth(CredentialSettings credential, SettingsReader reader)
    {
        Require(reader, "ClientId", credential.ClientId);
        Require(reader, "ClientSecret", credential.ClientSecret);
        Require(reader, "RefreshToken", credential.RefreshToken);
        WarnUnused(reader, "OAuth", ("Password", credential.Password), ("Token", credential.Token));
        if (string.IsNullOrEmpty(credential.Username))
        {
            reader.Findings.Warn(reader.PathOf("Username"), "is missing; name the account that gave its consent, so that SCIM never changes it.");
        }

        if (credential.TokenEndpoint is not { } endpoint)
        {
            return;
        }

        var isPath = endpoint.StartsWith('/') && !endpoint.StartsWith("//", StringComparison.Ordinal) && !endpoint.AsSpan().ContainsAnyExceptInRange('!', '~') && endpoint.AsSpan().IndexOfAny('?', '#') < 0;
        if (isPath)
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address is not { Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 })
        {
            reader.Findings.Error(reader.PathOf("TokenEndpoint"), $"'{endpoint}' is neither a path of the app such as /rest/oauth2/latest/token nor an absolute http or https address.");
        }
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            reader.Findings.Warn(reader.PathOf("TokenEndpoint"), "is plain HTTP: the client's secret and the refresh token travel in clear text.");
        }
    }

    private static void Require(SettingsReader reader, string key, string? value)
    {
        if (string.IsNullOrEmpty(value) || value == Placeholder)
        {
            reader.Findings.Error(reader.PathOf(key), $"is missing; set it in gateway.local.json, a secret file, or the environment as {EnvironmentName(reader, key)}.");
        }
    }

    private static void WarnUnused(SettingsReader reader, string type, params ReadOnlySpan<(string Key, string? Value)> others)
    {
        foreach (var (key, value) in others)
        {
            if (value is not null)
            {
                reader.Findings.Warn(reader.PathOf(key), $"is not used by Type {type}.");
            }
        }
    }

    private static string EnvironmentName(SettingsReader reader, string key) =>
        reader.PathOf(key).Replace(":", "__", StringComparison.Ordinal);
}
