using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Sandbox.Hosting;

/// <summary>Changes of an app's switches as JSON.</summary>
internal static class SandboxSettings
{
    /// <summary>The settings with what <paramref name="changes"/> names. Throws <see cref="JsonException"/> for an unknown switch or a value of a wrong type.</summary>
    public static T Merge<T>(T current, JsonElement changes, JsonTypeInfo<T> type)
        where T : class
    {
        if (changes.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Settings are a JSON object.");
        }

        var merged = JsonSerializer.SerializeToNode(current, type)!.AsObject();
        foreach (var change in changes.EnumerateObject())
        {
            merged[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        }

        return merged.Deserialize(type)!;
    }
}
