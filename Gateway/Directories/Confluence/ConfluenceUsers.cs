using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>Confluence's users: <c>GET /rest/api/user</c> by key or name, and <c>/rest/api/admin/user</c>, which takes names.</summary>
internal sealed class ConfluenceUsers(ConfluenceCalls calls)
{
    private static readonly TimeSpan NodesDisagree = TimeSpan.FromSeconds(30);

    private static readonly AppUri User = AppUri.Of("/rest/api/user");

    private static readonly AppUri Admin = AppUri.Of("/rest/api/admin/user");

    public static AppUri ByKey(string key) => User.With("key", key).With("expand", "status");

    /// <summary>
    /// The user with this key. A key that Confluence keeps of a deleted user (<c>type: unknown</c>) is no user, and is asked for twice too.
    /// </summary>
    public async Task<AppResult<AppUser>> GetAsync(string key, CancellationToken cancellationToken)
    {
        var read = await calls.ReadProvedAsync(ByKey(key), ConfluenceJson.ReadPerson, cancellationToken);
        if (read is { IsOk: true, Value.IsDeleted: true })
        {
            read = await calls.ReadAsync(ByKey(key), ConfluenceJson.ReadPerson, cancellationToken);
        }

        return ToUser(read, key, calls.Memory.UpdatesUsers);
    }

