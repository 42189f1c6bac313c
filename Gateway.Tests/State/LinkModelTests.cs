using CsCheck;
using Gateway.State;
using static Gateway.State.ResourceKind;

namespace Gateway.Tests.State;

/// <summary>Random sequences of link changes against a plain list.</summary>
public sealed class LinkModelTests
{
    private static readonly Gen<StateChange[]> Changes =
        Gen.OneOf(
            Gen.Select(Gen.Int[0, 5], Gen.Long[1, 4], Gen.OneOfConst("ann", "ANN", "Éva", "éva", "bob"), Save),
            Gen.Int[0, 5].Select(i => (StateChange)new StateChange.RemoveLink("jira", User, $"u{i}")),
            Gen.Select(Gen.Int[0, 5], Gen.Enum<LinkState>(), (i, state) => (StateChange)new StateChange.MarkLink("jira", User, $"u{i}", state)))
        .Array[1, 3];

    [Fact]
    public Task Commit_AnySequence_LeavesWhatTheModelHas() =>
        Changes.Array[1, 25].SampleAsync(
            async commits =>
            {
                await using var temp = new TempStore();
                var store = await temp.OpenAsync();
                var model = new List<Link>();
                foreach (var changes in commits)
                {
                    var expected = Apply(model, changes);
                    var committed = await TryCommit(store, changes);
                    committed.Should().Be(expected is not null);
                    model = expected ?? model;
                }

                var scanned = new List<Link>();
                await foreach (var link in store.ScanLinksAsync("jira", User, CancellationToken.None))
                {
                    scanned.Add(link);
                }

                scanned.Select(Key).Should().Equal(model.Select(Key));
                (await store.CountLinksAsync("jira", User, CancellationToken.None)).Should().Be(model.Count(link => link.State == LinkState.Live));
                var named = await store.FindLinksByAppNameAsync("jira", User, "éVA", CancellationToken.None);
                named.Select(Key).Should().Equal(
                    model.AsEnumerable().Reverse().Where(l => l.AppName.Equals("éVA", StringComparison.OrdinalIgnoreCase)).OrderBy(l => l.State).Select(Key));
            },
            iter: 60,
            threads: 1);

    private static StateChange Save(int i, long version, string name) => Samples.Save(Samples.User($"u{i}") with { Version = version, AppName = name });

    private static (string, string, long, LinkState) Key(Link link) => (link.Id, link.AppName, link.Version, link.State);

    private static async Task<bool> TryCommit(SqliteStateStore store, StateChange[] changes)
    {
        try
        {
            await store.CommitAsync(changes, CancellationToken.None);
            return true;
        }
        catch (StateConflictException)
        {
            return false;
        }
    }

    /// <summary>The links after the commit, in the order of their creation; null when it must be refused.</summary>
    private static List<Link>? Apply(List<Link> before, StateChange[] changes)
    {
        var links = before.ToList();
        foreach (var change in changes)
        {
            switch (change)
            {
                case StateChange.SaveLink save:
                    var index = links.FindIndex(l => l.Id == save.Link.Id);
                    if (save.Link.Version != (index < 0 ? 1 : links[index].Version + 1))
                    {
                        return null;
                    }

                    if (index < 0)
                    {
                        links.Add(save.Link);
                    }
                    else
                    {
                        links[index] = save.Link;
                    }

                    break;
                case StateChange.RemoveLink remove:
                    links.RemoveAll(l => l.Id == remove.Id);
                    break;
                case StateChange.MarkLink mark:
                    links = [.. links.Select(l => l.Id == mark.Id ? l with { State = mark.State } : l)];
                    break;
                default:
                    throw new InvalidOperationException(change.ToString());
            }
        }

        return links;
    }
}
