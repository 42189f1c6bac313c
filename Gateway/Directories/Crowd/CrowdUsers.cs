using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>Users read, found, made, deleted; changes of one that is there are <see cref="CrowdUserChanges"/>.</summary>
internal sealed class CrowdUsers(AppCalls calls, CrowdOptions options)
{
    // An exact search has few hits; a page of this size that is full may hide others.
    private const int SearchSize = 100;

    private string App => options.App;

    public async Task<AppResult<AppUser>> GetAsync(string key, CancellationToken cancellationToken) =>
        Told(await calls.ReadProvedAsync(CrowdUris.UserByKey(key), CrowdJson.ReadUser, cancellationToken));

    /// <summary>One read by key, NotFound believed at once: for callers that ask because they doubt.</summary>
    public async Task<AppResult<AppUser>> AskAsync(string key, CancellationToken cancellationToken) =>
        Told(await calls.ReadAsync(CrowdUris.UserByKey(key), CrowdJson.ReadUser, cancellationToken));

    public async Task<AppResult<AppUser>> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        Told(await calls.ReadAsync(CrowdUris.UserByName(name), CrowdJson.ReadUser, cancellationToken));

    /// <summary>Groups of a user, direct and nested (1 call a page).</summary>
    public Task<AppResult<IReadOnlyList<string>>> ListGroupsAsync(string name, CancellationToken cancellationToken) =>
        CrowdPages.ReadAllAsync(calls, CrowdUris.Named("user/group/nested", name), CrowdJson.ReadGroupNames, group => group, $"the groups of '{name}' in {App}", cancellationToken);

    /// <summary>A search does not tell attributes: whoever is found by one is read by key (1 call each), so that its value is seen.</summary>
    public async Task<AppResult<IReadOnlyList<AppUser>>> FindByFieldAsync(string field, string value, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(CrowdUris.Search("user", 0, SearchSize), CrowdJson.WriteSearch(CrowdFields.PropertyOf(field), value)) with { IsRead = true };
        var answer = await calls.ReadAsync(call, CrowdJson.ReadUsers, cancellationToken);
        if (!answer.TryGet(out var page, out var failure))
        {
            return failure;
        }

        var found = new List<AppUser>();
        foreach (var user in page)
        {
            var whole = user;
            if (CrowdFields.IsAttribute(field))
            {
                var read = await AskAsync(user.Key, cancellationToken);
                if (!read.TryGet(out whole, out failure))
                {
                    if (failure.Kind == AppFailureKind.NotFound)
                    {
                        continue;
                    }

                    return failure;
                }
            }

            if (value.Equals(whole.Fields.GetValueOrDefault(field), StringComparison.OrdinalIgnoreCase))
            {
                found.Add(InDirectory(whole));
            }
        }

        return found.Count == 0 && page.Count >= SearchSize
            ? new AppFailure(AppFailureKind.TooMany, $"{App}'s search for '{value}' gave {page.Count} hits and no exact one among them.")
            : found;
    }

    public async Task<AppResult<AppUser>> CreateAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var password = string.IsNullOrEmpty(user.Password) ? CrowdPassword.Random() : user.Password;
        var call = AppCall.Post(CrowdUris.User, CrowdJson.WriteNewUser(user, password)) with { Secret = password };
        var created = await calls.WriteAsync(call, CrowdJson.ReadMade, () => SettleCreateAsync(user, cancellationToken), cancellationToken);
        if (!created.TryGet(out var made, out var failure))
        {
            return await ExplainCreateAsync(failure, user.Name, cancellationToken);
        }

        if (made.Key.Length == 0 || made.Active is null)
        {
            // An answer that confirms and does not tell the key: it is read once.
            var read = await FindByNameAsync(user.Name, cancellationToken);
            if (!read.TryGet(out made, out failure))
            {
                return failure.Kind == AppFailureKind.NotFound
                    ? new AppFailure(AppFailureKind.Broken, $"{App} confirmed the new user '{user.Name}' and does not show it.", failure.Status)
                    : failure;
            }
        }

