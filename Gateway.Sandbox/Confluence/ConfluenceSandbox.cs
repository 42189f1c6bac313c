using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>An emulated Confluence Data Center.</summary>
public sealed class ConfluenceSandbox : AppSandbox, ISeededSandbox
{
    private readonly ConfluenceApp app;

    private ConfluenceSandbox(ConfluenceSandboxOptions options)
    {
        Options = options;
        State = new ConfluenceState(options);
        app = new ConfluenceApp(options, State);
    }

    public ConfluenceSandboxOptions Options { get; }

    /// <summary>Users, groups, tasks; to look at and to change by hand.</summary>
    public ConfluenceState State { get; }

    public override string ControlToken => Options.ControlToken;

    /// <summary>The switches: <c>sandbox.Settings = sandbox.Settings with { Language = "de" }</c>.</summary>
    public ConfluenceSettings Settings
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
        [.. State.Users.Select(user => new SandboxPerson(user.Key, user.Name, user.Active, user.FullName, user.Email))],
        State.Groups.ToDictionary(group => group.Name, group => State.Members(group.Name)));

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    public static async Task<ConfluenceSandbox> StartAsync(ConfluenceSandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = new ConfluenceSandbox(options);
        await sandbox.StartAsync(new SandboxHosting(options.Nodes, options.Port, options.CallCapacity, options.Time), cancellationToken);
        sandbox.app.BaseAddress = sandbox.Address.AbsoluteUri.TrimEnd('/');
        return sandbox;
    }
}
