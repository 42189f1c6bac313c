using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>Where Crowd and a Jira that serves the same REST differ, and what a connection's settings say.</summary>
/// <param name="App">The app's name for people.</param>
/// <param name="WhoAmI">The cheapest read that proves credential and address.</param>
/// <param name="AdministratorGroups">Groups whose members administer the app. The REST tells no rights, so these are the app's own names for them.</param>
/// <param name="DirectoryId">Number of the user directory that the connection provisions; null: it names none, or not by number.</param>
/// <param name="Concurrency">Member changes at once.</param>
internal sealed record CrowdOptions(string App, AppUri WhoAmI, IReadOnlyList<string> AdministratorGroups, string? DirectoryId, int Concurrency)
{
    private static readonly AppUri Cookie = AppUri.Of("/rest/usermanagement/1/config/cookie");

    // Jira serves the SSO part of the REST only in part: a search that stops at the first group is there in every version.
    private static readonly AppUri OneGroup = AppUri.Of("/rest/usermanagement/1/search").With("entity-type", "group").With("start-index", "0").With("max-results", "1");

    public static CrowdOptions OfCrowd(string? directory, int concurrency) =>
        new("Crowd", Cookie, ["crowd-administrators"], Number(directory), concurrency);

    public static CrowdOptions OfJira(string? directory, int concurrency) =>
        new("Jira", OneGroup, ["jira-administrators", "jira-system-administrators"], Number(directory), concurrency);

    /// <summary>The only thing that this REST tells of a directory is its number, in front of a user's key.</summary>
    private static string? Number(string? directory) => directory is { Length: > 0 } && directory.All(char.IsAsciiDigit) ? directory : null;
}
