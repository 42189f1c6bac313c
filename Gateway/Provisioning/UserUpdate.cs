using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>
/// PATCH and PUT of a user (RFC 7644 sections 3.5.2 and 3.5.1): validated whole, turned into the fewest app calls, stored
/// as the app confirmed it. What takes access away goes first.
/// </summary>
internal sealed class UserUpdate(IStateStore store, ResourceLocks locks, LinkResolver resolver, Protection protection, Guard guard)
{
    public async Task<Outcome<ScimObject>> PatchAsync(Operation operation, string id, PatchRequest patch, string? ifMatch, CancellationToken cancellationToken) =>
        Passwords.Check(operation, patch) is { } refused
            ? refused
            : await RunAsync(operation, id, ifMatch, patch.Touches, written => PatchEngine.Apply(written, patch, ResourceSchema.User), cancellationToken);

    public Task<Outcome<ScimObject>> ReplaceAsync(Operation operation, string id, ScimObject replacement, string? ifMatch, CancellationToken cancellationToken) =>
        RunAsync(operation, id, ifMatch, path => path != "active" || replacement["active"] is not null, written => Replacement(written, replacement), cancellationToken);

    private async Task<Outcome<ScimObject>> RunAsync(Operation operation, string id, string? ifMatch, Func<string, bool> touches, Func<ScimObject, Outcome<ScimObject>> change, CancellationToken cancellationToken)
    {
        using var held = await locks.AcquireAsync($"{operation.Connection.Name}/User/{id}", cancellationToken);
        if (held is null)
        {
            return UserCreate.Busy(operation, id);
        }

        var found = await resolver.FindUserAsync(operation, id, cancellationToken);
        if (!found.TryGet(out var resolved, out var error))
        {
            return error;
        }

        var (link, seen) = resolved;
        if (Preconditions.Check(link, ifMatch) is { } failed)
        {
            return failed;
        }

        if (protection.Check(operation, link.AppName) is { } isProtected)
        {
            return isProtected;
        }

        var name = link.IdpName ?? await UserLinks.AssumedNameAsync(operation, link, seen, cancellationToken);
        var written = seen is null ? UserLinks.Written(link with { IdpName = name }) : ResourceRendering.UnlinkedUser(operation, seen, name);
        var changed = change(written);
        if (!changed.TryGet(out var resource, out error))
        {
            return error;
        }

        if (await NameTakenAsync(operation, link, resource, cancellationToken) is { } nameTaken)
        {
            return nameTaken;
        }

        var transformed = await operation.Transform.TransformUserAsync(resource, operation.ContextFor(operation.Request.Operation, seen is null ? null : ResourceRendering.Held(seen)), cancellationToken);
        if (!transformed.TryGet(out var rules, out error))
        {
            return error;
        }

        switch (rules.Status.Status)
        {
            case UserStatus.Reject:
                return StatusRules.Refusal(operation, rules.Status, resource.GetString("userName") ?? link.AppName)!;
            case UserStatus.Ignore:
                operation.Skip($"rule {rules.Status.Rule} ignores this user");
                return await ShowAsync(operation, link, cancellationToken);
        }

        if (link.IdpName is null && !touches("userName"))
        {
            // What was assumed for the rules is not what Entra told.
            resource = resource.Without("userName");
        }

        var planned = UserPlan.For(operation, seen is null ? link : link with { Active = seen.Active ?? link.Active }, resource, rules, touches);
        if (!planned.TryGet(out var plan, out error))
        {
            return error;
        }

        var applies = touches("active") || link.Version == 0 || rules.Status.Status == UserStatus.Active != link.Active
            || await StatusRules.HasBegunAsync(operation, rules.Status, written, cancellationToken);
        return await SendAsync(operation, link, seen, written, applies ? plan : plan.WithoutGroups(), touches("active"), cancellationToken);
    }

