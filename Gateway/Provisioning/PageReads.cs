using System.Globalization;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>The page of a query, each of its resources live (1 app call each, groups with members one a page of members).</summary>
internal sealed class PageReads(IStateStore store, LinkPages pages, UserReads users, GroupReads groups)
{
    /// <summary>Calls for one page at most, where the app lost many accounts: a request must end.</summary>
    private const int MaxReads = 4 * ScimPage.MaxCount;

    /// <summary>
    /// One page over the types of the queries. A resource that the app says, proved, is gone is taken off the list, and the page is filled up from what follows:
    /// a page that came up short would make a client that goes on by <c>count</c> pass over what had moved up into its place.
    /// </summary>
    public async Task<Outcome<ScimPage>> ReadAsync(Operation operation, IReadOnlyList<ListQuery> queries, CancellationToken cancellationToken)
    {
        if (!(await NamedMembers.AskAsync(operation, store, queries, cancellationToken)).TryGet(out var members, out var error))
        {
            return error;
        }

        var shown = new Dictionary<(ResourceKind Kind, string Id), ScimObject>();
        var reads = 0;
        while (true)
        {
            var page = await pages.FindAsync(operation, queries, members, cancellationToken);
            var unread = page.Links.Where(link => !shown.ContainsKey((link.Kind, link.Id))).ToList();
            reads += unread.Count;
            if (reads > MaxReads)
            {
                return TooManyGone(operation, reads);
            }

            var answers = await Task.WhenAll(unread.Select(link => ReadOneAsync(operation, queries, link, cancellationToken)));
            var gone = new List<StateChange>();
            foreach (var (link, answer) in unread.Zip(answers))
            {
                if (!answer.TryGet(out var resource, out error))
                {
                    return error;
                }

                if (resource is null)
                {
                    gone.Add(new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing));
                }
                else
                {
                    shown[(link.Kind, link.Id)] = resource;
                }
            }

            if (gone.Count == 0)
            {
                return new ScimPage(page.Total, queries[0].StartIndex, [.. page.Links.Select(link => shown[(link.Kind, link.Id)])]);
            }

            // Stored before the answer: the next page is counted from what is left.
            await store.CommitAsync(gone, cancellationToken);
        }
    }

    private Task<Outcome<ScimObject?>> ReadOneAsync(Operation operation, IReadOnlyList<ListQuery> queries, Link link, CancellationToken cancellationToken) => link.Kind == ResourceKind.User
        ? users.ReadAsync(operation, link, cancellationToken)
        : groups.ReadAsync(operation, link, queries.Any(query => query is { Kind: ResourceKind.Group, WithMembers: true }), cancellationToken);

    private static ScimError TooManyGone(Operation operation, int reads) => new(
        503,
        null,
        $"Connection '{operation.Connection.Name}': most of {reads.ToString(CultureInfo.InvariantCulture)} linked resources no longer exist in {operation.App}. They were taken off the list; ask again.",
        TimeSpan.FromSeconds(1));
}
