namespace Gateway.Cli.Demo;

/// <summary>
/// The life of a small company in Entra: test connection, initial cycle, incremental changes, leavers, deletions. Keeps
/// what Entra believes, so that it can be compared with what the app holds.
/// </summary>
internal sealed class LifeCycle(EntraClient entra, DemoIdeal ideal, int userCount, int groupCount)
{
    // Entra's cycles send some requests side by side; how many is not published.
    private const int SideBySide = 4;
    private const int MembersAPatch = 40;

    private static readonly string[] Given = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Tony", "Radia", "Niklaus"];
    private static readonly string[] Family = ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Hamilton", "Hoare", "Perlman", "Wirth"];

    private readonly DemoUser[] _users = [.. Enumerable.Range(1, userCount).Select(n => new DemoUser(n, Given[n % Given.Length], Family[n / Given.Length % Family.Length]))];
    private readonly DemoGroup[] _groups = [.. Enumerable.Range(1, groupCount).Select(n => new DemoGroup($"Demo Team {n:D2}", $"group-{n:D4}", null, Members(n, userCount, groupCount), false))];

    public IReadOnlyList<DemoUser> Users => _users;

    public IReadOnlyList<DemoGroup> Groups => _groups;

    /// <summary>The steps in order: what it is called, how many requests it is about, and what it does.</summary>
    public IReadOnlyList<(string Name, int Size, Func<Action, CancellationToken, Task> Run)> Steps =>
    [
        ("Test connection", 2, TestConnectionAsync),
        ("Initial cycle: users", _users.Length, (tick, token) => EachAsync(_users.Length, tick, CreateUserAsync, token)),
        ("Initial cycle: groups", _groups.Length, (tick, token) => EachAsync(_groups.Length, tick, CreateGroupAsync, token)),
        ("Initial cycle: memberships", _groups.Length, (tick, token) => EachAsync(_groups.Length, tick, FillGroupAsync, token)),
        ("Changed names and mails", Tenth, (tick, token) => EachAsync(Tenth, tick, ChangeAsync, token)),
        ("Married: a new userName", 2, (tick, token) => EachAsync(Math.Min(2, _users.Length), tick, RenameAsync, token)),
        ("Managers", Tenth, (tick, token) => EachAsync(Tenth, tick, SetManagerAsync, token)),
        ("Moved between teams", _groups.Length - 1, (tick, token) => EachAsync(_groups.Length - 1, tick, MoveAsync, token)),
        ("Leavers disabled", Leavers, (tick, token) => EachAsync(Leavers, tick, DisableAsync, token)),
        ("One comes back", 1, (tick, token) => EachAsync(1, tick, RestoreAsync, token)),
        ("Deleted for good", Deleted, (tick, token) => EachAsync(Deleted, tick, DeleteUserAsync, token)),
        ("A team dissolved", 1, (tick, token) => EachAsync(1, tick, (_, inner) => DeleteGroupAsync(inner), token)),
    ];

    private int Tenth => Math.Max(1, _users.Length / 10);

    // Below the guard's default limit (25 people, or 5 %, in an hour).
    private int Leavers => Math.Max(2, _users.Length * 3 / 100);

    private int Deleted => Math.Max(1, _users.Length / 100);

    private static HashSet<int> Members(int group, int users, int groups) =>
        [.. Enumerable.Range(1, users).Where(user => user % groups == group % groups)];

    /// <summary>Teams that the user is in now.</summary>
    private int TeamsOf(DemoUser user)
    {
        lock (_groups)
        {
            return _groups.Count(group => group.Members.Contains(user.Number));
        }
    }

    private static Task EachAsync(int count, Action tick, Func<int, CancellationToken, Task> run, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (index, token) =>
        {
            await run(index, token);
            tick();
        });

    private async Task TestConnectionAsync(Action tick, CancellationToken cancellationToken)
    {
        ideal.LookUp();
        await entra.FindUserAsync(Guid.NewGuid().ToString(), cancellationToken);
        tick();
        ideal.LookUp();
        await entra.FindGroupAsync(Guid.NewGuid().ToString(), cancellationToken);
        tick();
    }

    private async Task CreateUserAsync(int index, CancellationToken cancellationToken)
    {
        var user = _users[index];
        ideal.LookUp();
        ideal.CreateUser();
        var found = await entra.FindUserAsync(user.UserName, cancellationToken);
        if ((int)found["totalResults"]! != 0)
        {
            throw new DemoFailedException($"'{user.UserName}' exists before it was created.");
        }

        _users[index] = user with { Id = await entra.CreateUserAsync(user, cancellationToken) };
    }

