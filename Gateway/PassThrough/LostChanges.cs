using Gateway.Forwarding;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.PassThrough;

/// <summary>
/// Asks the target whether a change was made whose answer was lost. The question is whether what was asked is so now, so that a yes is
/// true whoever made it so.
/// </summary>
internal sealed class LostChanges(TargetCalls calls)
{
    // Written out: a null in a condition would become an answer that is null.
    private static Outcome<TargetAnswer>? NotSo => null;

    /// <summary>By the name; only a resource that has the externalId which was sent is taken for the one that was made.</summary>
    public async Task<Outcome<TargetAnswer>?> CreateAsync(ResourceSchema type, ScimObject sent, CancellationToken cancellationToken)
    {
        var name = type == ResourceSchema.User ? "userName" : "displayName";
        var filter = FilterWriter.Write(new ComparisonFilter(new AttributePath(null, name, null), ComparisonOperator.Equal, sent[name]!));
        var found = await calls.ReadAsync(AppUri.Of(type.Endpoint).With("filter", filter), cancellationToken);
        if (!found.TryGet(out var answer, out var error))
        {
            return error;
        }

        if (answer.Body!["Resources"] is not ScimArray { Count: > 0 } resources)
        {
            return null;
        }

        return resources is [ScimObject one] && sent.GetString("externalId") is { } externalId && one.GetString("externalId") == externalId
            ? new TargetAnswer(201, one, (one["meta"] as ScimObject)?.GetString("version"), (one["meta"] as ScimObject)?.GetString("location"))
            : new ScimError(503, null, $"one of that {name} is there now, and nothing tells whether this request made it");
    }

    /// <summary>A PATCH that would change nothing any more was made.</summary>
    public async Task<Outcome<TargetAnswer>?> PatchAsync(AppUri uri, PatchRequest patch, ResourceSchema type, CancellationToken cancellationToken)
    {
        if (!(await calls.ReadAsync(uri, cancellationToken)).TryGet(out var now, out var error))
        {
            return error;
        }

        return patch.Operations.All(operation => operation.Path.Attribute.Attribute != "password")
            && PatchEngine.Apply(now.Body!, patch, type).TryGet(out var again, out _) && again.Equals(now.Body) ? now : NotSo;
    }

    /// <summary>A PUT was made where every attribute that it sent is there.</summary>
    public async Task<Outcome<TargetAnswer>?> ReplaceAsync(AppUri uri, ScimObject sent, CancellationToken cancellationToken)
    {
        if (!(await calls.ReadAsync(uri, cancellationToken)).TryGet(out var now, out var error))
        {
            return error;
        }

        return sent.All(attribute => attribute.Key == "schemas" || (attribute.Key != "password" && attribute.Value.Equals(now.Body![attribute.Key]))) ? now : NotSo;
    }

    /// <summary>A DELETE was made where the resource is gone.</summary>
    public async Task<Outcome<TargetAnswer>?> DeleteAsync(AppUri uri, CancellationToken cancellationToken)
    {
        var read = await calls.ReadAsync(uri, cancellationToken);
        if (read.IsOk)
        {
            return NotSo;
        }

        return read.Error.Status == 404 ? new TargetAnswer(204, null) : read.Error;
    }
}
