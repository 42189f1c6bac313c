using Gateway.State;
using static Gateway.State.ResourceKind;

namespace Gateway.Tests.State;

public sealed class PagingTests : IAsyncLifetime
{
    private readonly TempStore _temp = new();
    private SqliteStateStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await _temp.OpenAsync();
        await _store.CommitAsync([.. Enumerable.Range(0, 450).Select(i => Samples.Save(Samples.User($"u{i:000}")))], Token);
        await _store.CommitAsync([Samples.Save(Samples.User("x", "crowd")), Samples.Save(Samples.Group("g", "g"))], Token);
    }

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task PageLinks_WhileOthersAreAddedAndChanged_CoversEachOnceInOrder()
    {
        var seen = new List<string>();
        for (var offset = 0; offset < 450; offset += 100)
        {
            seen.AddRange((await _store.PageLinksAsync("jira", User, offset, 100, Token)).Select(l => l.Id));
            await _store.CommitAsync([Samples.Save(Samples.User($"new{offset}")), Samples.Save(Samples.User($"u{offset:000}") with { Version = 2, AppName = "zzz" })], Token);
        }

        seen.Take(450).Should().Equal(Enumerable.Range(0, 450).Select(i => $"u{i:000}"));
        seen.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task ScanLinks_WhileOthersAreAddedChangedAndRemoved_CoversEachOnceInOrder()
    {
        var seen = new List<string>();
        await foreach (var link in _store.ScanLinksAsync("jira", User, Token))
        {
            seen.Add(link.Id);
            if (seen.Count == 150)
            {
                await _store.CommitAsync(
                    [
                        Samples.Save(Samples.User("u010") with { Version = 2 }),
                        Samples.Save(Samples.User("u440") with { Version = 2 }),
                        new StateChange.RemoveLink("jira", User, "u000"),
                        new StateChange.RemoveLink("jira", User, "u449"),
                        Samples.Save(Samples.User("late")),
                    ],
                    Token);
            }
        }

        seen.Should().Equal([.. Enumerable.Range(0, 449).Select(i => $"u{i:000}"), "late"]);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(440, 100, 10)]
    [InlineData(450, 100, 0)]
    [InlineData(int.MaxValue, 1, 0)]
    public async Task PageLinks_AtTheEdges_AnswersWhatIsThere(int offset, int count, int expected)
    {
        (await _store.PageLinksAsync("jira", User, offset, count, Token)).Should().HaveCount(expected);
    }

    [Fact]
    public async Task CountLinks_EachConnectionAndKind_CountsItsOwn()
    {
        (await _store.CountLinksAsync("jira", User, Token)).Should().Be(450);
        (await _store.CountLinksAsync("crowd", User, Token)).Should().Be(1);
        (await _store.CountLinksAsync("jira", Group, Token)).Should().Be(1);
        (await _store.CountLinksAsync("none", User, Token)).Should().Be(0);
    }
}
