using System.Text.Json;

namespace Gateway.Tests.Sandbox;

/// <summary>Where JSON lacks or contradicts what an example says. What it has beyond the example is no difference.</summary>
internal static class JsonDifference
{
    /// <param name="incomparable">Names of members whose values depend on machine and clock.</param>
    public static IEnumerable<string> Of(JsonElement expected, JsonElement actual, IReadOnlySet<string> incomparable) => Compare(expected, actual, incomparable, "$");

    private static IEnumerable<string> Compare(JsonElement expected, JsonElement actual, IReadOnlySet<string> incomparable, string path)
    {
        if (incomparable.Contains(path.Split('.')[^1]))
        {
            return [];
        }

        return (expected.ValueKind, actual.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => expected.EnumerateObject().SelectMany(member => actual.TryGetProperty(member.Name, out var other)
                ? Compare(member.Value, other, incomparable, $"{path}.{member.Name}")
                : [$"{path}.{member.Name} is missing"]),
            (JsonValueKind.Array, JsonValueKind.Array) when expected.GetArrayLength() == actual.GetArrayLength() =>
                expected.EnumerateArray().Zip(actual.EnumerateArray()).SelectMany((pair, index) => Compare(pair.First, pair.Second, incomparable, $"{path}[{index}]")),
            _ when JsonElement.DeepEquals(expected, actual) => [],
            _ => [$"{path}: expected {expected.GetRawText()}, found {actual.GetRawText()}"],
        };
    }
}
