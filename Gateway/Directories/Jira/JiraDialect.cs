using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>
/// Jira's way of saying no: the error collection <c>{"errorMessages":[…],"errors":{…}}</c>, whose texts are in the language of the
/// gateway's account, Seraph's log-in headers, and the plain <c>{"message":…}</c> of filters in front of the REST.
/// </summary>
internal sealed class JiraDialect : IAppDialect
{
    public string App => "Jira";

    public AppUri WhoAmI { get; } = AppUri.Of("/rest/api/2/myself");

    public AppErrors ReadErrors(AppResponse response, Func<string, string> withoutSecrets) => AppErrors.ReadJson(response.Body, root => Read(root, withoutSecrets));

    public string? CredentialSign(AppResponse response, AppErrors errors) => SeraphSigns.Refused(response)
        ?? (SeraphSigns.SaysBasicIsOff(response, errors) ? $"{errors.Words.TrimEnd('.')} (Jira 11 switches Basic off by default: use a personal access token, Credential.Type Bearer)" : null);

    public bool KnowsCaller(AppResponse response, AppErrors errors) => SeraphSigns.Knows(response);

    public AppFailure Classify(AppResponse response, AppErrors errors) => response.Status switch
    {
        401 or 403 => new AppRefusal(AppFailureKind.TargetRefused, $"Jira does not let the gateway's account do this: {Quote(errors.Words, response.Status)}", errors, response.Status),
        404 when errors.IsOwn => new AppFailure(AppFailureKind.NotFound, $"Jira: {errors.Words}", 404),
        404 => new AppFailure(AppFailureKind.Broken, "Something between the gateway and Jira answered 404 (it is not Jira's own error): check the address and context path of the cluster.", 404),
        >= 500 => new AppFailure(AppFailureKind.Broken, $"Jira failed with status {response.Status}{(errors.Words.Length == 0 ? "." : $": {errors.Words}")}", response.Status),
        400 when errors is { IsOwn: true, HasFields: false } => new AppRefusal(AppFailureKind.TargetRefused, Quote(errors.Words, response.Status), errors, response.Status),
        _ => new AppRefusal(AppFailureKind.Rejected, Quote(errors.Words, response.Status), errors, response.Status),
    };

    private static AppErrors Read(JsonElement root, Func<string, string> withoutSecrets)
    {
        var words = new List<string>();
        var fields = new List<string>();
        var isCollection = false;
        if (AppJson.Items(root, "errorMessages") is { } messages)
        {
            isCollection = true;
            words.AddRange(messages.Where(message => message.ValueKind == JsonValueKind.String).Select(message => message.GetString()!));
        }

        if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
        {
            isCollection = true;
            foreach (var error in errors.EnumerateObject())
            {
                fields.Add(error.Name);
                words.Add(error.Value.ValueKind == JsonValueKind.String ? error.Value.GetString()! : error.Value.ToString());
            }
        }

        if (!isCollection && AppJson.Text(root, "message") is { } text)
        {
            words.Add(text);
        }

        return new(isCollection, fields, [], AppErrors.Join(words, withoutSecrets));
    }

    private static string Quote(string words, int status) => words.Length == 0 ? $"Jira answered {status} without a reason." : $"Jira: {words}";
}
