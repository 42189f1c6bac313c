using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// RFC 7643 section 2.4: values of a multi-valued attribute that are equal in (type, value), or throughout where they have no value, are one. An operation
/// that made two equal joins them; others stay as they are. Case counts where the schema says so. Linear.
/// </summary>
internal static class EqualElements
{
    /// <summary>Whether another value is equal to the one at <paramref name="position"/>.</summary>
    internal static bool HasTwin(List<ScimValue> values, int position, AttributeDefinition? definition)
    {
        if (Key(values[position]) is not { } key)
        {
            return false;
        }

        var comparer = new KeyComparer(CaseOf(definition));
        for (var i = 0; i < values.Count; i++)
        {
            if (i != position && Key(values[i]) is { } other && comparer.Equals(key, other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Joins each value that an operation wrote with those equal to it; the first keeps its place. What is gone is left out.</summary>
    /// <param name="written">Positions of what the operation wrote.</param>
    /// <param name="gone">Positions of what it left nothing of.</param>
    internal static void Join(List<ScimValue> values, HashSet<int> written, HashSet<int> gone, AttributeDefinition? definition)
    {
        var positions = new Dictionary<(object Value, string? Type), (int At, bool IsWritten)>(values.Count, new KeyComparer(CaseOf(definition)));
        var kept = 0;
        for (var i = 0; i < values.Count; i++)
        {
            if (gone.Contains(i))
            {
                continue;
            }

            if (Key(values[i]) is not { } key)
            {
                values[kept++] = values[i];
                continue;
            }

            var element = (ScimObject)values[i];
            var (at, isWritten) = positions.GetValueOrDefault(key, (-1, false));
            if (at < 0 || !(isWritten || written.Contains(i)))
            {
                positions.TryAdd(key, (kept, written.Contains(i)));
                values[kept++] = element;
                continue;
            }

            var isPrimary = Elements.IsPrimary(values[at]) || Elements.IsPrimary(element);
            var merged = Elements.Merge((ScimObject)values[at], element);
            values[at] = isPrimary ? merged.With("primary", ScimBoolean.True) : merged;
            positions[key] = (at, true);
        }

        values.RemoveRange(kept, values.Count - kept);
    }

    private static StringComparer CaseOf(AttributeDefinition? definition) =>
        definition?.Sub("value") is { CaseExact: true } ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    // A plain value is compared when it is added.
    private static (object Value, string? Type)? Key(ScimValue element) => element is not ScimObject complex ? null
        : complex.GetString("value") is { } value ? (value, complex.GetString("type"))
        : (complex, null);

    private sealed class KeyComparer(StringComparer text) : IEqualityComparer<(object Value, string? Type)>
    {
        public bool Equals((object Value, string? Type) x, (object Value, string? Type) y) =>
            StringComparer.OrdinalIgnoreCase.Equals(x.Type, y.Type) && (x.Value is string a && y.Value is string b ? text.Equals(a, b) : x.Value.Equals(y.Value));

        public int GetHashCode((object Value, string? Type) key) => HashCode.Combine(
            key.Value is string value ? text.GetHashCode(value) : key.Value.GetHashCode(),
            key.Type is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(key.Type));
    }
}
