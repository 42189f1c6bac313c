using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Scim.Sorting;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>A query (RFC 7644 section 3.4.2) as far as it concerns the resources of one type, checked against their schema. Immutable.</summary>
/// <param name="Shown">What the answer shows of a resource: what it leaves out need not be read.</param>
/// <param name="StartIndex">At least 1.</param>
/// <param name="Count">0 to <see cref="ScimPage.MaxCount"/>.</param>
internal sealed record ListQuery(ResourceSchema Type, AttributeProjection Shown, Filter? Filter, SortKey? SortBy, SortOrder Order, long StartIndex, int Count)
{
    public ResourceKind Kind => Type == ResourceSchema.User ? ResourceKind.User : ResourceKind.Group;

    /// <summary>Whether the answer shows members of groups: reading them costs calls.</summary>
    public bool WithMembers => Shown.Includes("members");

    /// <summary>The query for each of the types, in their order. 400 invalidFilter or invalidPath when filter or sortBy fit none of them, and for an order by members.</summary>
    public static Outcome<IReadOnlyList<ListQuery>> Read(SearchRequest search, IReadOnlyList<ResourceSchema> types)
    {
        IReadOnlyList<Filter>? filters = null;
        IReadOnlyList<SortKey>? keys = null;
        if ((search.Filter is not null && !FilterParser.Parse(search.Filter, types).TryGet(out filters, out var error))
            || (search.SortBy is not null && !SortKey.Parse(search.SortBy, types).TryGet(out keys, out error)))
        {
            return error;
        }

        if (search.SortBy is not null && types.Contains(ResourceSchema.Group) && NamedMembers.IsNamedBy(search.SortBy))
        {
            return ScimError.InvalidPath($"sortBy '{search.SortBy}': members of groups are not stored by the gateway, and so nothing is ordered by them.");
        }

        var count = (int)Math.Min(search.Count ?? ScimPage.MaxCount, ScimPage.MaxCount);
        return types.Select((type, i) => new ListQuery(
            type,
            AttributeProjection.From(search.Attributes, search.ExcludedAttributes, type),
            filters?[i],
            keys?[i],
            search.SortOrder,
            search.StartIndex,
            count)).ToArray();
    }

    /// <summary>A look-up's hits as a page.</summary>
    public ScimPage Page(IReadOnlyList<ScimObject> hits) =>
        new(hits.Count, StartIndex, StartIndex > hits.Count ? [] : [.. Sorted(hits).Skip((int)StartIndex - 1).Take(Count)]);

    private IEnumerable<ScimObject> Sorted(IReadOnlyList<ScimObject> hits) => SortBy is null ? hits : hits
        .Select(hit => (Hit: hit, Entry: new SortEntry(SortBy.Of(hit), 0, hit.GetString("id") ?? string.Empty)))
        .Order(Comparer<(ScimObject Hit, SortEntry Entry)>.Create((left, right) => SortEntry.Compare(left.Entry, right.Entry, Order)))
        .Select(sorted => sorted.Hit);
}
