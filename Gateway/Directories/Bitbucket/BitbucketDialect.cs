using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>
/// Bitbucket's way of saying no: <c>{"errors":[{"context","message","exceptionName"}]}</c>, or one such object bare. Missing rights are a
/// 401 like a wrong password; the exception's name tells them apart, the texts are in the language of the instance.
/// </summary>
internal sealed class BitbucketDialect : IAppDialect
{
    public string App => "Bitbucket";

    /// <summary>Any account that may log in is answered.</summary>
    public AppUri WhoAmI { get; } = AppUri.Of("/rest/api/latest/users").With("limit", "1");

    public AppErrors ReadErrors(AppResponse response, Func<string, string> withoutSecrets) => AppErrors.ReadJson(response.Body, root => Read(root, withoutSecrets));

    public string? CredentialSign(AppResponse response, AppErrors errors) => true switch
    {
        _ when errors.Has(BitbucketCodes.Captcha) => "it asks for a CAPTCHA after failed log-ins; clear it in the administration of users (or log in once in a browser as that account), then run 'gateway resume'",
        _ when errors.Codes.Any(code => code.EndsWith(BitbucketCodes.AuthenticationEnd, StringComparison.Ordinal)) => "wrong user name, password or token",
        _ when SeraphSigns.SaysBasicIsOff(response, errors) => $"{errors.Words.TrimEnd('.')} (Bitbucket 10 blocks Basic by default: allow this account there, or use Credential.Type OAuth)",
        _ => SeraphSigns.Refused(response),
    };

    public bool KnowsCaller(AppResponse response, AppErrors errors) => errors.Has(BitbucketCodes.NotPermitted) || errors.Has(BitbucketCodes.Forbidden);

    public AppFailure Classify(AppResponse response, AppErrors errors) => response.Status switch
    {
        401 => new AppRefusal(AppFailureKind.TargetRefused, $"Bitbucket does not let the gateway's account do this; it needs the global permission ADMIN, and nobody of a higher one is changed by it: {Quote(errors.Words, response.Status)}", errors, response.Status),
        403 => new AppRefusal(AppFailureKind.TargetRefused, $"Bitbucket does not let the gateway's account do this: {Quote(errors.Words, response.Status)}", errors, response.Status),
        404 when errors.IsOwn => new AppFailure(AppFailureKind.NotFound, Quote(errors.Words, 404), 404),
        404 => new AppFailure(AppFailureKind.Broken, "Something between the gateway and Bitbucket answered 404 (it is not Bitbucket's own error): check the address and context path of the cluster.", 404),
        409 when errors.IsOwn => new AppRefusal(AppFailureKind.NameExists, Quote(errors.Words, 409), errors, 409),
        >= 500 => new AppFailure(AppFailureKind.Broken, $"Bitbucket failed with status {response.Status}{(errors.Words.Length == 0 ? "." : $": {errors.Words}")}", response.Status),
        _ => new AppRefusal(AppFailureKind.Rejected, Quote(errors.Words, response.Status), errors, response.Status),
    };

    private static AppErrors Read(JsonElement root, Func<string, string> withoutSecrets)
    {
        // A bare object is Bitbucket's own only with the members that no filter in front of it writes.
        var list = AppJson.Items(root, "errors")?.ToList();
        var isBare = list is null && root.TryGetProperty("exceptionName", out _) && root.TryGetProperty("message", out _);
        if (list is null && !isBare)
        {
            return new(false, [], [], AppErrors.Join(AppJson.Text(root, "message") is { } text ? [text] : [], withoutSecrets));
        }

        list ??= [root];
        var codes = list.Select(error => AppJson.Text(error, "exceptionName")).OfType<string>().Select(name => name[(name.LastIndexOf('.') + 1)..]);
        return new(
            true,
            [.. list.Select(error => AppJson.Text(error, "context")).OfType<string>()],
            [.. codes],
            AppErrors.Join(list.Select(error => AppJson.Text(error, "message")).OfType<string>(), withoutSecrets));
    }

    private static string Quote(string words, int status) => words.Length == 0 ? $"Bitbucket answered {status} without a reason." : $"Bitbucket: {words}";
}
