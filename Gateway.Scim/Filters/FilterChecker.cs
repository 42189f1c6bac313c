using System.Globalization;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>Checks a parsed filter against a schema, and gives its literals the type of their attribute. Errors name the position of the attribute in the text.</summary>
internal static class FilterChecker
{
    internal static Outcome<Filter> Check(Filter filter, ResourceSchema schema) => Check(filter, new Scope(schema, [], null));

    /// <summary>
    /// As above, where resources of other types are asked by the same filter: what only they have is no error, and stays untyped (RFC 7644 section
    /// 3.4.2.1: it is treated as an attribute without a value).
    /// </summary>
    internal static Outcome<Filter> Check(Filter filter, ResourceSchema schema, IReadOnlyList<ResourceSchema> others) => Check(filter, new Scope(schema, others, null));

    /// <summary>Checks the filter inside the brackets of <paramref name="parent"/>: its paths are sub-attributes.</summary>
    internal static Outcome<Filter> CheckInside(Filter filter, AttributeDefinition? parent) => Check(filter, new Scope(null, [], parent));

    private static Outcome<Filter> Check(Filter filter, in Scope scope)
    {
        switch (filter)
        {
            case AndFilter and:
                return Both(and.Left, and.Right, scope, out var left, out var right) is not { } wrong ? new AndFilter(left, right) : wrong;
            case OrFilter or:
                return Both(or.Left, or.Right, scope, out left, out right) is not { } fault ? new OrFilter(left, right) : fault;
            case NotFilter not:
                return Check(not.Inner, scope).TryGet(out var inner, out var error) ? new NotFilter(inner) : error;
            case PresentFilter present:
                return !scope.Resolve(present.Path).TryGet(out var named, out error) ? error
                    : named.Leaf is { Returned: Returned.Never } ? Refuse(present.Path, $"'{present.Path}' cannot be asked for.")
                    : new PresentFilter(scope.Checked(present.Path, named));
            case ComparisonFilter comparison:
                return scope.Resolve(comparison.Path).TryGet(out var resolved, out error)
                    ? Check(comparison, resolved, scope.Checked(comparison.Path, resolved))
                    : error;
            case ValuePathFilter path:
                return scope.Resolve(path.Path).TryGet(out resolved, out error)
                    ? Check(path, resolved, scope.Checked(path.Path, resolved))
                    : error;
            default:
                throw new ArgumentException("Not a filter of the closed set.", nameof(filter));
        }
    }

    private static ScimError? Both(Filter left, Filter right, in Scope scope, out Filter first, out Filter second)
    {
        second = right;
        return Check(left, scope).TryGet(out first!, out var error) && Check(right, scope).TryGet(out second!, out error) ? null : error;
    }

    private static Outcome<Filter> Check(ValuePathFilter path, ResolvedAttribute resolved, AttributePath target)
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
            return new ValuePathFilter(target, inner, null);
        }

        return CheckInside(path.Then, resolved.Definition).TryGet(out var then, out error)
            ? new ValuePathFilter(target, inner, then)
            : error;
    }

    private static Outcome<Filter> Check(ComparisonFilter comparison, ResolvedAttribute resolved, AttributePath target)
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

        return definition is null ? new ComparisonFilter(target, comparison.Operator, comparison.Value) : Typed(comparison, definition, target);
    }

    private static Outcome<Filter> Typed(ComparisonFilter comparison, AttributeDefinition definition, AttributePath target)
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
                ? new ComparisonFilter(target, comparison.Operator, comparison.Value)
                : Refuse(comparison.Path, $"null can be compared by eq and ne only ('{comparison.Path}').");
        }

        return Literal(comparison.Value, definition.Type, Operators.IsOrder(comparison.Operator)) is { } literal
            ? new ComparisonFilter(target, comparison.Operator, literal)
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

    /// <summary>What a filter's paths are paths of: a resource, or the values in whose brackets it stands.</summary>
    /// <param name="Schema">Null: inside brackets.</param>
    /// <param name="Others">Other resource types that are asked by the same filter.</param>
    /// <param name="Parent">The attribute before the brackets; null: untyped.</param>
    private readonly record struct Scope(ResourceSchema? Schema, IReadOnlyList<ResourceSchema> Others, AttributeDefinition? Parent)
    {
        public Outcome<ResolvedAttribute> Resolve(AttributePath path)
        {
            if (Schema is null)
            {
                return Sub(path);
            }

            return Schema.TryResolve(path, out var resolved, out var reason) ? resolved
                : Others.Count > 0 && Schema.IsElsewhere(path, Others) ? new ResolvedAttribute(null, path.Attribute, null, path.SubAttribute, null)
                : Refuse(path, reason);
        }

        public AttributePath Checked(AttributePath path, ResolvedAttribute resolved) => Schema is null ? path : path.Checked(Schema, resolved);

        private Outcome<ResolvedAttribute> Sub(AttributePath path)
        {
            if (Parent is null)
            {
                return new ResolvedAttribute(null, path.Attribute, null, path.SubAttribute, null);
            }

            var sub = path.Schema is null && path.SubAttribute is null ? Parent.Sub(path.Attribute) : null;
            return sub is null
                ? Refuse(path, $"The attribute '{Parent.Name}' has no sub-attribute '{path}'.")
                : new ResolvedAttribute(null, sub.Name, sub, null, null);
        }
    }
}