    /// <summary>Finds by name, with the full name in any release: it is what tells whether an account is ours.</summary>
    public async Task<AppResult<AppUser>> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var read = await calls.ReadAsync(User.With("username", name).With("expand", "status"), ConfluenceJson.ReadPerson, cancellationToken);
        return ToUser(read, name, withFullName: true);
    }

    /// <summary>The user and the names of all groups, those that the groups are nested in too: 1 call and one a page.</summary>
    public async Task<AppResult<AppUser>> GetWithGroupsAsync(string key, CancellationToken cancellationToken)
    {
        var read = ToUser(await calls.ReadAsync(ByKey(key), ConfluenceJson.ReadPerson, cancellationToken), key, calls.Memory.UpdatesUsers);
        if (!read.TryGet(out var user, out _))
        {
            return read;
        }

        var groups = await ListGroupsAsync(key, cancellationToken);
        return groups.TryGet(out var names, out var failure) ? user with { Groups = names } : failure;
    }

    public async Task<AppResult<IReadOnlyList<string>>> ListGroupsAsync(string key, CancellationToken cancellationToken)
    {
        var listed = await calls.ReadAllAsync(
            AppUri.Of("/rest/api/user/memberof").With("key", key), ConfluenceJson.ReadGroup, group => group.Name, isProved: false, _ => false, cancellationToken);
        return listed.TryGet(out var groups, out var failure) ? groups.Select(group => group.Name).ToList() : failure;
    }

    /// <summary>
    /// The only place that tells an e-mail: the profile of the bundled mobile plugin, undocumented, under the site's e-mail visibility.
    /// Where it is masked, left out, refused, or the plugin is off, none is told.
    /// </summary>
    public async Task<AppResult<AppEmail>> ReadEmailAsync(string name, CancellationToken cancellationToken)
    {
        if (ConfluenceNames.RefuseUser(name) is not null)
        {
            return new AppEmail(null);
        }

        var uri = AppUri.Of("/rest/mobile/1.0/profile").Segment(name);
        var read = await calls.App.ReadAsync(uri, profile => ConfluenceJson.ReadProfile(profile, name), cancellationToken);
        return read.Failure is { Kind: AppFailureKind.TargetRefused } or { Status: 404 } ? new AppEmail(null) : read;
    }

    /// <summary>Creates an active user; inactive takes a second call. Joining groups of default access is Confluence's own affair.</summary>
    public async Task<AppResult<AppUser>> CreateAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        if (ConfluenceNames.RefuseNew(user.Name) is { } refused)
        {
            return refused;
        }

        var (body, secret) = ConfluenceJson.WriteNewUser(user);
        var call = AppCall.Post(Admin, body) with { Secret = secret };
        var created = await calls.App.WriteAsync(call, ConfluenceJson.ReadUserKey, () => SettleCreateAsync(user, cancellationToken), cancellationToken);
        if (!created.TryGet(out var key, out var failure))
        {
            return failure;
        }

        // Confluence answers the key to the name that was sent: the two are seen side by side.
        var made = Composed(key, user.Name, isSeen: true) with { Active = true };
        if (user.Active)
        {
            return made;
        }

        var disabled = await SetActiveAsync(new(key, user.Name, IsProved: true), false, cancellationToken);
        return disabled.TryGet(out var now, out failure)
            ? made with { Name = now.Name, Active = false }
            : failure with { Message = $"'{user.Name}' exists in Confluence now and is active, although it was to be inactive. {failure.Message}" };
    }

    /// <summary>Active and fields, one call each; a deactivation goes first and an activation last.</summary>
    public async Task<AppResult<AppUser>> UpdateAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken)
    {
        if (change.Name is not null)
        {
            return new AppFailure(AppFailureKind.TargetRefused, $"Confluence's REST renames nobody: '{user.Name ?? user.Key}' keeps its name (Users.Rename: Refuse or Keep). Nothing was sent.");
        }

        var sendsFields = change.Fields.Count > 0 && calls.Memory.UpdatesUsers;
        if (change.Active is null && !sendsFields)
        {
            // Nothing to send: the release has no update, so these fields belong to the gateway after the creation. Who was not seen
            // for a while, or is missing, is asked for all the same: nobody who is gone is told as changed.
            return user is { IsProved: true, Name: { } known } ? Composed(user.Key, known, isSeen: false) : await GetAsync(user.Key, cancellationToken);
        }

        var named = await NameAsync(user, cancellationToken);
        if (!named.TryGet(out var target, out var failure))
        {
            return failure;
        }

        var live = Composed(user.Key, target.Name!, isSeen: !user.IsProved);
        string? done = null;
        foreach (var step in StepsOf(change, sendsFields))
        {
            var sent = step == Step.Fields
                ? await SetFieldsAsync(target, change.Fields, cancellationToken)
                : await SetActiveAsync(target, step == Step.Enable, cancellationToken);
            if (!sent.TryGet(out var now, out failure))
            {
                return done is null ? failure : failure with { Message = $"{done}, and the rest failed. {failure.Message}" };
            }

            target = target with { Name = now.Name };
            live = live with { Name = now.Name, IsSeen = live.IsSeen || now.IsSeen, Active = now.Active ?? live.Active, Fields = now.Fields.Count > 0 ? now.Fields : live.Fields };
            done = step == Step.Fields ? $"The fields of '{now.Name}' are changed" : $"'{now.Name}' is inactive now";
        }

        return live;
    }

    /// <summary><c>POST …/{username}/password</c>, 204; for system administrators.</summary>
    public async Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken)
    {
        var set = await OnNameAsync(user, async name =>
        {
            var call = AppCall.Post(Admin.Segment(name).Then("password"), AppJson.WriteOne("password", password)) with { Secret = password };
            return await calls.App.WriteOnceAsync(call, confirmation: 204, cancellationToken);
        }, cancellationToken);
        return set.Result.Failure is { Kind: AppFailureKind.OutcomeUnknown or AppFailureKind.Broken } lost
            ? lost with { Message = $"{lost.Message} Whether the password was set cannot be read back; sending it again does no harm." }
            : set.Result;
    }

    /// <summary>The user's name, read beside the key where it is not proved (+ 1 call), if a path can hold it.</summary>
    public async Task<AppResult<AppUserRef>> NameAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        if (!user.IsProved || user.Name is null)
        {
            var read = await GetAsync(user.Key, cancellationToken);
            if (!read.TryGet(out var seen, out var failure))
            {
                return failure;
            }

            user = user with { Name = seen.Name, IsProved = true };
        }

        return ConfluenceNames.RefuseUser(user.Name!) is { } refused ? refused : user;
    }

    /// <summary>
    /// A change under the user's name. A 404 is resolved by key once: another name is tried, a key that is gone too is NotFound, and a user
    /// who is there under that very name means that the nodes disagree.
    /// </summary>
    /// <returns>The result, the name that it was done under, and whether that name was read.</returns>
    public async Task<(AppResult<T> Result, string Name, bool IsSeen)> OnNameAsync<T>(AppUserRef user, Func<string, Task<AppResult<T>>> change, CancellationToken cancellationToken)
        where T : class
    {
        var named = await NameAsync(user, cancellationToken);
        if (!named.TryGet(out var target, out var failure))
        {
            return (failure, user.Name ?? user.Key, false);
        }

        var first = await change(target.Name!);
        if (first.Failure?.Kind != AppFailureKind.NotFound)
        {
            return (first, target.Name!, !user.IsProved);
        }

        var read = await GetAsync(user.Key, cancellationToken);
        if (!read.TryGet(out var seen, out failure))
        {
            return (failure, target.Name!, false);
        }

        if (seen.Name.Equals(target.Name, StringComparison.OrdinalIgnoreCase))
        {
            return (new AppFailure(AppFailureKind.Unavailable, $"Confluence answered 404 to a change of '{seen.Name}' although it has the user: its nodes disagree.", 404, NodesDisagree), seen.Name, true);
        }

        return ConfluenceNames.RefuseUser(seen.Name) is { } refused ? (refused, seen.Name, true) : (await change(seen.Name), seen.Name, true);
    }

    /// <summary><c>PUT …/{username}/disable</c> or <c>/enable</c>: 204, idempotent by contract.</summary>
    private async Task<AppResult<AppUser>> SetActiveAsync(AppUserRef user, bool active, CancellationToken cancellationToken)
    {
        var (set, name, isSeen) = await OnNameAsync(user, async at =>
        {
            var call = AppCall.Put(Admin.Segment(at).Then(active ? "enable" : "disable"), default);
            var answer = await calls.App.WriteAsync(call, AppJson.ReadNothing, () => SettleActiveAsync(user.Key, active, cancellationToken), cancellationToken);
            return ToTarget(answer);
        }, cancellationToken);
        return set.IsOk ? Composed(user.Key, name, isSeen) with { Active = active } : set.Failure;
    }

    /// <summary><c>PUT /rest/api/admin/user/{username}</c>: 204. A release without it says 405, which is remembered.</summary>
    private async Task<AppResult<AppUser>> SetFieldsAsync(AppUserRef user, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var (set, name, isSeen) = await OnNameAsync(user, at => PutFieldsAsync(user.Key, at, fields, cancellationToken), cancellationToken);
        if (set is { Failure.Status: 405 })
        {
            calls.Memory.HasNoUpdates();
            return Composed(user.Key, name, isSeen);
        }

        return set.IsOk ? Composed(user.Key, name, isSeen) with { Fields = fields } : set.Failure;
    }

    private async Task<AppResult<Done>> PutFieldsAsync(string key, string name, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var call = AppCall.Put(Admin.Segment(name), ConfluenceJson.WriteFields(fields));
        var answer = await calls.App.WriteAsync(call, AppJson.ReadNothing, () => SettleFieldsAsync(key, name, fields, cancellationToken), cancellationToken);
        if (answer.Failure is not AppRefusal { Status: 400 } refusal || await WholeAsync(key, name, fields, cancellationToken) is not { } whole)
        {
            return answer;
        }

        // Whether a field that is left out stays is not documented: a release that wants both gets both, as it has them.
        var again = AppCall.Put(Admin.Segment(name), ConfluenceJson.WriteFields(whole));
        var second = await calls.App.WriteAsync(again, AppJson.ReadNothing, () => SettleFieldsAsync(key, name, fields, cancellationToken), cancellationToken);
        return second.Failure is AppRefusal { Status: 400 } ? refusal : second;
    }

    /// <summary>The fields with the one that is missing as Confluence has it; null when none is missing, or it is not told.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> WholeAsync(string key, string name, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var whole = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        if (!whole.ContainsKey(ConfluenceFields.FullName) && (await calls.ReadAsync(ByKey(key), ConfluenceJson.ReadPerson, cancellationToken)).TryGet(out var person, out _) && person.FullName is { } fullName)
        {
            whole[ConfluenceFields.FullName] = fullName;
        }

        if (!whole.ContainsKey(ConfluenceFields.Email) && (await ReadEmailAsync(name, cancellationToken)).TryGet(out var email, out _) && email.Address is { } address)
        {
            whole[ConfluenceFields.Email] = address;
        }

        return whole.Count > fields.Count && whole.Count == 2 ? whole : null;
    }

    private async Task<AppResult<Done?>> SettleActiveAsync(string key, bool active, CancellationToken cancellationToken)
    {
        var read = await GetAsync(key, cancellationToken);
        return read.TryGet(out var user, out var failure) ? user.Active == active ? Done.Value : (Done?)null : failure;
    }

    /// <summary>An e-mail that is not told counts as not changed: the change is sent again, which does no harm.</summary>
    private async Task<AppResult<Done?>> SettleFieldsAsync(string key, string name, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var read = await calls.ReadProvedAsync(ByKey(key), ConfluenceJson.ReadPerson, cancellationToken);
        if (!read.TryGet(out var person, out var failure))
        {
            return failure;
        }

        if (fields.TryGetValue(ConfluenceFields.FullName, out var fullName) && !IsSame(person.FullName, fullName))
        {
            return (Done?)null;
        }

        if (!fields.TryGetValue(ConfluenceFields.Email, out var wanted))
        {
            return Done.Value;
        }

        var told = await ReadEmailAsync(name, cancellationToken);
        return !told.TryGet(out var email, out failure) ? failure : IsSame(email.Address, wanted) ? Done.Value : (Done?)null;
    }

    /// <summary>A creation whose answer was lost: a user of that name with what was sent is ours, as far as Confluence tells; another one is somebody's.</summary>
    private async Task<AppResult<string?>> SettleCreateAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var read = await FindByNameAsync(user.Name, cancellationToken);
        if (!read.TryGet(out var found, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? (AppResult<string?>)(string?)null : failure;
        }

        if (user.Fields.TryGetValue(ConfluenceFields.FullName, out var fullName) && !IsSame(found.Fields.GetValueOrDefault(ConfluenceFields.FullName), fullName))
        {
            return (string?)null;
        }

        var told = await ReadEmailAsync(found.Name, cancellationToken);
        return !told.TryGet(out var email, out failure) ? failure
            : email.Address is null || !user.Fields.TryGetValue(ConfluenceFields.Email, out var wanted) || IsSame(email.Address, wanted) ? found.Key : (string?)null;
    }

    /// <summary>A user as far as a 204 tells: that it is there, and nothing else.</summary>
    private static AppUser Composed(string key, string name, bool isSeen) => new(key, name, null, new Dictionary<string, string>()) { IsSeen = isSeen };

    private static AppResult<AppUser> ToUser(AppResult<ConfluencePerson> read, string asked, bool withFullName) => !read.TryGet(out var person, out var failure) ? failure
        : person.IsAccount ? person.ToUser(withFullName)
        : person.IsDeleted ? new AppFailure(AppFailureKind.NotFound, $"Confluence has no user '{asked}' any more: it shows a deleted one.", 404)
        : new AppFailure(AppFailureKind.Broken, $"Confluence shows a person of a kind that is no account ('{asked}').", 200);

    /// <summary>A change without a value of its own that is refused with 400 is refused for its target: a read-only directory, oneself, the last administrator.</summary>
    private static AppResult<Done> ToTarget(AppResult<Done> answer) =>
        answer.Failure is AppRefusal { Kind: AppFailureKind.Rejected } refusal ? refusal with { Kind = AppFailureKind.TargetRefused } : answer;

    private static IEnumerable<Step> StepsOf(AppUserChange change, bool sendsFields)
    {
        if (change.Active == false)
        {
            yield return Step.Disable;
        }

        if (sendsFields)
        {
            yield return Step.Fields;
        }

        if (change.Active == true)
        {
            yield return Step.Enable;
        }
    }

    private static bool IsSame(string? one, string other) => one is not null && one.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);

    private enum Step
    {
        Disable,
        Fields,
        Enable,
    }
}