        return InDirectory(made) is { Directory: { } directory } && options.DirectoryId is { } wanted && directory != wanted
            ? await TakeBackAsync(made, directory, wanted, cancellationToken)
            : InDirectory(made);
    }

    public async Task<AppResult<Done>> DeleteAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var proved = await ProveAsync(user, cancellationToken);
        if (!proved.TryGet(out var name, out var failure))
        {
            return failure;
        }

        for (var attempt = 1; ; attempt++)
        {
            var deleted = await DeleteNamedAsync(user.Key, name, cancellationToken);
            if (deleted.Failure?.Kind != AppFailureKind.NotFound)
            {
                return deleted;
            }

            var other = await AfterNotFoundAsync(user.Key, name, attempt, cancellationToken);
            if (!other.TryGet(out name, out failure))
            {
                return failure;
            }
        }
    }

    /// <summary>The name to write: the one that was seen beside the key, else it is read (+ 1 call).</summary>
    public async Task<AppResult<string>> ProveAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        if (user is { IsProved: true, Name: { Length: > 0 } known })
        {
            return known;
        }

        var read = await GetAsync(user.Key, cancellationToken);
        return read.TryGet(out var live, out var failure) ? live.Name : failure;
    }

    /// <summary>A 404 on a name: another name of the same key is tried once; else the 404 is believed only where the key is gone too.</summary>
    public async Task<AppResult<string>> AfterNotFoundAsync(string key, string name, int attempt, CancellationToken cancellationToken)
    {
        var read = await GetAsync(key, cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure;
        }

        return attempt == 1 && !user.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? user.Name
            : new AppFailure(AppFailureKind.Unavailable, $"{App} answered 404 to a change of '{user.Name}' although it has the user: its nodes disagree.", 404, TimeSpan.FromSeconds(30));
    }

    /// <summary>The user with the directory that its key tells, where the connection names one by number: else nothing is compared.</summary>
    private AppUser InDirectory(AppUser user)
    {
        var colon = options.DirectoryId is null ? -1 : user.Key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && user.Key.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0 ? user with { Directory = user.Key[..colon] } : user;
    }

    private AppResult<AppUser> Told(AppResult<AppUser> answer) => answer.TryGet(out var user, out var failure) ? InDirectory(user) : failure;

    private Task<AppResult<Done>> DeleteNamedAsync(string key, string name, CancellationToken cancellationToken) =>
        calls.WriteAsync(AppCall.Delete(CrowdUris.Named("user", name)), AppJson.ReadNothing, async () =>
        {
            var read = await GetAsync(key, cancellationToken);
            return read.IsOk ? (AppResult<Done?>)(Done?)null
                : read.Failure.Kind == AppFailureKind.NotFound ? Done.Value : read.Failure;
        }, cancellationToken);

    /// <summary>The app chose another directory than the connection provisions: the user is taken out again, and the admin told.</summary>
    private async Task<AppResult<AppUser>> TakeBackAsync(AppUser made, string directory, string wanted, CancellationToken cancellationToken)
    {
        var removed = await DeleteNamedAsync(made.Key, made.Name, cancellationToken);
        var end = removed.IsOk ? "It was removed again." : $"It could not be removed: {removed.Failure.Message}";
        return new AppFailure(AppFailureKind.TargetRefused, $"{App} made '{made.Name}' in the directory {directory}, and this connection provisions {wanted} (Directory): the first directory in which the application may add users is another one. {end}", 201);
    }

    /// <summary>A create whose answer was lost: a user of that name with just what was sent is ours; another one is somebody's.</summary>
    private async Task<AppResult<AppUser?>> SettleCreateAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var read = await FindByNameAsync(user.Name, cancellationToken);
        if (!read.TryGet(out var found, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? (AppResult<AppUser?>)(AppUser?)null : failure;
        }

        return Difference(found, user) is null ? found : (AppUser?)null;
    }

    /// <summary>INVALID_USER says that the name is taken, or that it cannot be one: so the app is asked.</summary>
    private async Task<AppFailure> ExplainCreateAsync(AppFailure failure, string name, CancellationToken cancellationToken)
    {
        if (failure is not AppRefusal { Status: 400 or 409 } refusal || (refusal.Errors.IsOwn && !refusal.Errors.Has(CrowdReasons.InvalidUser)))
        {
            return failure;
        }

        var found = await FindByNameAsync(name, cancellationToken);
        return found.IsOk ? new(AppFailureKind.NameExists, refusal.Message, refusal.Status)
            : found.Failure.Kind == AppFailureKind.NotFound ? refusal
            : found.Failure;
    }

    private static string? Difference(AppUser user, NewAppUser wanted) => CrowdDifference.Of(user, new(wanted.Name, wanted.Active, wanted.Fields));
}
