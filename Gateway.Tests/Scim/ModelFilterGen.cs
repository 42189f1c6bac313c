using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Tests.Scim.Models.Filters;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim;

/// <summary>Random filters that fit a resource: mostly attributes that it has, compared mostly with what it has there, or nearly.</summary>
internal static class ModelFilterGen
{
    private static readonly Gen<string> _operator = Gen.OneOfConst("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");

    public static Gen<ModelFilter> For(JsonObject resource, ModelSchema schema)
    {
        var places = Places(resource, schema).ToList();
        var present = places.Where(p => p.Values.Length > 0).ToList();
        // Most attributes are text without case: each other type gets as large a share.
        var types = present.GroupBy(p => (p.Definition?.Kind, p.Definition?.CaseExact)).Select(type => OneOf(type)).ToArray();
        return Tree(3, Gen.Frequency((2, OneOf(present)), (2, Gen.OneOf(types)), (1, Gen.OneOf(OneOf(places), OneOf(places.Where(p => p.Definition is null))))).SelectMany(Leaf));
    }

    /// <summary>Filters for the brackets of an attribute.</summary>
    public static Gen<ModelFilter> Inside(Place place, int depth) => Tree(depth, OneOf(Parts(place)).SelectMany(Term));

    private static Gen<Place> OneOf(IEnumerable<Place> places) => Gen.OneOfConst(places.ToArray());

    private static Gen<ModelFilter> Tree(int depth, Gen<ModelFilter> leaf)
    {
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Tree(depth - 1, leaf);
        return Gen.Frequency<ModelFilter>(
            (3, leaf),
            (1, Gen.Select(inner, inner, ModelFilter (a, b) => new ModelFilter.And(a, b))),
            (1, Gen.Select(inner, inner, ModelFilter (a, b) => new ModelFilter.Or(a, b))),
            (1, inner.Select(ModelFilter (a) => new ModelFilter.Not(a))));
    }

    private static Gen<ModelFilter> Leaf(Place place) => place.CanSelect
        ? Gen.Frequency((1, Term(place)), (1, Gen.Select(Inside(place, 1), Gen.OneOf(Gen.Const(() => (ModelFilter?)null), OneOf(Parts(place)).SelectMany(Term).Select(ModelFilter? (f) => f)), ModelFilter (inner, then) => new ModelFilter.Selected(place.Path, inner, then))))
        : Term(place);

    private static Gen<ModelFilter> Term(Place place) => place.Path.Name is null
        ? Gen.Const<ModelFilter>(new ModelFilter.Present(place.Path))
        : Gen.Frequency(
            (1, Gen.Const<ModelFilter>(new ModelFilter.Present(place.Path))),
            (6, Gen.Select(_operator, Literal(place), ModelFilter (o, literal) => new ModelFilter.Compare(place.Path, o, literal))));

    private static Gen<string> Literal(Place place)
    {
        var known = place.Values.OfType<JsonValue>().ToArray();
        var fitting = place.Definition?.Kind switch
        {
            "boolean" => Gen.OneOfConst("true", "false", "\"True\"", "\"false\""),
            "dateTime" => ResourceGen.Json(ResourceGen.Time),
            _ => ResourceGen.Json(ResourceGen.Word),
        };
        var other = Gen.Frequency((8, fitting), (1, Gen.Const("null")), (1, Gen.OneOfConst(place.Definition?.Kind == "dateTime" ? ["5", "true"] : new[] { "5", "2.0", "true", "\"x\"" })));
        return known.Length == 0 ? other : Gen.Frequency((3, Gen.OneOfConst(known).SelectMany(Near)), (1, other));
    }

    // The value, its other case, a part of it.
    private static Gen<string> Near(JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() is not { Length: > 0 } text || IsTime(text))
        {
            return Gen.Const(value.ToJsonString());
        }

        return ResourceGen.Json(Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, text.Length], Gen.Int[0, 5], (a, b, how) => how switch
        {
            0 => text.ToUpperInvariant(),
            1 => text.ToLowerInvariant(),
            2 or 3 when !text.Any(char.IsSurrogate) => text[Math.Min(a, b)..Math.Max(a, b)],
            _ => text,
        }));
    }

    private static bool IsTime(string text) => text.Length >= 19 && text[10] == 'T';

    private static IEnumerable<Place> Places(JsonObject resource, ModelSchema schema)
    {
        foreach (var attribute in schema.Attributes)
        {
            foreach (var place in Of(new ModelPath(null, attribute.Name), attribute, resource[attribute.Name]))
            {
                yield return place;
                yield return place with { Path = place.Path with { Urn = schema.Core } };
            }
        }

        var extension = schema.Extension is null ? null : resource[schema.Extension] as JsonObject;
        foreach (var attribute in schema.Extended)
        {
            foreach (var place in Of(new ModelPath(schema.Extension, attribute.Name), attribute, extension?[attribute.Name]))
            {
                yield return place;
                yield return place with { Path = place.Path with { Urn = null } };
            }
        }

        var unknown = resource[ResourceGen.UnknownUrn] as JsonObject;
        yield return new Place(new ModelPath(ResourceGen.UnknownUrn, null), null, unknown is null ? [] : [unknown], false);
        foreach (var name in new[] { "tag", "level", "on", "list", "missing" })
        {
            yield return new Place(new ModelPath(ResourceGen.UnknownUrn, name), null, Values(unknown?[name], null), name == "list", null, unknown?[name]);
        }

        foreach (var (name, sub) in new[] { ("box", "p"), ("box", "q"), ("nest", "in"), ("things", "type"), ("things", "value"), ("list", "value") })
        {
            var path = new ModelPath(ResourceGen.UnknownUrn, name, sub);
            yield return new Place(path, null, Values(unknown?[name], sub), false);
            yield return new Place(path with { Sub = null }, null, Values(unknown?[name], null), true, null, unknown?[name]);
        }
    }

    private static IEnumerable<Place> Of(ModelPath path, ModelAttribute attribute, JsonNode? value)
    {
        yield return new Place(path, attribute.IsComplex ? attribute.Sub("value") ?? attribute : attribute, Values(value, attribute.IsComplex ? "value" : null), attribute.IsComplex, attribute, value);
        foreach (var sub in attribute.Subs)
        {
            yield return new Place(path with { Sub = sub.Name }, sub, Values(value, sub.Name), false);
        }
    }

    private static IEnumerable<Place> Parts(Place place)
    {
        var names = place.Parent?.Subs.Select(sub => sub.Name) ?? ["type", "value", "p", "missing"];
        return names.Select(name => new Place(new ModelPath(null, name), place.Parent?.Sub(name), Values(place.Whole, name), false));
    }

    private static JsonNode[] Values(JsonNode? value, string? sub) =>
        [.. (value as JsonArray ?? (IEnumerable<JsonNode?>)[value]).Select(e => sub is not null && e is JsonObject complex ? complex[sub] : e).OfType<JsonNode>()];

    /// <summary>A path, its type, and the values that the resource has there.</summary>
    internal sealed record Place(ModelPath Path, ModelAttribute? Definition, JsonNode[] Values, bool CanSelect, ModelAttribute? Parent = null, JsonNode? Whole = null);
}
