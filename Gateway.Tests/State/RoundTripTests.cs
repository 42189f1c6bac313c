using Gateway.Scim.Resources;
using Gateway.State;
using static Gateway.State.ResourceKind;

namespace Gateway.Tests.State;

public sealed class RoundTripTests : IAsyncLifetime
{
    private readonly TempStore _temp = new();
    private SqliteStateStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await _temp.OpenAsync();

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task SaveLink_EveryField_ComesBackAsItWas()
    {
        await Commit(Samples.Save(Samples.FullLink));

        var found = await _store.FindLinkAsync("jira", User, "JIRAUSER10100", Token);

        found.Should().BeEquivalentTo(Samples.FullLink, o => o.Excluding(l => l.Attributes));
        found!.Attributes.Equals(Samples.FullLink.Attributes).Should().BeTrue();
    }

    [Fact]
    public async Task SaveLink_DeepValueBelowAPath_ComesBackAsItWas()
    {
        var deep = Enumerable.Range(0, 40).Aggregate(ScimObject.Of(("x", ScimBoolean.True)), static (inner, _) => ScimObject.Of(("x", inner)));
        await Commit(Samples.Save(Samples.User("a") with { Attributes = deep }));

        (await _store.FindLinkAsync("jira", User, "a", Token))!.Attributes.Equals(deep).Should().BeTrue();
    }

    [Fact]
    public async Task SaveLink_NextVersion_ReplacesEveryField()
    {
        await Commit(Samples.Save(Samples.User("JIRAUSER10100")));

        await Commit(Samples.Save(Samples.FullLink with { Version = 2 }));

        var found = await _store.FindLinkAsync("jira", User, "JIRAUSER10100", Token);
        found.Should().BeEquivalentTo(Samples.FullLink with { Version = 2 }, o => o.Excluding(l => l.Attributes));
        found!.Attributes.Equals(Samples.FullLink.Attributes).Should().BeTrue();
    }

    [Theory]
    [InlineData(1, "is at version 2")]
    [InlineData(2, "is at version 2")]
    [InlineData(4, "is at version 2")]
    public async Task SaveLink_NotTheNextVersion_IsConflict(long version, string reason)
    {
        await Commit(Samples.Save(Samples.User("a")), Samples.Save(Samples.User("a") with { Version = 2 }));

        var save = () => Commit(Samples.Save(Samples.User("a") with { Version = version, AppName = "other" }));

        (await save.Should().ThrowAsync<StateConflictException>()).WithMessage($"*jira/User/a {reason}*");
        (await _store.FindLinkAsync("jira", User, "a", Token))!.AppName.Should().Be("a");
    }

    [Fact]
    public async Task SaveLink_SecondVersionOfUnknownLink_IsConflict()
    {
        var save = () => Commit(Samples.Save(Samples.User("a") with { Version = 2 }));

        (await save.Should().ThrowAsync<StateConflictException>()).WithMessage("*does not exist*");
    }

    [Fact]
    public async Task CommitAsync_ConflictInTheMiddle_WritesNothingOfTheCommit()
    {
        await Commit(Samples.Save(Samples.User("b")));

        var commit = () => Commit(Samples.Save(Samples.User("a")), Samples.Save(Samples.User("b")), Samples.Save(Samples.User("c")));

        await commit.Should().ThrowAsync<StateConflictException>();
        (await _store.CountLinksAsync("jira", User, Token)).Should().Be(1);
    }

    [Fact]
    public async Task FindLink_OtherConnectionKindOrCaseOfId_IsNull()
    {
        await Commit(Samples.Save(Samples.User("a")));

        (await _store.FindLinkAsync("crowd", User, "a", Token)).Should().BeNull();
        (await _store.FindLinkAsync("jira", Group, "a", Token)).Should().BeNull();
        (await _store.FindLinkAsync("jira", User, "A", Token)).Should().BeNull(because: "ids are case-exact (RFC 7643 section 3.1)");
    }

    [Fact]
    public async Task RemoveLink_Known_IsGoneAndMayComeAgain()
    {
        await Commit(Samples.Save(Samples.User("a")), Samples.Save(Samples.User("a") with { Version = 2 }));

        await Commit(new StateChange.RemoveLink("jira", User, "a"));

        (await _store.FindLinkAsync("jira", User, "a", Token)).Should().BeNull();
        await Commit(Samples.Save(Samples.User("a")));
        (await _store.FindLinkAsync("jira", User, "a", Token))!.Version.Should().Be(1);
    }

