using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>What differs between the apps' REST: how they say who is calling, what went wrong, and that something is not there.</summary>
internal interface IAppDialect
{
    /// <summary>The app's name for people ("Jira").</summary>
    string App { get; }

    /// <summary>A cheap read that the app answers to any account that it knows, and refuses to one that it does not.</summary>
    AppUri WhoAmI { get; }

    /// <summary>Reads an error body; never throws.</summary>
    /// <param name="withoutSecrets">Takes out of the words what nobody may quote.</param>
    AppErrors ReadErrors(AppResponse response, Func<string, string> withoutSecrets);

    /// <summary>Why this answer (401 or 403, or a page) means that the gateway's own account is refused; null when it has no such sign.</summary>
    string? CredentialSign(AppResponse response, AppErrors errors);

    /// <summary>Whether the app says in this very answer that it knows the account: a refusal then is about the target.</summary>
    bool KnowsCaller(AppResponse response, AppErrors errors);

    /// <summary>
    /// What a status from 400 on means that is neither a transport fault (<see cref="AppFaults"/>) nor a refused credential. For
    /// 401 and 403 it is asked only when the account is known to be accepted. Only the app's own error shape may become
    /// <see cref="AppFailureKind.NotFound"/>: a proxy or a wrong context path says 404 as well.
    /// </summary>
    AppFailure Classify(AppResponse response, AppErrors errors);
}
