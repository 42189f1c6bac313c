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

    /// <summary>Apps and REST surfaces that have a connector.</summary>
    public static IReadOnlyList<(AppKind App, EndpointKind Endpoint)> Connectors { get; } =
    [
        (AppKind.Jira, EndpointKind.User),
        (AppKind.Confluence, EndpointKind.User),
        (AppKind.Jira, EndpointKind.Directory),
        (AppKind.Crowd, EndpointKind.Directory),
        (AppKind.Crowd, EndpointKind.User),
        (AppKind.Bitbucket, EndpointKind.User),
        (AppKind.Scim, EndpointKind.User),
    ];

    public static IReadOnlyList<StateProvider> StateProviders { get; } = [StateProvider.Sqlite];

    public static IReadOnlyList<string> CredentialTypes { get; } = ["Basic", "Bearer", "OAuth"];
}
