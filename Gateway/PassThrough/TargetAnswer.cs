using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.PassThrough;

/// <summary>A success of the target, with the gateway's addresses.</summary>
/// <param name="Body">Null: none (204, 304), or it is sent already.</param>
internal sealed record TargetAnswer(int Status, ScimObject? Body, string? ETag = null, string? Location = null)
{
    /// <summary>Whether the answer went to the client as it came.</summary>
    public bool IsSent { get; init; }
}

/// <summary>What an answer of the target means: a success, an error for Entra, or a change of which nobody knows yet whether it happened.</summary>
internal readonly record struct TargetOutcome(TargetAnswer? Answer, ScimError? Error, string? LostBecause = null, bool HasAnswered = false)
{
    /// <summary>The answer to a change was lost or cannot be read: the target is to be asked before anything is said.</summary>
    [MemberNotNullWhen(true, nameof(LostBecause))]
    public bool IsLost => LostBecause is not null;

    public static implicit operator TargetOutcome(TargetAnswer answer) => new(answer, null);

    public static implicit operator TargetOutcome(ScimError error) => new(null, error);

    /// <param name="hasAnswered">An answer came, and could not be read: that is a broken target and no outage.</param>
    public static TargetOutcome Lost(string why, bool hasAnswered) => new(null, null, why, hasAnswered);
}
