using System.Diagnostics.CodeAnalysis;

namespace Gateway.Directories;

/// <summary>What kind of "no" an app call ended in; Provisioning maps it to the SCIM answer (docs/operations.md).</summary>
public enum AppFailureKind
{
    /// <summary>No connection, time-out, 502/503/504, no healthy node, queue full: 503.</summary>
    Unavailable,

    /// <summary>429 of the app: 429 with its Retry-After.</summary>
    RateLimited,

    /// <summary>500, redirect, HTML, unreadable JSON: 502.</summary>
    Broken,

    /// <summary>The gateway's own credential was refused just now: 502.</summary>
    CredentialRefused,

    /// <summary>The breaker is open because of an earlier refusal; nothing was sent: 503.</summary>
    CredentialStopped,

    /// <summary>The script that looks at each call last failed or did what it must not: 500, nothing was sent.</summary>
    NotSent,

    /// <summary>The app refuses this target: 400 mutability.</summary>
    TargetRefused,

    /// <summary>No licence seat: 400 invalidValue.</summary>
    NoSeat,

    /// <summary>The app says, proved, that the user or group does not exist.</summary>
    NotFound,

    /// <summary>The group of a membership change does not exist (the user does, or was not asked).</summary>
    GroupNotFound,

    /// <summary>The name is taken: 409 uniqueness, or adopted.</summary>
    NameExists,

    /// <summary>Deactivation refused because the user leads projects or components: 400 naming them.</summary>
    LeadsProjects,

    /// <summary>A full or capped page without an exact hit: 400 tooMany.</summary>
    TooMany,

    /// <summary>Any other 4xx: 400 invalidValue with the app's words.</summary>
    Rejected,

    /// <summary>A write's answer was lost, and reading the app did not settle whether it happened: 503, never success.</summary>
    OutcomeUnknown,
}

/// <summary>Why an app call did not do what was asked.</summary>
/// <param name="Message">One sentence for people with the app's own words where it gave any; never a secret.</param>
/// <param name="Status">The app's HTTP status; 0 when there was no answer.</param>
public record AppFailure(AppFailureKind Kind, string Message, int Status = 0, TimeSpan? RetryAfter = null);

/// <summary>A value confirmed by the app, or the failure.</summary>
public readonly struct AppResult<T>
{
    private readonly T? _value;

    private AppResult(T? value, AppFailure? failure) => (_value, Failure) = (value, failure);

    public AppFailure? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsOk => Failure is null;

    /// <summary>Throws <see cref="InvalidOperationException"/> when there is a failure.</summary>
    public T Value => Failure is null ? _value! : throw new InvalidOperationException($"No value: {Failure.Message}");

    public static implicit operator AppResult<T>(T value) => new(value, null);

    public static implicit operator AppResult<T>(AppFailure failure) => new(default, failure);

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out AppFailure? failure)
    {
        (value, failure) = (_value, Failure);
        return failure is null;
    }
}

/// <summary>Done, with nothing to tell.</summary>
public sealed record Done
{
    private Done()
    {
    }

    public static Done Value { get; } = new();
}
