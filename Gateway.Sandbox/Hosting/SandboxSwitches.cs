using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Sandbox.Hosting;

/// <summary>Turns some of the switches of an emulated app, the others stay.</summary>
internal static class SandboxSwitches
{
    /// <summary>Throws <see cref="JsonException"/> for a switch that is not known, or a value of a wrong type.</summary>
    public static T Changed<T>(T current, JsonElement changes, JsonTypeInfo<T> type)
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
