namespace Gateway.Scim.Schemas;

/// <summary>Where paths to an attribute and to its parts lead: made once, as every filter, PATCH path and projection asks.</summary>
internal sealed class AttributePlaces
{
    private readonly ResolvedAttribute[] _parts;

    /// <param name="extension">The URN under which the attribute lives; null: the resource's top level.</param>
    internal AttributePlaces(string? extension, AttributeDefinition definition)
    {
        Whole = new(extension, definition.Name, definition, null, null);
        _parts = [.. definition.SubAttributes.Select(sub => new ResolvedAttribute(extension, definition.Name, definition, sub.Name, sub))];
    }

    internal ResolvedAttribute Whole { get; }

    /// <summary>The part of that name, without case; null when there is none.</summary>
    internal ResolvedAttribute? Part(string name)
    {
        foreach (var part in _parts)
        {
            if (part.SubName!.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return part;
            }
        }

        return null;
    }
}
