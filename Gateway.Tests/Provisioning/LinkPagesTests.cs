using Gateway.Configuration;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Tests.Provisioning;

/// <summary>What is retained while a query goes over a hundred thousand links.</summary>
public sealed class LinkPagesTests
{
    private const int Links = 100_000;

    // The link at hand, those of the page, and what a debug build keeps for its watch window.
    private const int LinksAtATime = 100 + 20;

    public static TheoryData<string, string?, long, int> Queries => new()
    {
        { "no filter", null, 50_001, 0 },
        { "title eq \"t007\"", null, 1, 0 },
        { "not (title eq \"t007\")", null, 90_001, 0 },
        { "userName pr", "title", 1, 100 },
        { "userName pr", "userName", 9_901, 10_000 },
        { "userName pr", "userName", 25_001, 10_000 },
        { "title eq \"t007\"", "userName", 301, 400 },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task FindAsync_AHundredThousandLinks_KeepsAPageAndAWindowOfKeys(string filter, string? sortBy, long startIndex, int mostKeys)
    {
        var store = new StreamingStore(Links);
        var query = Query(filter == "no filter" ? null : filter, sortBy, startIndex);

        var page = await new LinkPages(store).FindAsync(Operation(store), [query], NamedMembers.None, TestContext.Current.CancellationToken);

        page.Links.Select(link => link.Id).Should().Equal(Expected(filter, sortBy).Skip((int)startIndex - 1).Take(100));
        page.Total.Should().Be(Expected(filter, sortBy).Count());
        store.MostLinksAlive.Should().BeLessThan(LinksAtATime);
        store.MostIdsAlive.Should().BeLessThan(mostKeys + LinksAtATime);
    }

    [Fact]
    public async Task FindAsync_KeysOfAMegabyteInAll_AreBoundedByTheirBytes()
    {
        var store = new StreamingStore(300, titleLength: 200_000);
        var query = Query(null, "title", 281);

        var page = await new LinkPages(store).FindAsync(Operation(store), [query], NamedMembers.None, TestContext.Current.CancellationToken);

        page.Links.Select(link => link.Id).Should().Equal(Expected("no filter", "title", 300).Skip(280));
        page.Total.Should().Be(300);
        store.MostIdsAlive.Should().BeLessThan(60, because: "a key takes 400 kB, and a window has 8 MiB");
    }

    [Fact]
    public async Task FindAsync_LinksLeaveBetweenTwoPasses_TheRestIsInOrderAndOnce()
    {
        var store = new StreamingStore(30_000) { LeaveAfterAPass = 5_000 };
        var query = Query(null, "userName", 15_001);

        var page = await new LinkPages(store).FindAsync(Operation(store), [query], NamedMembers.None, TestContext.Current.CancellationToken);

        page.Links.Should().HaveCount(100);
        page.Links.Select(link => link.Id).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Expected(string filter, string? sortBy, int count = Links)
    {
        var numbers = Enumerable.Range(0, count);
        numbers = filter switch
        {
            "title eq \"t007\"" => numbers.Where(number => StreamingStore.TitleOf(number) == "t007"),
            "not (title eq \"t007\")" => numbers.Where(number => StreamingStore.TitleOf(number) != "t007"),
            _ => numbers,
        };
        var ids = numbers.Select(number => (Id: StreamingStore.IdOf(number), Title: StreamingStore.TitleOf(number)));
        return (sortBy switch
        {
            "title" => ids.OrderBy(one => one.Title, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Id, StringComparer.Ordinal),
            "userName" => ids.OrderBy(one => one.Id, StringComparer.Ordinal),
            _ => ids,
        }).Select(one => one.Id);
    }

    private static ListQuery Query(string? filter, string? sortBy, long startIndex) =>
        ListQuery.Read(new SearchRequest { Filter = filter, SortBy = sortBy, StartIndex = startIndex }, [ResourceSchema.User]).Value[0];

    // Nothing but the store and the connection's name is asked: the app is not.
    private static Operation Operation(IStateStore store) => new(
        store, null!, TimeProvider.System, new ConnectionSettings { Name = "jira", App = AppKind.Jira, Cluster = "jira" }, null!, null!, null!, null!, new OperationRequest("test", "list", "User", "https://scim"));
}
