using Gateway.Sandbox.Crowd;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance.Stages;

/// <summary>Crowd's user management REST.</summary>
internal sealed class CrowdStage : AppStage
{
    private readonly CrowdSandbox _crowd;

    private CrowdStage(CrowdSandbox crowd) =>
        (_crowd, App) = (crowd, new(crowd, "crowd", "crowd", "directory", AppUnderTest.Basic(crowd.Options.ApplicationName, crowd.Options.ApplicationPassword)));

    /// <summary>A PUT replaces the whole, so each change is a read and a write; a group's labels are attributes.</summary>
    public static StageTraits UserServer { get; } = new()
    {
        HasSeats = false,
        Calls = new StageCalls { CreateInactive = 1, Change = 2, Deactivate = 2, Activate = 2, CreateGroup = 2 },
    };

    public override AppUnderTest App { get; }

    public override StageTraits Traits => UserServer;

    public static async Task<AppStage> StartAsync() =>
        new CrowdStage(await CrowdSandbox.StartAsync(new CrowdSandboxOptions(), TestContext.Current.CancellationToken));

    public override void AddUser(string name, string email) => _crowd.State.AddUser(name, email: email);

    public override void AddAdministrator(string name, string email)
    {
        AddUser(name, email);
        _crowd.State.AddMember(CrowdState.AdministratorsGroup, name);
    }

    public override void RenameUser(string name, string newName) => _crowd.State.RenameUser(name, newName);

    public override void DeleteUser(string name) => _crowd.State.DeleteUser(name);

    public override void LetIn(string name) => _crowd.State.SetActive(name, true);

    public override void AddGroup(string name, params IReadOnlyList<string> members) => _crowd.State.AddGroup(name, members);

    public override void AddAdministrators(string name)
    {
        _crowd.State.AddGroup(name);
        _crowd.State.NestGroup(CrowdState.AdministratorsGroup, name);
    }

    public override void DeleteGroup(string name) => _crowd.State.DeleteGroup(name);

    public override void AddMember(string group, string user) => _crowd.State.AddMember(group, user);

    public override void RemoveMember(string group, string user) => _crowd.State.RemoveMember(group, user);

    public override void Speak(string language) => _crowd.Settings = _crowd.Settings with { Language = language };

    public override void MakeReadOnly() => _crowd.Settings = _crowd.Settings with { ReadOnly = true };

    public override void TakeAllSeats() => throw new NotSupportedException("Crowd's REST knows of no seats.");

    public override void ChangeCredential() => _crowd.State.ChangeApplicationPassword();
}
