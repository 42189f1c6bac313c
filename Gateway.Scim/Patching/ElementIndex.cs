using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// Finds the stored value that a value means, in constant time: the one that is equal throughout, else the one with an equal <c>value</c> and the
/// same <c>type</c>, else with an equal <c>value</c> where one of the two has no type; without a <c>value</c> (addresses, plain values), the equal one. Case counts where the schema says so. Not thread-safe.
/// </summary>
internal sealed class ElementIndex(AttributeDefinition? definition)
{
    private readonly Dictionary<string, List<(ScimObject Element, int Position)>> _byValue = new(
        definition?.Sub("value") is { CaseExact: true } ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<ScimValue, int> _whole = [];

    /// <summary>Adds a value that stands at <paramref name="position"/>; an equal one that is there already stays.</summary>
    internal void Add(ScimValue element, int position)
    {
        if (Key(element) is not var (key, complex))
        {
            _whole.TryAdd(element, position);
            return;
        }

        if (!_byValue.TryGetValue(key, out var same))
        {
            _byValue.Add(key, same = []);
        }

        same.Add((complex, position));
    }

    /// <summary>Notes that the value at <paramref name="position"/> became <paramref name="element"/>, which has the same <c>value</c>.</summary>
    internal void Update(ScimValue element, int position)
    {
        if (Key(element) is var (key, complex) && _byValue.TryGetValue(key, out var same))
        {
            same[same.FindIndex(entry => entry.Position == position)] = (complex, position);
        }
    }

    /// <summary>The position of the value that is meant; null when there is none.</summary>
    internal int? Find(ScimValue element)
    {
        if (Key(element) is not var (key, complex))
        {
            return _whole.TryGetValue(element, out var position) ? position : null;
        }

        var type = complex.GetString("type");
        (int? sameType, int? likely) = (null, null);
        foreach (var (known, at) in _byValue.GetValueOrDefault(key) ?? [])
        {
            if (known.Equals(complex))
            {
                return at;
            }

            var other = known.GetString("type");
            sameType ??= string.Equals(type, other, StringComparison.OrdinalIgnoreCase) ? at : null;
            likely ??= type is null || other is null ? at : null;
        }

        return sameType ?? likely;
    }

    private static (string Key, ScimObject Element)? Key(ScimValue element) => element is ScimObject complex
        ? complex["value"] switch
        {
            ScimString text => (text.Value, complex),
            ScimNumber number => (number.Digits, complex),
            _ => null,
        }
        : null;
}
