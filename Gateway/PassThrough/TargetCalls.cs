using System.Globalization;
using Gateway.Forwarding;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.PassThrough;

/// <summary>Sends the calls of one operation and reads what the target answers, by the table of docs/operations.md. A 2xx is handed on only as a SCIM message (or without a body where there is none).</summary>
internal sealed class TargetCalls(PassThroughOperation operation)
{
    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(30);

    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>A read whose answer is gathered.</summary>
    public async Task<Outcome<TargetAnswer>> ReadAsync(AppCall call, CancellationToken cancellationToken)
    {
        var response = await operation.Session.SendAsync(call, cancellationToken);
        return Answer(await ProvedAsync(call, response, await InterpretAsync(call, response, cancellationToken), cancellationToken));
    }

    /// <summary>A resource by id, as the target has it now.</summary>
    public Task<Outcome<TargetAnswer>> ReadAsync(AppUri uri, CancellationToken cancellationToken) => ReadAsync(Get(uri, NoHeaders), cancellationToken);

    /// <summary>A read whose answer goes to the client as it comes.</summary>
    public async Task<Outcome<TargetAnswer>> StreamAsync(AppCall call, AnswerStream answer, CancellationToken cancellationToken)
    {
        var response = await operation.Session.ReadAsync(call, answer, cancellationToken);
        if (response is { Fault: AppFault.None, IsStreamed: true })
        {
            if (await answer.CompleteAsync(cancellationToken) is { } why)
            {
                return Broken(why);
            }

            operation.Session.CredentialAccepted();
            return new TargetAnswer(response.Status, null) { IsSent = true };
        }

        return Answer(await ProvedAsync(call, response, await InterpretAsync(call, response, cancellationToken), cancellationToken));
    }

    /// <summary>
    /// A change, sent once. Where its answer is lost, <paramref name="settle"/> asks the target: an answer means that what was asked is so
    /// now, an error why that is not known; null, that it is not so.
    /// </summary>
    public async Task<Outcome<TargetAnswer>> WriteAsync(AppCall call, Func<Task<Outcome<TargetAnswer>?>> settle, CancellationToken cancellationToken)
    {
        var response = await operation.Session.SendAsync(call, cancellationToken);
        var outcome = await InterpretAsync(call, response, cancellationToken);
        if (!outcome.IsLost)
        {
            var proved = Answer(await ProvedAsync(call, response, outcome, cancellationToken));
            Note(call, proved.IsOk);
            return proved;
        }

        var settled = await settle();
        if (settled is { } known && known.TryGet(out var answer, out _))
        {
            Note(call, isMade: true);
            operation.Notes.Add($"the answer to the change was lost ({outcome.LostBecause}); the target shows that it was made");
            return answer;
        }

        var words = settled is { } unknown ? $"Reading the target did not settle whether the change was made: {unknown.Error!.Detail}" : "The target shows that the change was not made, or not the whole of it.";
        var detail = $"Connection '{operation.Connection.Name}': {outcome.LostBecause}. {words}";
        return outcome.HasAnswered ? new ScimError(502, null, detail) : new ScimError(503, null, detail, settled?.Error?.RetryAfter ?? DefaultRetry);
    }

    public AppCall Get(AppUri uri, IReadOnlyDictionary<string, string> headers) => Call(HttpMethod.Get, uri, null, isRead: true) with { Headers = headers };

    public AppCall Call(HttpMethod method, AppUri uri, ScimObject? body, bool isRead) =>
        new(method, uri.Path, uri.Query, body is null ? default : ScimJson.ToUtf8(operation.Addresses.ToTarget(body)), isRead)
        {
            Template = uri.Template,
            Accept = AnswerHead.MediaType,
            ContentType = AnswerHead.MediaType,
            Secret = body?.GetString("password"),
        };

    private void Note(AppCall call, bool isMade)
    {
        if (isMade)
        {
            operation.TargetChanges.AddRange(SentChanges.Of(call, operation.AppName ?? operation.Id ?? call.Path));
        }
    }

    private static Outcome<TargetAnswer> Answer(TargetOutcome outcome) => outcome.Answer is { } answer ? answer : outcome.Error!;

    /// <summary>404 is believed from the second one: another node where there is one, for a change a read of the resource.</summary>
    private async Task<TargetOutcome> ProvedAsync(AppCall call, AppResponse first, TargetOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Error is not { Status: 404 } || operation.Request.Path is not { Form: TargetForm.One, Type: not null, Uri: var uri } || call.Path != uri.Path)
        {
            return outcome;
        }

