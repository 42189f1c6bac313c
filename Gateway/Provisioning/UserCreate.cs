using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>
/// POST /Users (RFC 7644 section 3.3): create in the app, or take up the account that is there, or 409 that says whose it
/// is. An intent is stored before the create, so that a crash between the app's answer and ours ends in the same user at
/// the repeat.
/// </summary>
internal sealed class UserCreate(IStateStore store, ResourceLocks locks, Protection protection, Adoption adoption, Guard guard)
{
    public async Task<Outcome<ScimObject>> RunAsync(Operation operation, ScimObject resource, CancellationToken cancellationToken)
    {
        var userName = resource.GetString("userName")!;
        operation.IdpName = userName;
        var connection = operation.Connection;
        using var nameLock = await locks.AcquireAsync($"{connection.Name}/name/{userName.ToUpperInvariant()}", cancellationToken);
        if (nameLock is null)
        {
            return Busy(operation, userName);
        }

        var transformed = await operation.Transform.TransformUserAsync(resource, operation.ContextFor("create"), cancellationToken);
        if (!transformed.TryGet(out var rules, out var error) || (error = StatusRules.Refusal(operation, rules.Status, userName)) is not null)
        {
            return error;
        }

        operation.AppName = rules.Name;
        if (protection.Check(operation, rules.Name) is { } isProtected)
        {
            return isProtected;
        }

        using var appLock = await locks.AcquireAsync($"{connection.Name}/app/{rules.Name.ToUpperInvariant()}", cancellationToken);
        if (appLock is null)
        {
            return Busy(operation, userName);
        }

        var begun = await store.FindIntentAsync(connection.Name, ResourceKind.User, rules.Name, cancellationToken);
        var intent = begun is not null && IsSamePerson(begun.IdpName, begun.ExternalId, userName, resource) ? begun : null;
        var known = await FindExistingAsync(operation, userName, intent, cancellationToken);
        if (!known.TryGet(out var existing, out error))
        {
            return error;
        }

        if (existing is { } half)
        {
            // The account was made and linked, its groups or its password were not: the repeat does the rest.
            return await FinishAsync(operation, half.Link, half.Live, resource, rules, [], _ => false, connection.Users.Update ? resource.GetString("password") : null);
        }

        if (await NameTakenAsync(operation, resource, rules.Name, intent is null ? begun : null, cancellationToken) is { } taken)
        {
            return taken;
        }

        return connection.Users.Create
            ? await CreateAsync(operation, resource, rules, intent, cancellationToken)
            : await TakeUpAsync(operation, resource, rules, intent, CreateIsOff(operation, userName), cancellationToken);
    }

