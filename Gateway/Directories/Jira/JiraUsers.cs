using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Jira's user resource: <c>GET/POST/PUT/DELETE /rest/api/2/user</c> and <c>/user/search</c>.</summary>
internal sealed class JiraUsers(AppCalls calls, JiraLeads leads, JiraSeats seats, JiraOptions options)
{
    // Jira 10 and later stop at the first 100 hits whatever is asked; before, 1000.
    private const int SearchPage = 100;

    private static readonly AppUri User = AppUri.Of("/rest/api/2/user");

    private static readonly AppUri Password = AppUri.Of("/rest/api/2/user/password");

    public static AppUri ByKey(string key) => User.With("key", key);

    public Task<AppResult<AppUser>> GetAsync(string key, CancellationToken cancellationToken) =>
        calls.ReadProvedAsync(ByKey(key), JiraJson.ReadUser, cancellationToken);

    /// <summary>One read by key, NotFound believed at once: for callers that ask because they doubt.</summary>
    public Task<AppResult<AppUser>> GetWithGroupsAsync(string key, CancellationToken cancellationToken) =>
        calls.ReadAsync(ByKey(key).With("expand", "groups"), JiraJson.ReadUser, cancellationToken);

    public Task<AppResult<AppUser>> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        calls.ReadAsync(User.With("username", name).With("expand", "groups"), JiraJson.ReadUser, cancellationToken);

    /// <summary><c>/user/search</c> matches parts of name, display name and e-mail: only exact e-mails count.</summary>
    public async Task<AppResult<IReadOnlyList<AppUser>>> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var uri = AppUri.Of("/rest/api/2/user/search").With("username", email).With("includeInactive", "true").With("maxResults", $"{SearchPage}");
        var answer = await calls.ReadAsync(uri, JiraPages.ReadArray, cancellationToken);
        if (!answer.TryGet(out var page, out var failure))
        {
            // Jira answers 404 for a search without hits in some versions: its own shape means "nobody".
            return failure.Kind == AppFailureKind.NotFound ? Array.Empty<AppUser>() : failure;
        }

