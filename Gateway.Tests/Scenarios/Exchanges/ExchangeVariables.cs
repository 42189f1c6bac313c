using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>Fills placeholders: <c>{{run}}</c> is a word of this run, <c>{{baseUrl}}</c>, <c>{{guid}}</c> a new one each time, <c>{{i}}</c> the number of a repetition, and captured values.</summary>
public sealed class ExchangeVariables(string baseUrl)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal)
    {
        ["run"] = "r" + Guid.NewGuid().ToString("N")[..8],
        ["baseUrl"] = baseUrl,
    };

    public string this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    public string Fill(string text)
    {
        foreach (var (name, value) in _values)
        {
            text = text.Replace("{{" + name + "}}", value, StringComparison.Ordinal);
        }

        return text.Replace("{{guid}}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
    }

    /// <summary>Fills member names and text alike; what is filled in is escaped.</summary>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Fill(member.Key), Fill(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Fill(text)),
        _ => node?.DeepClone(),
    };

    /// <summary>JSON as clients write it: no more escapes than needed.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Plain);

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
