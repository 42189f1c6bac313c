using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>
/// Access instead of <c>active</c>, which no call of Bitbucket sets: every group of the user, and the user's own global permissions. All
/// groups, because one that gives nothing today may be given a permission tomorrow, and a leaver would be in again unseen.
/// </summary>
internal sealed class BitbucketAccess(AppCalls calls, BitbucketSearch search, BitbucketMembers members, BitbucketRights rights, OneByOne changes) : IAccessDirectory
{
    private static readonly AppUri AddGroups = AppUri.Of("/rest/api/latest/admin/users/add-groups");

    private static readonly AppUri Grants = AppUri.Of("/rest/api/latest/admin/permissions/users");

    /// <summary>2 calls with a proved name.</summary>
    public async Task<AppResult<AppAccess>> ReadAccessAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var proved = await ProveAsync(user, cancellationToken);
        if (!proved.TryGet(out var member, out var failure))
        {
            return failure;
        }

        var inside = await GroupsOfAsync(member, canRetry: true, cancellationToken);
        if (!inside.TryGet(out var read, out failure))
        {
            return failure;
        }

        var own = await rights.OfUserAsync(read.Member.Key, read.Member.Name, cancellationToken);
        return own.TryGet(out var permissions, out failure)
            ? new AppAccess([.. read.Groups.OrderBy(rights.RankOfGroup)], permissions)
            : failure;
    }

    public async Task<AccessChange> TakeAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken)
    {
        var proved = await ProveAsync(user, cancellationToken);
        if (!proved.TryGet(out var member, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? new(access, null, $"'{user.Name}' no longer exists in Bitbucket, so nothing gives access.") : new(AppAccess.None, failure);
        }

        var (gone, first) = (new List<string>(access.Groups.Count), (AppFailure?)null);
        IReadOnlyList<string> revoked = [];
        if (access.Permissions.Count > 0)
        {
            first = (await RevokeAsync(member, cancellationToken)).Failure;
            revoked = first is null ? access.Permissions : [];
        }

        // A group that the user is in by a nested one is left when that one is: what could not be left is tried again at the end.
        var again = new List<string>();
        foreach (var group in access.Groups)
        {
            (await LeaveAsync(group, member, cancellationToken) is null ? gone : again).Add(group);
        }

        foreach (var group in again)
        {
            if (await LeaveAsync(group, member, cancellationToken) is not { } failed)
            {
                gone.Add(group);
            }
            else if (first is null || IsRefusal(first))
            {
                first = failed;
            }
        }

        return new(new(gone, revoked), first);
    }

    public async Task<AccessChange> GiveAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken)
    {
        var proved = await ProveAsync(user, cancellationToken);
        if (!proved.TryGet(out var member, out var failure))
        {
            return new(AppAccess.None, failure);
        }

        var (back, missing) = (new List<string>(access.Groups.Count), new List<string>());
        if (access.Groups.Count > 0 && await JoinAsync(member, access.Groups, back, missing, cancellationToken) is { } notJoined)
        {
            return new(new(back, []), notJoined, NoteOf(missing));
        }

        var granted = new List<string>(access.Permissions.Count);
        foreach (var permission in access.Permissions.OrderByDescending(BitbucketRights.Rank))
        {
            if ((await GrantAsync(member, permission, cancellationToken)).Failure is { } refused)
            {
                return new(new(back, granted), refused, NoteOf(missing));
            }

            granted.Add(permission);
        }

        return new(new(back, granted), null, NoteOf(missing));
    }

    /// <summary>Whether a failure says that nothing was changed.</summary>
    private static bool IsRefusal(AppFailure failure) => failure.Kind is AppFailureKind.TargetRefused or AppFailureKind.Rejected or AppFailureKind.NotFound;

    /// <summary>Whether a removal took the membership, and not only a note that a nested group still gives it.</summary>
    private async Task<AppFailure?> LeaveAsync(string group, AppMember member, CancellationToken cancellationToken)
    {
        var change = (await changes.RemoveAsync(group, [member], cancellationToken))[0];
        if (change.Failure is { } failure)
        {
            // A group that is gone gives nobody access.
            return failure.Kind is AppFailureKind.GroupNotFound ? null : failure;
        }

        if (change.Note is null)
        {
            return null;
        }

        var inside = await members.IsMemberAsync(group, member, cancellationToken);
        return inside.TryGet(out var isMember, out failure)
            ? isMember ? new(AppFailureKind.TargetRefused, $"'{member.Name}' keeps access to Bitbucket by the group '{group}', in which a nested group puts that account; Bitbucket's REST cannot tell which one. Take the account out by hand.") : null
            : failure.Kind == AppFailureKind.NotFound ? null : failure;
    }

    /// <summary>One call for all groups; where it is refused, one each, so that a group that no longer exists keeps nobody out.</summary>
    private async Task<AppFailure?> JoinAsync(AppMember member, IReadOnlyList<string> wanted, List<string> back, List<string> missing, CancellationToken cancellationToken)
    {
        var all = await SendJoinAsync(member, wanted, cancellationToken);
        if (all.IsOk)
        {
            back.AddRange(wanted);
            return null;
        }

        if (all.Failure is not (AppRefusal or { Kind: AppFailureKind.NotFound }))
        {
            return all.Failure;
        }

        foreach (var group in wanted)
        {
            var change = (await changes.AddAsync(group, [member], cancellationToken))[0];
            if (change.Failure is { Kind: AppFailureKind.GroupNotFound })
            {
                missing.Add(group);
            }
            else if (change.Failure is { } failure)
            {
                return failure;
            }
            else
            {
                back.Add(group);
            }
        }

        return null;
    }

    private Task<AppResult<Done>> SendJoinAsync(AppMember member, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(AddGroups, BitbucketJson.WriteMany("user", member.Name, "groups", wanted));
        return calls.WriteAsync(call, AppJson.ReadNothing, async () =>
        {
            var inside = await members.GroupsOfAsync(member.Name, cancellationToken);
            return inside.TryGet(out var now, out var failure)
                ? wanted.All(group => now.Contains(group, StringComparer.OrdinalIgnoreCase)) ? Done.Value : (Done?)null
                : failure.Kind == AppFailureKind.NotFound ? (Done?)null : failure;
        }, cancellationToken);
    }

    /// <summary>404 is both "has none" and "no such user" (unverified which): the list is asked.</summary>
    private async Task<AppResult<Done>> RevokeAsync(AppMember member, CancellationToken cancellationToken)
    {
        async Task<AppResult<Done?>> IsGoneAsync()
        {
            var own = await rights.OfUserAsync(member.Key, member.Name, cancellationToken);
            return own.TryGet(out var left, out var failure) ? left.Count == 0 ? Done.Value : (Done?)null : failure;
        }

        var revoked = await calls.WriteAsync(AppCall.Delete(Grants.With("name", member.Name)), AppJson.ReadNothing, IsGoneAsync, cancellationToken);
        if (revoked.Failure is not { Kind: AppFailureKind.NotFound } notFound)
        {
            return revoked.Failure is AppRefusal { Kind: AppFailureKind.NameExists } refusal ? refusal with { Kind = AppFailureKind.TargetRefused } : revoked;
        }

        var asked = await IsGoneAsync();
        return asked.TryGet(out var gone, out var failure)
            ? gone is not null ? gone : notFound with { Kind = AppFailureKind.Unavailable, RetryAfter = TimeSpan.FromSeconds(30) }
            : failure;
    }

    private async Task<AppResult<Done>> GrantAsync(AppMember member, string permission, CancellationToken cancellationToken)
    {
        var call = AppCall.Put(Grants.With("name", member.Name).With("permission", permission), default);
        var granted = await calls.WriteAsync(call, AppJson.ReadNothing, async () =>
        {
            var own = await rights.OfUserAsync(member.Key, member.Name, cancellationToken);
            return own.TryGet(out var now, out var failure) ? now.Contains(permission) ? Done.Value : (Done?)null : failure;
        }, cancellationToken);
        return granted.Failure switch
        {
            AppRefusal { Status: 403 } refusal when refusal.Errors.Has(BitbucketCodes.Forbidden) => new AppFailure(AppFailureKind.NoSeat, $"There is no licence seat in Bitbucket. {refusal.Message}", 403),
            AppRefusal { Kind: AppFailureKind.NameExists } refusal => refusal with { Kind = AppFailureKind.TargetRefused },
            { Kind: AppFailureKind.NotFound } => new AppFailure(AppFailureKind.Unavailable, $"Bitbucket answered 404 to a permission of '{member.Name}', whom it had just shown.", 404, TimeSpan.FromSeconds(30)),
            _ => granted,
        };
    }

    /// <summary>The user's groups. An empty page may mean that the name is somebody's who was renamed (unverified), so then the name is proved.</summary>
    private async Task<AppResult<GroupsRead>> GroupsOfAsync(AppMember member, bool canRetry, CancellationToken cancellationToken)
    {
        var inside = await members.GroupsOfAsync(member.Name, cancellationToken);
        if (inside.IsOk ? inside.Value.Count > 0 : inside.Failure.Kind != AppFailureKind.NotFound)
        {
            return inside.IsOk ? new GroupsRead(member, inside.Value) : inside.Failure;
        }

        var read = await search.ByKeyAsync(member.Key, member.Name, cancellationToken);
        return !read.TryGet(out var user, out var failure) ? failure
            : canRetry && !BitbucketSearch.IsNamed(user, member.Name) ? await GroupsOfAsync(member with { Name = user.User.Name }, canRetry: false, cancellationToken)
            : inside.IsOk ? new GroupsRead(member, inside.Value)
            : new AppFailure(AppFailureKind.Unavailable, $"Bitbucket answered 404 to the groups of '{member.Name}' although it has the user: its nodes disagree.", 404, TimeSpan.FromSeconds(30));
    }

    private async Task<AppResult<AppMember>> ProveAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        if (user is { IsProved: true, Name: { } name })
        {
            return new AppMember(user.Key, name);
        }

        var read = await search.ByKeyAsync(user.Key, user.Name, cancellationToken);
        return read.TryGet(out var found, out var failure) ? new AppMember(user.Key, found.User.Name) : failure;
    }

    private static string? NoteOf(List<string> missing) =>
        missing.Count == 0 ? null : $"Not given back, as Bitbucket no longer has them: {string.Join(", ", missing.Select(group => $"'{group}'"))}.";

    private sealed record GroupsRead(AppMember Member, IReadOnlyList<string> Groups);
}
