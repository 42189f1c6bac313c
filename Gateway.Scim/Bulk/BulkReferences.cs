using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Bulk;

/// <summary>
/// References to resources that the same request makes (RFC 7644 section 3.7.2): any text that is exactly <c>bulkId:qwerty</c>, and a
/// <c>$ref</c> that ends in <c>/bulkId:qwerty</c>.
/// </summary>
internal static class BulkReferences
{
    internal const string Prefix = "bulkId:";

    /// <summary>The bulkId that a whole text refers to.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out string? bulkId)
    {
        var isReference = text.Length > Prefix.Length && text.StartsWith(Prefix, StringComparison.Ordinal);
        bulkId = isReference ? text[Prefix.Length..] : null;
        return isReference;
    }

    /// <summary>The bulkId that the text of an attribute refers to, and what stands before it.</summary>
    internal static bool TryRead(string? attribute, string text, [NotNullWhen(true)] out string? bulkId, out string before)
    {
        before = string.Empty;
        if (TryRead(text, out bulkId))
        {
            return true;
        }

        var start = IsReferenceAttribute(attribute) ? text.LastIndexOf("/" + Prefix, StringComparison.Ordinal) : -1;
        if (start < 0)
        {
            return false;
        }

        before = text[..(start + 1)];
        return TryRead(text[(start + 1)..], out bulkId);
    }

    /// <summary>The data with the id in place of each reference; the same object where there is none. Linear.</summary>
    internal static ScimObject Replace(ScimObject data, IReadOnlyDictionary<string, string> ids) =>
        ids.Count == 0 ? data : (ScimObject)Replace(null, data, ids);

    private static ScimValue Replace(string? attribute, ScimValue value, IReadOnlyDictionary<string, string> ids) => value switch
    {
        ScimString text => TryRead(attribute, text.Value, out var bulkId, out var before) ? new ScimString(before + ids[bulkId]) : text,
        ScimArray array => ReplaceIn(attribute, array, ids),
        ScimObject members => ReplaceIn(members, ids),
        _ => value,
    };

    private static ScimArray ReplaceIn(string? attribute, ScimArray array, IReadOnlyDictionary<string, string> ids)
    {
        ScimValue[]? changed = null;
        for (var i = 0; i < array.Count; i++)
        {
            var item = Replace(attribute, array[i], ids);
            if (!ReferenceEquals(item, array[i]))
            {
                changed ??= [.. array];
                changed[i] = item;
            }
        }

        return changed is null ? array : ScimArray.Own(changed);
    }

    private static ScimObject ReplaceIn(ScimObject members, IReadOnlyDictionary<string, string> ids)
    {
        var builder = new ScimObject.Builder(members.Count);
        var isChanged = false;
        foreach (var (name, member) in members)
        {
            var value = Replace(name, member, ids);
            isChanged |= !ReferenceEquals(value, member);
            builder.TryAdd(name, value);
        }

        return isChanged ? builder.Build() : members;
    }

    private static bool IsReferenceAttribute(string? attribute) => "$ref".Equals(attribute, StringComparison.OrdinalIgnoreCase);
}
