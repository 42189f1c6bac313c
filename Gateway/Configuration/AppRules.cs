namespace Gateway.Configuration;

/// <summary>
/// What an app's REST cannot do or take, known without asking it: a connection that asks for more is refused at load with the reason.
/// What an app's version or its administrator decides is found out when it answers.
/// </summary>
internal sealed record AppRules
{
    /// <summary>REST surfaces of the app that there is a connector for.</summary>
    public required IReadOnlyList<EndpointKind> Endpoints { get; init; }

    /// <summary>Kinds of credential that reach everything that the gateway needs.</summary>
    public required IReadOnlyList<string> CredentialTypes { get; init; }

    /// <summary>Why another kind of credential does not do, as the end of a sentence.</summary>
    public required string CredentialReason { get; init; }

    /// <summary>Ways to make a user inactive; the first is the default.</summary>
    public IReadOnlyList<UserDeactivation> Deactivations { get; init; } = [UserDeactivation.Native];

    /// <summary>What may be done with a changed name; the first is the default.</summary>
    public IReadOnlyList<UserRename> Renames { get; init; } = [UserRename.Native, UserRename.Keep, UserRename.Refuse];

    /// <summary>Whether <c>Users.Access</c> may name application keys.</summary>
    public bool HasApplicationKeys { get; init; }

    /// <summary>Whether web sessions can be ended (<c>Users.EndSessions</c>).</summary>
    public bool EndsSessions { get; init; }

    /// <summary>Whether users lead projects (<c>Users.DefaultLead</c>).</summary>
    public bool HasLeads { get; init; }

    public NameCase Case { get; init; }

    /// <summary>Groups that nobody would want to be provisioned.</summary>
    public EquatableList<string> ProtectedGroups { get; init; } = [];

    public static AppRules For(AppKind app, EndpointKind endpoint) => (app, endpoint) switch
    {
        (AppKind.Jira, EndpointKind.User) => new()
        {
            Endpoints = [EndpointKind.User, EndpointKind.Directory],
            CredentialTypes = ["Bearer", "Basic"],
            CredentialReason = "use a personal access token (Bearer), or Basic where the Jira allows it",
            HasApplicationKeys = true,
            EndsSessions = true,
            HasLeads = true,
            ProtectedGroups = ["jira-administrators"],
        },
        (AppKind.Jira, _) => UserServer("jira-administrators", [EndpointKind.User, EndpointKind.Directory]),
        (AppKind.Crowd, _) => UserServer("crowd-administrators", [EndpointKind.Directory, EndpointKind.User]),
        (AppKind.Confluence, _) => new()
        {
            Endpoints = [EndpointKind.User],
            CredentialTypes = ["Bearer", "Basic"],
            CredentialReason = "Confluence keeps OAuth apps out of its user administration; use a personal access token of a system administrator (Bearer), or Basic where the Confluence allows it",
            Renames = [UserRename.Refuse, UserRename.Keep],
            Case = NameCase.Lower,
            ProtectedGroups = ["confluence-administrators"],
        },
        (AppKind.Bitbucket, _) => new()
        {
            Endpoints = [EndpointKind.User],
            CredentialTypes = ["Basic", "OAuth"],
            CredentialReason = "Bitbucket's HTTP access tokens never reach its user administration (BSERV-10482); use OAuth with a refresh token of an administrator, or Basic where the Bitbucket allows it",
            Deactivations = [UserDeactivation.RevokeAccess],
        },
        (AppKind.Scim, _) => new()
        {
            Endpoints = [EndpointKind.User],
            CredentialTypes = ["Bearer", "Basic"],
            CredentialReason = "use the token that the SCIM service gave (Bearer), or Basic",
            Renames = [UserRename.Native],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(app), app, "No such app."),
    };

    private static AppRules UserServer(string administrators, IReadOnlyList<EndpointKind> endpoints) => new()
    {
        Endpoints = endpoints,
        CredentialTypes = ["Basic"],
        CredentialReason = "Crowd's user server takes the name and password of an application (not of a user) by Basic",
        ProtectedGroups = [administrators],
    };
}
