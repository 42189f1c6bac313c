namespace Gateway.Configuration;

/// <summary>What this version acts on. A connection that asks for more is refused when it is loaded, never half obeyed.</summary>
internal static class Supported
{
    public static IReadOnlyList<AppKind> Apps { get; } =
    [
        AppKind.Jira,
        AppKind.Confluence,
        AppKind.Crowd,
        AppKind.Bitbucket,
        AppKind.Scim,
    ];

    public static IReadOnlyList<StateProvider> StateProviders { get; } = [StateProvider.Sqlite];

    public static IReadOnlyList<string> CredentialTypes { get; } = ["Basic", "Bearer", "OAuth"];
}
