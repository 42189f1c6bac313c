using System.Runtime.CompilerServices;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Sorting;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>The links of one page.</summary>
/// <param name="Total">How many match in all.</param>
internal sealed record LinkPage(int Total, IReadOnlyList<Link> Links);

/// <summary>
/// Which links a query answers: filter, order and page over what is stored, without the app. One link is in memory at a time, and beside it the page or, for a
/// sorted one, a window of sort keys: memory does not grow with the number of links. Thread-safe.
/// </summary>
/// <remarks>
/// Sorting keeps <see cref="WindowEntries"/> keys (whole, never cut, so that nothing has to be settled afterwards) or
/// <see cref="WindowBytes"/> of them, whichever is less, and goes over the links once more for each further window before the page. SQLite is not
/// asked to sort: it knows neither which value of a multi-valued attribute counts nor what the schema says of case, and would sort in a file of its own.
/// </remarks>
internal sealed class LinkPages(IStateStore store)
{
    /// <summary>Sort keys in memory at a time; of names they take 2 MB.</summary>
    public const int WindowEntries = 10_000;

    private const long WindowBytes = 8 * 1024 * 1024;

    /// <summary>One page over the types of the queries, in their order, which differ in nothing else.</summary>
    public Task<LinkPage> FindAsync(Operation operation, IReadOnlyList<ListQuery> queries, NamedMembers members, CancellationToken cancellationToken) => queries[0] switch
    {
        { SortBy: not null, Count: > 0 } => SortedAsync(operation, queries, members, cancellationToken),
        { Filter: not null } => ScannedAsync(operation, queries, members, cancellationToken),
        _ => CountedAsync(operation, queries, cancellationToken),
    };

    /// <summary>Everything, in the order of creation: the store knows the number and the place.</summary>
    private async Task<LinkPage> CountedAsync(Operation operation, IReadOnlyList<ListQuery> queries, CancellationToken cancellationToken)
    {
        var (total, links) = (0, new List<Link>());
        foreach (var query in queries)
        {
            var count = await store.CountLinksAsync(operation.Connection.Name, query.Kind, cancellationToken);
            var (offset, wanted) = (Math.Max(0, query.StartIndex - 1 - total), query.Count - links.Count);
            total += count;
            if (wanted > 0 && offset < count)
            {
                links.AddRange(await store.PageLinksAsync(operation.Connection.Name, query.Kind, (int)offset, wanted, cancellationToken));
            }
        }

        return new(total, links);
    }

    private async Task<LinkPage> ScannedAsync(Operation operation, IReadOnlyList<ListQuery> queries, NamedMembers members, CancellationToken cancellationToken)
    {
        var (total, links) = (0, new List<Link>());
        foreach (var query in queries)
        {
            await foreach (var (link, _) in MatchesAsync(operation, query, members, cancellationToken))
            {
                total++;
                if (total >= query.StartIndex && links.Count < query.Count)
                {
                    links.Add(link);
                }
            }
        }

        return new(total, links);
    }

    private async Task<LinkPage> SortedAsync(Operation operation, IReadOnlyList<ListQuery> queries, NamedMembers members, CancellationToken cancellationToken)
    {
        var page = new SortedPage(queries[0].Order, queries[0].StartIndex - 1, queries[0].Count, WindowEntries, WindowBytes);
        int? total = null;
        while (page.Next() is { } window)
        {
            var seen = 0;
            for (var type = 0; type < queries.Count; type++)
            {
                await foreach (var (link, stored) in MatchesAsync(operation, queries[type], members, cancellationToken))
                {
                    seen++;
                    window.Add(new SortEntry(queries[type].SortBy!.Of(stored), type, link.Id));
                }
            }

            total ??= seen;
        }

        var links = new List<Link>(page.Entries.Count);
        foreach (var entry in page.Entries)
        {
            if (await store.FindLinkAsync(operation.Connection.Name, queries[entry.Type].Kind, entry.Id, cancellationToken) is { State: LinkState.Live } link)
            {
                links.Add(link);
            }
        }

        return new(total ?? 0, links);
    }

    /// <summary>What the app said is gone is not listed.</summary>
    private async IAsyncEnumerable<(Link Link, ScimObject Stored)> MatchesAsync(Operation operation, ListQuery query, NamedMembers members, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var link in store.ScanLinksAsync(operation.Connection.Name, query.Kind, cancellationToken))
        {
            if (link.State == LinkState.Missing)
            {
                continue;
            }

            var stored = members.Over(link, ResourceRendering.Stored(operation, link));
            if (query.Filter is null || FilterEvaluator.Matches(query.Filter, stored, query.Type))
            {
                yield return (link, stored);
            }
        }
    }
}
