using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>An emulated Bitbucket Data Center.</summary>
public sealed class BitbucketSandbox : AppSandbox, ISeededSandbox
{
    private readonly BitbucketApp app;

    private BitbucketSandbox(BitbucketSandboxOptions options)
    {
        Options = options;
        State = new BitbucketState(options);
        app = new BitbucketApp(options, State);
    }

    public BitbucketSandboxOptions Options { get; }

    /// <summary>Users, groups, permissions; to look at and to change by hand.</summary>
    public BitbucketState State { get; }

    public override string ControlToken => Options.ControlToken;

    /// <summary>The switches: <c>sandbox.Settings = sandbox.Settings with { Language = "de" }</c>.</summary>
    public BitbucketSettings Settings
    {
        get => app.Settings;
        set => app.Settings = value;
    }

    private protected override IEmulatedApp App => app;

    /// <summary>Who gets in is in the default group, as whoever is created there.</summary>
    public string Seed(SandboxSeed person)
    {
        var user = State.AddUser(person.Name, person.DisplayName, person.Email);
        if (person.GetsIn)
        {
            State.AddMember(Options.DefaultGroup, person.Name);
        }

        return user.Id.ToString(CultureInfo.InvariantCulture);
    }

    public void AddGroup(string name) => State.AddGroup(name);

    public void AddMember(string group, string user) => State.AddMember(group, user);

    public override SandboxView View() => new(
        [.. State.Users.Select(user => new SandboxPerson(user.Id.ToString(CultureInfo.InvariantCulture), user.Name, user.Active && State.PermissionOf(user.Name) is not null, user.DisplayName, user.Email))],
        State.Groups.ToDictionary(group => group.Name, group => State.Members(group.Name)));

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    public static async Task<BitbucketSandbox> StartAsync(BitbucketSandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = new BitbucketSandbox(options);
        await sandbox.StartAsync(new SandboxHosting(options.Nodes, options.Port, options.CallCapacity, options.Time), cancellationToken);
        sandbox.app.BaseAddress = sandbox.Address.AbsoluteUri.TrimEnd('/');
        return sandbox;
    }
}
