using System.Globalization;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>Reads what is the same for every app: transport faults, rate limits, gateways' statuses.</summary>
internal static class AppFaults
{
    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(30);

    /// <summary>The failure of a response that is no answer of the app's REST; null when the connector must look at it.</summary>
    /// <param name="app">The app's name for people ("Jira").</param>
    public static AppFailure? Read(string app, AppResponse response, bool isWrite) => response.Fault switch
    {
        AppFault.None => ReadStatus(app, response, isWrite),
        AppFault.CredentialStopped => new(AppFailureKind.CredentialStopped, $"{response.Reason ?? $"{app} refused the gateway's account earlier; calls are stopped."}", RetryAfter: response.RetryAfter),
        AppFault.CredentialRefused => new(AppFailureKind.CredentialRefused, $"{app} refused the gateway's own account: {response.Reason}", response.Status),
        AppFault.NotSent => new(AppFailureKind.NotSent, response.Reason ?? "The call was not sent."),
        AppFault.Unreachable or AppFault.Overloaded => new(AppFailureKind.Unavailable, $"{app} cannot be reached: {response.Reason ?? "no node answers"}.", RetryAfter: response.RetryAfter ?? DefaultRetry),
        AppFault.Timeout or AppFault.Broken or AppFault.TooLarge when isWrite => new(AppFailureKind.OutcomeUnknown, $"{app}'s answer to a change was lost ({response.Reason ?? Word(response.Fault)}).", response.Status, DefaultRetry),
        AppFault.Timeout => new(AppFailureKind.Unavailable, $"{app} did not answer in time.", RetryAfter: DefaultRetry),
        AppFault.Broken when response.Status == 0 => new(AppFailureKind.Unavailable, $"The connection to {app} broke before it answered.", RetryAfter: DefaultRetry),
        _ => new(AppFailureKind.Broken, $"{app}'s answer could not be read: {response.Reason ?? Word(response.Fault)}.", response.Status),
    };

    /// <summary>The app's Retry-After in seconds or as a date is not used here: Atlassian sends seconds. Without one, the bucket's own refill.</summary>
    private static AppFailure? ReadStatus(string app, AppResponse response, bool isWrite) => response.Status switch
    {
        429 => new(AppFailureKind.RateLimited, $"{app} limits the gateway's calls (429).", 429, RetryAfter(response)),
        // A proxy says 502 and 504 when it lost the app's answer: a change may have been made.
        502 or 504 when isWrite => new(AppFailureKind.OutcomeUnknown, $"{app}'s answer to a change was lost (status {response.Status} from a proxy).", response.Status, DefaultRetry),
        502 or 503 or 504 => new(AppFailureKind.Unavailable, $"{app} is not available (status {response.Status}).", response.Status, RetryAfterOrNull(response) ?? DefaultRetry),
        >= 300 and < 400 => new(AppFailureKind.Broken, $"{app} answered with a redirect ({response.Status}): check the address in ReverseProxy:Clusters and the app's base URL.", response.Status),
        _ => null,
    };

    private static TimeSpan RetryAfter(AppResponse response)
    {
        if (RetryAfterOrNull(response) is { } told)
        {
            return told;
        }

        // Jira and Bitbucket tell the bucket's interval and fill rate where Retry-After is 0 or absent.
        return Number(response, "X-RateLimit-Interval-Seconds") is { } interval && Number(response, "X-RateLimit-FillRate") is { } rate and > 0
            ? TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(interval / rate)))
            : DefaultRetry;
    }

    private static TimeSpan? RetryAfterOrNull(AppResponse response) =>
        Number(response, "Retry-After") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null;

    private static double? Number(AppResponse response, string header) =>
        double.TryParse(response.Headers[header].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Word(AppFault fault) => fault switch
    {
        AppFault.Timeout => "time-out",
        AppFault.TooLarge => "the answer is too large",
        _ => "the answer ended half way",
    };
}
