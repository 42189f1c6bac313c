using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>
/// Evaluates filters on resources (RFC 7644 section 3.4.2.2). An attribute with several values matches when one of them
/// does. A complex value compares by its <c>value</c>; a plain value stands for its own <c>value</c>, so that a manager stored as bare text
/// is found by <c>manager eq</c> and by <c>manager.value eq</c>. <c>ne</c> is the opposite of <c>eq</c>: true when no value is equal, also when there is none.
/// <c>eq null</c> is the opposite of <c>pr</c>. <c>pr</c> is false for null, "", an empty array, and an object of such. Case
/// counts where the schema says so; attributes that no schema knows compare without case. Never throws. Thread-safe.
/// </summary>
public static class FilterEvaluator
{
    /// <summary>Whether the resource matches. The filter need not have been checked against the schema: what no schema has is looked up by name.</summary>
    public static bool Matches(Filter filter, ScimObject resource, ResourceSchema schema) =>
        Matches(filter, new Place(resource, schema, null));

    /// <summary>Whether one value of a multi-valued attribute satisfies the filter in its brackets.</summary>
    internal static bool MatchesElement(Filter filter, ScimValue element, AttributeDefinition? parent) =>
        Matches(filter, new Place(element, null, parent));

    private static bool Matches(Filter filter, in Place place) => filter switch
    {
        AndFilter and => Matches(and.Left, place) && Matches(and.Right, place),
        OrFilter or => Matches(or.Left, place) || Matches(or.Right, place),
        NotFilter not => !Matches(not.Inner, place),
        PresentFilter present => IsPresent(place, present.Path),
        ComparisonFilter comparison => Compare(place, comparison),
        ValuePathFilter path => MatchesSome(place, path),
        _ => throw new ArgumentException("Not a filter of the closed set.", nameof(filter)),
    };

    private static bool IsPresent(in Place place, AttributePath path)
    {
        var (value, _) = place.Find(path);
        return path.SubAttribute is null ? HasContent(value) : AnySub(value, path.SubAttribute, HasContent);
    }

    private static bool Compare(in Place place, ComparisonFilter comparison)
    {
        if (comparison.Value is ScimNull)
        {
            return comparison.Operator switch
            {
                ComparisonOperator.Equal => !IsPresent(place, comparison.Path),
                ComparisonOperator.NotEqual => IsPresent(place, comparison.Path),
                _ => false,
            };
        }

        var (value, definition) = place.Find(comparison.Path);
        var name = comparison.Path.SubAttribute ?? "value";
        var leaf = comparison.Path.SubAttribute is not null || definition is { Type: AttributeType.Complex } ? definition?.Sub(name) : definition;
        var negate = comparison.Operator == ComparisonOperator.NotEqual;
        var wanted = negate ? ComparisonOperator.Equal : comparison.Operator;
        return negate != AnySub(value, name, v => ScimComparison.Holds(v, wanted, comparison.Value, leaf));
    }

    private static bool MatchesSome(in Place place, ValuePathFilter path)
    {
        var (value, definition) = place.Find(path.Path);
        switch (value)
        {
            case null or ScimNull:
                return false;
            case ScimArray array:
                foreach (var item in array)
                {
                    if (MatchesOne(path, item, definition))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return MatchesOne(path, value, definition);
        }
    }

    private static bool MatchesOne(ValuePathFilter path, ScimValue item, AttributeDefinition? definition) =>
        MatchesElement(path.Inner, item, definition) && (path.Then is null || MatchesElement(path.Then, item, definition));

    // The sub-attribute of an object, of each object of an array; a plain value is its own "value".
    private static bool AnySub(ScimValue? value, string name, Func<ScimValue, bool> holds)
    {
        switch (value)
        {
            case null or ScimNull:
                return false;
            case ScimArray array:
                foreach (var item in array)
                {
                    if (AnySub(item, name, holds))
                    {
                        return true;
                    }
                }

                return false;
            case ScimObject complex:
                return complex[name] switch
                {
                    null => false,
                    ScimArray inner => inner.Any(holds),
                    var part => holds(part),
                };
            default:
                return name.Equals("value", StringComparison.OrdinalIgnoreCase) && holds(value);
        }
    }

    private static bool HasContent(ScimValue? value) => value switch
    {
        null or ScimNull => false,
        ScimString text => text.Value.Length > 0,
        ScimArray array => array.Any(HasContent),
        ScimObject complex => complex.Any(member => HasContent(member.Value)),
        _ => true,
    };

    /// <summary>Where names are looked up: a resource with its schema, or one value of a multi-valued attribute.</summary>
    private readonly record struct Place(ScimValue Value, ResourceSchema? Schema, AttributeDefinition? Parent)
    {
        /// <summary>The attribute's value and definition, without going down to the sub-attribute.</summary>
        public (ScimValue? Value, AttributeDefinition? Definition) Find(AttributePath path)
        {
            if (Schema is null)
            {
                return Value is ScimObject element
                    ? (element[path.Attribute], Parent?.Sub(path.Attribute))
                    : (path.Attribute.Equals("value", StringComparison.OrdinalIgnoreCase) ? Value : null, Parent?.Sub(path.Attribute));
            }

            var resource = (ScimObject)Value;
            if (!Schema.TryResolve(path, out var resolved, out _))
            {
                return (resource[path.Attribute], null);
            }

            if (resolved.Extension is null)
            {
                return (resource[resolved.Name!], resolved.Definition);
            }

            if (resolved.Name is null)
            {
                return (resource[resolved.Extension], null);
            }

            var value = (resource[resolved.Extension] as ScimObject)?[resolved.Name];
            // An extension's attribute may stand at the top level of a resource that was not normalised yet.
            return (value ?? (path.Schema is null ? resource[resolved.Name] : null), resolved.Definition);
        }
    }
}
