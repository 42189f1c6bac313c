using System.Buffers;
using System.Text;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Resources;

/// <summary>
/// Texts that stand in nearly every body: attribute names, schema URNs, the words of messages. Found by their UTF-8, so that a body does not make
/// a string of each anew. Case counts: what is spelled otherwise is another text. Thread-safe.
/// </summary>
internal static class KnownTexts
{
    /// <summary>Bytes of the longest one.</summary>
    internal const int MaxLength = 64;

    private static readonly Entry?[] _table = Build();

    /// <summary>The text; null when it is not one of them.</summary>
    internal static ScimString? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength)
        {
            return null;
        }

        for (var at = Slot(utf8, _table.Length); _table[at] is { } entry; at = (at + 1) & (_table.Length - 1))
        {
            if (utf8.SequenceEqual(entry.Utf8))
            {
                return entry.Text;
            }
        }

        return null;
    }

    /// <summary>The text as one of them, or as a string of its own.</summary>
    internal static string Of(ReadOnlySpan<char> text) => Find(text)?.Value ?? text.ToString();

    /// <summary>As <see cref="Find(ReadOnlySpan{byte})"/>.</summary>
    internal static ScimString? Find(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength];
        return text.Length <= MaxLength && Ascii.FromUtf16(text, utf8, out var length) == OperationStatus.Done ? Find(utf8[..length]) : null;
    }

    private static Entry?[] Build()
    {
        string[] texts = [.. Schemas().Concat(Messages()).Where(text => text.Length is > 0 and <= MaxLength).Distinct(StringComparer.Ordinal)];
        // A quarter full, so that a text that is not there is mostly not compared with any.
        var table = new Entry?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)texts.Length * 4)];
        foreach (var text in texts)
        {
            var entry = new Entry(Encoding.UTF8.GetBytes(text), new ScimString(text));
            var at = Slot(entry.Utf8, table.Length);
            while (table[at] is not null)
            {
                at = (at + 1) & (table.Length - 1);
            }

            table[at] = entry;
        }

        return table;
    }

    private static int Slot(ReadOnlySpan<byte> utf8, int size) =>
        ((utf8.Length * 131) + (utf8[0] * 31) + (utf8[utf8.Length / 2] * 17) + (utf8[^1] * 7)) & (size - 1);

    private static IEnumerable<string> Schemas() => new[] { ResourceSchema.User, ResourceSchema.Group }
        .SelectMany(type => type.Extensions.Prepend(type.Core))
        .SelectMany(schema => schema.Attributes.Concat(CommonAttributes.All).SelectMany(Of).Prepend(schema.Id).Append(schema.Name));

    private static IEnumerable<string> Of(AttributeDefinition attribute) =>
        attribute.SubAttributes.SelectMany(Of).Concat(attribute.CanonicalValues).Prepend(attribute.Name);

    // RFC 7644 sections 3.4 to 3.12, the operations as Entra writes them too.
    private static IEnumerable<string> Messages() =>
    [
        PatchRequest.Urn, ListResponse.Urn, ScimError.Urn, "Operations", "op", "path", "add", "Add", "replace", "Replace", "remove", "Remove", "True", "False", "true", "false",
        "totalResults", "startIndex", "itemsPerPage", "Resources", "status", "scimType", "detail", "bulkId", "method", "data", "response", "failOnErrors",
        "attributes", "excludedAttributes", "filter", "sortBy", "sortOrder", "count", "POST", "PUT", "PATCH", "DELETE",
        "name.givenName", "name.familyName", "name.formatted", "emails[type eq \"work\"].value", "phoneNumbers[type eq \"work\"].value", "phoneNumbers[type eq \"mobile\"].value",
    ];

    private sealed record Entry(byte[] Utf8, ScimString Text);
}
