using Gateway.Directories;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// Which groups the users are in that a filter on groups names (<c>members eq "u"</c>). Members are the app's and are not stored, so the app is asked once
/// a user, and the filter is evaluated as if the named users were all that a group can have: which is exact, as it asks for no other.
/// </summary>
internal sealed class NamedMembers
{
    /// <summary>Users that one filter may name: each costs a call.</summary>
    private const int MaxUsers = 10;

    private readonly IReadOnlyList<(string Id, HashSet<string> Groups)> _users;

    private NamedMembers(IReadOnlyList<(string Id, HashSet<string> Groups)> users) => _users = users;

    /// <summary>The filter names none.</summary>
    public static NamedMembers None { get; } = new([]);

    /// <summary>Whether a path leads to members.</summary>
    public static bool IsNamedBy(string path) => AttributePath.TryParse(path.AsSpan().Trim(), out var parsed) && IsMembers(parsed);

    /// <summary>Whether a filter on groups says anything of members.</summary>
    public static bool IsAskedBy(Filter? filter) => filter switch
    {
        AndFilter and => IsAskedBy(and.Left) || IsAskedBy(and.Right),
        OrFilter or => IsAskedBy(or.Left) || IsAskedBy(or.Right),
        NotFilter not => IsAskedBy(not.Inner),
        PresentFilter present => IsMembers(present.Path),
        ComparisonFilter comparison => IsMembers(comparison.Path),
        ValuePathFilter path => IsMembers(path.Path),
        _ => false,
    };

    /// <summary>Asks the app (1 call a user). 400 invalidFilter when the filter wants to know more of members than whether named ones are among them.</summary>
    public static async Task<Outcome<NamedMembers>> AskAsync(Operation operation, IStateStore store, IReadOnlyList<ListQuery> queries, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        if (queries.FirstOrDefault(query => query.Kind == ResourceKind.Group)?.Filter is { } filter && !Collect(filter, ids))
        {
            return ScimError.InvalidFilter("Members of groups are not stored by the gateway: a filter can ask for them by members eq, members.value eq or members[value eq \"…\"] only.");
        }

        ids = [.. ids.Distinct(StringComparer.Ordinal)];
        if (ids.Count > MaxUsers)
        {
            return ScimError.TooMany($"The filter names {ids.Count} members (at most {MaxUsers}: the app is asked about each).");
        }

        var users = new List<(string, HashSet<string>)>(ids.Count);
        foreach (var id in ids)
        {
            if (!(await GroupsOfAsync(operation, store, id, cancellationToken)).TryGet(out var groups, out var error))
            {
                return error;
            }

            users.Add((id, groups));
        }

        return users.Count == 0 ? None : new NamedMembers(users);
    }

    /// <summary>The stored group, with those of the named users who are in it.</summary>
    public ScimObject Over(Link link, ScimObject stored)
    {
        if (link.Kind != ResourceKind.Group || _users.Count == 0)
        {
            return stored;
        }

        var members = _users.Where(user => user.Groups.Contains(link.AppName)).Select(user => ScimObject.Of(("value", new ScimString(user.Id))));
        return stored.With("members", new ScimArray(members));
    }

    private static async Task<Outcome<HashSet<string>>> GroupsOfAsync(Operation operation, IStateStore store, string id, CancellationToken cancellationToken)
    {
        // As members are shown: linked or not.
        var link = await store.FindLinkAsync(operation.Connection.Name, ResourceKind.User, id, cancellationToken);
        var key = link?.AppKey;
        if (key is null && !ScimId.TryDecode(id, out key))
        {
            return NoGroups();
        }

        var read = await operation.Directory.GetUserWithGroupsAsync(link is null ? new(key, null) : operation.RefOf(link), cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? NoGroups() : failure.ToScim(operation, $"read the groups of '{id}'");
        }

        return user.Groups is { } names
            ? new HashSet<string>(names, StringComparer.OrdinalIgnoreCase)
            : ScimError.TooMany($"Connection '{operation.Connection.Name}': {operation.App} does not tell all groups of '{user.Name}'.");
    }

    private static HashSet<string> NoGroups() => [];

    /// <summary>The users that the filter names; false when it asks for something else of members.</summary>
    private static bool Collect(Filter filter, List<string> ids) => filter switch
    {
        AndFilter and => Collect(and.Left, ids) && Collect(and.Right, ids),
        OrFilter or => Collect(or.Left, ids) && Collect(or.Right, ids),
        NotFilter not => Collect(not.Inner, ids),
        PresentFilter present => !IsMembers(present.Path),
        ComparisonFilter comparison => !IsMembers(comparison.Path)
            || (IsValue(comparison.Path.SubAttribute) && comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual && Add(comparison.Value, ids)),
        ValuePathFilter path => !IsMembers(path.Path) || (path.Then is null && CollectInside(path.Inner, ids)),
        _ => false,
    };

    // In the brackets one member is looked for: "one who is not u" would take the whole list.
    private static bool CollectInside(Filter filter, List<string> ids) => filter switch
    {
        AndFilter and => CollectInside(and.Left, ids) && CollectInside(and.Right, ids),
        OrFilter or => CollectInside(or.Left, ids) && CollectInside(or.Right, ids),
        ComparisonFilter { Operator: ComparisonOperator.Equal } comparison => IsValue(comparison.Path.Attribute) && Add(comparison.Value, ids),
        _ => false,
    };

    private static bool Add(ScimValue value, List<string> ids)
    {
        if (value is not ScimString { Value: { Length: > 0 } id })
        {
            return false;
        }

        ids.Add(id);
        return true;
    }

    private static bool IsMembers(AttributePath path) => path.Attribute.Equals("members", StringComparison.OrdinalIgnoreCase)
        && (path.Schema is null || path.Schema.Equals(ResourceSchema.Group.Core.Id, StringComparison.OrdinalIgnoreCase));

    private static bool IsValue(string? name) => name is null || name.Equals("value", StringComparison.OrdinalIgnoreCase);
}
