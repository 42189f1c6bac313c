using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance.Stages;

/// <summary>Jira as a user server: Crowd's REST over Jira's users.</summary>
internal sealed class JiraDirectoryStage : AppStage
{
    private readonly JiraSandbox _jira;

    private JiraDirectoryStage(JiraSandbox jira) =>
        (_jira, App) = (jira, new(jira, "jira", "jira", "directory", AppUnderTest.Basic(jira.Options.ApplicationName, jira.Options.ApplicationPassword)));

    public override AppUnderTest App { get; }

    public override StageTraits Traits => CrowdStage.UserServer;

    /// <summary>By the key of the user server.</summary>
    public override IReadOnlyList<SandboxPerson> Users =>
        [.. _jira.State.Users.Select(user => new SandboxPerson(user.ExternalId, user.Name, user.Active, user.DisplayName, user.Email))];

    public static async Task<AppStage> StartAsync() =>
        new JiraDirectoryStage(await JiraSandbox.StartAsync(new JiraSandboxOptions(), TestContext.Current.CancellationToken));

    public override void AddUser(string name, string email) => _jira.State.AddUser(name, email: email);

    public override void AddAdministrator(string name, string email)
    {
        AddUser(name, email);
        _jira.State.AddMember(JiraState.AdministratorsGroup, name);
    }

    public override void RenameUser(string name, string newName) => _jira.State.RenameUser(name, newName);

    public override void DeleteUser(string name) => _jira.State.DeleteUser(name);

    public override void LetIn(string name) => _jira.State.SetActive(name, true);

    public override void AddGroup(string name, params IReadOnlyList<string> members) => _jira.State.AddGroup(name, members: members);

    /// <summary>A permission of Jira does not show here; the group inside of Jira's own one does.</summary>
    public override void AddAdministrators(string name)
    {
        _jira.State.AddGroup(name, administers: true);
        _jira.State.NestGroup(JiraState.AdministratorsGroup, name);
    }

    public override void DeleteGroup(string name) => _jira.State.DeleteGroup(name);

    public override void AddMember(string group, string user) => _jira.State.AddMember(group, user);

    public override void RemoveMember(string group, string user) => _jira.State.RemoveMember(group, user);

    public override void Speak(string language) => _jira.Settings = _jira.Settings with { Language = language };

    public override void MakeReadOnly() => _jira.Settings = _jira.Settings with { ReadOnly = true };

    public override void TakeAllSeats() => throw new NotSupportedException("The user server counts no seats.");

    public override void ChangeCredential() => _jira.State.ChangeApplicationPassword();
}
