using Gateway.Sandbox.Confluence;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance.Stages;

/// <summary>Confluence's own REST, of a release that can update users (10.0 and later) or cannot.</summary>
internal sealed class ConfluenceStage : AppStage
{
    private readonly ConfluenceSandbox _confluence;

    private ConfluenceStage(ConfluenceSandbox confluence)
    {
        _confluence = confluence;
        App = new(confluence, "confluence", "confluence", "user", AppUnderTest.Bearer(confluence.Options.Token));
        var updates = Version.Parse(confluence.Options.Version).Major >= 10;
        Traits = new()
        {
            Renames = false,
            Updates = updates,
            TellsEmail = false,
            SearchesEmail = false,

            // A deletion is a task: accepted, then looked at once.
            Calls = new() { Change = updates ? 1 : 0, Delete = 2 },
        };
    }

    public override AppUnderTest App { get; }

    public override StageTraits Traits { get; }

    public static async Task<AppStage> StartReleaseAsync(string version) =>
        new ConfluenceStage(await ConfluenceSandbox.StartAsync(new() { Version = version }, TestContext.Current.CancellationToken));

    public override void AddUser(string name, string email)
    {
        _confluence.State.AddUser(name, email: email);
        _confluence.State.AddMember(ConfluenceState.UsersGroup, name);
    }

    public override void AddAdministrator(string name, string email)
    {
        AddUser(name, email);
        _confluence.State.AddMember(ConfluenceState.AdministratorsGroup, name);
    }

    public override void RenameUser(string name, string newName) => _confluence.State.RenameUser(name, newName);

    public override void DeleteUser(string name) => _confluence.State.DeleteUser(name);

    public override void LetIn(string name) => _confluence.State.SetActive(name, true);

    public override void AddGroup(string name, params IReadOnlyList<string> members) => _confluence.State.AddGroup(name, members: members);

    /// <summary>Inside the group of administrators: of others no REST tells their rights.</summary>
    public override void AddAdministrators(string name)
    {
        _confluence.State.AddGroup(name);
        _confluence.State.NestGroup(ConfluenceState.AdministratorsGroup, name);
    }

    public override void DeleteGroup(string name) => _confluence.State.DeleteGroup(name);

    public override void AddMember(string group, string user) => _confluence.State.AddMember(group, user);

    public override void RemoveMember(string group, string user) => _confluence.State.RemoveMember(group, user);

    public override void Speak(string language) => _confluence.Settings = _confluence.Settings with { Language = language };

    public override void MakeReadOnly() => _confluence.Settings = _confluence.Settings with { ReadOnly = true };

    public override void TakeAllSeats() => _confluence.Settings = _confluence.Settings with { Seats = _confluence.State.SeatsUsed() };

    public override void ChangeCredential() => _confluence.State.RevokeToken(_confluence.Options.Token);
}