        var exact = page.Where(user => user.Fields.TryGetValue(JiraFields.EmailAddress, out var found) && found.Equals(email, StringComparison.OrdinalIgnoreCase)).ToList();
        return exact.Count == 0 && page.Count >= SearchPage
            ? new AppFailure(AppFailureKind.TooMany, $"Jira's search for '{email}' gave {page.Count} hits and no exact one among them; it shows no more.")
            : exact;
    }

    public async Task<AppResult<AppUser>> CreateAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var body = JiraJson.WriteUser(user.Name, active: null, user.Fields, user.Password, user.Access);
        var call = AppCall.Post(User, body) with { Secret = user.Password };
        var created = await calls.WriteAsync(call, JiraJson.ReadUser, () => SettleCreateAsync(user, cancellationToken), cancellationToken);
        if (!created.TryGet(out var made, out var failure))
        {
            return await ExplainCreateAsync(failure, user, cancellationToken);
        }

        // POST documents "active" without an effect: an inactive account takes a second call.
        return user.Active == made.Active ? made : await UpdateAsync(made.Key, new(null, user.Active, NoFields), cancellationToken);
    }

    public async Task<AppResult<AppUser>> UpdateAsync(string key, AppUserChange change, CancellationToken cancellationToken)
    {
        var answer = await PutAsync(key, change, cancellationToken);
        if (answer.Failure is not AppRefusal { Status: 400 } refusal)
        {
            return answer;
        }

        if (change.Active == false && await leads.ExplainAsync(key, refusal, cancellationToken) is { } explained)
        {
            return options.DefaultLead is null ? explained : await HandOverAsync(key, change, explained, options.DefaultLead, cancellationToken);
        }

        if (change.Name is { } name && (await FindByNameAsync(name, cancellationToken)).TryGet(out var holder, out _) && holder.Key != key)
        {
            return new AppFailure(AppFailureKind.NameExists, $"Jira has another user named '{holder.Name}' ({holder.Key}).", 400);
        }

        return answer;
    }

    /// <summary><c>PUT /user/password?key=</c>, 204 without a body; <c>PUT /user</c> changes no password.</summary>
    public async Task<AppResult<Done>> SetPasswordAsync(string key, string password, CancellationToken cancellationToken)
    {
        var call = AppCall.Put(Password.With("key", key), AppJson.WriteOne("password", password)) with { Secret = password };
        var set = await calls.WriteOnceAsync(call, confirmation: 204, cancellationToken);
        return set.Failure switch
        {
            null => set,
            { Kind: AppFailureKind.NotFound } => await ProveGoneAsync(key, cancellationToken),
            { Kind: AppFailureKind.OutcomeUnknown or AppFailureKind.Broken } lost =>
                lost with { Message = $"{lost.Message} Whether the password was set cannot be read back; sending it again does no harm." },
            var refused => refused,
        };
    }

    public async Task<AppResult<Done>> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var deleted = await calls.WriteAsync(AppCall.Delete(ByKey(key)), AppJson.ReadNothing, async () =>
        {
            var read = await GetAsync(key, cancellationToken);
            return read.IsOk ? (AppResult<Done?>)(Done?)null
                : read.Failure.Kind == AppFailureKind.NotFound ? Done.Value : read.Failure;
        }, cancellationToken);
        return deleted.Failure?.Kind == AppFailureKind.NotFound ? await ProveGoneAsync(key, cancellationToken) : deleted;
    }

    /// <summary><c>DELETE /user/session/{username}</c>: ends web sessions after a deactivation.</summary>
    public async Task<AppResult<Done>> EndSessionsAsync(string name, CancellationToken cancellationToken)
    {
        var uri = AppUri.Of("/rest/api/2/user/session").Segment(name);
        return await calls.WriteAsync(AppCall.Delete(uri), _ => Done.Value, () => Task.FromResult<AppResult<Done?>>((Done?)null), cancellationToken);
    }

    private static IReadOnlyDictionary<string, string> NoFields { get; } = new Dictionary<string, string>();

    private async Task<AppResult<AppUser>> PutAsync(string key, AppUserChange change, CancellationToken cancellationToken)
    {
        var call = AppCall.Put(ByKey(key), JiraJson.WriteUser(change.Name, change.Active, change.Fields));
        var answer = await calls.WriteAsync(call, JiraJson.ReadUser, () => SettleUpdateAsync(key, change, cancellationToken), cancellationToken);
        if (!answer.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? await ProveGoneAsync(key, cancellationToken) : failure;
        }

        if (Shows(user, change))
        {
            return user;
        }

        // Jira said 200 and shows something else: its answer may be a node's stale cache, so ask once.
        var read = await GetAsync(key, cancellationToken);
        return !read.TryGet(out var now, out failure) ? failure
            : Shows(now, change) ? now
            : new AppFailure(AppFailureKind.Broken, $"Jira answered 200 to a change of '{now.Name}' but does not show it ({Difference(now, change)}).", 200);
    }

    /// <summary>The lead is handed over, then the change is sent again. What Jira refuses on the way leaves the leaver a leader.</summary>
    private async Task<AppResult<AppUser>> HandOverAsync(string key, AppUserChange change, AppFailure explained, string newLead, CancellationToken cancellationToken)
    {
        var handed = await leads.HandOverAsync(key, newLead, cancellationToken);
        if (!handed.IsOk)
        {
            return handed.Failure is AppRefusal or { Kind: AppFailureKind.NotFound }
                ? explained with { Message = $"{explained.Message} Handing over to '{newLead}' (Users.DefaultLead) failed: {handed.Failure.Message}" }
                : handed.Failure;
        }

        var answer = await PutAsync(key, change, cancellationToken);
        return answer.Failure is AppRefusal { Status: 400 } refusal && await leads.ExplainAsync(key, refusal, cancellationToken) is { } still ? still : answer;
    }

    /// <summary>A 404 to a change is believed only when a read by key says so too.</summary>
    private async Task<AppFailure> ProveGoneAsync(string key, CancellationToken cancellationToken)
    {
        var read = await GetAsync(key, cancellationToken);
        return read.TryGet(out var user, out var failure)
            ? new(AppFailureKind.Unavailable, $"Jira answered 404 to a change of '{user.Name}' although it has the user: its nodes disagree.", 404, TimeSpan.FromSeconds(30))
            : failure;
    }

    private async Task<AppResult<AppUser?>> SettleUpdateAsync(string key, AppUserChange change, CancellationToken cancellationToken)
    {
        var read = await GetAsync(key, cancellationToken);
        return read.TryGet(out var user, out var failure) ? Shows(user, change) ? user : null : failure;
    }

    /// <summary>A create whose answer was lost: a user of that name with just what we sent is ours; another one is somebody's.</summary>
    private async Task<AppResult<AppUser?>> SettleCreateAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var read = await FindByNameAsync(user.Name, cancellationToken);
        if (!read.TryGet(out var found, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? (AppResult<AppUser?>)(AppUser?)null : failure;
        }

        return Shows(found, new(user.Name, null, user.Fields)) ? found : (AppUser?)null;
    }

    private async Task<AppFailure> ExplainCreateAsync(AppFailure failure, NewAppUser user, CancellationToken cancellationToken)
    {
        if (failure is not AppRefusal { Status: 400 } refusal)
        {
            return failure;
        }

        // The field key is stable over languages; whether the name is really taken is asked by whoever wants to adopt.
        if (refusal.Errors.Names("username") || refusal.Errors.Names("name"))
        {
            return new(AppFailureKind.NameExists, refusal.Message, 400);
        }

        var mayBeSeats = !refusal.Errors.HasFields || refusal.Errors.Names("applicationKeys");
        return mayBeSeats && await seats.ExplainAsync(user.Access, cancellationToken) is { } noSeat
            ? noSeat with { Message = $"{noSeat.Message} {refusal.Message}" }
            : failure;
    }

    private static bool Shows(AppUser user, AppUserChange change) => Difference(user, change) is null;

    private static string? Difference(AppUser user, AppUserChange change)
    {
        if (change.Name is { } name && !user.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return "name";
        }

        if (change.Active is { } active && user.Active != active)
        {
            return "active";
        }

        foreach (var (field, value) in change.Fields)
        {
            // Jira trims texts.
            if (!user.Fields.TryGetValue(field, out var shown) || !shown.Trim().Equals(value.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return field;
            }
        }

        return null;
    }
}

/// <summary>What a connection's settings say to the Jira connector.</summary>
internal sealed record JiraOptions(string? DefaultLead, bool EndSessions, int Concurrency);
