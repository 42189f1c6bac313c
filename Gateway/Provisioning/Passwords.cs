using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// A password (RFC 7643 section 4.1.1) on its way to the app: named by a request, sent by a call of its own, and kept nowhere. What
/// names none leaves the password alone.
/// </summary>
internal static class Passwords
{
    /// <summary>The step of <see cref="ApplyAsync"/> that sets the password, in words.</summary>
    public const string Step = "set the password";

    /// <summary>
    /// 400 for a PATCH that asks for an account without a password, before anything is sent; null to go on. An account has one, so
    /// removing it does not go with the attribute's state (mutability, RFC 7644 table 9), and neither <c>""</c> nor null is one (invalidValue).
    /// </summary>
    public static ScimError? Check(Operation operation, PatchRequest patch)
    {
        foreach (var change in patch.Operations)
        {
            if (change.Path.Attribute is not { Schema: null, Attribute: "password" })
            {
                continue;
            }

            if (change.Op == PatchOp.Remove)
            {
                return ScimError.Mutability($"Connection '{operation.Connection.Name}': a password can be changed, not removed: {operation.App} has no accounts without one.");
            }

            if (change.Value is null or ScimNull)
            {
                return ScimError.InvalidValue($"Connection '{operation.Connection.Name}': an empty text or null is no password.");
            }
        }

        return null;
    }

    /// <summary>What is left after the account's own call: groups to leave, then the password, then groups to join; stops at the first failure.</summary>
    /// <param name="password">Null: none is to be set.</param>
    public static async Task<(AppFailure? Failure, string What, IReadOnlyList<StateChange> Changes)> ApplyAsync(
        Operation operation, AppMember member, string? password, IReadOnlyList<string> removeFrom, IReadOnlyList<string> addTo)
    {
        var left = await StatusRules.ApplyAsync(operation, member, removeFrom, [], CancellationToken.None);
        if (left.Failure is not null)
        {
            return left;
        }

        if (password is not null && (await operation.Directory.SetPasswordAsync(new(member.Key, member.Name, IsProved: true), password, CancellationToken.None)).Failure is { } failure)
        {
            return (failure, Step, left.Changes);
        }

        var joined = await StatusRules.ApplyAsync(operation, member, [], addTo, CancellationToken.None);
        return joined with { Changes = [.. left.Changes, .. joined.Changes] };
    }
}