    /// <summary>
    /// A user that this userName is linked to already is proved by key: 409 when the app has it, none when the app says
    /// that it is gone. A link with an unfinished intent is ours to finish.
    /// </summary>
    private async Task<Outcome<(Link Link, AppUser Live)?>> FindExistingAsync(Operation operation, string userName, Intent? intent, CancellationToken cancellationToken)
    {
        foreach (var link in await store.FindLinksByIdpNameAsync(operation.Connection.Name, ResourceKind.User, userName, cancellationToken))
        {
            var read = await operation.Directory.GetUserAsync(operation.RefOf(link), cancellationToken);
            if (read.TryGet(out var live, out var failure))
            {
                operation.Id = link.Id;
                return intent is not null && SameName(intent.AppName, link.AppName)
                    ? (link, live)
                    : ScimError.Uniqueness($"Connection '{operation.Connection.Name}': '{userName}' exists already (id {link.Id}, '{live.Name}' in {operation.App}).");
            }

            if (failure.Kind != AppFailureKind.NotFound)
            {
                return failure.ToScim(operation, $"tell whether '{userName}' exists already");
            }

            if (link.State == LinkState.Live)
            {
                store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing)]);
            }
        }

        return ((Link, AppUser)?)null;
    }

    /// <summary>
    /// 409 when the app name is another person's: of a link, also of one whose account is gone (Jira gives a name that is
    /// made again its old key, and then one id would mean two people), or of a create that was begun for somebody else.
    /// The same externalId is the same person.
    /// </summary>
    private async Task<ScimError?> NameTakenAsync(Operation operation, ScimObject resource, string name, Intent? others, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        foreach (var link in await store.FindLinksByAppNameAsync(connection, ResourceKind.User, name, cancellationToken))
        {
            if (link.IdpName is null || IsSamePerson(link.IdpName, link.ExternalId, operation.IdpName!, resource))
            {
                continue;
            }

            var read = await operation.Directory.GetUserAsync(operation.RefOf(link), cancellationToken);
            if (read.TryGet(out var live, out var failure) ? SameName(live.Name, name) : failure.Kind == AppFailureKind.NotFound)
            {
                return Adoption.BelongsToAnother(operation, name, link);
            }

            if (failure is not null)
            {
                return failure.ToScim(operation, $"tell whose '{name}' is");
            }
        }

        if (others is null)
        {
            return null;
        }

        var found = await operation.Directory.FindUserByNameAsync(name, cancellationToken);
        return found.TryGet(out var user, out var unread)
            ? IsOurs(operation, others, user)
                ? ScimError.Uniqueness($"Connection '{connection}': '{operation.IdpName}' becomes '{name}' in {operation.App}, and that account was made for '{others.IdpName}' on {others.StartedAt:yyyy-MM-dd}. Two people are never merged: give one of them another name by a username rule.")
                : null
            : unread.Kind == AppFailureKind.NotFound ? null : unread.ToScim(operation, $"look for user '{name}'");
    }

    private async Task<Outcome<ScimObject>> CreateAsync(Operation operation, ScimObject resource, UserTransform rules, Intent? intent, CancellationToken cancellationToken)
    {
        var fields = rules.Fields.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal);
        var started = new Intent(operation.Connection.Name, ResourceKind.User, rules.Name, operation.IdpName, resource.GetString("externalId"),
            [.. rules.Fields.Select(field => new LinkField(field.Field, field.Value, field.SourcePath))], operation.Clock.GetUtcNow());
        await store.CommitAsync([new StateChange.SaveIntent(started)], cancellationToken);

        var wanted = new NewAppUser(rules.Name, rules.Status.Status == UserStatus.Active || !operation.Connection.Users.Deactivate, fields, resource.GetString("password"), AccessOf(operation));
        var created = await operation.Directory.CreateUserAsync(wanted, CancellationToken.None);
        if (created.TryGet(out var live, out var failure))
        {
            if (live.Active != (rules.Status.Status == UserStatus.Active))
            {
                operation.Skip("Users.Deactivate is off");
            }

            operation.Seats.Created(operation.Connection.Name);
            return await LinkCreatedAsync(operation, live, resource, rules, cancellationToken);
        }

        if (failure.Kind == AppFailureKind.NameExists)
        {
            // An account that a crashed create of ours made is told by what that intent wrote.
            // An app that says 409 knows that the name is taken (Bitbucket: by a deleted account); Jira's 400 may mean that it is no name.
            var told = failure.ToScim(operation, $"create user '{rules.Name}'");
            var words = failure.Status == 409 ? told : ScimError.InvalidValue(told.Detail);
            return await TakeUpAsync(operation, resource, rules, intent, words, cancellationToken);
        }

        if (!failure.IsPassing())
        {
            store.Post([new StateChange.RemoveIntent(operation.Connection.Name, ResourceKind.User, rules.Name)]);
        }

        return failure.ToScim(operation, $"create user '{rules.Name}' for '{operation.IdpName}'");
    }

    /// <summary>Jira gives a name that was deleted and made again its old key: a link or tombstone of that key revives.</summary>
    private async Task<Outcome<ScimObject>> LinkCreatedAsync(Operation operation, AppUser live, ScimObject resource, UserTransform rules, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var changes = new List<StateChange>();
        if (await store.FindTombstoneByAppKeyAsync(connection, ResourceKind.User, live.Key, cancellationToken) is { } tombstone)
        {
            changes.Add(new StateChange.LiftTombstone(connection, ResourceKind.User, tombstone.Id));
        }

        var known = await store.FindLinkByAppKeyAsync(connection, ResourceKind.User, live.Key, cancellationToken);
        var link = known ?? LinkResolver.NewLink(operation, ResourceKind.User, ScimId.Encode(live.Key), live.Key, live.Name, operation.IdpName);
        return await FinishAsync(operation, link, live, resource, rules, changes, _ => true, password: null);
    }

    /// <summary>Takes up the account of that name.</summary>
    /// <param name="notThere">The answer when the app has no such account.</param>
    private async Task<Outcome<ScimObject>> TakeUpAsync(Operation operation, ScimObject resource, UserTransform rules, Intent? intent, ScimError notThere, CancellationToken cancellationToken)
    {
        var found = await operation.Directory.FindUserByNameAsync(rules.Name, cancellationToken);
        if (!found.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? notThere : failure.ToScim(operation, $"look for user '{rules.Name}'");
        }

        if (await adoption.CheckFreeAsync(operation, user, operation.IdpName!, resource.GetString("externalId"), cancellationToken) is { } taken)
        {
            return await DropIntentAsync(operation, rules, taken);
        }

        var tombstone = await store.FindTombstoneByAppKeyAsync(operation.Connection.Name, ResourceKind.User, user.Key, cancellationToken);
        if (tombstone is null && !IsOurs(operation, intent, user) && await Adoption.CheckOptionAsync(operation, user, Adoption.AddressesOf(resource), cancellationToken) is { } refused)
        {
            return await DropIntentAsync(operation, rules, refused);
        }

        operation.Notes.Add($"took up the account '{user.Name}' ({user.Key})");
        var known = await store.FindLinkByAppKeyAsync(operation.Connection.Name, ResourceKind.User, user.Key, cancellationToken);
        var link = known ?? LinkResolver.NewLink(operation, ResourceKind.User, tombstone?.Id ?? ScimId.Encode(user.Key), user.Key, user.Name, operation.IdpName);
        link = link with { Active = user.Active ?? link.Active, AppName = user.Name };
        var planned = UserPlan.For(operation, link, resource, rules, path => path != "userName");
        if (!planned.TryGet(out var plan, out var error))
        {
            return error;
        }

        var guarded = plan.IsDeactivation && user.Active != false ? await guard.TakePlaceAsync(operation, link.Id, cancellationToken) : GuardPlace.None;
        if (!guarded.TryGet(out var place, out var held))
        {
            return held;
        }

        using var untilStored = place;

        var live = user;
        if (!plan.Change.IsEmpty)
        {
            var updated = await operation.Directory.UpdateUserAsync(new(user.Key, user.Name, IsProved: true), plan.Change, CancellationToken.None);
            if (!updated.TryGet(out live, out failure))
            {
                return failure.ToScim(operation, $"take up user '{user.Name}' for '{operation.IdpName}'");
            }
        }

        var extra = new List<StateChange>();
        if (tombstone is not null)
        {
            extra.Add(new StateChange.LiftTombstone(tombstone.Connection, tombstone.Kind, tombstone.Id));
        }

        if (plan.IsDeactivation)
        {
            extra.Add(new StateChange.GuardEvent(operation.Connection.Name, link.Id, operation.Clock.GetUtcNow()));
        }

        return await FinishAsync(operation, link, live, plan.Resource, rules, extra, plan.Change.Fields.ContainsKey, plan.Password);
    }

    /// <summary>The password of an account that was there before, and groups that a new user joins; then link and activity in one commit.</summary>
    /// <param name="password">Null: it went with the create, or none was given.</param>
    private static async Task<Outcome<ScimObject>> FinishAsync(Operation operation, Link link, AppUser live, ScimObject resource, UserTransform rules, List<StateChange> changes, Func<string, bool> wasSent, string? password)
    {
        var connection = operation.Connection.Name;
        var linked = UserLinks.Confirmed(operation, link, resource, rules, live, wasSent);
        operation.Id = linked.Id;
        var member = new AppMember(live.Key, live.Name);
        var groups = operation.Connection.Groups.Default.Concat(rules.Status.AddTo).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var joined = await Passwords.ApplyAsync(operation, member, password, rules.Status.RemoveFrom, groups);
        changes.Add(new StateChange.SaveLink(linked));
        changes.AddRange(joined.Changes);
        if (joined.Failure is { } failure)
        {
            // The intent stays: the repeat of this POST does the rest instead of meeting a 409.
            operation.OutcomeWord = "partial";
            var error = failure.ToScim(operation, $"finish user '{live.Name}', who exists in {operation.App} now: {joined.What}");
            error = error with { Status = error.Status == 404 ? 400 : error.Status, ScimType = error.Status == 404 ? "invalidValue" : error.ScimType };
            changes.Add(new StateChange.SaveIntent(new(connection, ResourceKind.User, linked.AppName, linked.IdpName, linked.ExternalId, linked.Fields, operation.Started)));
            await operation.CommitAsync(changes, error.Status, error);
            return error;
        }

        changes.Add(new StateChange.RemoveIntent(connection, ResourceKind.User, rules.Name));
        await operation.CommitAsync(changes, 201);
        return ResourceRendering.User(operation, linked, live);
    }

    private async Task<ScimError> DropIntentAsync(Operation operation, UserTransform rules, ScimError error)
    {
        await store.CommitAsync([new StateChange.RemoveIntent(operation.Connection.Name, ResourceKind.User, rules.Name)], CancellationToken.None);
        return error;
    }

    private static bool IsOurs(Operation operation, Intent? intent, AppUser user) => intent is not null
        && intent.Fields.Any(sent => !operation.Traits.UntoldFields.Contains(sent.Field))
        && intent.Fields.Where(sent => !operation.Traits.UntoldFields.Contains(sent.Field)).All(sent => user.Fields.TryGetValue(sent.Field, out var shown) && shown.Trim().Equals(sent.Value.Trim(), StringComparison.OrdinalIgnoreCase));

    private static EquatableList<string>? AccessOf(Operation operation) => operation.Connection.Users.Access switch
    {
        ["Default"] => null,
        ["None"] => [],
        var keys => keys,
    };

    private static bool IsSamePerson(string? idpName, string? externalId, string userName, ScimObject resource) =>
        (idpName is not null && SameName(idpName, userName)) || (externalId is not null && externalId == resource.GetString("externalId"));

    private static bool SameName(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static ScimError CreateIsOff(Operation operation, string userName) =>
        ScimError.InvalidValue($"Connection '{operation.Connection.Name}': '{userName}' is unknown in {operation.App}, and Users.Create is off.");

    internal static ScimError Busy(Operation operation, string what) =>
        new(503, null, $"Connection '{operation.Connection.Name}': another change of '{what}' is under way.", TimeSpan.FromSeconds(5));
}
