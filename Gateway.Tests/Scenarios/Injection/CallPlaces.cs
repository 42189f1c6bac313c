using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Sandbox.Calls;

namespace Gateway.Tests.Scenarios.Injection;

/// <summary>
/// Where calls to an app carry values, learned from tame traffic: paths in which a value that was asked is a segment, parameters and JSON
/// members by name; all other values are the connector's own words. A call is then explained when its path, parameters and members are
/// known, and each of its values is one of those words or one that was asked; in a SCIM filter, each of its quoted texts.
/// </summary>
internal sealed partial class CallPlaces
{
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly List<(string Method, string?[] Segments)> _templates = [];

    /// <param name="asked">The values that the traffic was about: none of them is a word of the connector.</param>
    public void Learn(IReadOnlyList<SandboxCall> calls, IReadOnlySet<string> asked)
    {
        foreach (var call in calls)
        {
            var template = Segments(call).Select(segment => asked.Contains(segment) || Guid.TryParse(segment, out _) ? null : segment).ToArray();
            _templates.Add((call.Method, template));
            foreach (var (place, value) in Values(call, template))
            {
                _places.Add(place);
                _words.UnionWith(asked.Contains(value) ? [] : QuotedText().IsMatch(value) ? [QuotedText().Replace(value, "{}")] : [value]);
            }
        }
    }

    /// <summary>What of the call cannot be explained; null: all of it can.</summary>
    /// <param name="asked">The values that the request is about.</param>
    public string? Unexplained(SandboxCall call, IReadOnlySet<string> asked)
    {
        var segments = Segments(call);
        if (_templates.FirstOrDefault(known => Fits(known, call.Method, segments)).Segments is not { } template)
        {
            return $"'{call.Method} {call.Path}' is no path of the connector";
        }

        return Values(call, template)
            .Select(found => !_places.Contains(found.Place) ? $"{found.Place} is nothing that the connector sends"
                : !IsExplained(found.Value, asked) ? $"{found.Place} is '{found.Value}', which nobody asked for"
                : null)
            .FirstOrDefault(wrong => wrong is not null);
    }

    private bool IsExplained(string value, IReadOnlySet<string> asked) => _words.Contains(value) || asked.Contains(value)
        // The app's own number of a task.
        || Guid.TryParse(value, out _)
        || (QuotedText().IsMatch(value) && _words.Contains(QuotedText().Replace(value, "{}"))
            && QuotedText().Matches(value).All(text => asked.Contains(JsonSerializer.Deserialize<string>(text.Value)!)));

    private static bool Fits((string Method, string?[] Segments) known, string method, string[] segments) =>
        known.Method == method && known.Segments.Length == segments.Length && known.Segments.Zip(segments).All(pair => pair.First is null || pair.First == pair.Second);

    private static string[] Segments(SandboxCall call) => [.. call.RawPath.Split('/').Select(Uri.UnescapeDataString)];

    private static IEnumerable<(string Place, string Value)> Values(SandboxCall call, string?[] template)
    {
        var path = $"{call.Method} {string.Join('/', template.Select(segment => segment ?? "{}"))}";
        foreach (var (_, value) in template.Zip(Segments(call)).Where(pair => pair.First is null))
        {
            yield return (path, value);
        }

        foreach (var parameter in call.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            if (parts[0] != "password")
            {
                yield return ($"{path}?{Uri.UnescapeDataString(parts[0])}", parts.Length == 1 ? string.Empty : Uri.UnescapeDataString(parts[1]));
            }
        }

        if (call.Body.Length > 0)
        {
            using var body = JsonDocument.Parse(call.Body);
            foreach (var (place, value) in Members(path, body.RootElement))
            {
                yield return (place, value);
            }
        }
    }

    private static List<(string Place, string Value)> Members(string place, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().Where(member => member.Name != "password").SelectMany(member => Members($"{place} .{member.Name}", member.Value))],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(item => Members($"{place}[]", item))],
        JsonValueKind.String => [(place, element.GetString()!)],
        _ => [(place, element.GetRawText())],
    };

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QuotedText();
}
