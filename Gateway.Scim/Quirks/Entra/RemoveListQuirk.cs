using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Entra without the flag removes members by a list, <c>{"op":"Remove","path":"members","value":[{"$ref":null,"value":"2819c223"}]}</c>. RFC 7644
/// section 3.5.2.2 knows no value on remove; a server that ignores it empties the group. Only the listed values go.
/// </summary>
internal static class RemoveListQuirk
{
    /// <summary>The values that are left. Linear in both lists, for as many different sets of names as a list describes values without <c>value</c> by.</summary>
    internal static List<ScimValue> Remove(IReadOnlyList<ScimValue> values, ScimArray listed, AttributeDefinition? definition)
    {
        var index = new ElementIndex(definition, listed.Count);
        List<Described>? described = null;
        foreach (var item in listed)
        {
            if (item is ScimObject { Count: > 0 } element && element["value"] is null)
            {
                Describe(described ??= [], element);
            }
            else
            {
                index.Add(item, 0);
            }
        }

        var left = new List<ScimValue>(values.Count);
        foreach (var value in values)
        {
            if (index.Find(value) is null && described?.Exists(some => some.Contains(value)) is not true)
            {
                left.Add(value);
            }
        }

        return left;
    }

    private static void Describe(List<Described> described, ScimObject element)
    {
        if (described.Find(some => some.NamesPartsOf(element)) is { } known)
        {
            known.Add(element);
        }
        else
        {
            described.Add(new Described(element));
        }
    }

    /// <summary>Values of the list that have no <c>value</c> to go by (addresses) and name the same parts: all that one of them says must be so.</summary>
    private sealed class Described
    {
        private readonly string[] _names;
        private readonly HashSet<ScimObject> _elements;

        internal Described(ScimObject first) => (_names, _elements) = ([.. first.Select(part => part.Key)], [first]);

        internal bool NamesPartsOf(ScimObject element) => element.Count == _names.Length && Parts(element) is not null;

        internal void Add(ScimObject element) => _elements.Add(element);

        internal bool Contains(ScimValue value) => value is ScimObject element && Parts(element) is { } parts && _elements.Contains(parts);

        private ScimObject? Parts(ScimObject element)
        {
            var parts = new MemberList(_names.Length);
            foreach (var name in _names)
            {
                if (element[name] is not { } part)
                {
                    return null;
                }

                parts.TryAdd(name, part);
            }

            return parts.ToObject();
        }
    }
}
