using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>
/// Compares an answer with what a file below <c>Data</c> expects: objects by their named members, arrays when each
/// listed element matches some element, <c>"*"</c> is any present value, <c>{"$len": n}</c> an array of n.
/// </summary>
public static class PartialJson
{
    /// <summary>Differences in words; none when it matches.</summary>
    public static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string at = "$")
    {
        switch (expected)
        {
            case JsonObject lengths when lengths["$len"] is { } length:
                if ((actual as JsonArray)?.Count != (int)length)
                {
                    yield return $"{at}: expected {length} elements, got {actual?.ToJsonString() ?? "nothing"}";
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    foreach (var difference in Differences(value, Member(actual, name), $"{at}.{name}"))
                    {
                        yield return difference;
                    }
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    if (actual is not JsonArray array || !(array.Count == 0 && elements.Count == 0) && !array.Any(candidate => !Differences(element, candidate).Any()))
                    {
                        yield return $"{at}: no element matches {element?.ToJsonString()}, got {actual?.ToJsonString() ?? "nothing"}";
                    }
                }

                break;
            case JsonValue text when text.TryGetValue<string>(out var any) && any == "*":
                if (actual is null)
                {
                    yield return $"{at}: nothing there";
                }

                break;
            default:
                if (!JsonNode.DeepEquals(expected, actual))
                {
                    yield return $"{at}: expected {expected?.ToJsonString() ?? "null"}, got {actual?.ToJsonString() ?? "nothing"}";
                }

                break;
        }
    }

    /// <summary>The node at <c>a.b[0]['urn:…'].c</c>; null when any step is missing.</summary>
    public static JsonNode? At(JsonNode? node, string path)
    {
        var rest = path.AsSpan();
        while (node is not null && rest.Length > 0)
        {
            if (rest[0] == '.')
            {
                rest = rest[1..];
            }
            else if (rest[0] == '[')
            {
                var end = rest.IndexOf(']');
                var key = rest[1..end];
                node = key[0] == '\'' ? Member(node, key[1..^1].ToString()) : node is JsonArray array && array.Count > int.Parse(key) ? array[int.Parse(key)] : null;
                rest = rest[(end + 1)..];
            }
            else
            {
                var end = rest.IndexOfAny('.', '[');
                var name = end < 0 ? rest : rest[..end];
                node = Member(node, name.ToString());
                rest = end < 0 ? [] : rest[end..];
            }
        }

        return node;
    }

    /// <summary>The nodes at a path of which one step may be <c>[*]</c>, each element; null for an element that has nothing there.</summary>
    public static IEnumerable<JsonNode?> AllAt(JsonNode? node, string path)
    {
        var each = path.IndexOf("[*]", StringComparison.Ordinal);
        return each < 0
            ? [At(node, path)]
            : (At(node, path[..each]) as JsonArray ?? []).Select(element => At(element, path[(each + 3)..]));
    }

    private static JsonNode? Member(JsonNode? node, string name) =>
        (node as JsonObject)?.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
