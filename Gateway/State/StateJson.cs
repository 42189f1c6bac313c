using System.Text.Json;
using Gateway.Scim.Resources;

namespace Gateway.State;

/// <summary>
/// JSON columns as UTF-8. Statements write them as <c>CAST(?n AS TEXT)</c>, so that SQLite's own tools can read them.
/// What cannot be read back is a damaged row: <see cref="StateUnavailableException"/>.
/// </summary>
internal static class StateJson
{
    /// <summary>Twice what is read from a request: a PATCH may put a deep value below a path.</summary>
    private const int MaxDepth = 2 * ScimJson.DefaultMaxDepth;

    private static ReadOnlySpan<byte> EmptyList => "[]"u8;

    public static byte[] Attributes(ScimObject attributes) => ScimJson.ToUtf8(attributes);

    public static ScimObject Attributes(byte[] utf8, string row) =>
        ScimJson.ParseObject(utf8, MaxDepth).TryGet(out var attributes, out var error) ? attributes : throw Damaged(row, error.Detail, null);

    public static byte[] Fields(IReadOnlyList<LinkField> fields) =>
        fields.Count == 0 ? EmptyList.ToArray() : JsonSerializer.SerializeToUtf8Bytes(fields, StateJsonContext.Default.IReadOnlyListLinkField);

    public static IReadOnlyList<LinkField> Fields(byte[] utf8, string row)
    {
        if (utf8.AsSpan().SequenceEqual(EmptyList))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(utf8, StateJsonContext.Default.IReadOnlyListLinkField) ?? [];
        }
        catch (JsonException e)
        {
            throw Damaged(row, e.Message, e);
        }
    }

    public static byte[] Body(ActivityBody body) => JsonSerializer.SerializeToUtf8Bytes(body, StateJsonContext.Default.ActivityBody);

    public static ActivityBody Body(byte[] utf8, string row)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, StateJsonContext.Default.ActivityBody) ?? throw Damaged(row, "null", null);
        }
        catch (JsonException e)
        {
            throw Damaged(row, e.Message, e);
        }
    }

    private static StateUnavailableException Damaged(string row, string reason, Exception? inner) =>
        new($"The store's row of {row} cannot be read ({reason}). Put back a backup, or delete the row.", inner);
}
