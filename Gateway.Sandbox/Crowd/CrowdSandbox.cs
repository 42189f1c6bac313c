using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd;

/// <summary>An emulated Crowd Data Center: its <c>usermanagement/1</c>, which applications call.</summary>
public sealed class CrowdSandbox : AppSandbox, ISeededSandbox
{
    private readonly CrowdApp app;

    private CrowdSandbox(CrowdSandboxOptions options)
    {
        Options = options;
        State = new CrowdState(options);
        app = new CrowdApp(options, State);
    }

    public CrowdSandboxOptions Options { get; }

    /// <summary>Directories, users, groups; to look at and to change by hand.</summary>
    public CrowdState State { get; }

    public override string ControlToken => Options.ControlToken;

    /// <summary>The switches: <c>sandbox.Settings = sandbox.Settings with { Language = "de" }</c>.</summary>
    public CrowdSettings Settings
    {
        get => app.Settings;
        set => app.Settings = value;
    }

    private protected override IEmulatedApp App => app;

    public string Seed(SandboxSeed person)
    {
        var user = State.AddUser(person.Name, person.DisplayName, person.Email);
        (user.FirstName, user.LastName) = (person.GivenName, person.FamilyName);
        State.SetActive(person.Name, person.GetsIn);
        return user.Key;
    }

    public void AddGroup(string name) => State.AddGroup(name);

    public void AddMember(string group, string user) => State.AddMember(group, user);

    public override SandboxView View() => new(
        [.. State.Users.Select(user => new SandboxPerson(user.Key, user.Name, user.Active, user.DisplayName, user.Email))],
        State.Groups.ToDictionary(group => group.Name, group => State.Members(group.Name)));

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    public static async Task<CrowdSandbox> StartAsync(CrowdSandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = new CrowdSandbox(options);
        await sandbox.StartAsync(new SandboxHosting(options.Nodes, options.Port, options.CallCapacity, options.Time), cancellationToken);
        sandbox.app.BaseAddress = sandbox.Address.AbsoluteUri.TrimEnd('/');
        return sandbox;
    }
}
