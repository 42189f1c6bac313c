using Gateway.Sandbox.Bitbucket;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance.Stages;

/// <summary>Bitbucket's administration REST, by Basic.</summary>
internal sealed class BitbucketStage : AppStage
{
    private readonly BitbucketSandbox _bitbucket;

    private BitbucketStage(BitbucketSandbox bitbucket) => _bitbucket = bitbucket;

    public override AppUnderTest App => Of(_bitbucket);

    public override StageTraits Traits { get; } = new()
    {
        RevokesAccess = true,
        Calls = new StageCalls { Create = 2, CreateInactive = 2, Deactivate = 2, DeactivateEachGroup = 1, GetInactive = 2, AddMembers = 1 },
    };

    public static async Task<AppStage> StartAsync(BitbucketSandboxOptions? options = null) =>
        new BitbucketStage(await BitbucketSandbox.StartAsync(options ?? new BitbucketSandboxOptions(), TestContext.Current.CancellationToken));

    /// <summary>How a gateway reaches an emulated Bitbucket by Basic.</summary>
    public static AppUnderTest Of(BitbucketSandbox bitbucket) =>
        new(bitbucket, "bitbucket", "bitbucket", "user", AppUnderTest.Basic(bitbucket.Options.ServiceUser, bitbucket.Options.ServicePassword));

    public override void AddUser(string name, string email)
    {
        _bitbucket.State.AddUser(name, email: email);
        LetIn(name);
    }

    public override void AddAdministrator(string name, string email)
    {
        AddUser(name, email);
        _bitbucket.State.AddMember(BitbucketState.AdministratorsGroup, name);
    }

    public override void RenameUser(string name, string newName) => _bitbucket.State.RenameUser(name, newName);

    public override void DeleteUser(string name) => _bitbucket.State.DeleteUser(name);

    public override void LetIn(string name) => _bitbucket.State.AddMember(_bitbucket.Options.DefaultGroup, name);

    public override void AddGroup(string name, params IReadOnlyList<string> members) => _bitbucket.State.AddGroup(name, members: members);

    public override void AddAdministrators(string name) => _bitbucket.State.AddGroup(name, BitbucketPermission.Admin);

    public override void DeleteGroup(string name) => _bitbucket.State.DeleteGroup(name);

    public override void AddMember(string group, string user) => _bitbucket.State.AddMember(group, user);

    public override void RemoveMember(string group, string user) => _bitbucket.State.RemoveMember(group, user);

    public override void Speak(string language) => _bitbucket.Settings = _bitbucket.Settings with { Language = language };

    public override void MakeReadOnly() => _bitbucket.Settings = _bitbucket.Settings with { ReadOnly = true };

    public override void TakeAllSeats() => _bitbucket.Settings = _bitbucket.Settings with { Seats = _bitbucket.State.SeatsUsed() };

    public override void ChangeCredential() => _bitbucket.State.SetPassword(_bitbucket.Options.ServiceUser, "another");
}
