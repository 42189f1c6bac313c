using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Transforms;

namespace Gateway.PassThrough;

/// <summary>Changes of users: as Entra sends them, in the RFC's spelling, with what rules and options make of them. The user is read first only where a rule, an option or a protected name wants it.</summary>
internal sealed class UserWrites(Names names, Safeguards safeguards)
{
    private const string Active = "active";

    public async Task<Outcome<TargetAnswer>> CreateAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!ResourceValidation.Validate(operation.Request.Body!, ResourceSchema.User).TryGet(out var user, out var error))
        {
            return error;
        }

        var shown = operation.IdpName = user.GetString("userName")!;
        if (!operation.Connection.Users.Create)
        {
            return operation.Refuse(ScimError.InvalidValue, $"'{shown}' is not created: Users.Create is off.");
        }

        if (!(await UserRules.ApplyAsync(operation, user, null, cancellationToken)).TryGet(out var made, out error))
        {
            return error;
        }

        var (sent, rules) = made;
        if (rules?.Status is { Status: UserStatus.Ignore } ignored)
        {
            return operation.Refuse(ScimError.InvalidValue, $"'{shown}' is ignored by rule {ignored.Rule}.");
        }

        operation.AppName = sent.GetString("userName")!;
        if (Safeguards.Check(operation, operation.AppName) is { } isProtected)
        {
            return isProtected;
        }

        if (IsActive(sent) == false && !operation.Connection.Users.Deactivate)
        {
            operation.Skip("Users.Deactivate is off");
            sent = sent.With(Active, ScimBoolean.True);
        }

        sent = Composed(sent, id: null);
        var call = calls.Call(HttpMethod.Post, operation.Request.Uri(), sent, isRead: false);
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).CreateAsync(ResourceSchema.User, sent, CancellationToken.None), cancellationToken);
        if (!answered.TryGet(out var answer, out error))
        {
            return error;
        }

        if (answer.Body?.GetString("id") is not { Length: > 0 } id)
        {
            return new ScimError(502, null, $"Connection '{operation.Connection.Name}': the target made the user, and does not tell its id.");
        }

        operation.Id = id;
        return await NamedAsync(operation, answer, shown, cancellationToken);
    }

    public async Task<Outcome<TargetAnswer>> PatchAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!PatchRequest.Parse(operation.Request.Body!, ResourceSchema.User, operation.Id).TryGet(out var patch, out var error))
        {
            return error;
        }

        if (patch.Operations.Count(one => Is(one, "password")) > 1)
        {
            // One secret of a call is hidden from scripts and out of the target's words; of several only the last would count anyway.
            return ScimError.InvalidValue("One request sets a password once.");
        }

        var reach = operation.Transform.Reach;
        var rename = patch.Operations.LastOrDefault(one => Is(one, "userName"))?.Value as ScimString;
        string? newName = null;
        if (rename is not null && reach.Names)
        {
            if (!(await operation.Transform.NameForLookupAsync(rename.Value, cancellationToken)).TryGet(out newName, out error))
            {
                return error;
            }
        }

        var rulesWanted = reach.NeedsWholeUser || (rename is not null && reach.Names && newName is null);
        ScimObject? current = null;
        if (rulesWanted || Safeguards.WantNames(operation))
        {
            if (!(await ReadUnprotectedAsync(operation, calls, cancellationToken)).TryGet(out current, out error))
            {
                return error;
            }
        }

        UserTransform? rules = null;
        var changed = current;
        if (rulesWanted)
        {
            var before = reach.Names ? await names.ShowAsync(operation, current!, cancellationToken) : current!;
            if (!PatchEngine.Apply(before, patch, ResourceSchema.User).TryGet(out changed, out error)
                || !(await UserRules.DecideAsync(operation, changed, current, cancellationToken)).TryGet(out rules, out error))
            {
                return error;
            }

            if (rules.Status.Status == UserStatus.Ignore)
            {
                operation.Skip($"rule {rules.Status.Rule} ignores this user");
                return await ShowAsync(operation, calls, current, cancellationToken);
            }

            newName = rename is not null && reach.Names ? rules.Name : newName;
        }

        operation.IdpName = rename?.Value;
        var sentName = rename is null ? null : newName ?? rename.Value;
        if (Safeguards.Check(operation, sentName) is { } newIsProtected)
        {
            return newIsProtected;
        }

        var active = Wanted(operation, patch, rules, current);
        var sent = Changes(operation, patch, rules, changed, sentName);
        if (active is { } value)
        {
            sent.Add(PatchBody.Operation("replace", Active, ScimValue.From(value)));
        }

        return sent.Count == 0
            ? await ShowAsync(operation, calls, current, cancellationToken)
            : await SendPatchAsync(operation, calls, sent, active == false && IsActive(current) != false, rename?.Value, cancellationToken);
    }

    public async Task<Outcome<TargetAnswer>> ReplaceAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!ResourceValidation.Validate(operation.Request.Body!, ResourceSchema.User).TryGet(out var user, out var error))
        {
            return error;
        }

        var options = operation.Connection.Users;
        var shown = operation.IdpName = user.GetString("userName")!;
        ScimObject? current = null;
        if (operation.Transform.Reach.Users || Safeguards.WantNames(operation) || user[Active] is null || !options.Update || !options.Activate || !options.Deactivate)
        {
            if (!(await ReadUnprotectedAsync(operation, calls, cancellationToken)).TryGet(out current, out error))
            {
                return error;
            }

            // Absence is nobody's wish to let a leaver in again.
            user = user[Active] is null && current[Active] is { } kept ? user.With(Active, kept) : user;
        }

        if (!(await UserRules.ApplyAsync(operation, user, current, cancellationToken)).TryGet(out var made, out error))
        {
            return error;
        }

        var (sent, rules) = made;
        if (rules?.Status is { Status: UserStatus.Ignore } ignored)
        {
            operation.Skip($"rule {ignored.Rule} ignores this user");
            return await ShowAsync(operation, calls, current, cancellationToken);
        }

        if (Safeguards.Check(operation, sent.GetString("userName")) is { } newIsProtected)
        {
            return newIsProtected;
        }

        var active = IsActive(sent);
        if (current is not null && active is { } wanted && wanted != IsActive(current) && !Allows(operation, wanted))
        {
            active = IsActive(current);
            sent = current[Active] is { } kept ? sent.With(Active, kept) : sent.Without(Active);
        }

        var isLeaver = active == false && IsActive(current) != false;
        if (!options.Update)
        {
            operation.Skip("Users.Update is off");
            return active is { } alone && alone != IsActive(current)
                ? await SendPatchAsync(operation, calls, [PatchBody.Operation("replace", Active, ScimValue.From(alone))], isLeaver, null, cancellationToken)
                : await ShowAsync(operation, calls, current, cancellationToken);
        }

        if (isLeaver && await TakePlaceAsync(operation, cancellationToken) is { } held)
        {
            return held;
        }

        sent = Composed(sent, operation.Id);
        var call = calls.Call(HttpMethod.Put, operation.Request.Uri(), sent, isRead: false) with { Headers = operation.Request.Preconditions };
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).ReplaceAsync(operation.Request.Path.Uri, sent, CancellationToken.None), cancellationToken);
        if (!answered.TryGet(out var answer, out error))
        {
            return error;
        }

        if (isLeaver)
        {
            Safeguards.Count(operation, operation.Id!);
        }

        operation.AppName = sent.GetString("userName");
        return await NamedAsync(operation, answer, shown, cancellationToken);
    }

    public async Task<Outcome<TargetAnswer>> DeleteAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        var uri = operation.Request.Path.Uri;
        if (Safeguards.WantNames(operation) && !(await ReadUnprotectedAsync(operation, calls, cancellationToken)).TryGet(out _, out var error))
        {
            return error;
        }

        if (await TakePlaceAsync(operation, cancellationToken) is { } held)
        {
            return held;
        }

        var call = calls.Call(HttpMethod.Delete, uri, null, isRead: false) with { Headers = operation.Request.Preconditions };
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).DeleteAsync(uri, CancellationToken.None), cancellationToken);
        if (answered.IsOk)
        {
            Safeguards.Count(operation, operation.Id!);
            if (operation.HasNames)
            {
                Names.Forget(operation, operation.Id!);
            }
        }

        return answered;
    }

    /// <summary>The resource with the schemas that it has attributes of, as a strict service wants it.</summary>
    public static ScimObject Composed(ScimObject sent, string? id, ResourceSchema? type = null)
    {
        var schemas = ScimObject.Of(("schemas", ResourceMeta.Schemas(sent, type ?? ResourceSchema.User)));
        if (id is not null)
        {
            schemas = schemas.With("id", new ScimString(id));
        }

        foreach (var (name, value) in sent)
        {
            schemas = schemas.With(name, value);
        }

        return schemas;
    }

    /// <summary>The user as the target has it now (1 call); the refusal where nobody may change it.</summary>
    private static async Task<Outcome<ScimObject>> ReadUnprotectedAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!(await calls.ReadAsync(operation.Request.Path.Uri, cancellationToken)).TryGet(out var read, out var error))
        {
            return error;
        }

        operation.AppName = read.Body!.GetString("userName");
        return Safeguards.Check(operation, operation.AppName) is { } isProtected ? isProtected : read.Body;
    }

    private async Task<Outcome<TargetAnswer>> SendPatchAsync(PassThroughOperation operation, TargetCalls calls, IReadOnlyList<ScimObject> sent, bool isLeaver, string? shown, CancellationToken cancellationToken)
    {
        if (isLeaver && await TakePlaceAsync(operation, cancellationToken) is { } held)
        {
            return held;
        }

        var body = PatchBody.Of(sent);
        if (!PatchRequest.Parse(body, ResourceSchema.User).TryGet(out var patch, out var error))
        {
            return operation.Refuse(ScimError.InvalidValue, $"what the script makes of the change does not fit: {error.Detail}");
        }

        var call = calls.Call(HttpMethod.Patch, operation.Request.Uri(), body, isRead: false) with
        {
            Headers = operation.Request.Preconditions,
            Secret = (patch.Operations.LastOrDefault(one => Is(one, "password"))?.Value as ScimString)?.Value,
        };
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).PatchAsync(operation.Request.Path.Uri, patch, ResourceSchema.User, CancellationToken.None), cancellationToken);
        if (!answered.TryGet(out var answer, out error))
        {
            return error;
        }

        if (isLeaver)
        {
            Safeguards.Count(operation, operation.Id!);
        }

        operation.AppName = (patch.Operations.LastOrDefault(one => Is(one, "userName"))?.Value as ScimString)?.Value ?? operation.AppName;
        return await NamedAsync(operation, answer, shown, cancellationToken);
    }

    /// <summary>Null: take the place.</summary>
    private async Task<ScimError?> TakePlaceAsync(PassThroughOperation operation, CancellationToken cancellationToken)
    {
        if (!(await safeguards.TakePlaceAsync(operation, operation.Id!, cancellationToken)).TryGet(out var place, out var held))
        {
            return held;
        }

        operation.Held.Add(place);
        return null;
    }

    /// <summary>What the request changes beside <c>active</c>, and what the rules make of it.</summary>
    private static List<ScimObject> Changes(PassThroughOperation operation, PatchRequest patch, UserTransform? rules, ScimObject? changed, string? sentName)
    {
        var others = patch.Operations.Where(one => !Is(one, Active)).ToList();
        if (!operation.Connection.Users.Update)
        {
            if (others.Count > 0)
            {
                operation.Skip("Users.Update is off");
            }

            return [];
        }

        var leftAlone = operation.Transform.Reach.LeftAlone;
        var sent = others
            .Select(one => Is(one, "userName") && sentName is not null ? one with { Value = new ScimString(sentName) } : one)
            .SelectMany(one => leftAlone.Aggregate((IEnumerable<PatchOperation>)[one], (left, field) => left.SelectMany(each => Without(each, field))))
            .Select(PatchBody.Write)
            .ToList();
        if (rules is not null)
        {
            sent.AddRange(rules.Fields
                .Where(field => field.DependsOn.Count == 0 || field.DependsOn.Any(patch.Touches))
                .Select(field => PatchBody.Fill(changed!, field.Field, field.Value)));
        }

        return sent;
    }

    /// <summary>What is left of an operation when a field is left alone.</summary>
    private static IEnumerable<PatchOperation> Without(PatchOperation operation, string field)
    {
        if (!PatchPath.Parse(field, ResourceSchema.User).TryGet(out var path, out _) || !path.Attribute.Equals(operation.Path.Attribute))
        {
            return [operation];
        }

        return path.SubAttribute is null || string.Equals(path.SubAttribute, operation.Path.SubAttribute, StringComparison.OrdinalIgnoreCase) ? []
            : operation is { Path.SubAttribute: null, Value: ScimObject parts } ? [operation with { Value = parts.Without(path.SubAttribute) }]
            : [operation];
    }

    /// <summary>Whether the user is to be active after the change; null: nothing is said of it.</summary>
    private static bool? Wanted(PassThroughOperation operation, PatchRequest patch, UserTransform? rules, ScimObject? current)
    {
        // Who takes the attribute away does not ask for access.
        var asked = patch.Operations.LastOrDefault(one => Is(one, Active)) is { } told ? told.Op != PatchOp.Remove && told.Value is ScimBoolean { Value: true } : (bool?)null;
        if (rules?.Status is { Rule: not null } decided)
        {
            var status = decided.Status == UserStatus.Active;
            asked = asked is not null || IsActive(current) != status ? status : null;
        }

        return asked is { } wanted && !Allows(operation, wanted) ? null : asked;
    }

    private static bool Allows(PassThroughOperation operation, bool active)
    {
        var options = operation.Connection.Users;
        if (active ? options.Activate : options.Deactivate)
        {
            return true;
        }

        operation.Skip(active ? "Users.Activate is off" : "Users.Deactivate is off");
        return false;
    }

    /// <summary>Nothing is sent: the user as the target has it.</summary>
    private async Task<Outcome<TargetAnswer>> ShowAsync(PassThroughOperation operation, TargetCalls calls, ScimObject? current, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            if (!(await calls.ReadAsync(operation.Request.Path.Uri, cancellationToken)).TryGet(out var read, out var error))
            {
                return error;
            }

            current = read.Body!;
        }

        return new TargetAnswer(StatusCodes.Status200OK, operation.HasNames ? await names.ShowAsync(operation, current, cancellationToken) : current);
    }

    /// <summary>The answer under Entra's name, which is remembered where the request brought one.</summary>
    private async Task<Outcome<TargetAnswer>> NamedAsync(PassThroughOperation operation, TargetAnswer answer, string? shown, CancellationToken cancellationToken)
    {
        var appName = answer.Body?.GetString("userName") ?? operation.AppName;
        operation.AppName = appName;
        if (!operation.HasNames)
        {
            return answer;
        }

        if (shown is null)
        {
            return answer.Body is null ? answer : answer with { Body = await names.ShowAsync(operation, answer.Body, cancellationToken) };
        }

        await names.RememberAsync(operation, operation.Id!, shown, appName ?? shown, CancellationToken.None);
        return answer.Body?["userName"] is null ? answer : answer with { Body = answer.Body.With("userName", new ScimString(shown)) };
    }

    private static bool Is(PatchOperation operation, string attribute) => operation.Path is { SubAttribute: null, ValueFilter: null }
        && operation.Path.Attribute is { Schema: null } path && path.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null: not told.</summary>
    private static bool? IsActive(ScimObject? user) => user?[Active] is ScimBoolean active ? active.Value : null;
}
