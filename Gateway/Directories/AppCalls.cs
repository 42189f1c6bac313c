using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>
/// Sends an app's calls and reads what is the same for all of them: faults, refused credentials, refused targets, answers
/// that are not the app's. A 2xx is handed on only as parsed JSON (or as an empty body where the app sends none).
/// </summary>
internal sealed class AppCalls(IAppSession session, IAppDialect dialect)
{
    private string App => dialect.App;

    /// <summary>A read. NotFound is what the app said at the first asking.</summary>
    public Task<AppResult<T>> ReadAsync<T>(AppUri uri, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class => ReadAsync(AppCall.Get(uri), read, cancellationToken);

    /// <summary>A read that needs more than an address: a search by a body.</summary>
    public async Task<AppResult<T>> ReadAsync<T>(AppCall call, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var (result, _) = await ReadWithNodeAsync(call, read, cancellationToken);
        return result;
    }

    /// <summary>A read that any node but the one of this operation may answer: a second opinion where an app says "not there" with an empty list.</summary>
    public async Task<AppResult<T>> ReadElsewhereAsync<T>(AppUri uri, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var response = await session.SendElsewhereAsync(AppCall.Get(uri), session.Node, cancellationToken);
        return await InterpretAsync(response, isWrite: false, read, cancellationToken);
    }

    /// <summary>A read whose NotFound is believed only when a second read (another node where there is one) says so too.</summary>
    public async Task<AppResult<T>> ReadProvedAsync<T>(AppUri uri, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var (first, node) = await ReadWithNodeAsync(AppCall.Get(uri), read, cancellationToken);
        if (first.Failure?.Kind is not AppFailureKind.NotFound)
        {
            return first;
        }

        var response = await session.SendElsewhereAsync(AppCall.Get(uri), node, cancellationToken);
        return await InterpretAsync(response, isWrite: false, read, cancellationToken);
    }

    /// <summary>
    /// A write, sent once. When its answer is lost, <paramref name="settle"/> reads the app: a value means that the change
    /// is there; null that it is not, and then, as every change here is one that may be made twice, it is sent once more.
    /// </summary>
    public async Task<AppResult<T>> WriteAsync<T>(AppCall call, Func<JsonElement, T?> read, Func<Task<AppResult<T?>>> settle, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await session.SendAsync(call, cancellationToken);
            var result = await InterpretAsync(response, isWrite: true, read, cancellationToken, call.Secret);
            if (result.Failure?.Kind is not AppFailureKind.OutcomeUnknown)
            {
                return result;
            }

            var settled = await settle();
            if (!settled.TryGet(out var value, out var failure))
            {
                return new AppFailure(HasAnswered(result.Failure) ? AppFailureKind.Broken : AppFailureKind.OutcomeUnknown, $"{result.Failure.Message} Reading {App} did not settle it: {failure.Message}", result.Failure.Status, failure.RetryAfter ?? result.Failure.RetryAfter);
            }

            if (value is not null)
            {
                return value;
            }

            if (attempt == 2)
            {
                return new AppFailure(HasAnswered(result.Failure) ? AppFailureKind.Broken : AppFailureKind.Unavailable, $"{result.Failure.Message} {App} shows that the change was not made.", result.Failure.Status, result.Failure.RetryAfter);
            }
        }
    }

    /// <summary>
    /// A write whose effect the app does not show: sent once, and confirmed by one status without a body. An answer that is lost leaves
    /// the outcome unknown (an unreadable one is a broken app); only who asked may send it again.
    /// </summary>
    public async Task<AppResult<Done>> WriteOnceAsync(AppCall call, int confirmation, CancellationToken cancellationToken)
    {
        var response = await session.SendAsync(call, cancellationToken);
        var result = await InterpretAsync(response, isWrite: true, AppJson.ReadNothing, cancellationToken, call.Secret);
        if (result.IsOk && response.Status != confirmation)
        {
            result = Unreadable(response, isWrite: true, $"{App}'s answer is not the one that confirms the change");
        }

        return result.Failure is { Kind: AppFailureKind.OutcomeUnknown } lost && HasAnswered(lost) ? lost with { Kind = AppFailureKind.Broken } : result;
    }

    /// <summary>Whether an answer came that could not be read: that is a broken app, and no outage.</summary>
    private static bool HasAnswered(AppFailure lost) => lost.Status is not (0 or 502 or 504);

