using Gateway.Activity;
using Gateway.State;

namespace Gateway.Tests.State;

public sealed class ActivityLogTests : IAsyncLifetime
{
    private readonly TempStore _temp = new();
    private SqliteStateStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await _temp.OpenAsync();

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task Record_EveryField_ComesBackAsItWas()
    {
        await Record(Samples.Record());

        (await _store.SearchAsync(new(), Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(Samples.Record());
    }

    [Fact]
    public async Task Record_OnlyWhatIsRequired_ComesBackAsItWas()
    {
        var bare = Samples.Record() with { Token = null, Id = null, IdpName = null, AppName = null, Detail = null, TransformVersion = null, Notes = [], Calls = [], TraceId = null };
        await Record(bare);

        (await _store.SearchAsync(new(), Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(bare);
    }

    [Theory]
    [InlineData("ÉVA@example.com")]
    [InlineData("éva")]
    [InlineData("K1")]
    public async Task Search_ByUser_FindsIdpNameAppNameAndId(string user)
    {
        var eva = Samples.Record("éva@Example.com") with { AppName = "Éva", Id = "K1" };
        await Record(eva, Samples.Record("bob@example.com"), eva with { Resource = "Group" });

        (await _store.SearchAsync(new() { User = user }, Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(eva);
    }

    [Fact]
    public async Task Search_ByGroupOrBoth_KeepsUsersAndGroupsApart()
    {
        await Record(Samples.Record("devs", "Group"), Samples.Record("devs"), Samples.Record("ann"));

        (await _store.SearchAsync(new() { Group = "DEVS" }, Token)).Should().ContainSingle(r => r.Resource == "Group");
        (await _store.SearchAsync(new() { Group = "devs", User = "devs" }, Token)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Search_OutcomeSinceConnection_Narrow()
    {
        var record = Samples.Record();
        await Record(record, record with { Outcome = "failed" }, record with { Connection = "crowd" }, record with { At = Samples.Noon.AddHours(-1) });

        (await _store.SearchAsync(new() { Outcome = "failed" }, Token)).Should().ContainSingle();
        (await _store.SearchAsync(new() { Connection = "crowd" }, Token)).Should().ContainSingle();
        (await _store.SearchAsync(new() { Since = Samples.Noon }, Token)).Should().HaveCount(3);
        (await _store.SearchAsync(new() { Since = Samples.Noon, Connection = "jira", Outcome = "done", User = "ann" }, Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task Record_Changes_ComeBackAsTheyWere()
    {
        var record = Samples.Record() with { Changes = [new("ann", "displayName", null, "A***"), new("devs", "members", "ann", null)] };
        await Record(record);

        (await _store.SearchAsync(new(), Token)).Should().ContainSingle().Which.Changes.Should().Equal(record.Changes);
    }

    [Fact]
    public async Task Scan_MoreThanAChunk_StreamsAllThatMatchInTheOrderOfWriting()
    {
        await Record([.. Enumerable.Range(0, 1100).Select(i => Samples.Record($"u{i}") with { At = Samples.Noon.AddMinutes(-i), Outcome = i % 2 == 0 ? "done" : "failed" })]);

        var found = new List<string?>();
        await foreach (var record in _store.ScanAsync(new() { Outcome = "done", Until = Samples.Noon, Limit = 1 }, Token))
        {
            found.Add(record.IdpName);
        }

        found.Should().Equal(Enumerable.Range(1, 1099).Where(i => i % 2 == 0).Select(i => $"u{i}"));
    }

    [Fact]
    public async Task Search_Limit_AnswersTheNewestFirst()
    {
        await Record([.. Enumerable.Range(0, 5).Select(i => Samples.Record($"u{i}") with { At = Samples.Noon.AddMinutes(-i) })]);

        (await _store.SearchAsync(new() { Limit = 2 }, Token)).Select(r => r.IdpName).Should().Equal("u0", "u1");
    }

    [Fact]
    public async Task PruneActivity_ManyOldOnes_RemovesTheseAndNoOther()
    {
        await Record([.. Enumerable.Range(0, 1200).Select(i => Samples.Record() with { At = Samples.Noon.AddMinutes(-i) })]);

        (await _store.PruneActivityAsync(Samples.Noon.AddMinutes(-99), Token)).Should().Be(1100);

        var left = await _store.SearchAsync(new() { Limit = 2000 }, Token);
        left.Should().HaveCount(100);
        left[^1].At.Should().Be(Samples.Noon.AddMinutes(-99));
    }

    private Task Record(params ActivityRecord[] records) => _store.CommitAsync([.. records.Select(r => new StateChange.Record(r))], Token);
}
