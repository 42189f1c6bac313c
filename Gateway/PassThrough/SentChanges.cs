using Gateway.Activity;
using Gateway.Forwarding;
using Gateway.Scim.Resources;

namespace Gateway.PassThrough;

/// <summary>What a change that the target confirmed was about, for the activity. What was before is not asked for.</summary>
internal static class SentChanges
{
    // Of the message, not of the resource; a password is told apart.
    private static readonly HashSet<string> Silent = new(StringComparer.OrdinalIgnoreCase) { "schemas", "id", "meta", "password" };

    /// <param name="target">The name, else the id or the path.</param>
    public static IEnumerable<AppChange> Of(AppCall call, string target)
    {
        if (call.Method == HttpMethod.Delete)
        {
            return [new AppChange(target, "name", target, null)];
        }

        if (!ScimJson.ParseObject(call.Body.Span).TryGet(out var body, out _))
        {
            return [];
        }

        return call.Method == HttpMethod.Patch ? Operations(body).SelectMany(operation => OfOperation(operation, target))
            : body["Operations"] is ScimArray ? Operations(body).Select(operation => new AppChange(operation.GetString("path") ?? target, operation.GetString("method") ?? "bulk", null, null))
            : body.SelectMany(member => OfValue(target, member.Key, member.Value)).Concat(body["password"] is null ? [] : [AppChange.Password(target)]);
    }

    private static IEnumerable<ScimObject> Operations(ScimObject body) => (body["Operations"] as ScimArray ?? ScimArray.Empty).OfType<ScimObject>();

    private static IEnumerable<AppChange> OfOperation(ScimObject operation, string target)
    {
        var path = operation.GetString("path") ?? string.Empty;
        if (path.Equals("password", StringComparison.OrdinalIgnoreCase))
        {
            return [AppChange.Password(target)];
        }

        if (operation.GetString("op") != "remove")
        {
            return OfValue(target, path, operation["value"]);
        }

        var left = OfValue(target, path, operation["value"]).Select(change => change with { From = change.To, To = null }).ToList();
        return left.Count > 0 ? left : [new AppChange(target, path, null, null)];
    }

    private static IEnumerable<AppChange> OfValue(string target, string field, ScimValue? value) => value switch
    {
        null or ScimNull => [],
        _ when Silent.Contains(field) => [],
        ScimArray items => items.SelectMany(item => OfValue(target, field, item)),
        ScimObject one when one.GetString("value") is { } text => [AppChange.Of(target, field, null, text)],
        ScimObject parts => parts.SelectMany(part => OfValue(target, $"{field}.{part.Key}", part.Value)),
        ScimString text => [AppChange.Of(target, field, null, text.Value)],
        ScimBoolean flag => [new AppChange(target, field, null, flag.Value ? "true" : "false")],
        _ => [AppChange.Of(target, field, null, ScimJson.ToText(value))],
    };
}
