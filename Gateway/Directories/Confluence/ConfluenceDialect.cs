using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>
/// Confluence's way of saying no: the error bean <c>{"statusCode":404,"data":{"authorized":false,…},"message":…}</c>, whose texts are in the
/// language of the gateway's account, Seraph's log-in headers, and the plain <c>{"message":…}</c> of filters in front of the REST.
/// </summary>
internal sealed class ConfluenceDialect : IAppDialect
{
    /// <summary>The code of an error bean that may as well mean that the account has no right to see it.</summary>
    public const string Unauthorized = "unauthorized";

    public string App => "Confluence";

    public AppUri WhoAmI { get; } = AppUri.Of("/rest/api/user/current");

    public AppErrors ReadErrors(AppResponse response, Func<string, string> withoutSecrets) => AppErrors.ReadJson(response.Body, root => Read(root, withoutSecrets));

    /// <summary>
    /// Seraph's signs; and every 401, because Confluence gives one to callers without a log-in or without a licence only (reference of
    /// "Create user" and "Delete user"), and answers who-am-I also to nobody.
    /// </summary>
    public string? CredentialSign(AppResponse response, AppErrors errors) => SeraphSigns.Refused(response)
        ?? (SeraphSigns.SaysBasicIsOff(response, errors) ? $"{errors.Words.TrimEnd('.')} (Confluence 10 switches Basic off by default: use a personal access token, Credential.Type Bearer)"
            : response.Status == 401 ? "it took nobody's log-in from the call, or the account has no licence"
            : null);

    public bool KnowsCaller(AppResponse response, AppErrors errors) => SeraphSigns.Knows(response);

    public AppFailure Classify(AppResponse response, AppErrors errors) => response.Status switch
    {
        401 or 403 => new AppRefusal(AppFailureKind.TargetRefused, $"Confluence does not let the gateway's account do this: {Quote(errors.Words, response.Status)}", errors, response.Status),
        >= 500 => new AppFailure(AppFailureKind.Broken, $"Confluence failed with status {response.Status}{(errors.Words.Length == 0 ? "." : $": {errors.Words}")}", response.Status),
        _ when !errors.IsOwn => new AppFailure(AppFailureKind.Broken, $"Something between the gateway and Confluence answered {response.Status} (it is not Confluence's own error): check the address and context path of the cluster, and that Confluence is 8.4 or later.", response.Status),
        402 => new AppRefusal(AppFailureKind.NoSeat, $"No licence seat in Confluence. {Quote(errors.Words, 402)}", errors, 402),
        404 => new AppRefusal(AppFailureKind.NotFound, $"Confluence: {errors.Words}", errors, 404),
        409 => new AppRefusal(AppFailureKind.NameExists, Quote(errors.Words, 409), errors, 409),
        _ => new AppRefusal(AppFailureKind.Rejected, Quote(errors.Words, response.Status), errors, response.Status),
    };

    private static AppErrors Read(JsonElement root, Func<string, string> withoutSecrets)
    {
        var words = new List<string>();
        var fields = new List<string>();
        var codes = new List<string>();
        if (AppJson.Text(root, "message") is { } message)
        {
            words.Add(message);
        }

        var isBean = AppJson.Number(root, "statusCode") is not null;
        if (isBean && root.TryGetProperty("data", out var data))
        {
            if (AppJson.Flag(data, "authorized") == false)
            {
                codes.Add(Unauthorized);
            }

            foreach (var error in AppJson.Items(data, "errors") ?? [])
            {
                if (error.ValueKind != JsonValueKind.Object || !error.TryGetProperty("message", out var about))
                {
                    continue;
                }

                if (AppJson.Text(about, "key") is { } key)
                {
                    fields.Add(key);
                }

                if (AppJson.Text(about, "translation") is { } text && !words.Contains(text))
                {
                    words.Add(text);
                }
            }
        }

        return new(isBean, fields, codes, AppErrors.Join(words, withoutSecrets));
    }

    private static string Quote(string words, int status) => words.Length == 0 ? $"Confluence answered {status} without a reason." : $"Confluence: {words}";
}
