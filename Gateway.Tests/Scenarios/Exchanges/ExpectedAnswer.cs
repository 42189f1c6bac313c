using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>
/// Compares an answer with <c>expect</c>: <c>status</c> (any of them), <c>notStatus</c>, <c>headers</c> (<c>"*"</c> any, null none), <c>body</c>
/// (partial), <c>absent</c> paths, <c>none</c> (no element of that array matches that, or any of those), <c>equal</c> (two places that hold the same) and <c>exactly</c>
/// (all values at a path, in order). A path that starts with <c>@</c> is a header. Without <c>expect</c> any 2xx will do.
/// </summary>
internal static class ExpectedAnswer
{
    public static IEnumerable<string> Differences(Exchange exchange, ScimReply reply, ExchangeVariables variables)
    {
        if (exchange.Expect is not { } expect)
        {
            return reply.Status is >= 200 and < 300 ? [] : [$"status {reply.Status}"];
        }

        return Status(expect, reply)
            .Concat(Headers(expect, reply, variables))
            .Concat(PartialJson.Differences(variables.Fill(expect["body"]) ?? new JsonObject(), reply.Json))
            .Concat(Absence(expect, reply, variables))
            .Concat(Values(expect, reply, variables));
    }

    public static JsonNode? ValueAt(ScimReply reply, string path) =>
        path[0] == '@' ? reply.Headers.GetValueOrDefault(path[1..]) is { } header ? JsonValue.Create(header) : null : PartialJson.At(reply.Json, path);

    private static IEnumerable<string> Status(JsonObject expect, ScimReply reply)
    {
        if (expect["status"] is JsonArray statuses && !statuses.Any(status => (int)status! == reply.Status))
        {
            yield return $"status {reply.Status}";
        }

        if (expect["notStatus"] is JsonArray never && never.Any(status => (int)status! == reply.Status))
        {
            yield return $"status {reply.Status} must not be";
        }
    }

    private static IEnumerable<string> Headers(JsonObject expect, ScimReply reply, ExchangeVariables variables)
    {
        foreach (var (name, expected) in expect["headers"]?.AsObject() ?? [])
        {
            var actual = reply.Headers.GetValueOrDefault(name);
            var wanted = (string?)variables.Fill(expected);
            if (wanted == "*" ? actual is null : actual != wanted)
            {
                yield return $"header {name}: expected {wanted ?? "none"}, got {actual ?? "none"}";
            }
        }
    }

    private static IEnumerable<string> Absence(JsonObject expect, ScimReply reply, ExchangeVariables variables)
    {
        foreach (var path in expect["absent"]?.AsArray() ?? [])
        {
            if (ValueAt(reply, (string)path!) is { } present)
            {
                yield return $"{path} must be absent, is {present.ToJsonString()}";
            }
        }

        foreach (var (array, patterns) in expect["none"]?.AsObject() ?? [])
        {
            foreach (var pattern in patterns as JsonArray ?? [patterns?.DeepClone()])
            {
                if (PartialJson.At(reply.Json, array) is JsonArray elements && elements.Any(element => !PartialJson.Differences(variables.Fill(pattern), element).Any()))
                {
                    yield return $"an element of {array} matches {pattern?.ToJsonString()}";
                }
            }
        }
    }

    private static IEnumerable<string> Values(JsonObject expect, ScimReply reply, ExchangeVariables variables)
    {
        foreach (var (left, right) in expect["equal"]?.AsObject() ?? [])
        {
            if (ValueAt(reply, left) is not { } one || !JsonNode.DeepEquals(one, ValueAt(reply, (string)right!)))
            {
                yield return $"{left} and {right} are not the same";
            }
        }

        foreach (var (path, values) in expect["exactly"]?.AsObject() ?? [])
        {
            var actual = new JsonArray([.. PartialJson.AllAt(reply.Json, path).Select(value => value?.DeepClone())]);
            if (!JsonNode.DeepEquals(variables.Fill(values), actual))
            {
                yield return $"{path}: expected {variables.Fill(values)!.ToJsonString()}, got {actual.ToJsonString()}";
            }
        }
    }
}