    [Fact]
    public async Task NameProved_LaterThanTheLink_NotesNameAndTimeWithoutVersion()
    {
        await Commit(Samples.Save(Samples.User("a")));

        await Commit(new StateChange.NameProved("jira", User, "a", "Renamed", Samples.Noon.AddMinutes(1)));

        var link = await _store.FindLinkAsync("jira", User, "a", Token);
        (link!.AppName, link.NameProvedAt, link.Version).Should().Be(("Renamed", Samples.Noon.AddMinutes(1), 1L));
        (await _store.FindLinksByAppNameAsync("jira", User, "RENAMED", Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task NameProved_LinkChangedSince_IsLeftAsItIs()
    {
        await Commit(Samples.Save(Samples.User("a") with { LastModified = Samples.Noon.AddMinutes(2) }));

        await Commit(new StateChange.NameProved("jira", User, "a", "stale", Samples.Noon.AddMinutes(1)));

        (await _store.FindLinkAsync("jira", User, "a", Token))!.AppName.Should().Be("a");
    }

    [Fact]
    public async Task NameProved_OlderThanAnotherProof_IsLeftAsItIs()
    {
        await Commit(Samples.Save(Samples.User("a")), new StateChange.NameProved("jira", User, "a", "newer", Samples.Noon.AddMinutes(2)));

        await Commit(new StateChange.NameProved("jira", User, "a", "stale", Samples.Noon.AddMinutes(1)));

        (await _store.FindLinkAsync("jira", User, "a", Token))!.AppName.Should().Be("newer");
    }

    [Fact]
    public async Task MarkLink_MissingAndBack_KeepsTheVersion()
    {
        await Commit(Samples.Save(Samples.User("a")));

        await Commit(new StateChange.MarkLink("jira", User, "a", LinkState.Missing));

        var missing = await _store.FindLinkAsync("jira", User, "a", Token);
        (missing!.State, missing.Version).Should().Be((LinkState.Missing, 1L));
        await Commit(new StateChange.MarkLink("jira", User, "a", LinkState.Live));
        (await _store.FindLinkAsync("jira", User, "a", Token))!.State.Should().Be(LinkState.Live);
    }

    [Fact]
    public async Task FindLinks_ByNames_LiveFirstThenNewest()
    {
        var one = Samples.User("1") with { IdpName = "Ann@Example.com", ExternalId = "x", AppName = "Ann" };
        await Commit(
            Samples.Save(one with { Id = "missing", State = LinkState.Missing }),
            Samples.Save(one with { Id = "older" }),
            Samples.Save(one with { Id = "newer" }),
            Samples.Save(one with { Id = "lost", State = LinkState.Missing }),
            Samples.Save(one with { Id = "elsewhere", Connection = "crowd" }));

        string[] expected = ["newer", "older", "lost", "missing"];
        (await _store.FindLinksByIdpNameAsync("jira", User, "ANN@example.COM", Token)).Select(l => l.Id).Should().Equal(expected);
        (await _store.FindLinksByExternalIdAsync("jira", User, "x", Token)).Select(l => l.Id).Should().Equal(expected);
        (await _store.FindLinksByAppNameAsync("jira", User, "aNN", Token)).Select(l => l.Id).Should().Equal(expected);
        (await _store.FindLinkByAppKeyAsync("jira", User, "1", Token))!.Id.Should().Be("newer");
    }

    [Fact]
    public async Task FindLinksByExternalId_OtherCase_IsEmpty()
    {
        await Commit(Samples.Save(Samples.User("a") with { ExternalId = "Ext" }));

        (await _store.FindLinksByExternalIdAsync("jira", User, "ext", Token)).Should().BeEmpty(because: "externalId is case-exact (RFC 7643 section 3.1)");
    }

    [Fact]
    public async Task FindLinks_MoreThanTen_AnswersTen()
    {
        await Commit([.. Enumerable.Range(0, 12).Select(i => Samples.Save(Samples.User($"u{i}") with { IdpName = "same" }))]);

        (await _store.FindLinksByIdpNameAsync("jira", User, "same", Token)).Should().HaveCount(10);
    }

    [Fact]
    public async Task FindLinkByAppKey_Group_ComparesWithoutCaseAndUserExactly()
    {
        await Commit(Samples.Save(Samples.Group("g", "jira-Users")), Samples.Save(Samples.User("Key")));

        (await _store.FindLinkByAppKeyAsync("jira", Group, "JIRA-users", Token))!.Id.Should().Be("g");
        (await _store.FindLinkByAppKeyAsync("jira", User, "key", Token)).Should().BeNull();
    }

    [Fact]
    public async Task FindForeignLink_OnlyNamedConnectionsCount()
    {
        await Commit(Samples.Save(Samples.User("a", "crowd")), Samples.Save(Samples.User("a", "old")));

        (await _store.FindForeignLinkAsync(["conf", "crowd"], User, "a", Token))!.Connection.Should().Be("crowd");
        (await _store.FindForeignLinkAsync(["conf"], User, "a", Token)).Should().BeNull();
        (await _store.FindForeignLinkAsync([], User, "a", Token)).Should().BeNull();
    }

    [Fact]
    public async Task Intent_SavedTwiceThenRemoved_LatestCountsThenNone()
    {
        var intent = new Intent("jira", User, "Ann", "ann@example.com", "x", [new LinkField("displayName", "Ann", null)], Samples.Noon);
        await Commit(new StateChange.SaveIntent(intent));
        await Commit(new StateChange.SaveIntent(intent with { AppName = "ANN", ExternalId = null }));

        (await _store.FindIntentAsync("jira", User, "ann", Token)).Should().BeEquivalentTo(intent with { AppName = "ANN", ExternalId = null });
        await Commit(new StateChange.RemoveIntent("jira", User, "aNN"));
        (await _store.FindIntentAsync("jira", User, "ann", Token)).Should().BeNull();
    }

    [Fact]
    public async Task Tombstone_AddedFoundAndLifted()
    {
        var tombstone = new Tombstone("jira", Group, "devs", "devs", "Devs", "Devs", "x", Samples.Noon);
        await Commit(new StateChange.AddTombstone(tombstone));

        (await _store.FindTombstoneAsync("jira", Group, "devs", Token)).Should().Be(tombstone);
        (await _store.FindTombstoneByAppKeyAsync("jira", Group, "DEVS", Token)).Should().Be(tombstone);
        (await _store.FindTombstoneByAppKeyAsync("jira", User, "devs", Token)).Should().BeNull();
        await Commit(new StateChange.LiftTombstone("jira", Group, "devs"));
        (await _store.FindTombstoneAsync("jira", Group, "devs", Token)).Should().BeNull();
    }

    [Fact]
    public async Task Tombstones_SameAppKey_NewestIsFound()
    {
        var older = new Tombstone("jira", Group, "devs", "devs", "devs", null, null, Samples.Noon);
        await Commit(new StateChange.AddTombstone(older with { Id = "devs~2", DeletedAt = Samples.Noon.AddDays(1) }), new StateChange.AddTombstone(older));

        (await _store.FindTombstoneByAppKeyAsync("jira", Group, "devs", Token))!.Id.Should().Be("devs~2");
    }

    [Fact]
    public async Task Sighting_ByTime_OnlyWhenNotOlder()
    {
        var sighting = new Sighting("jira", User, "k", "k", "ann", "ann@example.com", Samples.Noon);
        await Commit(new StateChange.SaveSighting(sighting));

        (await _store.FindSightingAsync("jira", User, "k", Samples.Noon, Token)).Should().Be(sighting);
        (await _store.FindSightingAsync("jira", User, "k", Samples.Noon.AddTicks(1), Token)).Should().BeNull();
    }

    [Fact]
    public async Task Sighting_PostedOutOfOrder_LatestStays()
    {
        var sighting = new Sighting("jira", User, "k", "k", "ann", "ann@example.com", Samples.Noon);
        await Commit(new StateChange.SaveSighting(sighting), new StateChange.SaveSighting(sighting with { At = Samples.Noon.AddHours(-1), AskedName = "older" }));

        (await _store.FindSightingAsync("jira", User, "k", Samples.Noon.AddHours(-2), Token)).Should().Be(sighting);
    }

    [Fact]
    public async Task Memberships_AddedTwiceAndRemoved_AreASet()
    {
        var (b, a) = (new GivenMembership("jira", "B-group", "k"), new GivenMembership("jira", "a-group", "k"));
        await Commit(new StateChange.AddMemberships([b, a, b with { UserKey = "other" }]), new StateChange.AddMemberships([a]));

        (await _store.FindMembershipsAsync("jira", "k", Token)).Should().Equal(a, b);
        await Commit(new StateChange.RemoveMemberships([b with { GroupName = "b-GROUP" }]));
        (await _store.FindMembershipsAsync("jira", "k", Token)).Should().Equal(a);
    }

    [Fact]
    public async Task Stuck_SavedAgainAndRemoved()
    {
        var stuck = new StuckDeactivation("jira", "k", "ann", "leads PROJ", Samples.Noon);
        await Commit(new StateChange.SaveStuck(stuck), new StateChange.SaveStuck(stuck with { Reason = "leads ABC" }), new StateChange.SaveStuck(stuck with { Id = "l", Since = Samples.Noon.AddHours(-1) }));

        (await _store.ListStuckAsync(Token)).Should().Equal(stuck with { Id = "l", Since = Samples.Noon.AddHours(-1) }, stuck with { Reason = "leads ABC" });
        await Commit(new StateChange.RemoveStuck("jira", "k"));
        (await _store.ListStuckAsync(Token)).Should().ContainSingle(s => s.Id == "l");
    }

    [Fact]
    public async Task Pin_SavedAgain_LatestCounts()
    {
        await Commit(new StateChange.SavePin(new("jira", "jira", "user", null)));
        await Commit(new StateChange.SavePin(new("jira", "jira", "directory", "B-1234")));

        (await _store.FindPinAsync("jira", Token)).Should().Be(new ConnectionPin("jira", "jira", "directory", "B-1234"));
        (await _store.FindPinAsync("crowd", Token)).Should().BeNull();
    }

    [Fact]
    public async Task Post_Changes_AreStoredSoon()
    {
        _store.Post([Samples.Save(Samples.User("a"))]);

        // The queue keeps its order: a commit that is acknowledged comes after the post.
        await Commit(new StateChange.RemoveStuck("jira", "none"));
        (await _store.FindLinkAsync("jira", User, "a", Token)).Should().NotBeNull();
    }

    private Task Commit(params StateChange[] changes) => _store.CommitAsync(changes, Token);
}
