using Gateway.State;

namespace Gateway.Tests.State;

/// <summary>Two stores on one file: the gateway and its command line.</summary>
public sealed class ControlStoreTests : IAsyncLifetime
{
    private readonly TempStore _temp = new();
    private SqliteStateStore _gateway = null!;
    private SqliteStateStore _cli = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StoredToken Entra => new("jira", "Entra-2026", "ab12", Samples.Noon, Samples.Noon.AddDays(30), null);

    public async ValueTask InitializeAsync() => (_gateway, _cli) = (await _temp.OpenAsync(), await _temp.OpenAsync());

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task AddToken_ByTheOtherProcess_IsSeenAndMovesTheDataVersion()
    {
        var before = await _gateway.DataVersionAsync(Token);

        await _cli.AddTokenAsync(Entra, Token);

        (await _gateway.DataVersionAsync(Token)).Should().NotBe(before);
        (await _gateway.ListTokensAsync(Token)).Should().Equal(Entra);
    }

    [Fact]
    public async Task DataVersion_NothingWritten_StaysAndOwnCommitMovesIt()
    {
        var before = await _gateway.DataVersionAsync(Token);

        (await _gateway.DataVersionAsync(Token)).Should().Be(before);
        await _gateway.AddTokenAsync(Entra, Token);
        (await _gateway.DataVersionAsync(Token)).Should().NotBe(before);
    }

    [Fact]
    public async Task AddToken_LiveTokenOfThatName_IsConflict()
    {
        await _cli.AddTokenAsync(Entra, Token);

        var again = () => _gateway.AddTokenAsync(Entra with { Name = "ENTRA-2026", Sha256 = "cd34" }, Token);

        (await again.Should().ThrowAsync<StateConflictException>()).WithMessage("*jira*ENTRA-2026*");
        await _cli.AddTokenAsync(Entra with { Connection = "crowd" }, Token);
        (await _gateway.ListTokensAsync(Token)).Should().HaveCount(2);
    }

    [Fact]
    public async Task AddToken_NameWithoutExpiry_IsConflictForEver()
    {
        await _cli.AddTokenAsync(Entra with { NotAfter = null }, Token);
        _temp.Time.Advance(TimeSpan.FromDays(10_000));

        await _cli.Awaiting(c => c.AddTokenAsync(Entra, Token)).Should().ThrowAsync<StateConflictException>();
    }

    [Fact]
    public async Task AddToken_ExpiredTokenOfThatName_GivesWay()
    {
        await _cli.AddTokenAsync(Entra, Token);
        _temp.Time.Advance(TimeSpan.FromDays(30));

        await _cli.AddTokenAsync(Entra with { Sha256 = "cd34", NotAfter = null }, Token);

        (await _gateway.ListTokensAsync(Token)).Should().Equal(Entra with { Sha256 = "cd34", NotAfter = null });
    }

    [Fact]
    public async Task RevokeToken_KnownThenUnknown_TrueThenFalse()
    {
        await _cli.AddTokenAsync(Entra, Token);

        (await _cli.RevokeTokenAsync("jira", "entra-2026", Token)).Should().BeTrue();
        (await _cli.RevokeTokenAsync("jira", "entra-2026", Token)).Should().BeFalse();
        (await _gateway.ListTokensAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task TokensUsed_OlderUseLater_KeepsTheLatest()
    {
        await _cli.AddTokenAsync(Entra, Token);

        await _gateway.TokensUsedAsync(new Dictionary<string, DateTimeOffset> { ["AB12"] = Samples.Noon.AddHours(2), ["unknown"] = Samples.Noon }, Token);
        await _gateway.TokensUsedAsync(new Dictionary<string, DateTimeOffset> { ["ab12"] = Samples.Noon.AddHours(1) }, Token);

        (await _cli.ListTokensAsync(Token)).Should().Equal(Entra with { LastUsed = Samples.Noon.AddHours(2) });
    }

    [Fact]
    public async Task Commands_SentByTheOtherProcess_AreReadOnceInOrder()
    {
        await _cli.SendCommandAsync("jira", "resume", Samples.Noon, Token);
        await _cli.SendCommandAsync("crowd", "resume", Samples.Noon, Token);

        var commands = await _gateway.CommandsSinceAsync(0, Token);

        commands.Select(c => (c.Connection, c.Command)).Should().Equal(("jira", "resume"), ("crowd", "resume"));
        (await _gateway.CommandsSinceAsync(commands[0].Sequence, Token)).Should().Equal(commands[1]);
        (await _gateway.CommandsSinceAsync(commands[1].Sequence, Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task Guard_DistinctPeopleInTheWindow_AreCounted()
    {
        await _gateway.CommitAsync([Event("a", 0), Event("a", 10), Event("b", 20), Event("c", 50), new StateChange.GuardEvent("crowd", "d", Samples.Noon)], Token);

        (await _gateway.CountGuardEventsAsync("jira", Samples.Noon, Token)).Should().Be(3);
        (await _gateway.CountGuardEventsAsync("jira", Samples.Noon.AddMinutes(10), Token)).Should().Be(3, because: "a happened again at that minute");
        (await _gateway.CountGuardEventsAsync("jira", Samples.Noon.AddMinutes(11), Token)).Should().Be(2);
        (await _gateway.HasGuardEventAsync("jira", "a", Samples.Noon.AddMinutes(10), Token)).Should().BeTrue();
        (await _gateway.HasGuardEventAsync("jira", "a", Samples.Noon.AddMinutes(11), Token)).Should().BeFalse();
        (await _gateway.HasGuardEventAsync("jira", "d", Samples.Noon, Token)).Should().BeFalse();
    }

    [Fact]
    public async Task GuardEvent_OlderOneStoredLater_DoesNotSetTheTimeBack()
    {
        await _gateway.CommitAsync([Event("a", 10), Event("a", 0)], Token);

        (await _gateway.CountGuardEventsAsync("jira", Samples.Noon.AddMinutes(5), Token)).Should().Be(1);
    }

    [Fact]
    public async Task ReleaseGuard_ByTheOtherProcess_StartsTheCountAnew()
    {
        await _gateway.CommitAsync([Event("a", 0), Event("b", 0), new StateChange.GuardEvent("crowd", "c", Samples.Noon)], Token);

        await _cli.ReleaseGuardAsync("jira", Samples.Noon, Token);

        (await _gateway.CountGuardEventsAsync("jira", DateTimeOffset.MinValue, Token)).Should().Be(0);
        (await _gateway.HasGuardEventAsync("jira", "a", DateTimeOffset.MinValue, Token)).Should().BeFalse();
        (await _gateway.CountGuardEventsAsync("crowd", DateTimeOffset.MinValue, Token)).Should().Be(1);
        await _gateway.CommitAsync([Event("a", 0)], Token);
        (await _gateway.CountGuardEventsAsync("jira", DateTimeOffset.MinValue, Token)).Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_OtherProcessHoldsTheLock_WaitsForIt()
    {
        using var raw = _temp.OpenRaw();
        raw.Script("BEGIN IMMEDIATE");
        var commit = _gateway.CommitAsync([Samples.Save(Samples.User("a"))], Token);

        (await _gateway.CountLinksAsync("jira", ResourceKind.User, Token)).Should().Be(0, because: "readers do not wait for writers");
        commit.IsCompleted.Should().BeFalse();
        raw.Script("COMMIT");

        await commit;
        (await _gateway.CountLinksAsync("jira", ResourceKind.User, Token)).Should().Be(1);
    }

    private static StateChange.GuardEvent Event(string id, int minute) => new("jira", id, Samples.Noon.AddMinutes(minute));
}
