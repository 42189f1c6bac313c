using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Transforms;

namespace Gateway.PassThrough;

/// <summary>What the script makes of a user. Pure but for the script.</summary>
internal static class UserRules
{
    /// <summary>The user that the target is to get; null with a note where a rule ignores the user.</summary>
    public static async Task<Outcome<(ScimObject Sent, UserTransform? Rules)>> ApplyAsync(PassThroughOperation operation, ScimObject user, ScimObject? current, CancellationToken cancellationToken)
    {
        if (!operation.Transform.Reach.Users)
        {
            return (user, null);
        }

        if (!(await DecideAsync(operation, user, current, cancellationToken)).TryGet(out var rules, out var error))
        {
            return error;
        }

        if (rules.Status.Status == UserStatus.Ignore)
        {
            return (user, rules);
        }

        var sent = user.With("userName", new ScimString(rules.Name));
        if (rules.Status.Rule is not null)
        {
            sent = sent.With("active", ScimValue.From(rules.Status.Status == UserStatus.Active));
        }

        var places = rules.Fields.Select(field => PatchBody.Operation("add", field.Field, new ScimString(field.Value)))
            .Concat(operation.Transform.Reach.LeftAlone.Where(field => Touches(sent, field)).Select(field => PatchBody.Operation("remove", field, null)))
            .ToList();
        if (places.Count == 0)
        {
            return (sent, rules);
        }

        return PatchRequest.Parse(PatchBody.Of(places), ResourceSchema.User).TryGet(out var patch, out error)
            && PatchEngine.Apply(sent, patch, ResourceSchema.User).TryGet(out sent, out error)
            ? (sent, rules)
            : operation.Refuse(ScimError.InvalidValue, $"what the script makes of the user does not fit: {error!.Detail}");
    }

    /// <summary>The rules' word on a user; an error for one that is rejected.</summary>
    public static async Task<Outcome<UserTransform>> DecideAsync(PassThroughOperation operation, ScimObject user, ScimObject? current, CancellationToken cancellationToken)
    {
        if (!(await operation.Transform.TransformUserAsync(user, operation.ContextFor(current), cancellationToken)).TryGet(out var rules, out var error))
        {
            return error;
        }

        return rules.Status.Status == UserStatus.Reject
            ? operation.Refuse(ScimError.InvalidValue, $"'{user.GetString("userName")}' is rejected by rule {rules.Status.Rule}: {rules.Status.Reason ?? "no reason given"}.")
            : rules;
    }

    private static bool Touches(ScimObject user, string field) =>
        PatchPath.Parse(field, ResourceSchema.User).TryGet(out var path, out _)
        && (path.Attribute.Schema is { } urn ? (user[urn] as ScimObject)?[path.Attribute.Attribute] is not null : user[path.Attribute.Attribute] is not null);
}