    /// <summary>The account in one call, then groups to leave, then the password, then groups to join: what takes access away goes before what may be refused.</summary>
    /// <param name="written">The user before the request.</param>
    /// <param name="touchesActive">Whether the request speaks of <c>active</c>.</param>
    private async Task<Outcome<ScimObject>> SendAsync(Operation operation, Link link, AppUser? seen, ScimObject written, UserPlan plan, bool touchesActive, CancellationToken cancellationToken)
    {
        var changes = new List<StateChange>();
        if (plan.Change.Name is { } newName && !newName.Equals(link.AppName, StringComparison.OrdinalIgnoreCase) && protection.Check(operation, newName) is { } isProtected)
        {
            return isProtected;
        }

        var isLeaver = plan.IsDeactivation && link.Active;
        var guarded = isLeaver ? await guard.TakePlaceAsync(operation, link.Id, cancellationToken) : GuardPlace.None;
        if (!guarded.TryGet(out var place, out var held))
        {
            return held;
        }

        using var untilStored = place;
        if (isLeaver)
        {
            changes.Add(new StateChange.GuardEvent(link.Connection, link.Id, operation.Clock.GetUtcNow()));
        }

        var live = seen;
        if (!plan.Change.IsEmpty)
        {
            var sent = await operation.Directory.UpdateUserAsync(operation.RefOf(link), plan.Change, CancellationToken.None);
            if (!sent.TryGet(out live, out var failure))
            {
                return await RefusedAsync(operation, link, plan, failure);
            }
        }
        else if (link.State == LinkState.Missing || plan.Skipped || NeedsProof(operation, link, plan))
        {
            // Nothing to send: what is answered must still be what the app has.
            var read = await operation.Directory.GetUserAsync(operation.RefOf(link), cancellationToken);
            if (!read.TryGet(out live, out var failure))
            {
                return failure.Kind == AppFailureKind.NotFound ? await GoneAsync(operation, link) : failure.ToScim(operation, $"read user '{link.AppName}'");
            }
        }

        var rules = plan.Rules.Status;
        var member = new AppMember(link.AppKey, live?.Name ?? link.AppName);
        var rest = await Passwords.ApplyAsync(operation, member, plan.Password, rules.RemoveFrom, rules.AddTo);
        if (rest.Failure is { Kind: AppFailureKind.NotFound } && rest.What == Passwords.Step)
        {
            return await GoneAsync(operation, link);
        }

        if (rest.Failure is { } whole && plan.Change.IsEmpty && rest.Changes.Count == 0)
        {
            return Told(whole.ToScim(operation, $"{rest.What} for '{member.Name}'"));
        }

        var linked = rest.Failure is null
            ? UserLinks.Confirmed(operation, link, plan.Resource, plan.Rules, live, plan.Change.Fields.ContainsKey)
            : UserLinks.Confirmed(operation, link, Unfinished(written, plan), plan.Rules, live, _ => false);
        if (rest.Failure is null || link.Version > 0)
        {
            // A password is not seen in the link, and is a change all the same.
            (linked, var stored) = plan.Resource["password"] is null ? LinkWrites.Of(link, linked) : (linked, [new StateChange.SaveLink(linked)]);
            changes.AddRange(stored);
        }

        changes.AddRange(rest.Changes);
        if (live is { Active: false } || (live is { Active: true } && !link.Active) || (touchesActive && rules.Status == UserStatus.Active))
        {
            // Inactive at last, or wanted back: an hourly retry must not take out whom Entra has let in again.
            changes.Add(new StateChange.RemoveStuck(link.Connection, link.Id));
        }

        if (rest.Failure is { } left)
        {
            operation.OutcomeWord = "partial";
            var done = plan.Change.IsEmpty ? "groups that come before are done" : "the account itself is changed";
            var error = Told(left.ToScim(operation, $"{rest.What} for '{member.Name}' ({done})"));
            await operation.CommitAsync(changes, error.Status, error);
            return error;
        }

        await operation.CommitAsync(changes, 200);
        return ResourceRendering.User(operation, linked, live);
    }

    /// <summary>404 speaks of the user alone: a group that is gone is an invalid value.</summary>
    private static ScimError Told(ScimError error) => error.Status == 404 ? ScimError.InvalidValue(error.Detail) : error;

    /// <summary>
    /// With a password or groups left to do, what Entra wrote is not taken as written, so that the repeat finds the same rule beginning.
    /// Only <c>active</c> is: nobody may be made active again by what an older request said.
    /// </summary>
    private static ScimObject Unfinished(ScimObject written, UserPlan plan) =>
        plan.Resource["active"] is { } active ? written.With("active", active) : written.Without("active");

