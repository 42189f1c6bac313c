using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>
/// An answer compared with <c>expect</c>: <c>status</c> (any of them), <c>notStatus</c>, <c>headers</c> (<c>"*"</c> any, null none), <c>body</c>
/// (partial), <c>absent</c> paths, <c>none</c> (no element of that array matches that, or any of those), <c>equal</c> (two places that hold the same)
/// and <c>exactly</c> (all values at a path, in order). A path that starts with <c>@</c> is a header. Without <c>expect</c> any 2xx will do.
/// </summary>
internal sealed class ExchangeAnswer
{
    private readonly Dictionary<string, string> _headers;

    private ExchangeAnswer(ScimReply reply, HttpResponseMessage response)
    {
        Reply = reply;
        _headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
    }

    public ScimReply Reply { get; }

    public static async Task<ExchangeAnswer> ReadAsync(HttpResponseMessage response) => new(await ScimReply.ReadAsync(response), response);

    /// <summary>What is at a path, or in the header that it names; null when nothing is.</summary>
    public JsonNode? At(string path) =>
        path[0] == '@' ? _headers.GetValueOrDefault(path[1..]) is { } header ? JsonValue.Create(header) : null : PartialJson.At(Reply.Json, path);

    /// <summary>Differences in words; none when it is as expected.</summary>
    public IEnumerable<string> Differences(JsonObject? expect, ExchangeVariables variables)
    {
        if (expect is null)
        {
            return Reply.Status is >= 200 and < 300 ? [] : [$"status {Reply.Status}"];
        }

        return Status(expect)
            .Concat(Headers(expect, variables))
            .Concat(PartialJson.Differences(variables.Fill(expect["body"]) ?? new JsonObject(), Reply.Json))
            .Concat(Absence(expect, variables))
            .Concat(Values(expect, variables));
    }

    private IEnumerable<string> Status(JsonObject expect)
    {
        if (expect["status"] is JsonArray statuses && !statuses.Any(status => (int)status! == Reply.Status))
        {
            yield return $"status {Reply.Status}";
        }

        if (expect["notStatus"] is JsonArray never && never.Any(status => (int)status! == Reply.Status))
        {
            yield return $"status {Reply.Status} must not be";
        }
    }

    private IEnumerable<string> Headers(JsonObject expect, ExchangeVariables variables)
    {
        foreach (var (name, expected) in expect["headers"]?.AsObject() ?? [])
        {
            var actual = _headers.GetValueOrDefault(name);
            var wanted = (string?)variables.Fill(expected);
            if (wanted == "*" ? actual is null : actual != wanted)
            {
                yield return $"header {name}: expected {wanted ?? "none"}, got {actual ?? "none"}";
            }
        }
    }

    private IEnumerable<string> Absence(JsonObject expect, ExchangeVariables variables)
    {
        foreach (var path in expect["absent"]?.AsArray() ?? [])
        {
            if (At((string)path!) is { } present)
            {
                yield return $"{path} must be absent, is {present.ToJsonString()}";
            }
        }

        foreach (var (array, patterns) in expect["none"]?.AsObject() ?? [])
        {
            foreach (var pattern in patterns as JsonArray ?? [patterns?.DeepClone()])
            {
                if (At(array) is JsonArray elements && elements.Any(element => !PartialJson.Differences(variables.Fill(pattern), element).Any()))
                {
                    yield return $"an element of {array} matches {pattern?.ToJsonString()}";
                }
            }
        }
    }

    private IEnumerable<string> Values(JsonObject expect, ExchangeVariables variables)
    {
        foreach (var (left, right) in expect["equal"]?.AsObject() ?? [])
        {
            if (At(left) is not { } one || !JsonNode.DeepEquals(one, At((string)right!)))
            {
                yield return $"{left} and {right} are not the same";
            }
        }

        foreach (var (path, values) in expect["exactly"]?.AsObject() ?? [])
        {
            var actual = new JsonArray([.. PartialJson.AllAt(Reply.Json, path).Select(value => value?.DeepClone())]);
            if (!JsonNode.DeepEquals(variables.Fill(values), actual))
            {
                yield return $"{path}: expected {variables.Fill(values)!.ToJsonString()}, got {actual.ToJsonString()}";
            }
        }
    }
}
