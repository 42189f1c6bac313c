using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>
/// Changes of a user. Its PUT replaces the whole, and there is no version to compare: so the user is read first, what was not asked is
/// written back as it was read, and what is so already is not written at all. What takes access away goes first, a rename last.
/// </summary>
internal sealed class CrowdUserChanges(AppCalls calls, CrowdUsers users, CrowdOptions options)
{
    private string App => options.App;

    public async Task<AppResult<AppUser>> UpdateAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken)
    {
        var read = await users.GetAsync(user.Key, cancellationToken);
        if (!read.TryGet(out var live, out var failure))
        {
            return failure;
        }

        if (live.Directory is { } directory && options.DirectoryId is { } wanted && directory != wanted)
        {
            return new AppFailure(AppFailureKind.TargetRefused, $"'{live.Name}' lives in the directory {directory} of {App}, and this connection provisions {wanted} (Directory).");
        }

        var replaced = await ReplaceAsync(live, change, cancellationToken);
        if (!replaced.TryGet(out live, out failure))
        {
            return failure;
        }

        var labelled = await SetAttributesAsync(live, change, cancellationToken);
        if (!labelled.TryGet(out live, out failure))
        {
            return failure;
        }

        // Names are the same without case here, and may be shown in lower case whatever they are: a change of case is none.
        return change.Name is { } name && !live.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? await RenameAsync(live, name, cancellationToken)
            : live;
    }

    /// <summary><c>PUT /user/password</c>, 204.</summary>
    public async Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken)
    {
        var proved = await users.ProveAsync(user, cancellationToken);
        if (!proved.TryGet(out var name, out var failure))
        {
            return failure;
        }

        for (var attempt = 1; ; attempt++)
        {
            var call = AppCall.Put(CrowdUris.Named("user/password", name), AppJson.WriteOne("value", password)) with { Secret = password };
            var set = await calls.WriteOnceAsync(call, confirmation: 204, cancellationToken);
            if (set.Failure?.Kind != AppFailureKind.NotFound)
            {
                return set.Failure is { Kind: AppFailureKind.OutcomeUnknown or AppFailureKind.Broken } lost
                    ? lost with { Message = $"{lost.Message} Whether the password was set cannot be read back; sending it again does no harm." }
                    : set;
            }

            var other = await users.AfterNotFoundAsync(user.Key, name, attempt, cancellationToken);
            if (!other.TryGet(out name, out failure))
            {
                return failure;
            }
        }
    }

    private async Task<AppResult<AppUser>> ReplaceAsync(AppUser live, AppUserChange change, CancellationToken cancellationToken)
    {
        var named = change.Fields.Where(field => CrowdFields.Replaced.Contains(field.Key)).ToDictionary(StringComparer.Ordinal);
        var asked = new AppUserChange(null, change.Active, named);
        if (CrowdDifference.Of(live, asked) is null)
        {
            return live;
        }

        if (live.Active is null)
        {
            return new AppFailure(AppFailureKind.Broken, $"{App} does not tell whether '{live.Name}' is active, so nothing of the account can be written without changing that.", 200);
        }

        var fields = new Dictionary<string, string>(live.Fields, StringComparer.Ordinal);
        foreach (var (field, value) in named)
        {
            fields[field] = value;
        }

        var wanted = live with { Active = change.Active ?? live.Active, Fields = fields };
        var call = AppCall.Put(CrowdUris.Named("user", live.Name), CrowdJson.WriteReplacement(live.Name, wanted.Active.Value, fields));
        var answer = await calls.WriteAsync(call, body => CrowdJson.ReadChanged(body, live.Name), () => SettleAsync(live.Key, asked, cancellationToken), cancellationToken);
        return answer.IsOk ? wanted : await ProvedAsync(live, answer.Failure, cancellationToken);
    }

    /// <summary>Those that change only; one that is to be blank is removed.</summary>
    private async Task<AppResult<AppUser>> SetAttributesAsync(AppUser live, AppUserChange change, CancellationToken cancellationToken)
    {
        var changed = change.Fields
            .Where(field => CrowdFields.IsAttribute(field.Key) && !CrowdDifference.Shows(live, field.Key, field.Value))
            .ToDictionary(StringComparer.Ordinal);
        var set = changed.Where(field => field.Value.Length > 0).ToList();
        if (set.Count > 0)
        {
            var body = CrowdJson.WriteAttributes(set.Select(field => (CrowdFields.AttributeOf(field.Key), field.Value)));
            var asked = new AppUserChange(null, null, set.ToDictionary(StringComparer.Ordinal));
            var answer = await calls.WriteAsync(AppCall.Post(CrowdUris.Named("user/attribute", live.Name), body), AppJson.ReadNothing, () => SettleAsync(live.Key, asked, cancellationToken), cancellationToken);
            if (!answer.IsOk)
            {
                return await ProvedAsync(live, answer.Failure, cancellationToken);
            }
        }

        foreach (var (field, _) in changed.Where(field => field.Value.Length == 0))
        {
            var asked = new AppUserChange(null, null, new Dictionary<string, string> { [field] = string.Empty });
            var uri = CrowdUris.Named("user/attribute", live.Name).With("attributename", CrowdFields.AttributeOf(field));
            var answer = await calls.WriteAsync(AppCall.Delete(uri), AppJson.ReadNothing, () => SettleAsync(live.Key, asked, cancellationToken), cancellationToken);
            if (!answer.IsOk)
            {
                return await ProvedAsync(live, answer.Failure, cancellationToken);
            }
        }

        var fields = new Dictionary<string, string>(live.Fields, StringComparer.Ordinal);
        foreach (var (field, value) in changed)
        {
            if (value.Length == 0)
            {
                fields.Remove(field);
            }
            else
            {
                fields[field] = value;
            }
        }

        return live with { Fields = fields };
    }

    private async Task<AppResult<AppUser>> RenameAsync(AppUser live, string name, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(CrowdUris.Named("user/rename", live.Name), AppJson.WriteOne("new-name", name));
        var asked = new AppUserChange(name, null, new Dictionary<string, string>());
        AppUser? shown = null;
        var answer = await calls.WriteAsync(
            call,
            body =>
            {
                shown = CrowdJson.ReadMade(body);
                return CrowdJson.ReadChanged(body, name);
            },
            () => SettleAsync(live.Key, asked, cancellationToken),
            cancellationToken);
        if (answer.IsOk)
        {
            return shown?.Key == live.Key ? live with { Name = shown.Name } : live with { Name = name, IsSeen = false };
        }

        // A name that is taken is 500 OPERATION_FAILED in older versions (CWD-4819) and 400 INVALID_USER in others: so the app is asked.
        if (answer.Failure is AppRefusal { Errors.IsOwn: true, Kind: AppFailureKind.Rejected or AppFailureKind.Broken }
            && (await users.FindByNameAsync(name, cancellationToken)).TryGet(out var holder, out _) && holder.Key != live.Key)
        {
            return new AppFailure(AppFailureKind.NameExists, $"{App} has another user named '{holder.Name}' ({holder.Key}).", answer.Failure.Status);
        }

        return await ProvedAsync(live, answer.Failure, cancellationToken);
    }

    /// <summary>A 404 to a change is believed only when a read by key says so too.</summary>
    private async Task<AppFailure> ProvedAsync(AppUser live, AppFailure failure, CancellationToken cancellationToken)
    {
        if (failure.Kind != AppFailureKind.NotFound)
        {
            return failure;
        }

        var read = await users.GetAsync(live.Key, cancellationToken);
        return read.TryGet(out var user, out var gone)
            ? new(AppFailureKind.Unavailable, $"{App} answered 404 to a change of '{live.Name}' although it has the user ('{user.Name}' now).", 404, TimeSpan.FromSeconds(1))
            : gone;
    }

    private async Task<AppResult<Done?>> SettleAsync(string key, AppUserChange asked, CancellationToken cancellationToken)
    {
        var read = await users.GetAsync(key, cancellationToken);
        return read.TryGet(out var now, out var failure)
            ? CrowdDifference.Of(now, asked) is null ? Done.Value : (Done?)null
            : failure;
    }
}
