using System.Text.Json.Nodes;

namespace Gateway.Activity;

/// <summary>A record of the audit trail as JSON for other systems: camel case, times in ISO 8601, what is not there is null.</summary>
internal static class ActivityJson
{
    /// <summary>One line, without its end.</summary>
    public static string Line(ActivityRecord record) => new JsonObject
    {
        ["at"] = record.At,
        ["connection"] = record.Connection,
        ["token"] = record.Token,
        ["operation"] = record.Operation,
        ["resource"] = record.Resource,
        ["id"] = record.Id,
        ["idpName"] = record.IdpName,
        ["appName"] = record.AppName,
        ["status"] = record.Status,
        ["outcome"] = record.Outcome,
        ["detail"] = record.Detail,
        ["transformVersion"] = record.TransformVersion,
        ["notes"] = Notes(record),
        ["changes"] = Changes(record),
        ["calls"] = Calls(record),
        ["traceId"] = record.TraceId,
    }.ToJsonString();

    public static JsonArray Notes(ActivityRecord record) => [.. record.Notes.Select(note => JsonValue.Create(note))];

    public static JsonArray Changes(ActivityRecord record) =>
        [.. record.Changes.Select(change => new JsonObject { ["target"] = change.Target, ["field"] = change.Field, ["from"] = change.From, ["to"] = change.To })];

    public static JsonArray Calls(ActivityRecord record) =>
    [
        .. record.Calls.Select(call => new JsonObject
        {
            ["method"] = call.Method,
            ["target"] = call.Target,
            ["status"] = call.Status,
            ["fault"] = call.Fault.ToString(),
            ["node"] = call.Node,
            ["milliseconds"] = call.Elapsed.TotalMilliseconds,
        }),
    ];
}
