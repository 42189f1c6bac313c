using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Entra;

/// <summary>
/// One recorded request of Entra with the answer it needs: a file of <c>Data/Entra</c>.
/// Placeholders in braces are filled from the run and from earlier answers (<c>capture</c>).
/// </summary>
public sealed record EntraExchange(string File, JsonObject Request, JsonObject Expect, JsonObject? Capture, IReadOnlyList<EntraExchange> Then)
{
    public string Method => (string)Request["method"]!;

    public string Path => (string)Request["path"]!;

    /// <summary>All files in the order of their number.</summary>
    public static IReadOnlyList<EntraExchange> LoadAll() =>
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "Entra"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => Parse(System.IO.Path.GetFileNameWithoutExtension(file), JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsObject()))];

    private static EntraExchange Parse(string file, JsonObject node) => new(
        file,
        node["request"]!.AsObject(),
        node["expect"]!.AsObject(),
        node["capture"] as JsonObject,
        [.. (node["then"] as JsonArray ?? []).Select((then, index) => Parse($"{file}.then{index + 1}", then!.AsObject()))]);
}

/// <summary>Fills placeholders: <c>{{run}}</c>, <c>{{guid}}</c>, <c>{{baseUrl}}</c> and captured ids.</summary>
public sealed class EntraVariables(string run, string baseUrl)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal) { ["run"] = run, ["baseUrl"] = baseUrl };

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

    public JsonNode? Fill(JsonNode? node) => node is null ? null : JsonNode.Parse(Fill(node.ToJsonString(Plain)));

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
