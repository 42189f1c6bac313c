using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>What the script's status rules say beside active and inactive.</summary>
internal static class StatusRules
{
    /// <summary>400 for a user who is rejected or ignored; null to go on.</summary>
    public static ScimError? Refusal(Operation operation, StatusDecision status, string userName) => status.Status switch
    {
        UserStatus.Reject => ScimError.InvalidValue($"Connection '{operation.Connection.Name}': '{userName}' is rejected by rule {status.Rule}: {status.Reason ?? "no reason given"}."),
        UserStatus.Ignore => ScimError.InvalidValue($"Connection '{operation.Connection.Name}': '{userName}' is ignored by rule {status.Rule}."),
        _ => null,
    };

    /// <summary>Whether the rule that decided now is another one than before the change: its groups are to be seen to although <c>active</c> stays.</summary>
    /// <param name="before">The user before the request.</param>
    public static async ValueTask<bool> HasBegunAsync(Operation operation, StatusDecision now, ScimObject before, CancellationToken cancellationToken)
    {
        if (now.AddTo.Count == 0 && now.RemoveFrom.Count == 0)
        {
            return false;
        }

        var known = await operation.Transform.TransformUserAsync(before, operation.ContextFor(operation.Request.Operation), cancellationToken);
        return !known.TryGet(out var rules, out _) || rules.Status.Rule != now.Rule;
    }

    /// <summary>Takes the user out of groups first, then puts it into others; stops at the first failure.</summary>
    public static async Task<(AppFailure? Failure, string What, IReadOnlyList<StateChange> Changes)> ApplyAsync(
        Operation operation, AppMember member, IReadOnlyList<string> removeFrom, IReadOnlyList<string> addTo, CancellationToken cancellationToken)
    {
        var changes = new List<StateChange>();
        var connection = operation.Connection.Name;
        foreach (var group in removeFrom)
        {
            if (Protection.CheckGroup(operation, group) is { } refused)
            {
                return (new(AppFailureKind.TargetRefused, refused.Detail), $"take out of group '{group}'", changes);
            }

            var left = await operation.Directory.RemoveMembersAsync(group, [member], cancellationToken);
            if (left[0].Failure is { } failure)
            {
                return (failure, $"take out of group '{group}'", changes);
            }

            changes.Add(new StateChange.RemoveMemberships([new(connection, group, member.Key)]));
        }

        foreach (var group in addTo)
        {
            if (Protection.CheckGroup(operation, group) is { } refused)
            {
                return (new(AppFailureKind.TargetRefused, refused.Detail), $"put into group '{group}'", changes);
            }

            var joined = await operation.Directory.AddMembersAsync(group, [member], cancellationToken);
            if (joined[0].Failure is { } failure)
            {
                return (failure, $"put into group '{group}'", changes);
            }

            changes.Add(new StateChange.AddMemberships([new(connection, group, member.Key)]));
        }

        return (null, string.Empty, changes);
    }
}
