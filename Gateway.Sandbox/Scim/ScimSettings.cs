using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gateway.Sandbox.Scim;

/// <summary>What an administrator or bad luck changes while the service runs. Replaced as a whole: <c>sandbox.Settings = sandbox.Settings with { … }</c>.</summary>
public sealed record ScimSettings
{
    /// <summary>The client's account may do nothing any more: 403 for everything.</summary>
    public bool Forbidden { get; set; }

    /// <summary>This userName may be changed by nobody: 403 for its changes alone.</summary>
    public string? Owner { get; set; }

    /// <summary>Refusals quote the Authorization header that came, as careless services do.</summary>
    public bool QuotesCredential { get; set; }

    public TimeSpan Latency { get; set; }

    internal string ToJson() => JsonSerializer.Serialize(this, ScimSettingsJson.Default.ScimSettings);

    internal ScimSettings Changed(JsonElement changes)
    {
        if (changes.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Settings are a JSON object.");
        }

        var merged = JsonSerializer.SerializeToNode(this, ScimSettingsJson.Default.ScimSettings)!.AsObject();
        foreach (var change in changes.EnumerateObject())
        {
            merged[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        }

        return merged.Deserialize(ScimSettingsJson.Default.ScimSettings)!;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ScimSettings))]
internal sealed partial class ScimSettingsJson : JsonSerializerContext;
