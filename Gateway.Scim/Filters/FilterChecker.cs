using System.Globalization;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>Checks a parsed filter against a schema, and gives its literals the type of their attribute. Errors name the position of the attribute in the text.</summary>
internal static class FilterChecker
{
    internal static Outcome<Filter> Check(Filter filter, ResourceSchema schema) => Check(filter, path =>
        schema.TryResolve(path, out var resolved, out var reason) ? resolved : Refuse(path, reason));

    /// <summary>
    /// As above, where resources of other types are asked by the same filter: what only they have is no error, and stays untyped (RFC 7644 section
    /// 3.4.2.1: it is treated as an attribute without a value).
    /// </summary>
    internal static Outcome<Filter> Check(Filter filter, ResourceSchema schema, IReadOnlyList<ResourceSchema> others) => Check(filter, path =>
        schema.TryResolve(path, out var resolved, out var reason) ? resolved
        : schema.IsElsewhere(path, others) ? new ResolvedAttribute(null, path.Attribute, null, path.SubAttribute, null)
        : Refuse(path, reason));

    /// <summary>Checks the filter inside the brackets of <paramref name="parent"/>: its paths are sub-attributes.</summary>
    internal static Outcome<Filter> CheckInside(Filter filter, AttributeDefinition? parent) => Check(filter, path => Sub(path, parent));

    private static Outcome<Filter> Check(Filter filter, Func<AttributePath, Outcome<ResolvedAttribute>> resolve)
    {
        switch (filter)
        {
            case AndFilter and:
                return Both(and.Left, and.Right, resolve).TryGet(out var ands, out var error) ? new AndFilter(ands.Left, ands.Right) : error;
            case OrFilter or:
                return Both(or.Left, or.Right, resolve).TryGet(out var ors, out error) ? new OrFilter(ors.Left, ors.Right) : error;
            case NotFilter not:
                return Check(not.Inner, resolve).TryGet(out var inner, out error) ? new NotFilter(inner) : error;
            case PresentFilter present:
                return !resolve(present.Path).TryGet(out var named, out error) ? error
                    : named.Leaf is { Returned: Returned.Never } ? Refuse(present.Path, $"'{present.Path}' cannot be asked for.")
                    : present;
            case ComparisonFilter comparison:
                return resolve(comparison.Path).TryGet(out var resolved, out error) ? Check(comparison, resolved) : error;
            case ValuePathFilter path:
                return resolve(path.Path).TryGet(out resolved, out error) ? Check(path, resolved) : error;
            default:
                throw new ArgumentException("Not a filter of the closed set.", nameof(filter));
        }
    }

    private static Outcome<(Filter Left, Filter Right)> Both(Filter left, Filter right, Func<AttributePath, Outcome<ResolvedAttribute>> resolve)
    {
        if (!Check(left, resolve).TryGet(out var first, out var error) || !Check(right, resolve).TryGet(out var second, out error))
        {
            return error;
        }

        return (first, second);
    }

    private static Outcome<ResolvedAttribute> Sub(AttributePath path, AttributeDefinition? parent)
    {
        if (parent is null)
        {
            return new ResolvedAttribute(null, path.Attribute, null, path.SubAttribute, null);
        }

        var sub = path.Schema is null && path.SubAttribute is null ? parent.Sub(path.Attribute) : null;
        return sub is null
            ? Refuse(path, $"The attribute '{parent.Name}' has no sub-attribute '{path}'.")
            : new ResolvedAttribute(null, sub.Name, sub, null, null);
    }

    private static Outcome<Filter> Check(ValuePathFilter path, ResolvedAttribute resolved)
    {
        if (resolved.Name is null || (resolved.Definition is { } known && known.Type != AttributeType.Complex))
        {
            return Refuse(path.Path, $"'{path.Path}' has no sub-attributes to select a value by.");
        }

        if (!CheckInside(path.Inner, resolved.Definition).TryGet(out var inner, out var error))
        {
            return error;
        }

        if (path.Then is null)
        {
            return new ValuePathFilter(path.Path, inner, null);
        }

        return CheckInside(path.Then, resolved.Definition).TryGet(out var then, out error)
            ? new ValuePathFilter(path.Path, inner, then)
            : error;
    }