    /// <summary>Jira takes a name for a membership, and a name may have been given to somebody else since it was seen.</summary>
    private static bool NeedsProof(Operation operation, Link link, UserPlan plan) =>
        (plan.Rules.Status.AddTo.Count > 0 || plan.Rules.Status.RemoveFrom.Count > 0)
        && !(link.NameProvedAt is { } proved && operation.Clock.GetUtcNow() - proved < MemberResolver.ProofAge);

    private static async Task<Outcome<ScimObject>> RefusedAsync(Operation operation, Link link, UserPlan plan, AppFailure failure)
    {
        var error = failure.ToScim(operation, $"change user '{link.AppName}'");
        switch (failure.Kind)
        {
            case AppFailureKind.NotFound:
                return await GoneAsync(operation, link);

            case AppFailureKind.LeadsProjects:
                ProvisioningMetrics.Stuck.Add(1, new KeyValuePair<string, object?>("connection", link.Connection));
                await operation.CommitAsync([new StateChange.SaveStuck(new(link.Connection, link.Id, link.AppName, failure.Message, operation.Clock.GetUtcNow()))], error.Status, error);
                return error;

            case AppFailureKind.Rejected or AppFailureKind.TargetRefused or AppFailureKind.NameExists
                when plan.IsDeactivation && (plan.Change.Name is not null || plan.Change.Fields.Count > 0):
                return await DeactivateAloneAsync(operation, link, error);

            default:
                return error;
        }
    }

    /// <summary>Jira takes a change whole or not at all; a refused e-mail or name must not keep a leaver's access alive.</summary>
    private static async Task<Outcome<ScimObject>> DeactivateAloneAsync(Operation operation, Link link, ScimError refused)
    {
        var alone = await operation.Directory.UpdateUserAsync(operation.RefOf(link), AppUserChange.Deactivation, CancellationToken.None);
        if (!alone.TryGet(out var live, out var failure))
        {
            return failure.ToScim(operation, $"deactivate user '{link.AppName}'");
        }

        operation.OutcomeWord = "partial";
        var error = refused with { Detail = $"{refused.Detail} Done: '{live.Name}' is inactive. Not done: the rest of the change." };
        var now = operation.Clock.GetUtcNow();
        var linked = link with { Active = false, AppName = live.Name, NameProvedAt = live.IsSeen ? now : link.NameProvedAt, State = LinkState.Live, Version = link.Version + 1, LastModified = now, Attributes = link.Attributes.With("active", ScimBoolean.False) };
        await operation.CommitAsync([new StateChange.SaveLink(linked), new StateChange.GuardEvent(link.Connection, link.Id, now)], error.Status, error);
        return error;
    }

    private static async Task<ScimError> GoneAsync(Operation operation, Link link)
    {
        var error = ScimError.NotFound($"Connection '{link.Connection}': user {link.Id} ('{link.AppName}') no longer exists in {operation.App}.");
        await operation.CommitAsync(link.Version == 0 ? [] : [new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing), new StateChange.RemoveStuck(link.Connection, link.Id)], 404, error);
        return error;
    }

    private static async Task<Outcome<ScimObject>> ShowAsync(Operation operation, Link link, CancellationToken cancellationToken)
    {
        var read = await operation.Directory.GetUserAsync(operation.RefOf(link), cancellationToken);
        return read.TryGet(out var live, out var failure)
            ? ResourceRendering.User(operation, link, live)
            : failure.ToScim(operation, $"read user '{link.AppName}'");
    }

    /// <summary>The new userName belongs to another linked user: two people are never merged.</summary>
    private async Task<ScimError?> NameTakenAsync(Operation operation, Link link, ScimObject resource, CancellationToken cancellationToken)
    {
        if (resource.GetString("userName") is not { } userName || userName.Equals(link.IdpName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var holders = await store.FindLinksByIdpNameAsync(link.Connection, ResourceKind.User, userName, cancellationToken);
        return holders.FirstOrDefault(other => other.Id != link.Id && other.State == LinkState.Live) is { } holder
            ? ScimError.Uniqueness($"Connection '{link.Connection}': '{userName}' is another user already (id {holder.Id}, '{holder.AppName}' in {operation.App}).")
            : null;
    }

    /// <summary>PUT replaces; an absent <c>active</c> keeps what is there, because absence is nobody's wish to re-enable a leaver.</summary>
    private static Outcome<ScimObject> Replacement(ScimObject written, ScimObject replacement) =>
        replacement["active"] is null && written["active"] is { } active ? replacement.With("active", active) : replacement;
}
