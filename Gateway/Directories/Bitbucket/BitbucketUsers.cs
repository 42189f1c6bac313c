using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>Bitbucket's user resource: <c>POST/PUT/DELETE /admin/users</c>, <c>/rename</c>, <c>/credentials</c>. No call sets <c>active</c>.</summary>
internal sealed class BitbucketUsers(AppCalls calls, BitbucketSearch search)
{
    private static readonly AppUri Users = AppUri.Of("/rest/api/latest/admin/users");

    private static readonly AppUri RenameUri = AppUri.Of("/rest/api/latest/admin/users/rename");

    private static readonly AppUri Credentials = AppUri.Of("/rest/api/latest/admin/users/credentials");

    private static readonly TimeSpan NodesDisagree = TimeSpan.FromSeconds(30);

    /// <summary>Fields, then name: an update knows no name, a rename no fields.</summary>
    public async Task<AppResult<AppUser>> UpdateAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken)
    {
        if (change.Active is not null)
        {
            return new AppFailure(AppFailureKind.TargetRefused, "Bitbucket has no way to switch an account on or off; access is taken away and given back instead (Users.Deactivation RevokeAccess).");
        }

        var proved = await ProveAsync(user, change, cancellationToken);
        if (!proved.TryGet(out var target, out var failure))
        {
            return failure;
        }

        AppUser? now = target.Seen;
        if (change.Fields.Count > 0)
        {
            var updated = await PutAsync(target, change.Fields, canRetry: true, cancellationToken);
            if (!updated.TryGet(out now, out failure))
            {
                return failure;
            }

            target = target with { Name = now.Name };
        }

        if (change.Name is not { } name)
        {
            return now ?? new AppUser(target.Key, target.Name, null, new Dictionary<string, string>()) { IsSeen = false };
        }

        var renamed = await RenameAsync(target, name, canRetry: true, cancellationToken);
        return renamed.IsOk || change.Fields.Count == 0 ? renamed
            : renamed.Failure with { Message = $"{renamed.Failure.Message} The fields of '{target.Name}' are changed, its name is not." };
    }

    /// <summary><c>PUT /admin/users/credentials</c>, 204 without a body.</summary>
    public async Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken)
    {
        var proved = await ProveAsync(user, null, cancellationToken);
        if (!proved.TryGet(out var target, out var failure))
        {
            return failure;
        }

        for (var canRetry = true; ; canRetry = false)
        {
            var call = AppCall.Put(Credentials, BitbucketJson.WritePassword(target.Name, password)) with { Secret = password };
            var set = await calls.WriteOnceAsync(call, confirmation: 204, cancellationToken);
            switch (set.Failure)
            {
                case null:
                    return set;
                case { Kind: AppFailureKind.NotFound }:
                    var again = await AfterNotFoundAsync(target, canRetry, cancellationToken);
                    if (!again.TryGet(out target, out failure))
                    {
                        return failure;
                    }

                    break;
                case { Kind: AppFailureKind.OutcomeUnknown or AppFailureKind.Broken } lost:
                    return lost with { Message = $"{lost.Message} Whether the password was set cannot be read back; sending it again does no harm." };
                case AppRefusal refusal:
                    return await ExplainAsync(target, refusal, shown => shown.RefuseDetails(), cancellationToken);
                default:
                    return set;
            }
        }
    }

    /// <summary><c>DELETE /admin/users?name=</c>, which answers who is gone. The name stays taken in Bitbucket until it is erased.</summary>
    public async Task<AppResult<Done>> DeleteAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var proved = await ProveAsync(user, null, cancellationToken, deletes: true);
        if (!proved.TryGet(out var target, out var failure))
        {
            return failure;
        }

        for (var canRetry = true; ; canRetry = false)
        {
            var at = target;
            var deleted = await calls.WriteAsync(AppCall.Delete(Users.With("name", at.Name)), body => IsGone(BitbucketJson.ReadUser(body)), async () =>
            {
                var read = await search.ByKeyAsync(at.Key, at.Name, cancellationToken);
                return read.IsOk ? (AppResult<Gone?>)(Gone?)null : read.Failure.Kind == AppFailureKind.NotFound ? new Gone(at.Key) : read.Failure;
            }, cancellationToken);
            if (deleted.TryGet(out var gone, out failure))
            {
                return gone.Key == at.Key ? Done.Value : Another(at, gone.Key);
            }

            switch (failure)
            {
                case { Kind: AppFailureKind.NotFound }:
                    var again = await AfterNotFoundAsync(target, canRetry, cancellationToken);
                    if (!again.TryGet(out target, out failure))
                    {
                        return failure;
                    }

                    break;
                case AppRefusal { Status: 409 } own:
                    return await ExplainAsync(target, own with { Kind = AppFailureKind.TargetRefused }, shown => shown.RefuseDeletion(), cancellationToken);
                case AppRefusal refusal:
                    return await ExplainAsync(target, refusal, shown => shown.RefuseDeletion(), cancellationToken);
                default:
                    return failure;
            }
        }
    }

    /// <summary>The name that a write may hold. Read where it is not proved, and where a field that the update needs is not told.</summary>
    private async Task<AppResult<Target>> ProveAsync(AppUserRef user, AppUserChange? change, CancellationToken cancellationToken, bool deletes = false)
    {
        var isWhole = change is null || change.Fields.Count == 0 || (change.Fields.ContainsKey(BitbucketFields.DisplayName) && change.Fields.ContainsKey(BitbucketFields.EmailAddress));
        if (user is { IsProved: true, Name: { } name } && isWhole)
        {
            return new Target(user.Key, name, null);
        }

        var read = await search.ByKeyAsync(user.Key, user.Name, cancellationToken);
        return !read.TryGet(out var shown, out var failure) ? failure
            : (deletes ? shown.RefuseDeletion() : shown.RefuseDetails()) is { } refusal ? refusal
            : new Target(user.Key, shown.User.Name, shown.User);
    }

    private async Task<AppResult<AppUser>> PutAsync(Target target, IReadOnlyDictionary<string, string> fields, bool canRetry, CancellationToken cancellationToken)
    {
        var displayName = fields.GetValueOrDefault(BitbucketFields.DisplayName) ?? target.Seen?.Fields.GetValueOrDefault(BitbucketFields.DisplayName) ?? string.Empty;
        var email = fields.GetValueOrDefault(BitbucketFields.EmailAddress) ?? target.Seen?.Fields.GetValueOrDefault(BitbucketFields.EmailAddress) ?? string.Empty;
        var call = AppCall.Put(Users, BitbucketJson.WriteUpdate(target.Name, displayName, email));
        var answer = await calls.WriteAsync(call, BitbucketJson.ReadUser, () => SettleAsync(target, user => Shows(user, fields), cancellationToken), cancellationToken);
        if (answer.TryGet(out var user, out var failure))
        {
            return user.User.Key != target.Key ? Another(target, user.User.Key)
                : Shows(user.User, fields) ? user.User
                : await ConfirmAsync(target, fields, cancellationToken);
        }

        switch (failure)
        {
            case { Kind: AppFailureKind.NotFound }:
                var again = await AfterNotFoundAsync(target, canRetry, cancellationToken);
                return again.TryGet(out var renamed, out failure) ? await PutAsync(renamed, fields, canRetry: false, cancellationToken) : failure;
            case AppRefusal refusal:
                return await ExplainAsync(target, refusal with { Kind = refusal.Kind == AppFailureKind.NameExists ? AppFailureKind.Rejected : refusal.Kind }, shown => shown.RefuseDetails(), cancellationToken);
            default:
                return failure;
        }
    }

    private async Task<AppResult<AppUser>> RenameAsync(Target target, string name, bool canRetry, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(RenameUri, BitbucketJson.WriteTwo("name", target.Name, "newName", name));
        var answer = await calls.WriteAsync(call, BitbucketJson.ReadUser, () => SettleAsync(target with { Name = name }, user => IsNamed(user, name), cancellationToken), cancellationToken);
        if (answer.TryGet(out var user, out var failure))
        {
            return user.User.Key != target.Key ? Another(target, user.User.Key)
                : IsNamed(user.User, name) ? user.User
                : new AppFailure(AppFailureKind.Broken, $"Bitbucket answered 200 to the rename of '{target.Name}' and shows '{user.User.Name}'.", 200);
        }

        switch (failure)
        {
            case { Kind: AppFailureKind.NotFound }:
                var read = await search.ByKeyAsync(target.Key, name, cancellationToken);
                return !read.TryGet(out var now, out failure) ? failure
                    : IsNamed(now.User, name) ? now.User
                    : canRetry && !IsNamed(now.User, target.Name) ? await RenameAsync(target with { Name = now.User.Name }, name, canRetry: false, cancellationToken)
                    : Disagree(now.User.Name);
            case AppRefusal { Kind: AppFailureKind.NameExists } taken:
                return await ExplainTakenAsync(target, name, taken, cancellationToken);
            case AppRefusal refusal:
                return await ExplainAsync(target, refusal, shown => shown.RefuseDetails(), cancellationToken);
            default:
                return failure;
        }
    }

    /// <summary>409 to a rename is a name that is taken, also by a deleted account; from a read-only directory it may mean that (unverified).</summary>
    private async Task<AppFailure> ExplainTakenAsync(Target target, string name, AppRefusal taken, CancellationToken cancellationToken)
    {
        var holder = await search.ByNameAsync(name, cancellationToken);
        return holder.TryGet(out var other, out var failure)
            ? taken with { Message = $"Bitbucket has another user named '{other.User.Name}' ({other.User.Key})." }
            : failure.Kind != AppFailureKind.NotFound ? failure
            : await ExplainAsync(target, taken with { Message = $"{taken.Message} Nobody has the name '{name}' now: a deleted account holds it until it is erased." }, shown => shown.RefuseDetails(), cancellationToken);
    }

    /// <summary>Refused: what Bitbucket tells of the account's directory is the reason where it tells one, whatever status it chose.</summary>
    private async Task<AppFailure> ExplainAsync(Target target, AppRefusal refusal, Func<BitbucketUser, AppFailure?> refuse, CancellationToken cancellationToken)
    {
        if (refusal.Status == 401 || refusal.Errors.HasFields)
        {
            return refusal;
        }

        var read = await search.ByKeyAsync(target.Key, target.Name, cancellationToken);
        return read.IsOk && refuse(read.Value) is { } reason ? reason with { Message = $"{reason.Message} {refusal.Message}", Status = refusal.Status } : refusal;
    }

    private async Task<AppResult<AppUser>> ConfirmAsync(Target target, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var read = await search.ByKeyAsync(target.Key, target.Name, cancellationToken);
        return !read.TryGet(out var now, out var failure) ? failure
            : Shows(now.User, fields) ? now.User
            : new AppFailure(AppFailureKind.Broken, $"Bitbucket answered 200 to a change of '{now.User.Name}' but does not show it.", 200);
    }

    private async Task<AppResult<BitbucketUser?>> SettleAsync(Target target, Func<AppUser, bool> isDone, CancellationToken cancellationToken)
    {
        var read = await search.ByKeyAsync(target.Key, target.Name, cancellationToken);
        return !read.TryGet(out var user, out var failure) ? failure : isDone(user.User) ? user : (BitbucketUser?)null;
    }

    /// <summary>404 speaks of a name: the user is looked for by id, and another name is tried once.</summary>
    private async Task<AppResult<Target>> AfterNotFoundAsync(Target target, bool canRetry, CancellationToken cancellationToken)
    {
        var read = await search.ByKeyAsync(target.Key, target.Name, cancellationToken);
        return !read.TryGet(out var user, out var failure) ? failure
            : canRetry && !IsNamed(user.User, target.Name) ? target with { Name = user.User.Name, Seen = user.User }
            : Disagree(user.User.Name);
    }

    private static AppFailure Disagree(string name) =>
        new(AppFailureKind.Unavailable, $"Bitbucket answered 404 to a change of '{name}' although it has the user: its nodes disagree.", 404, NodesDisagree);

    private static AppFailure Another(Target target, string key) =>
        new(AppFailureKind.Broken, $"Bitbucket changed another account than was meant: the name '{target.Name}' is id {key} now, and was id {target.Key}. Somebody gave it on within minutes; look at both.", 200);

    private static Gone? IsGone(BitbucketUser? user) => user is null ? null : new(user.User.Key);

    private static bool IsNamed(AppUser user, string name) => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Shows(AppUser user, IReadOnlyDictionary<string, string> fields) =>
        fields.All(field => user.Fields.TryGetValue(field.Key, out var shown) && shown.Trim().Equals(field.Value.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <param name="Seen">The user, where it was read for this change.</param>
    private sealed record Target(string Key, string Name, AppUser? Seen);

    private sealed record Gone(string Key);
}
