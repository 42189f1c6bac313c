using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// Finds the stored value that a value means, in constant time: the one that is equal throughout, else the one with an equal <c>value</c> and the same
/// <c>type</c>, else with an equal <c>value</c> where one of the two has no type; without a <c>value</c> (addresses, plain values), the equal one. Of
/// several the first. Case counts where the schema says so. Not thread-safe.
/// </summary>
internal sealed class ElementIndex
{
    private readonly Dictionary<string, (ScimObject Element, int Position)> _first;

    // Of values that share their "value"; most attributes have none.
    private Dictionary<string, Namesakes>? _more;
    private Dictionary<ScimValue, int>? _whole;

    internal ElementIndex(AttributeDefinition? definition, int capacity) =>
        _first = new(capacity, definition?.Sub("value") is { CaseExact: true } ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a value that stands at <paramref name="position"/>; of equal ones the first is found.</summary>
    internal void Add(ScimValue element, int position)
    {
        if (!TryKey(element, out var value, out var complex))
        {
            (_whole ??= []).TryAdd(element, position);
        }
        else if (!_first.TryAdd(value, (complex, position)))
        {
            _more ??= new(_first.Comparer);
            if (!_more.TryGetValue(value, out var namesakes))
            {
                var (first, at) = _first[value];
                _more.Add(value, namesakes = new());
                namesakes.Add(first, at);
            }

            namesakes.Add(complex, position);
        }
    }

    /// <summary>Notes that the value at <paramref name="position"/>, which has a <c>value</c>, became <paramref name="after"/> with the same one.</summary>
    internal void Update(ScimObject before, ScimObject after, int position)
    {
        if (!TryKey(before, out var value, out _))
        {
            return;
        }

        if (_first[value].Position == position)
        {
            _first[value] = (after, position);
        }

        if (_more is not null && _more.TryGetValue(value, out var namesakes))
        {
            namesakes.Remove(before, position);
            namesakes.Add(after, position);
        }
    }

    /// <summary>The position of the value that is meant; null when there is none.</summary>
    internal int? Find(ScimValue element)
    {
        if (!TryKey(element, out var value, out var complex))
        {
            return _whole is not null && _whole.TryGetValue(element, out var position) ? position : null;
        }

        if (_more is not null && _more.TryGetValue(value, out var namesakes))
        {
            return namesakes.Find(complex);
        }

        return _first.TryGetValue(value, out var only) && MayBeOne(only.Element.GetString("type"), complex.GetString("type")) ? only.Position : null;
    }

    private static bool MayBeOne(string? type, string? other) => type is null || other is null || type.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool TryKey(ScimValue element, [NotNullWhen(true)] out string? value, [NotNullWhen(true)] out ScimObject? complex)
    {
        complex = element as ScimObject;
        value = complex?["value"] switch { ScimString text => text.Value, ScimNumber number => number.Digits, _ => null };
        return value is not null;
    }

    /// <summary>Values with one and the same <c>value</c>, at least two.</summary>
    private sealed class Namesakes
    {
        // No type is the empty one: "" is unassigned and never stored.
        private readonly Dictionary<string, SortedSet<int>> _byType = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<ScimObject, SortedSet<int>> _equal = [];
        private readonly SortedSet<int> _all = [];

        internal void Add(ScimObject element, int position)
        {
            Add(_byType, element.GetString("type") ?? "", position);
            Add(_equal, element, position);
            _all.Add(position);
        }

        internal void Remove(ScimObject element, int position)
        {
            Remove(_byType, element.GetString("type") ?? "", position);
            Remove(_equal, element, position);
            _all.Remove(position);
        }

        internal int? Find(ScimObject element)
        {
            var type = element.GetString("type") ?? "";
            return First(_equal, element) ?? First(_byType, type) ?? (type.Length == 0 ? _all.Min : First(_byType, ""));
        }

        private static int? First<T>(Dictionary<T, SortedSet<int>> sets, T key)
            where T : notnull => sets.TryGetValue(key, out var positions) ? positions.Min : null;

        private static void Add<T>(Dictionary<T, SortedSet<int>> sets, T key, int position)
            where T : notnull
        {
            if (!sets.TryGetValue(key, out var positions))
            {
                sets.Add(key, positions = []);
            }

            positions.Add(position);
        }

        private static void Remove<T>(Dictionary<T, SortedSet<int>> sets, T key, int position)
            where T : notnull
        {
            if (sets.TryGetValue(key, out var positions) && positions.Remove(position) && positions.Count == 0)
            {
                sets.Remove(key);
            }
        }
    }
}
