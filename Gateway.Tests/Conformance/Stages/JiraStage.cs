using Gateway.Sandbox.Jira;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance.Stages;

/// <summary>Jira's own user REST.</summary>
internal sealed class JiraStage : AppStage
{
    private readonly JiraSandbox _jira;

    private JiraStage(JiraSandbox jira) => (_jira, App) = (jira, AppUnderTest.Of(jira));

    public override AppUnderTest App { get; }

    public override StageTraits Traits { get; } = new() { Calls = new StageCalls() };

    public static async Task<AppStage> StartAsync(JiraSandboxOptions? options = null) =>
        new JiraStage(await JiraSandbox.StartAsync(options ?? new JiraSandboxOptions(), TestContext.Current.CancellationToken));

    public override void AddUser(string name, string email)
    {
        _jira.State.AddUser(name, email: email);
        _jira.State.AddMember(JiraState.UsersGroup, name);
    }

    public override void AddAdministrator(string name, string email)
    {
        AddUser(name, email);
        _jira.State.AddMember(JiraState.AdministratorsGroup, name);
    }

    public override void RenameUser(string name, string newName) => _jira.State.RenameUser(name, newName);

    public override void DeleteUser(string name) => _jira.State.DeleteUser(name);

    public override void LetIn(string name) => _jira.State.SetActive(name, true);

    public override void AddGroup(string name, params IReadOnlyList<string> members) => _jira.State.AddGroup(name, members: members);

    public override void AddAdministrators(string name) => _jira.State.AddGroup(name, administers: true);

    public override void DeleteGroup(string name) => _jira.State.DeleteGroup(name);

    public override void AddMember(string group, string user) => _jira.State.AddMember(group, user);

    public override void RemoveMember(string group, string user) => _jira.State.RemoveMember(group, user);

    public override void Speak(string language) => _jira.Settings = _jira.Settings with { Language = language };

    public override void MakeReadOnly() => _jira.Settings = _jira.Settings with { ReadOnly = true };

    public override void TakeAllSeats() => _jira.Settings = _jira.Settings with { Seats = _jira.State.SeatsUsed() };

    public override void ChangeCredential() => _jira.State.RevokeToken(_jira.Options.Token);
}
