using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// Finds the stored value that a value means, in constant time: the first one with an equal <c>value</c> and no other <c>type</c>; without a
/// <c>value</c> (addresses, plain values), the equal one. Case counts where the schema says so. Not thread-safe.
/// </summary>
internal sealed class ElementIndex
{
    private readonly Dictionary<string, (string? Type, int Position)> _first;
    private readonly StringComparer _case;

    // Of values that share their "value" with one of another type; most attributes have none.
    private Dictionary<(string Value, string? Type), int>? _more;
    private Dictionary<ScimValue, int>? _whole;

    internal ElementIndex(AttributeDefinition? definition, int capacity)
    {
        _case = definition?.Sub("value") is { CaseExact: true } ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        _first = new(capacity, _case);
    }

    /// <summary>Adds a value that stands at <paramref name="position"/>; an equal one that is there already stays.</summary>
    internal void Add(ScimValue element, int position)
    {
        if (!TryKey(element, out var value, out var type))
        {
            (_whole ??= []).TryAdd(element, position);
        }
        else if (!_first.TryAdd(value, (type, position)))
        {
            (_more ??= new(new KeyComparer(_case))).TryAdd((value, type), position);
        }
    }

    /// <summary>The position of the value that is meant; null when there is none.</summary>
    internal int? Find(ScimValue element)
    {
        if (!TryKey(element, out var value, out var type))
        {
            return _whole is not null && _whole.TryGetValue(element, out var position) ? position : null;
        }

        if (!_first.TryGetValue(value, out var first))
        {
            return null;
        }

        if (first.Type is null || type is null || first.Type.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            return first.Position;
        }

        return Earlier(More(value, type), More(value, null));
    }

    private int? More(string value, string? type) => _more is not null && _more.TryGetValue((value, type), out var position) ? position : null;

    private static int? Earlier(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private static bool TryKey(ScimValue element, [NotNullWhen(true)] out string? value, out string? type)
    {
        value = element is ScimObject complex
            ? complex["value"] switch { ScimString text => text.Value, ScimNumber number => number.Digits, _ => null }
            : null;
        type = value is null ? null : ((ScimObject)element).GetString("type");
        return value is not null;
    }

    private sealed class KeyComparer(StringComparer value) : IEqualityComparer<(string Value, string? Type)>
    {
        public bool Equals((string Value, string? Type) x, (string Value, string? Type) y) =>
            value.Equals(x.Value, y.Value) && StringComparer.OrdinalIgnoreCase.Equals(x.Type, y.Type);

        public int GetHashCode((string Value, string? Type) key) =>
            HashCode.Combine(value.GetHashCode(key.Value), key.Type is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(key.Type));
    }
}