    private static Outcome<Filter> Check(ComparisonFilter comparison, ResolvedAttribute resolved)
    {
        if (resolved.Name is null)
        {
            return Refuse(comparison.Path, $"'{comparison.Path}' is a schema; name an attribute of it.");
        }

        var definition = resolved.Leaf;
        if (definition is { Type: AttributeType.Complex })
        {
            // RFC 7644 section 3.4.2.2 compares a complex attribute by its default sub-attribute, "value".
            definition = definition.Sub("value");
            if (definition is null)
            {
                return Refuse(comparison.Path, $"'{comparison.Path}' is complex and has no 'value'; compare one of its sub-attributes.");
            }
        }

        return definition is null ? comparison : Typed(comparison, definition);
    }

    private static Outcome<Filter> Typed(ComparisonFilter comparison, AttributeDefinition definition)
    {
        if (definition.Returned == Returned.Never)
        {
            // A comparison would answer what may never be answered, one character after the other.
            return Refuse(comparison.Path, $"'{comparison.Path}' cannot be compared.");
        }

        var isText = definition.Type is AttributeType.String or AttributeType.Reference or AttributeType.DateTime or AttributeType.Binary;
        if ((Operators.IsText(comparison.Operator) && !isText)
            || (Operators.IsOrder(comparison.Operator) && definition.Type is AttributeType.Boolean or AttributeType.Binary))
        {
            return Refuse(
                comparison.Path,
                $"The operator '{Operators.Word(comparison.Operator)}' does not fit '{comparison.Path}', which is of type {Name(definition.Type)}.");
        }

        if (comparison.Value is ScimNull)
        {
            return comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual
                ? comparison
                : Refuse(comparison.Path, $"null can be compared by eq and ne only ('{comparison.Path}').");
        }

        return Literal(comparison.Value, definition.Type, Operators.IsOrder(comparison.Operator)) is { } literal
            ? comparison with { Value = literal }
            : Refuse(comparison.Path, $"The value compared with '{comparison.Path}' does not fit its type {Name(definition.Type)}.");
    }

    private static ScimValue? Literal(ScimValue value, AttributeType type, bool ordered) => (type, value) switch
    {
        (AttributeType.Boolean, ScimBoolean) => value,
        // Entra compares flags with text: roles[primary eq "True"].
        (AttributeType.Boolean, ScimString text) => bool.TryParse(text.Value, out var flag) ? ScimValue.From(flag) : null,
        (AttributeType.Integer or AttributeType.Decimal, ScimNumber) => value,
        (AttributeType.Integer or AttributeType.Decimal, ScimString text) => new ScimNumber(text.Value).TryGetDecimal(out _) ? new ScimNumber(text.Value) : null,
        (AttributeType.DateTime, ScimString text) => !ordered || ScimComparison.TryDateTime(text.Value, out _) ? value : null,
        (AttributeType.Boolean or AttributeType.Integer or AttributeType.Decimal or AttributeType.DateTime or AttributeType.Complex, _) => null,
        // An unquoted value that happens to look like a number or a flag.
        (_, ScimNumber number) => new ScimString(number.Digits),
        (_, ScimBoolean flag) => new ScimString(flag.Value ? "true" : "false"),
        (_, ScimString) => value,
        _ => null,
    };

    private static ScimError Refuse(AttributePath path, string reason) => ScimError.InvalidFilter(path.Position == 0
        ? reason
        : $"At position {path.Position.ToString(CultureInfo.InvariantCulture)}: {reason}");

    private static string Name(AttributeType type) => char.ToLowerInvariant(type.ToString()[0]) + type.ToString()[1..];
}
