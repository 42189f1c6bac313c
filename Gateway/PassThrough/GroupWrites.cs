using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.PassThrough;

/// <summary>Changes of groups. The group is read first only where a rule or a protected name wants it, its members only where the request would take away some that it does not name.</summary>
internal sealed class GroupWrites(Names names, Safeguards safeguards)
{
    private const string DisplayName = "displayName";

    public async Task<Outcome<TargetAnswer>> CreateAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!ResourceValidation.Validate(operation.Request.Body!, ResourceSchema.Group).TryGet(out var group, out var error))
        {
            return error;
        }

        var shown = operation.IdpName = group.GetString(DisplayName)!;
        if (!operation.Connection.Groups.Create)
        {
            return operation.Refuse(ScimError.InvalidValue, $"group '{shown}' is not created: Groups.Create is off.");
        }

        if (!(await NameAsync(operation, group, cancellationToken)).TryGet(out var name, out error))
        {
            return error;
        }

        operation.AppName = name;
        if (Safeguards.CheckGroup(operation, name) is { } isProtected)
        {
            return isProtected;
        }

        var sent = UserWrites.Composed(group.With(DisplayName, new ScimString(name)), null, ResourceSchema.Group);
        var call = calls.Call(HttpMethod.Post, operation.Request.Uri(), sent, isRead: false);
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).CreateAsync(ResourceSchema.Group, sent, CancellationToken.None), cancellationToken);
        if (!answered.TryGet(out var answer, out error))
        {
            return error;
        }

        if (answer.Body?.GetString("id") is not { Length: > 0 } id)
        {
            return new ScimError(502, null, $"Connection '{operation.Connection.Name}': the target made the group, and does not tell its id.");
        }

        operation.Id = id;
        return await NamedAsync(operation, answer, shown, cancellationToken);
    }

    public async Task<Outcome<TargetAnswer>> PatchAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!PatchRequest.Parse(operation.Request.Body!, ResourceSchema.Group, operation.Id).TryGet(out var patch, out var error))
        {
            return error;
        }

        var rename = patch.Operations.LastOrDefault(IsName)?.Value as ScimString;
        if (!(await OpenAsync(operation, calls, rename?.Value, cancellationToken)).TryGet(out var name, out error))
        {
            return error;
        }

        if (!operation.Connection.Groups.Update)
        {
            operation.Skip("Groups.Update is off");
            return (await calls.ReadAsync(operation.Request.Path.Uri.With("excludedAttributes", "members"), cancellationToken)).TryGet(out _, out error)
                ? new TargetAnswer(204, null)
                : error;
        }

        var sent = patch.Operations.Select(one => IsName(one) && name is not null ? one with { Value = new ScimString(name) } : one).Select(PatchBody.Write).ToList();
        if (sent.Count == 0)
        {
            return new TargetAnswer(204, null);
        }

        var unnamed = patch.Operations.Where(one => IsMembers(one) && (one.Op == PatchOp.Replace || (one.Op == PatchOp.Remove && one.Value is null))).ToList();
        if (unnamed.Count > 0 && await CheckMembersAsync(operation, calls, unnamed[^1].Op == PatchOp.Replace ? unnamed[^1].Value : null, cancellationToken) is { } held)
        {
            return held;
        }

        var body = PatchBody.Of(sent);
        if (!PatchRequest.Parse(body, ResourceSchema.Group).TryGet(out var final, out error))
        {
            return error;
        }

        var call = calls.Call(HttpMethod.Patch, operation.Request.Uri(), body, isRead: false) with { Headers = operation.Request.Preconditions };
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).PatchAsync(operation.Request.Path.Uri, final, ResourceSchema.Group, CancellationToken.None), cancellationToken);
        operation.AppName = name ?? operation.AppName;
        return answered.TryGet(out var answer, out error) ? await NamedAsync(operation, answer, rename?.Value, cancellationToken) : error;
    }

    public async Task<Outcome<TargetAnswer>> ReplaceAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        if (!ResourceValidation.Validate(operation.Request.Body!, ResourceSchema.Group).TryGet(out var group, out var error))
        {
            return error;
        }

        var shown = operation.IdpName = group.GetString(DisplayName)!;
        if (!(await OpenAsync(operation, calls, shown, cancellationToken)).TryGet(out var name, out error))
        {
            return error;
        }

        if (!operation.Connection.Groups.Update)
        {
            operation.Skip("Groups.Update is off");
            if (!(await calls.ReadAsync(operation.Request.Path.Uri, cancellationToken)).TryGet(out var read, out error))
            {
                return error;
            }

            return new TargetAnswer(200, operation.HasNames ? await names.ShowAsync(operation, read.Body!, cancellationToken) : read.Body);
        }

        if (await CheckMembersAsync(operation, calls, group["members"], cancellationToken) is { } held)
        {
            return held;
        }

        var sent = UserWrites.Composed(group.With(DisplayName, new ScimString(name ?? shown)), operation.Id, ResourceSchema.Group);
        var call = calls.Call(HttpMethod.Put, operation.Request.Uri(), sent, isRead: false) with { Headers = operation.Request.Preconditions };
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).ReplaceAsync(operation.Request.Path.Uri, sent, CancellationToken.None), cancellationToken);
        operation.AppName = name ?? shown;
        return answered.TryGet(out var answer, out error) ? await NamedAsync(operation, answer, shown, cancellationToken) : error;
    }

    public async Task<Outcome<TargetAnswer>> DeleteAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        var uri = operation.Request.Path.Uri;
        if (!(await OpenAsync(operation, calls, null, cancellationToken)).TryGet(out _, out var error))
        {
            return error;
        }

        if (await CheckMembersAsync(operation, calls, null, cancellationToken) is { } held)
        {
            return held;
        }

        var call = calls.Call(HttpMethod.Delete, uri, null, isRead: false) with { Headers = operation.Request.Preconditions };
        var answered = await calls.WriteAsync(call, () => new LostChanges(calls).DeleteAsync(uri, CancellationToken.None), cancellationToken);
        if (answered.IsOk && operation.HasNames)
        {
            Names.Forget(operation, operation.Id!);
        }

        return answered;
    }

    /// <summary>Whether the group may be changed, and the target's name for the one that the request brings (null: it brings none).</summary>
    private async Task<Outcome<string?>> OpenAsync(PassThroughOperation operation, TargetCalls calls, string? shown, CancellationToken cancellationToken)
    {
        operation.IdpName ??= shown;
        ScimObject? current = null;
        if (operation.Connection.Groups.Protected.Count > 0 || operation.Transform.Reach.Groups)
        {
            if (!(await calls.ReadAsync(operation.Request.Path.Uri.With("excludedAttributes", "members"), cancellationToken)).TryGet(out var read, out var error))
            {
                return error;
            }

            current = read.Body!;
            operation.AppName = current.GetString(DisplayName);
            if (Safeguards.CheckGroup(operation, operation.AppName) is { } isProtected)
            {
                return isProtected;
            }

            current = operation.HasNames ? await names.ShowAsync(operation, current, cancellationToken) : current;
        }

        if (!operation.Transform.Reach.Groups)
        {
            return shown is not null && Safeguards.CheckGroup(operation, shown) is { } newIsProtected ? newIsProtected : shown;
        }

        var group = shown is null ? current! : current!.With(DisplayName, new ScimString(shown));
        return !(await NameAsync(operation, group, cancellationToken)).TryGet(out var name, out var refused) ? refused
            : Safeguards.CheckGroup(operation, name) is { } nameIsProtected ? nameIsProtected
            : shown is null ? (string?)null : name;
    }

    private static async Task<Outcome<string>> NameAsync(PassThroughOperation operation, ScimObject group, CancellationToken cancellationToken)
    {
        if (!operation.Transform.Reach.Groups)
        {
            return group.GetString(DisplayName)!;
        }

        return (await operation.Transform.TransformGroupAsync(group, operation.ContextFor(null), cancellationToken)).TryGet(out var made, out var error) ? made.Name : error;
    }

    /// <summary>Null: go on. How many members the request takes away without naming them.</summary>
    /// <param name="kept">The members that it leaves or brings; null: none.</param>
    private async Task<ScimError?> CheckMembersAsync(PassThroughOperation operation, TargetCalls calls, ScimValue? kept, CancellationToken cancellationToken)
    {
        if (!(await calls.ReadAsync(operation.Request.Path.Uri.With("attributes", "displayName,members"), cancellationToken)).TryGet(out var read, out var error))
        {
            return error;
        }

        var staying = Ids(kept).ToHashSet(StringComparer.Ordinal);
        var removed = Ids(read.Body!["members"]).Count(id => !staying.Contains(id));
        return await safeguards.CheckMembersAsync(operation, read.Body.GetString(DisplayName) ?? operation.Id!, removed, cancellationToken);
    }

    private static IEnumerable<string> Ids(ScimValue? members) =>
        members is ScimArray array ? array.OfType<ScimObject>().Select(member => member.GetString("value")).OfType<string>() : [];

    /// <summary>The answer under Entra's name, which is remembered where the request brought one.</summary>
    private async Task<Outcome<TargetAnswer>> NamedAsync(PassThroughOperation operation, TargetAnswer answer, string? shown, CancellationToken cancellationToken)
    {
        operation.AppName = answer.Body?.GetString(DisplayName) ?? operation.AppName;
        if (!operation.HasNames)
        {
            return answer;
        }

        if (shown is null)
        {
            return answer.Body is null ? answer : answer with { Body = await names.ShowAsync(operation, answer.Body, cancellationToken) };
        }

        await names.RememberAsync(operation, operation.Id!, shown, operation.AppName ?? shown, CancellationToken.None);
        return answer.Body?[DisplayName] is null ? answer : answer with { Body = answer.Body.With(DisplayName, new ScimString(shown)) };
    }

    private static bool IsName(PatchOperation operation) => operation.Path is { SubAttribute: null, ValueFilter: null } && operation.Path.Attribute is { Schema: null, Attribute: DisplayName };

    private static bool IsMembers(PatchOperation operation) => operation.Path is { SubAttribute: null, ValueFilter: null } && operation.Path.Attribute is { Schema: null, Attribute: "members" };
}
