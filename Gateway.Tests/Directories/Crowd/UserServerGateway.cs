using System.Text.Json.Nodes;
using Gateway.Sandbox.Crowd;
using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Crowd;

/// <summary>What both servers of the REST have: users and groups looked at, and changed by hand.</summary>
internal sealed record UserServerGateway(GatewayFixture Gateway, IUserServerView Users) : IAsyncDisposable
{
    public const string Crowd = "crowd";
    public const string Jira = "jira";

    public static TheoryData<string> Apps => [Crowd, Jira];

    public AppSandbox App => Gateway.App;

    public static async Task<UserServerGateway> StartAsync(string app, Action<JsonObject>? connection = null, string? script = null, CrowdSandboxOptions? crowd = null, JiraSandboxOptions? jira = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        if (app == Crowd)
        {
            var sandbox = await CrowdSandbox.StartAsync(crowd ?? new CrowdSandboxOptions(), cancellationToken);
            var credential = AppUnderTest.Basic(sandbox.Options.ApplicationName, sandbox.Options.ApplicationPassword);
            return new(await GatewayFixture.StartAsync(new AppUnderTest(sandbox, "crowd", "crowd", "directory", credential), connection, script), new CrowdView(sandbox));
        }

        var other = await JiraSandbox.StartAsync(jira ?? new JiraSandboxOptions(), cancellationToken);
        var application = AppUnderTest.Basic(other.Options.ApplicationName, other.Options.ApplicationPassword);
        return new(await GatewayFixture.StartAsync(new AppUnderTest(other, "jira", "jira", "directory", application), connection, script), new JiraView(other));
    }

    /// <summary>The same after the question who is calling, which is asked once.</summary>
    public static async Task<UserServerGateway> StartWarmAsync(string app, Action<JsonObject>? connection = null, string? script = null)
    {
        var started = await StartAsync(app, connection, script);
        var reply = await started.Gateway.GetAsync("/Users?count=0");
        reply.Status.Should().Be(200, because: reply.Text);
        started.App.Calls.Clear();
        return started;
    }

    /// <summary>The app calls of what <paramref name="run"/> does, without the REST's root.</summary>
    public async Task<string> CallsOfAsync(Func<Task> run) =>
        string.Join(", ", (await Gateway.CallsOfAsync(run)).Select(call => call.Replace("/rest/usermanagement/1/", string.Empty, StringComparison.Ordinal)));

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}

/// <summary>A sandbox of either app.</summary>
internal interface IUserServerView
{
    /// <summary>Name, display name, e-mail, active; null: no such user.</summary>
    SeenUser? User(string name);

    IReadOnlyList<string> Members(string group);

    bool HasGroup(string name);

    string? GroupAttribute(string group, string attribute);

    void AddUser(string name, string displayName, string email);

    void AddGroup(string name);

    void RenameUser(string name, string newName);

    void SetActive(string name, bool active);

    void DeleteUser(string name);

    void DeleteGroup(string name);

    void RemoveMember(string group, string user);

    void AddMember(string group, string user);

    void Nest(string parent, string child);

    void SpeakGerman();

    void MakeReadOnly();

    void LimitPasswords(int characters);

    void RefuseAddress();

    string AdministratorsGroup { get; }
}

/// <summary>A user as it is in the sandbox.</summary>
internal sealed record SeenUser(string Name, string First, string Last, string Display, string Email, bool Active, string Password, string? ExternalId);

internal sealed class CrowdView(CrowdSandbox sandbox) : IUserServerView
{
    public string AdministratorsGroup => "crowd-administrators";

    public SeenUser? User(string name) => sandbox.State.User(name) is { } user
        ? new(user.Name, user.FirstName, user.LastName, user.DisplayName, user.Email, user.Active, user.Password, user.Attributes.TryGetValue("scim.externalId", out var values) ? values[0] : null)
        : null;

    public IReadOnlyList<string> Members(string group) => sandbox.State.Members(group);

    public bool HasGroup(string name) => sandbox.State.Group(name) is not null;

    public string? GroupAttribute(string group, string attribute) => sandbox.State.Group(group)!.Attributes.TryGetValue(attribute, out var values) ? values[0] : null;

    public void AddUser(string name, string displayName, string email) => sandbox.State.AddUser(name, displayName, email);

    public void AddGroup(string name) => sandbox.State.AddGroup(name);

    public void RenameUser(string name, string newName) => sandbox.State.RenameUser(name, newName);

    public void SetActive(string name, bool active) => sandbox.State.SetActive(name, active);

    public void DeleteUser(string name) => sandbox.State.DeleteUser(name);

    public void DeleteGroup(string name) => sandbox.State.DeleteGroup(name);

    public void RemoveMember(string group, string user) => sandbox.State.RemoveMember(group, user);

    public void AddMember(string group, string user) => sandbox.State.AddMember(group, user);

    public void Nest(string parent, string child) => sandbox.State.NestGroup(parent, child);

    public void SpeakGerman() => sandbox.Settings = sandbox.Settings with { Language = "de" };

    public void MakeReadOnly() => sandbox.Settings = sandbox.Settings with { ReadOnly = true };

    public void LimitPasswords(int characters) => sandbox.Settings = sandbox.Settings with { MinimumPasswordLength = characters };

    public void RefuseAddress() => sandbox.Settings = sandbox.Settings with { RemoteAddresses = ["10.0.0.1"] };
}

internal sealed class JiraView(JiraSandbox sandbox) : IUserServerView
{
    public string AdministratorsGroup => "jira-administrators";

    public SeenUser? User(string name) => sandbox.State.User(name) is { } user
        ? new(user.Name, user.FirstName, user.LastName, user.DisplayName, user.Email, user.Active, user.Password, user.Attributes.TryGetValue("scim.externalId", out var values) ? values[0] : null)
        : null;

    public IReadOnlyList<string> Members(string group) => sandbox.State.Members(group);

    public bool HasGroup(string name) => sandbox.State.Group(name) is not null;

    public string? GroupAttribute(string group, string attribute) => sandbox.State.Group(group)!.Attributes.TryGetValue(attribute, out var values) ? values[0] : null;

    public void AddUser(string name, string displayName, string email) => sandbox.State.AddUser(name, displayName, email);

    public void AddGroup(string name) => sandbox.State.AddGroup(name);

    public void RenameUser(string name, string newName) => sandbox.State.RenameUser(name, newName);

    public void SetActive(string name, bool active) => sandbox.State.SetActive(name, active);

    public void DeleteUser(string name) => sandbox.State.DeleteUser(name);

    public void DeleteGroup(string name) => sandbox.State.DeleteGroup(name);

    public void RemoveMember(string group, string user) => sandbox.State.RemoveMember(group, user);

    public void AddMember(string group, string user) => sandbox.State.AddMember(group, user);

    public void Nest(string parent, string child) => sandbox.State.NestGroup(parent, child);

    public void SpeakGerman() => sandbox.Settings = sandbox.Settings with { Language = "de" };

    public void MakeReadOnly() => sandbox.Settings = sandbox.Settings with { ReadOnly = true };

    public void LimitPasswords(int characters) => sandbox.Settings = sandbox.Settings with { MinimumPasswordLength = characters };

    public void RefuseAddress() => sandbox.Settings = sandbox.Settings with { RemoteAddresses = ["10.0.0.1"] };
}