    private async Task CreateGroupAsync(int index, CancellationToken cancellationToken)
    {
        var group = _groups[index];
        ideal.LookUp();
        ideal.CreateGroup();
        await entra.FindGroupAsync(group.DisplayName, cancellationToken);
        _groups[index] = group with { Id = await entra.CreateGroupAsync(group.DisplayName, group.ExternalId, cancellationToken) };
    }

    private async Task FillGroupAsync(int index, CancellationToken cancellationToken)
    {
        foreach (var members in _groups[index].Members.Select(number => _users[number - 1].Id!).Chunk(MembersAPatch))
        {
            ideal.AddMembers(members.Length);
            await entra.ChangeMembersAsync("Add", _groups[index].Id!, members, cancellationToken);
        }
    }

    private async Task ChangeAsync(int index, CancellationToken cancellationToken)
    {
        var user = _users[^(index + 1)];
        user = user with { DisplayName = $"{user.DisplayName} (R&D)", Email = $"rd.{user.Number}@contoso.example" };
        ideal.Change();
        await entra.PatchUserAsync("change user", user.Id!, cancellationToken,
            ("Replace", "displayName", user.DisplayName), ("Replace", "emails[type eq \"work\"].value", user.Email), ("Replace", "title", "Researcher"));
        _users[^(index + 1)] = user;
    }

    private async Task RenameAsync(int index, CancellationToken cancellationToken)
    {
        var user = _users[index] with { UserName = $"married.{_users[index].Number}@contoso.example" };
        ideal.Rename();
        await entra.PatchUserAsync("rename user", user.Id!, cancellationToken, ("Replace", "userName", user.UserName));
        _users[index] = user;
    }

    private Task SetManagerAsync(int index, CancellationToken cancellationToken) =>
        entra.PatchUserAsync("set manager", _users[index].Id!, cancellationToken, ("Add", EntraClient.EnterpriseManager, _users[^1].Id!));

    private async Task MoveAsync(int index, CancellationToken cancellationToken)
    {
        // Only the last group takes: its members are written by one task at a time.
        var group = _groups[index];
        if (group.Members.Count == 0)
        {
            return;
        }

        var leaver = group.Members.Max();
        ideal.RemoveMembers(1);
        ideal.AddMembers(1);
        await entra.ChangeMembersAsync("Remove", group.Id!, [_users[leaver - 1].Id!], cancellationToken);
        _groups[index] = group with { Members = group.Members.Where(number => number != leaver).ToHashSet() };
        await entra.ChangeMembersAsync("Add", _groups[^1].Id!, [_users[leaver - 1].Id!], cancellationToken);
        lock (_groups)
        {
            _groups[^1] = _groups[^1] with { Members = _groups[^1].Members.Append(leaver).ToHashSet() };
        }
    }

    private Task DisableAsync(int index, CancellationToken cancellationToken) => SetActiveAsync("disable user", Leaver(index), false, cancellationToken);

    private Task RestoreAsync(int index, CancellationToken cancellationToken) => SetActiveAsync("restore user", Leaver(0), true, cancellationToken);

    private int Leaver(int index) => (_users.Length / 2 + index) % _users.Length;

    private async Task SetActiveAsync(string what, int index, bool active, CancellationToken cancellationToken)
    {
        if (active)
        {
            ideal.Restore();
        }
        else
        {
            ideal.Disable(TeamsOf(_users[index]) + 1);
        }

        await entra.PatchUserAsync(what, _users[index].Id!, cancellationToken, ("Replace", "active", active ? "True" : "False"));
        _users[index] = _users[index] with { Active = active };
    }

    private async Task DeleteUserAsync(int index, CancellationToken cancellationToken)
    {
        // Thirty days after they were disabled; the first leaver came back.
        var at = Leaver(index + 1);
        ideal.Delete(groups: 0, given: TeamsOf(_users[at]));
        await entra.DeleteAsync("delete user", $"/Users/{_users[at].Id}", cancellationToken);
        _users[at] = _users[at] with { Active = false, Deleted = true };
    }

    private async Task DeleteGroupAsync(CancellationToken cancellationToken)
    {
        var members = _groups[0].Members.Count(number => !_users[number - 1].Deleted);
        ideal.EmptyGroup(pages: 1, members);
        await entra.DeleteAsync("delete group", $"/Groups/{_groups[0].Id}", cancellationToken);
        _groups[0] = _groups[0] with { Deleted = true, Members = new HashSet<int>() };
    }
}
