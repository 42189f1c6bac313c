using System.Buffers;
using System.Text.Json;

namespace Gateway.Directories;

/// <summary>Reading and writing the small JSON bodies of the apps.</summary>
internal static class AppJson
{
    /// <summary>A member that is a text; null for absent, null or another type.</summary>
    public static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A member that is true or false; null for absent, null or another type.</summary>
    public static bool? Flag(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        } : null;

    /// <summary>A member that is a whole number; null for absent, null or another type.</summary>
    public static long? Number(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The members of an object's array, or null where there is none.</summary>
    public static IEnumerable<JsonElement>? Items(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : null;

    /// <summary>What an app answers to a change that has nothing to tell: no body. Null for a body, which then is somebody else's.</summary>
    public static Done? ReadNothing(JsonElement body) => body.ValueKind == JsonValueKind.Undefined ? Done.Value : null;

    /// <summary><c>{"member":"value"}</c></summary>
    public static byte[] WriteOne(string member, string value) => Write(writer => writer.WriteString(member, value));

    /// <summary>One object; <paramref name="members"/> writes what is between its braces.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
