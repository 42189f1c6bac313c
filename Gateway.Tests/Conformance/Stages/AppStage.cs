using Gateway.Sandbox.Hosting;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance.Stages;

/// <summary>An emulated app in words that fit all of them: what an administrator does there by hand, and what is to be seen afterwards.</summary>
public abstract class AppStage
{
    /// <summary>Names of the stages, one a connector: the columns of the conformance suite.</summary>
    public static IReadOnlyList<string> Names { get; } = ["jira", "jira directory", "confluence", "confluence 10", "bitbucket", "crowd"];

    /// <summary>How the gateway reaches the app. Disposing it is the gateway fixture's task.</summary>
    public abstract AppUnderTest App { get; }

    /// <summary>What this app's REST can do.</summary>
    public abstract StageTraits Traits { get; }

    public AppSandbox Sandbox => App.Sandbox;

    /// <summary>Every user, those of the app's own included.</summary>
    public virtual IReadOnlyList<SandboxPerson> Users => Sandbox.View().People;

    /// <summary>Every group by name, with the names of its direct members.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups => Sandbox.View().Groups;

    /// <summary>Starts the emulated app. Throws <see cref="ArgumentOutOfRangeException"/> for a name that is none.</summary>
    public static Task<AppStage> StartAsync(string name) => name switch
    {
        "jira" => JiraStage.StartAsync(),
        "crowd" => CrowdStage.StartAsync(),
        "jira directory" => JiraDirectoryStage.StartAsync(),
        "bitbucket" => BitbucketStage.StartAsync(),
        "confluence" => ConfluenceStage.StartReleaseAsync("9.2.4"),
        "confluence 10" => ConfluenceStage.StartReleaseAsync("10.2.2"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such stage."),
    };

    /// <summary>A user by name in any case; null when there is none.</summary>
    public SandboxPerson? User(string name) => Users.FirstOrDefault(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Names of the direct members, sorted; null for a group that is not there.</summary>
    public IReadOnlyList<string>? Members(string group) =>
        Groups.FirstOrDefault(one => one.Key.Equals(group, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found ? [.. found.Value.Order(StringComparer.OrdinalIgnoreCase)] : null;

    /// <summary>An ordinary account that gets in.</summary>
    public abstract void AddUser(string name, string email);

    /// <summary>An account with administration rights.</summary>
    public abstract void AddAdministrator(string name, string email);

    public abstract void RenameUser(string name, string newName);

    public abstract void DeleteUser(string name);

    /// <summary>Lets the user in again, as an administrator would.</summary>
    public abstract void LetIn(string name);

    public abstract void AddGroup(string name, params IReadOnlyList<string> members);

    /// <summary>A group that gives administration rights.</summary>
    public abstract void AddAdministrators(string name);

    public abstract void DeleteGroup(string name);

    public abstract void AddMember(string group, string user);

    public abstract void RemoveMember(string group, string user);

    /// <summary><c>en</c> or <c>de</c>: the language of every text.</summary>
    public abstract void Speak(string language);

    /// <summary>Every user directory is read-only from now on.</summary>
    public abstract void MakeReadOnly();

    /// <summary>The licence has no seat left for one more user. Only where <see cref="StageTraits.HasSeats"/>.</summary>
    public abstract void TakeAllSeats();

    /// <summary>The gateway's own credential is wrong from now on.</summary>
    public abstract void ChangeCredential();

    /// <summary>Everything that the app knows of users and groups, as one text.</summary>
    public string Snapshot() => string.Join('\n', Users.OrderBy(user => user.Key, StringComparer.Ordinal).Select(user => user.ToString())
        .Concat(Groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}: {string.Join(' ', group.Value.Order(StringComparer.Ordinal))}")));
}

/// <summary>What differs between the apps as Entra sees them.</summary>
public sealed record StageTraits
{
    /// <summary>Whether a user can be renamed over REST (<c>Users.Rename</c> Native).</summary>
    public bool Renames { get; init; } = true;

    /// <summary>Whether display name and e-mail can be changed after the create.</summary>
    public bool Updates { get; init; } = true;

    /// <summary>Whether a read tells the e-mail.</summary>
    public bool TellsEmail { get; init; } = true;

    /// <summary>Whether users can be found by e-mail.</summary>
    public bool SearchesEmail { get; init; } = true;

    /// <summary>Whether the licence limits users at their creation.</summary>
    public bool HasSeats { get; init; } = true;

    /// <summary>Whether an inactive user leaves the app's own member lists (the gateway still shows the memberships).</summary>
    public bool RevokesAccess { get; init; }

    /// <summary>App calls of each operation: the table of budgets.</summary>
    public required StageCalls Calls { get; init; }
}

/// <summary>Exact numbers of app calls. <c>k</c> is the number of the user's groups, <c>n</c> that of the members changed.</summary>
public sealed record StageCalls
{
    public int Get { get; init; } = 1;

    public int LookUp { get; init; } = 1;

    public int Create { get; init; } = 1;

    public int CreateInactive { get; init; } = 2;

    public int Change { get; init; } = 1;

    public int Deactivate { get; init; } = 1;

    /// <summary>For each group of the user at a deactivation.</summary>
    public int DeactivateEachGroup { get; init; }

    public int Activate { get; init; } = 1;

    public int GetInactive { get; init; } = 1;

    /// <summary>Null: one for each member.</summary>
    public int? AddMembers { get; init; }

    public int CreateGroup { get; init; } = 1;

    public int Delete { get; init; } = 1;
}
