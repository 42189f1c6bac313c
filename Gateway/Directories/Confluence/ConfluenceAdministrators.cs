namespace Gateway.Directories.Confluence;

/// <summary>
/// Who administers, as far as Confluence tells: the group that every Confluence gives all rights to, and what is nested in it. Other
/// groups with global permissions are told by no REST. Read once a minute for a connection.
/// </summary>
internal sealed class ConfluenceAdministrators(ConfluenceCalls calls, ConfluenceUsers users)
{
    private const string Root = "confluence-administrators";

    /// <summary>A group that cannot be told is a failure: nobody is adopted on a guess.</summary>
    public async Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Equals(Root, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var known = await ReadAsync(cancellationToken);
        return known.TryGet(out var groups, out var failure) ? groups.Contains(name) : failure;
    }

    /// <summary>The groups of a user are asked for where the read did not tell them. They hold those that a group is nested in, or they do not: both ways are looked at.</summary>
    public async Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken)
    {
        var names = user.Groups;
        if (names is null)
        {
            var listed = await users.ListGroupsAsync(user.Key, cancellationToken);
            if (!listed.TryGet(out names, out var unread))
            {
                return unread;
            }
        }

        if (names.Count == 0)
        {
            return false;
        }

        if (names.Contains(Root, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        var known = await ReadAsync(cancellationToken);
        return known.TryGet(out var groups, out var failure) ? names.Any(groups.Contains) : failure;
    }

    private async Task<AppResult<HashSet<string>>> ReadAsync(CancellationToken cancellationToken)
    {
        if (calls.Memory.Administrators is { } remembered)
        {
            return remembered;
        }

        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Root };
        var open = new Queue<string>([Root]);
        while (open.TryDequeue(out var group))
        {
            if (ConfluenceNames.RefuseGroup(group) is not null)
            {
                continue;
            }

            var nested = await calls.ReadAllAsync(
                ConfluenceGroups.ByName(group).Then("groupmember"), ConfluenceJson.ReadGroup, child => child.Name, isProved: false, _ => false, cancellationToken);
            if (nested.TryGet(out var children, out var failure))
            {
                children.Where(child => found.Add(child.Name)).ToList().ForEach(child => open.Enqueue(child.Name));
            }
            else if (failure.Kind != AppFailureKind.NotFound)
            {
                return failure;
            }
        }

        calls.Memory.Administrators = found;
        return found;
    }
}
