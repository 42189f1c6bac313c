using Gateway.State;

namespace Gateway.Tests.State;

/// <summary>What RevokeAccess took, row by row.</summary>
public sealed class TakenAccessTests : IAsyncLifetime
{
    private readonly TempStore _temp = new();
    private SqliteStateStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await _temp.OpenAsync();

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task FindTaken_NobodyTookAnything_IsNull()
    {
        (await _store.FindTakenAsync("bitbucket", "7", Token)).Should().BeNull();
        (await _store.FindTakenByGroupAsync("bitbucket", "devs", Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddTaken_InSteps_IsOneWholeAndSurvivesANewStart()
    {
        await Commit(new StateChange.AddTaken("bitbucket", "7", ["devs", "Stash-Users"], ["LICENSED_USER"], IsWhole: false));
        await Commit(new StateChange.AddTaken("bitbucket", "7", ["DEVS", "ops"], [], IsWhole: true));

        (await _store.FindTakenAsync("bitbucket", "7", Token)).Should().BeEquivalentTo(new TakenAccess(["DEVS", "ops", "Stash-Users"], ["LICENSED_USER"], IsWhole: true));
        (await _store.FindTakenAsync("bitbucket", "8", Token)).Should().BeNull();
        (await _store.FindTakenAsync("jira", "7", Token)).Should().BeNull();
    }

    [Fact]
    public async Task AddTaken_OfAGroupAlone_LeavesTheMarkAsItIs()
    {
        await Commit(new StateChange.AddTaken("bitbucket", "7", [], [], IsWhole: false));
        await Commit(new StateChange.AddTaken("bitbucket", "7", ["devs"], [], IsWhole: null));

        (await _store.FindTakenAsync("bitbucket", "7", Token)).Should().BeEquivalentTo(new TakenAccess(["devs"], [], IsWhole: false));
    }

    [Fact]
    public async Task AddTaken_GroupOfSomebodyWhoseAccessIsNotTaken_IsNoTakenAccess()
    {
        await Commit(new StateChange.AddTaken("bitbucket", "7", ["devs"], [], IsWhole: null));

        (await _store.FindTakenAsync("bitbucket", "7", Token)).Should().BeNull();
        (await _store.FindTakenByGroupAsync("bitbucket", "devs", Token)).Should().BeEmpty();

        await Commit(new StateChange.AddTaken("bitbucket", "7", ["ops"], [], IsWhole: true));
        (await _store.FindTakenAsync("bitbucket", "7", Token))!.Groups.Should().Equal("ops");
    }

    [Fact]
    public async Task RemoveTakenGroup_AndRemoveTaken_ForgetWhatTheySay()
    {
        await Commit(
            new StateChange.AddTaken("bitbucket", "7", ["devs", "ops"], ["LICENSED_USER"], IsWhole: true),
            new StateChange.AddTaken("bitbucket", "8", ["devs"], [], IsWhole: true));

        await Commit(new StateChange.RemoveTakenGroup("bitbucket", "7", "Devs"));

        (await _store.FindTakenAsync("bitbucket", "7", Token))!.Groups.Should().Equal("ops");
        (await _store.FindTakenByGroupAsync("bitbucket", "DEVS", Token)).Should().Equal("8");

        await Commit(new StateChange.RemoveTaken("bitbucket", "7"));

        (await _store.FindTakenAsync("bitbucket", "7", Token)).Should().BeNull();
        (await _store.FindTakenByGroupAsync("bitbucket", "ops", Token)).Should().BeEmpty();
    }

    private Task Commit(params StateChange[] changes) => _store.CommitAsync(changes, Token);
}