        var second = await operation.Session.SendElsewhereAsync(Get(uri, NoHeaders), first.Node, cancellationToken);
        var proof = await InterpretAsync(Get(uri, NoHeaders), second, cancellationToken);
        return proof.Error is { Status: 404 } ? outcome
            : proof.Answer is null ? proof
            : new ScimError(503, null, $"Connection '{operation.Connection.Name}': the target says both that {uri.Path} does not exist and that it does.", DefaultRetry);
    }

    private async Task<TargetOutcome> InterpretAsync(AppCall call, AppResponse response, CancellationToken cancellationToken)
    {
        if (Transport(response, !call.IsRead) is { } fault)
        {
            return fault;
        }

        switch (response.Status)
        {
            case >= 200 and < 300:
                return Success(call, response);
            case 304 when call.IsRead && call.Headers?.ContainsKey("If-None-Match") == true:
                operation.Session.CredentialAccepted();
                return new TargetAnswer(304, null, response.Headers.ETag);
            case >= 300 and < 400:
                return Unreadable(call, $"the target answered with a redirect ({response.Status}): check the address in ReverseProxy:Clusters", response.Status, isLost: false);
            case 401:
                return CredentialRefused(response);
            case 403:
                return await ForbiddenAsync(call, response, cancellationToken);
        }

        return Refusal(call, response);
    }

    private TargetOutcome? Transport(AppResponse response, bool isWrite) => response.Fault switch
    {
        AppFault.NotSent => new ScimError(500, null, Said(response.Reason ?? "the call was not sent")),
        AppFault.CredentialStopped => new ScimError(503, null, Said($"{response.Reason ?? "the target refused the gateway's account earlier; calls are stopped"} Give the gateway's account a working credential, or run 'gateway resume {operation.Connection.Name}'."), response.RetryAfter ?? DefaultRetry),
        AppFault.Unreachable or AppFault.Overloaded => new ScimError(503, null, Said($"the target cannot be reached: {response.Reason ?? "no node answers"}"), response.RetryAfter ?? DefaultRetry),
        AppFault.Timeout or AppFault.Broken or AppFault.TooLarge when isWrite => TargetOutcome.Lost($"the target's answer to the change was lost ({response.Reason ?? response.Fault.ToString()})", hasAnswered: response.Status != 0),
        AppFault.Timeout => new ScimError(503, null, Said("the target did not answer in time"), DefaultRetry),
        AppFault.Broken when response.Status == 0 => new ScimError(503, null, Said("the connection to the target broke before it answered"), DefaultRetry),
        AppFault.Broken or AppFault.TooLarge => Broken($"its answer could not be read ({response.Reason ?? "it ended half way"})"),
        _ => response.Status switch
        {
            429 => Reworded(429, Words(response, null), new(429, null, Said("the target limits the gateway's calls (429)"), RetryAfter(response) ?? DefaultRetry)),
            502 or 504 when isWrite => TargetOutcome.Lost($"the target's answer to the change was lost (status {response.Status} from a proxy)", hasAnswered: false),
            502 or 503 or 504 => Reworded(response.Status, Words(response, null), new(503, null, Said($"the target is not available (status {response.Status})"), RetryAfter(response) ?? DefaultRetry)),
            _ => (TargetOutcome?)null,
        },
    };

    private TargetOutcome Success(AppCall call, AppResponse response)
    {
        if (response.Status == 202)
        {
            return Unreadable(call, "the target took the change in (202) without saying that it was made", response.Status);
        }

        if (response.Body.IsEmpty)
        {
            if (call.Method == HttpMethod.Patch || call.Method == HttpMethod.Delete || response.Status == 204)
            {
                operation.Session.CredentialAccepted();
                return new TargetAnswer(204, null, response.Headers.ETag);
            }

            return Unreadable(call, "the target's answer is empty", response.Status);
        }

        if (!response.Headers.ContentType.ToString().Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return Unreadable(call, "the target answered with a page instead of JSON (a log-in page, a proxy's page?)", response.Status);
        }

        if (!ScimJson.ParseObject(response.Body.Span).TryGet(out var body, out var error))
        {
            return Unreadable(call, $"the target's answer is not JSON ({error.Detail})", response.Status);
        }

        if (body["schemas"] is null || (operation.Request.Path is { Form: TargetForm.One, Type: not null, Id: { } id, Uri: var uri } && call.Path == uri.Path && body.GetString("id") != id))
        {
            return Unreadable(call, "the target's answer is JSON, but not the resource", response.Status);
        }

        operation.Session.CredentialAccepted();
        var location = response.Headers.Location.ToString();
        return new TargetAnswer(
            response.Status,
            operation.Addresses.ToGateway(body),
            response.Headers.ETag,
            location.Length == 0 ? null : operation.Addresses.ToGateway(location) ?? location);
    }

    /// <summary>A refusal in the target's own SCIM words goes on as it is, where it can be about what was asked.</summary>
    private TargetOutcome Refusal(AppCall call, AppResponse response)
    {
        var status = response.Status;
        var error = ScimErrorOf(response);
        if (error is null)
        {
            return status >= 500 ? Reworded(status, string.Empty, Broken($"it failed (status {status})"))
                : status is 404 or 405 or 409 or 412 || !response.Headers.ContentType.ToString().Contains("json", StringComparison.OrdinalIgnoreCase)
                    ? Broken($"it answered {status}, and not as a SCIM service does: check the address in ReverseProxy:Clusters")
                    : Reworded(status, string.Empty, ScimError.InvalidValue(Said($"the target refused with {status} and no SCIM error")));
        }

        operation.Session.CredentialAccepted();
        var words = Words(response, call.Secret);
        var told = status switch
        {
            400 or 404 or 409 or 412 or 413 or 501 => new ScimError(status, error.GetString("scimType"), words.Length > 0 ? words : Said($"the target refused with {status}")),
            >= 500 => Broken($"it failed (status {status}): {words}"),
            _ => ScimError.InvalidValue(Said($"the target refused with {status}: {words}")),
        };
        return status is 404 or 412 ? told : Reworded(status, words, told);
    }

    private TargetOutcome CredentialRefused(AppResponse response)
    {
        var reason = $"the target answered {response.Status}";
        operation.Session.CredentialRefused(reason);
        return new ScimError(502, null, Said($"the target refused the gateway's own account: {reason}. This is the gateway's own account in the target, not the token of Entra."));
    }

    /// <summary>403 is about the account or about this resource: a look-up that any account of a provisioning client may make tells which.</summary>
    private async Task<TargetOutcome> ForbiddenAsync(AppCall call, AppResponse response, CancellationToken cancellationToken)
    {
        var who = await operation.Session.SendAsync(Get(AppUri.Of(ResourceSchema.User.Endpoint).With("count", "1"), NoHeaders), cancellationToken);
        if (Transport(who, isWrite: false) is { } fault)
        {
            return fault;
        }

        if (who.Status is 401 or 403)
        {
            return CredentialRefused(who);
        }

        if (who.Status is < 200 or >= 300)
        {
            return Broken($"it answered 403, and {who.Status} to a look-up");
        }

        operation.Session.CredentialAccepted();
        return Reworded(403, Words(response, call.Secret), ScimError.Mutability(Said($"the target refuses this to the gateway's account, which it knows (403): {Words(response, call.Secret)}")));
    }

    private TargetOutcome Unreadable(AppCall call, string what, int status, bool isLost = true) =>
        call.IsRead || !isLost ? new ScimError(502, null, Said($"{what} (status {status})")) : TargetOutcome.Lost($"{what} (status {status})", hasAnswered: true);

    private ScimError Broken(string what) => new(502, null, Said($"the target does not work as a SCIM service: {what}"));

    private ScimError Reworded(int status, string words, ScimError otherwise)
    {
        if (operation.Transform.ErrorFor(status, words) is not { } match)
        {
            return otherwise;
        }

        operation.Notes.Add($"errors rule {match.Rule} answered {match.Answer.Status} instead of {otherwise.Status}");
        var retry = match.Answer.Status is 429 or 503 ? otherwise.RetryAfter ?? DefaultRetry : (TimeSpan?)null;
        return new(match.Answer.Status, match.Answer.ScimType, match.Answer.Detail is { } said ? Said($"{said} (the target's words: {words})") : otherwise.Detail, retry);
    }

    private string Said(string what) => $"Connection '{operation.Connection.Name}': {what}{(what.EndsWith('.') ? "" : ".")}";

    /// <summary>The target's own words, without secrets and with the gateway's addresses.</summary>
    private string Words(AppResponse response, string? secret)
    {
        var words = ScimErrorOf(response)?.GetString("detail") ?? string.Empty;
        words = string.IsNullOrEmpty(secret) ? words : words.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
        return operation.Addresses.InText(operation.Session.WithoutCredential(words));
    }

    private static ScimObject? ScimErrorOf(AppResponse response) =>
        !response.Body.IsEmpty && ScimJson.ParseObject(response.Body.Span).TryGet(out var body, out _)
        && body["schemas"] is ScimArray schemas && schemas.Any(urn => urn is ScimString { Value: var text } && text.Equals(ScimError.Urn, StringComparison.OrdinalIgnoreCase))
            ? body
            : null;

    /// <summary>RFC 9110 section 10.2.3: seconds or a date. At most a day.</summary>
    private TimeSpan? RetryAfter(AppResponse response)
    {
        var text = response.Headers.RetryAfter.ToString();
        var wait = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at - operation.Clock.GetUtcNow()
            : TimeSpan.Zero;
        return wait <= TimeSpan.Zero ? null : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait;
    }
}
