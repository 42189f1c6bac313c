using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>From an app failure to what Entra is told. The one place where the table lives.</summary>
internal static class Failures
{
    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(30);

    /// <summary>The SCIM error: what happened, to whom, in which app, in the app's words.</summary>
    /// <param name="what">"create user 'ada'".</param>
    public static ScimError ToScim(this AppFailure failure, Operation operation, string what)
    {
        var detail = $"Connection '{operation.Connection.Name}': could not {what}: {failure.Message}";
        if (failure.Kind == AppFailureKind.NoSeat)
        {
            ProvisioningMetrics.NoSeat.Add(1, new KeyValuePair<string, object?>("connection", operation.Connection.Name));

            // The first sentence names the application; the app's words behind it may name the person.
            operation.Seats.Refused(operation.Connection.Name, failure.Message.Split(". ")[0], operation.Clock.GetUtcNow());
        }

        var answer = Table(failure, operation, detail);
        return MayBeReworded(failure) && operation.Transform.ErrorFor(failure.Status, failure.Message) is { } match ? Reworded(operation, match, answer, failure, what) : answer;
    }

    /// <summary>
    /// Answers that the app itself gave about what was asked. What it did not answer, whether a change happened, who the gateway is, and
    /// that something does not exist, are no matter of wording.
    /// </summary>
    private static bool MayBeReworded(AppFailure failure) => failure.Status >= 400 && failure.Kind is AppFailureKind.RateLimited or AppFailureKind.Broken
        or AppFailureKind.Unavailable or AppFailureKind.TargetRefused or AppFailureKind.NoSeat or AppFailureKind.NameExists or AppFailureKind.LeadsProjects or AppFailureKind.Rejected;

    private static ScimError Reworded(Operation operation, ErrorMatch match, ScimError otherwise, AppFailure failure, string what)
    {
        operation.Notes.Add($"errors rule {match.Rule} answered {match.Answer.Status} instead of {otherwise.Status}");
        var retry = match.Answer.Status is 429 or 503 ? failure.RetryAfter ?? DefaultRetry : (TimeSpan?)null;
        var detail = match.Answer.Detail is { } said
            ? $"Connection '{operation.Connection.Name}': could not {what}: {said} ({operation.App}'s words: {failure.Message})"
            : otherwise.Detail;
        return new(match.Answer.Status, match.Answer.ScimType, detail, retry);
    }

    private static ScimError Table(AppFailure failure, Operation operation, string detail) =>
        failure.Kind switch
        {
            AppFailureKind.Unavailable or AppFailureKind.OutcomeUnknown => new(503, null, detail, failure.RetryAfter ?? DefaultRetry),
            AppFailureKind.CredentialStopped => new(503, null, $"{detail} Give the gateway's account a working credential, or run 'gateway resume {operation.Connection.Name}'.", failure.RetryAfter ?? DefaultRetry),
            AppFailureKind.RateLimited => new(429, null, detail, failure.RetryAfter ?? DefaultRetry),
            AppFailureKind.Broken => new(502, null, detail),
            AppFailureKind.NotSent => new(500, null, detail),
            AppFailureKind.CredentialRefused => new(502, null, $"{detail} This is the gateway's own account in {operation.App}, not the token of Entra."),
            AppFailureKind.TargetRefused or AppFailureKind.LeadsProjects => ScimError.Mutability(detail),
            AppFailureKind.NoSeat or AppFailureKind.Rejected => ScimError.InvalidValue(detail),
            AppFailureKind.NotFound or AppFailureKind.GroupNotFound => ScimError.NotFound(detail),
            AppFailureKind.NameExists => ScimError.Uniqueness(detail),
            AppFailureKind.TooMany => ScimError.TooMany(detail),
            _ => throw new InvalidOperationException($"No answer for {failure.Kind}."),
        };

    /// <summary>Whether a repeat of the same request can succeed without anybody's doing.</summary>
    public static bool IsPassing(this AppFailure failure) => failure.Kind is AppFailureKind.Unavailable or AppFailureKind.OutcomeUnknown
        or AppFailureKind.RateLimited or AppFailureKind.CredentialStopped or AppFailureKind.Broken or AppFailureKind.CredentialRefused;
}
