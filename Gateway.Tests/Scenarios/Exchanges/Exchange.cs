using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>
/// A request with the answer it needs: a file below <c>Data</c>, or a part of one. <c>given</c> is sent before it (a name among them is a file
/// in <c>shared</c>), <c>then</c> after it. Placeholders in double braces are filled from the run and from earlier answers (<c>capture</c>); <c>repeat</c> sends a request n times.
/// </summary>
public sealed record Exchange(string File, JsonObject Request, JsonObject? Expect, JsonObject? Capture, int Repeat, IReadOnlyList<Exchange> Given, IReadOnlyList<Exchange> Then)
{
    public string Method => (string)Request["method"]!;

    public string Path => (string)Request["path"]!;

    /// <summary>Names of the files of a folder below <c>Data</c>, in their order, without the ending.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(Folder(folder), "*.json").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static Exchange Load(string folder, string file) =>
        Parse(folder, file, JsonNode.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(Folder(folder), file + ".json")))!.AsObject());

    private static string Folder(string folder) => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", folder);

    private static Exchange Parse(string folder, string file, JsonObject node) => new(
        file,
        node["request"]!.AsObject(),
        node["expect"] as JsonObject,
        node["capture"] as JsonObject,
        (int?)node["repeat"] ?? 1,
        All(folder, file, "given", node),
        All(folder, file, "then", node));

    private static Exchange[] All(string folder, string file, string name, JsonObject node) =>
        [.. (node[name] as JsonArray ?? []).Select((part, index) => part is JsonObject written
            ? Parse(folder, $"{file}.{name}{index + 1}", written)
            : Load(folder, $"shared/{(string)part!}"))];
}
