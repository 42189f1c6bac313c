using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>Applies a PATCH (RFC 7644 section 3.5.2): all of it or nothing.</summary>
public static class PatchEngine
{
    public static Outcome<ScimObject> Apply(ScimObject resource, PatchRequest patch, ResourceSchema schema)
    {
        foreach (var operation in patch.Operations)
        {
            var applied = ApplyOne(resource, operation, schema);
            if (!applied.TryGet(out resource!, out var error))
            {
                return error;
            }
        }

        return resource;
    }

    private static Outcome<ScimObject> ApplyOne(ScimObject resource, PatchOperation operation, ResourceSchema schema)
    {
        var path = operation.Path!;
        if (!schema.TryResolve(path.Attribute, out var at, out var reason))
        {
            return ScimError.InvalidPath(reason);
        }

        if (at.Definition?.Mutability == Mutability.ReadOnly)
        {
            return ScimError.Mutability($"'{path}' is read-only.");
        }

        if (at.Name is null)
        {
            return operation.Op == PatchOp.Remove ? resource.Without(at.Extension!) : resource.With(at.Extension!, operation.Value!);
        }

        var container = at.Extension is null ? resource : resource[at.Extension] as ScimObject ?? ScimObject.Empty;
        var changed = Change(container[at.Name], operation, at, path);
        if (!changed.TryGet(out var value, out var error))
        {
            return error;
        }

        var name = at.Name;
        container = value is null || value.IsUnassigned ? container.Without(name) : container.With(name, value);
        return at.Extension is null ? container : container.Count == 0 ? resource.Without(at.Extension) : resource.With(at.Extension, container);
    }

    private static Outcome<ScimValue?> Change(ScimValue? current, PatchOperation operation, ResolvedAttribute at, PatchPath path)
    {
        var sub = path.Sub;
        if (at.Definition is { MultiValued: true } || (at.Definition is null && current is ScimArray))
        {
            return ChangeMany(current as ScimArray ?? ScimArray.Empty, operation, at, path);
        }

        if (sub is not null)
        {
            var complex = current as ScimObject ?? ScimObject.Empty;
            var leaf = operation.Op == PatchOp.Remove ? null : Simple(operation.Value!, at.SubDefinition ?? at.Definition?.Sub(sub));
            complex = leaf is null || leaf.IsUnassigned ? complex.Without(sub) : complex.With(sub, leaf);
            return complex.Count == 0 ? (ScimValue?)null : complex;
        }

        if (operation.Op == PatchOp.Remove)
        {
            return (ScimValue?)null;
        }

        var value = operation.Value!;
        if (at.Definition?.Type == AttributeType.Complex)
        {
            value = value is ScimArray { Count: > 0 } array ? array[0] : value;
            if (value is ScimString text)
            {
                return text.Value.Length == 0 ? (ScimValue?)null : ScimObject.Of(("value", text));
            }

            if (value is ScimObject parts && current is ScimObject before && operation.Op is PatchOp.Add or PatchOp.Replace)
            {
                return parts.Aggregate(before, (all, part) => part.Value.IsUnassigned ? all.Without(part.Key) : all.With(part.Key, part.Value));
            }

            return value;
        }

        return Simple(value, at.Definition);
    }

    private static Outcome<ScimValue?> ChangeMany(ScimArray current, PatchOperation operation, ResolvedAttribute at, PatchPath path)
    {
        if (path.ValueFilter is null && path.Sub is null)
        {
            var values = operation.Value is ScimArray many ? many.ToList() : operation.Value is null or ScimNull ? [] : [operation.Value];
            return operation.Op switch
            {
                PatchOp.Replace => new ScimArray(values),
                PatchOp.Add => new ScimArray(current.Concat(values.Where(value => !current.Contains(value)))),
                _ when operation.Value is null => (ScimValue?)null,
                _ => new ScimArray(current.Where(value => !values.Contains(value) && !values.Any(gone => SameValue(gone, value)))),
            };
        }

        var matches = current.Select((element, index) => (element, index)).Where(pair => path.ValueFilter is null || FilterEvaluator.MatchesElement(path.ValueFilter, pair.element, at.Definition)).Select(pair => pair.index).ToHashSet();
        if (operation.Op == PatchOp.Remove)
        {
            return new ScimArray(path.Sub is { } gone
                ? current.Select((element, index) => matches.Contains(index) && element is ScimObject complex ? complex.Without(gone) : element)
                : current.Where((_, index) => !matches.Contains(index)));
        }

        ScimValue Put(ScimObject element) => path.Sub is { } sub
            ? Simple(operation.Value!, at.Definition?.Sub(sub)) is { IsUnassigned: false } leaf ? element.With(sub, leaf) : element.Without(sub)
            : operation.Value is ScimObject parts ? parts.Aggregate(element, (all, part) => all.With(part.Key, part.Value)) : element.With("value", operation.Value!);

        return matches.Count > 0
            ? new ScimArray(current.Select((element, index) => matches.Contains(index) ? Put(element as ScimObject ?? ScimObject.Empty) : element))
            : new ScimArray(current.Append(Put(FromFilter(path.ValueFilter))));
    }

    private static ScimObject FromFilter(Filter? filter) => filter switch
    {
        ComparisonFilter { Operator: ComparisonOperator.Equal } equal => ScimObject.Of((equal.Path.Attribute, equal.Value)),
        AndFilter and => FromFilter(and.Right).Aggregate(FromFilter(and.Left), (all, part) => all.With(part.Key, part.Value)),
        _ => ScimObject.Empty,
    };

    private static bool SameValue(ScimValue one, ScimValue other) =>
        one is ScimObject left && other is ScimObject right && left["value"] is { } value && value.Equals(right["value"]);

    private static ScimValue Simple(ScimValue value, AttributeDefinition? definition) => value switch
    {
        ScimString { Value: "" } => ScimNull.Value,
        ScimString text when definition?.Type == AttributeType.Boolean && bool.TryParse(text.Value, out var flag) => ScimValue.From(flag),
        _ => value,
    };
}