    /// <summary>Reads one answer. JSON <c>null</c>-like readings (a bean without key) are <see cref="AppFailureKind.Broken"/>.</summary>
    /// <param name="secret">What no failure may quote, although Jira may.</param>
    private async Task<AppResult<T>> InterpretAsync<T>(AppResponse response, bool isWrite, Func<JsonElement, T?> read, CancellationToken cancellationToken, string? secret = null)
        where T : class
    {
        if (AppFaults.Read(App, response, isWrite) is { } fault)
        {
            return fault;
        }

        switch (response.Status)
        {
            case >= 200 and < 300:
                return Parse(response, isWrite, read);
            case 401 or 403:
                return await RefusalAsync(response, secret, cancellationToken);
        }

        var errors = dialect.ReadErrors(response, text => WithoutSecrets(text, secret));
        if (errors.IsOwn)
        {
            session.CredentialAccepted();
        }

        return dialect.Classify(response, errors);
    }

    private AppResult<T> Parse<T>(AppResponse response, bool isWrite, Func<JsonElement, T?> read)
        where T : class
    {
        var contentType = response.Headers.ContentType.ToString();
        if (contentType.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return Unreadable(response, isWrite, $"{App} answered with a page instead of JSON (a log-in page, a proxy's page?)");
        }

        try
        {
            using var document = response.Body.IsEmpty ? null : JsonDocument.Parse(response.Body);
            if (read(document?.RootElement ?? default) is { } value)
            {
                session.CredentialAccepted();
                return value;
            }

            return Unreadable(response, isWrite, $"{App}'s answer lacks what it must hold");
        }
        catch (JsonException)
        {
            return Unreadable(response, isWrite, $"{App}'s answer is not JSON");
        }
    }

    /// <summary>An unreadable answer to a change says nothing about the change: the app is read before anything is said.</summary>
    private static AppFailure Unreadable(AppResponse response, bool isWrite, string what) =>
        new(isWrite ? AppFailureKind.OutcomeUnknown : AppFailureKind.Broken, $"{what} (status {response.Status}).", response.Status);

    /// <summary>
    /// 401 and 403 mean either our account or this target. The app's own signs tell it at once; without them one who-am-I
    /// does (Basic authentication, CAPTCHA, tokens without rights).
    /// </summary>
    private async Task<AppFailure> RefusalAsync(AppResponse response, string? secret, CancellationToken cancellationToken)
    {
        var errors = dialect.ReadErrors(response, text => WithoutSecrets(text, secret));
        if (dialect.CredentialSign(response, errors) is { } sign)
        {
            session.CredentialRefused(sign);
            return CredentialFailure(sign, response.Status);
        }

        if (!dialect.KnowsCaller(response, errors))
        {
            var who = await session.SendAsync(AppCall.Get(dialect.WhoAmI), cancellationToken);
            if (AppFaults.Read(App, who, isWrite: false) is { } fault)
            {
                return fault;
            }

            if (who.Status is 401 or 403)
            {
                var reason = dialect.CredentialSign(who, dialect.ReadErrors(who, text => WithoutSecrets(text, secret))) ?? $"{App} answered {who.Status} to the question who the gateway's account is";
                session.CredentialRefused(reason);
                return CredentialFailure(reason, who.Status);
            }

            if (who.Status is < 200 or >= 300)
            {
                return new(AppFailureKind.Broken, $"{App} answered {response.Status}, and {who.Status} to the question who the gateway's account is.", response.Status);
            }
        }

        session.CredentialAccepted();
        return dialect.Classify(response, errors);
    }

    /// <summary>An app may quote what it was sent: the call's own secret, and what the gateway logs in with.</summary>
    private string WithoutSecrets(string text, string? secret) => session.WithoutCredential(string.IsNullOrEmpty(secret) ? text
        : text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase).Replace(Uri.EscapeDataString(secret), "***", StringComparison.OrdinalIgnoreCase));

    private AppFailure CredentialFailure(string sign, int status) =>
        new(AppFailureKind.CredentialRefused, $"{App} refused the gateway's own account: {sign}.", status);

    private async Task<(AppResult<T> Result, string? Node)> ReadWithNodeAsync<T>(AppCall call, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var response = await session.SendAsync(call, cancellationToken);
        return (await InterpretAsync(response, isWrite: false, read, cancellationToken), response.Node);
    }
}
