using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Sandbox.Hosting;

/// <summary>Turns some of an app's switches, as the control endpoint asks it.</summary>
internal static class SettingsPatch
{
    /// <summary>The settings with the members that <paramref name="changes"/> names. Throws <see cref="JsonException"/> for what is no object, and for a value of a wrong type.</summary>
    public static T Apply<T>(T settings, JsonElement changes, JsonTypeInfo<T> type)
    {
        if (changes.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Settings are a JSON object.");
        }

        var merged = JsonSerializer.SerializeToNode(settings, type)!.AsObject();
        foreach (var change in changes.EnumerateObject())
        {
            merged[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        }

        return merged.Deserialize(type)!;
    }
}
