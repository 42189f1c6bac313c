using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>An emulated Jira Data Center.</summary>
public sealed class JiraSandbox : AppSandbox, ISeededSandbox
{
    private readonly JiraApp app;

    private JiraSandbox(JiraSandboxOptions options)
    {
        Options = options;
        State = new JiraState(options);
        app = new JiraApp(options, State, IsRunning);
    }

    public JiraSandboxOptions Options { get; }

    /// <summary>Users, groups, projects; to look at and to change by hand.</summary>
    public JiraState State { get; }

    public override string ControlToken => Options.ControlToken;

    /// <summary>The switches: <c>sandbox.Settings = sandbox.Settings with { Language = "de" }</c>.</summary>
    public JiraSettings Settings
    {
        get => app.Settings;
        set => app.Settings = value;
    }

    private protected override IEmulatedApp App => app;

    public string Seed(SandboxSeed person)
    {
        var user = State.AddUser(person.Name, person.DisplayName, person.Email);
        State.SetActive(person.Name, person.GetsIn);
        return user.Key;
    }

    public void AddGroup(string name) => State.AddGroup(name);

    public void AddMember(string group, string user) => State.AddMember(group, user);

    public override SandboxView View() => new(
        [.. State.Users.Select(user => new SandboxPerson(user.Key, user.Name, user.Active, user.DisplayName, user.Email))],
        State.Groups.ToDictionary(group => group.Name, group => State.Members(group.Name)));

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    public static async Task<JiraSandbox> StartAsync(JiraSandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = new JiraSandbox(options);
        await sandbox.StartAsync(new SandboxHosting(options.Nodes, options.Port, options.CallCapacity, options.Time), cancellationToken);
        sandbox.app.BaseAddress = sandbox.Address.AbsoluteUri.TrimEnd('/');
        return sandbox;
    }
}
