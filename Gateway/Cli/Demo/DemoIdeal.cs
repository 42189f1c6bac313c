using Gateway.Configuration;

namespace Gateway.Cli.Demo;

/// <summary>
/// The fewest calls that each app's REST needs for what Entra did: the table of docs/performance.md. What the gateway sends above it are
/// names that had to be proved and questions after refusals.
/// </summary>
internal sealed class DemoIdeal(AppKind app)
{
    private int _calls;

    /// <summary>Calls so far.</summary>
    public int Calls => _calls;

    /// <summary>Whether a user's name can be changed over REST.</summary>
    public bool Renames => app != AppKind.Confluence;

    /// <summary>Whether display name and e-mail can be changed over REST (the emulated Confluence is older than 10).</summary>
    public bool Updates => app != AppKind.Confluence;

    public void LookUp() => Add(1);

    public void CreateUser() => Add(app == AppKind.Bitbucket ? 2 : 1);

    public void CreateGroup() => Add(app == AppKind.Crowd ? 2 : 1);

    public void AddMembers(int count) => Add(app == AppKind.Bitbucket ? 1 : count);

    public void RemoveMembers(int count) => Add(count);

    public void Change() => Add(!Updates ? 0 : app == AppKind.Crowd ? 2 : 1);

    public void Rename() => Add(Renames ? 1 : 0);

    /// <param name="groups">How many groups the user is in, the app's own default group included.</param>
    public void Disable(int groups) => Add(app switch { AppKind.Crowd => 2, AppKind.Bitbucket => 2 + groups, _ => 1 });

    public void Restore() => Add(app == AppKind.Crowd ? 2 : 1);

    /// <param name="given">Memberships that the gateway gave, and takes away again.</param>
    public void Delete(int groups, int given)
    {
        Disable(groups);
        // What RevokeAccess took is only forgotten.
        Add(app == AppKind.Bitbucket ? 0 : given);
    }

    /// <summary>The list of members, then each of them out.</summary>
    public void EmptyGroup(int pages, int members) => Add(pages + members);

    private void Add(int calls) => Interlocked.Add(ref _calls, calls);
}
