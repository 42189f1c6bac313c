using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Tests.Scim.Models.Filters;
using Gateway.Tests.Scim.Models.Patching;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim;

/// <summary>Random PATCH operations for a resource: mostly on attributes that it has, with values like those that it has there, now and then in one of Entra's shapes, and seldom wrong.</summary>
internal static class OperationGen
{
    private static readonly Gen<string> _op = Gen.OneOfConst("add", "add", "replace", "replace", "remove");

    private static readonly ModelTarget[] _wrong =
    [
        new ModelTarget(new ModelPath(null, "nope")), new ModelTarget(new ModelPath(null, "name", "nope")), new ModelTarget(new ModelPath(null, "emails", "nope"), Eq("type", "work")),
        new ModelTarget(new ModelPath(null, "id")), new ModelTarget(new ModelPath(null, "meta", "version")), new ModelTarget(new ModelPath(null, "groups")), new ModelTarget(new ModelPath(null, "schemas")),
        new ModelTarget(new ModelPath(null, "name"), Eq("givenName", "a")), new ModelTarget(new ModelPath(null, "emails"), Eq("nope", "a")), new ModelTarget(new ModelPath(ModelSchema.EnterpriseUrn, "manager", "displayName")),
    ];

    public static Gen<ModelOperation> For(JsonObject resource, ModelSchema schema)
    {
        var attributes = Attributes(resource, schema).ToList();
        var present = attributes.Where(a => a.Stored is not null).ToList();
        var attribute = Gen.Frequency((2, Gen.OneOfConst(present.ToArray())), (1, Gen.OneOfConst(attributes.ToArray())), (1, Gen.OneOfConst(attributes.Where(a => a.Definition is null or { Many: true } || a.Path.Name == "manager").ToArray())));
        var targeted = Gen.Select(_op, attribute.SelectMany(Pair), (op, pair) => new ModelOperation(op, pair.Target, pair.Value));
        var keys = attribute.SelectMany(Pair).Array[1, 4].Select(pairs => (IReadOnlyList<(ModelTarget, string)>)[.. pairs.DistinctBy(p => (p.Target.ToString() ?? "").ToUpperInvariant()).OrderBy(p => p.Target.Path.Urn, StringComparer.Ordinal)]);
        return Gen.Frequency(
            (45, targeted),
            (12, Gen.Select(Gen.OneOfConst("add", "replace"), keys, (op, k) => new ModelOperation(op, null, null, k))),
            (4, Extension(schema, attributes)),
            (1, Gen.Select(_op, Gen.OneOfConst(_wrong.Where(target => target.Path.Urn is null || target.Path.Urn == schema.Extension).ToArray()), Gen.OneOfConst("\"a\"", "{}", "[]", "null"), (op, target, value) => new ModelOperation(op, target, value))),
            (1, Gen.Select(_op, Gen.OneOfConst("\"a\"", "[]", "5"), (op, value) => new ModelOperation(op, null, value))));
    }

    /// <summary>Operations that set what the resource has already.</summary>
    public static Gen<ModelOperation> Same(JsonObject resource, ModelSchema schema)
    {
        var attributes = Attributes(resource, schema).Where(a => a.Stored is not null).ToArray();
        var one = Gen.OneOfConst(attributes).SelectMany(attribute => Gen.OneOfConst(Known(attribute).ToArray()));
        var keys = one.Array[1, 4].Select(pairs => (IReadOnlyList<(ModelTarget, string)>)[.. pairs.DistinctBy(p => (p.Target.ToString() ?? "").ToUpperInvariant()).OrderBy(p => p.Target.Path.Urn, StringComparer.Ordinal)]);
        IReadOnlyList<(ModelTarget, string)> all = [.. attributes.Where(a => a.Path.Urn is null == (schema.Find(null, a.Path.Name!) is not null) && a.Path.Urn != schema.Core).Select(a => (new ModelTarget(a.Path), a.Stored!.ToJsonString()))];
        var op = Gen.OneOfConst("add", "replace");
        return Gen.OneOf(
            Gen.Select(op, one, (o, pair) => new ModelOperation(o, pair.Target, pair.Value)),
            Gen.Select(op, keys, (o, k) => new ModelOperation(o, null, null, k)),
            op.Select(o => new ModelOperation(o, null, null, all)));
    }

    // The attribute, its parts, and each of its values that a filter can select alone.
    private static IEnumerable<(ModelTarget Target, string Value)> Known(Attribute attribute)
    {
        yield return (new ModelTarget(attribute.Path), attribute.Stored!.ToJsonString());
        if (attribute.Stored is JsonObject complex)
        {
            foreach (var (name, part) in complex)
            {
                yield return (new ModelTarget(attribute.Path with { Sub = name }), part!.ToJsonString());
            }
        }

        foreach (var element in attribute.Elements.OfType<JsonObject>().Where(e => e["value"] is not null && attribute.Stored is JsonArray))
        {
            var text = element["value"]!.ToString();
            if (attribute.Elements.Count(e => string.Equals(e["value"]?.ToString(), text, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                continue;
            }

            yield return (new ModelTarget(attribute.Path, Eq("value", text)), element.ToJsonString());
            foreach (var (name, part) in element)
            {
                yield return (new ModelTarget(attribute.Path with { Sub = name }, Eq("value", text)), part!.ToJsonString());
            }
        }
    }

    // A whole extension: taken away, or a set of its attributes.
    private static Gen<ModelOperation> Extension(ModelSchema schema, List<Attribute> attributes)
    {
        var urn = Gen.OneOfConst(new[] { schema.Extension, ResourceGen.UnknownUrn }.OfType<string>().ToArray());
        return urn.SelectMany(u =>
        {
            var target = new ModelTarget(new ModelPath(u, null));
            var keys = Gen.OneOfConst(attributes.Where(a => a.Path.Urn == u).ToArray()).SelectMany(Pair).Array[1, 3].Select(pairs => (IReadOnlyList<(ModelTarget, string)>)[.. pairs.DistinctBy(p => (p.Target.ToString() ?? "").ToUpperInvariant())]);
            return Gen.OneOf(
                Gen.Const(() => new ModelOperation("remove", target, null)),
                Gen.Const(() => new ModelOperation("replace", target, "null")),
                Gen.Select(Gen.OneOfConst("add", "replace"), keys, (op, k) => new ModelOperation(op, target, null, k)));
        });
    }

    private static Gen<(ModelTarget Target, string Value)> Pair(Attribute attribute)
    {
        var subs = attribute.Definition?.Subs.Select(sub => sub.Name).ToArray() ?? (attribute.Path.Name is "box" or "things" ? ["p", "type", "value"] : []);
        var whole = Gen.Const(new ModelTarget(attribute.Path));
        var part = subs.Length == 0 ? whole : Gen.OneOfConst(subs).Select(sub => new ModelTarget(attribute.Path with { Sub = sub }));
        var target = attribute is { Definition.Many: true } or { Path.Name: "things" or "list" }
            ? Gen.Frequency((3, whole), (1, part), (6, Gen.Select(Gen.OneOf(whole, part), Filter(attribute), (t, filter) => t with { Filter = filter })))
            : Gen.OneOf(whole, part);
        return target.SelectMany(t => Value(attribute, t).Select(value => (t, value)));
    }

    private static Gen<ModelFilter> Filter(Attribute attribute)
    {
        var known = attribute.Elements.OfType<JsonObject>().Select(e => e["value"]?.ToString()).OfType<string>().Append("a").ToArray();
        var type = ResourceGen.Type.Select(ModelFilter (text) => Eq("type", text));
        var value = Gen.OneOfConst(known).Select(ModelFilter (text) => Eq("value", text));
        var hasValue = attribute.Definition is null || attribute.Definition.Sub("value") is not null;
        var main = hasValue ? Gen.Frequency((2, type), (2, value)) : type;
        var simple = attribute.Definition?.Sub("primary") is null ? main : Gen.Frequency((5, main), (1, Gen.OneOfConst("true", "\"True\"", "false").Select(ModelFilter (json) => new ModelFilter.Compare(new ModelPath(null, "primary"), "eq", json))));
        return Gen.Frequency<ModelFilter>(
            (8, simple),
            (2, Gen.Select(simple, simple, ModelFilter (a, b) => new ModelFilter.And(a, b))),
            (1, Gen.Select(simple, simple, ModelFilter (a, b) => new ModelFilter.Or(a, b))),
            (1, simple.Select(ModelFilter (a) => new ModelFilter.Not(a))),
            (1, Gen.Select(Gen.OneOfConst("sw", "co", "ne"), ResourceGen.Type, ModelFilter (o, text) => new ModelFilter.Compare(new ModelPath(null, "type"), o, Quoted(text)))),
            (1, Gen.Const<ModelFilter>(() => new ModelFilter.Present(new ModelPath(null, "type")))));
    }

    private static Gen<string> Value(Attribute attribute, ModelTarget target)
    {
        var empty = Gen.OneOfConst("null", "\"\"");
        var wrong = Gen.OneOfConst("5", "[[\"a\"]]", "{\"x\":{\"y\":1}}", "true");
        if (attribute.Definition is null)
        {
            var untyped = Gen.OneOf(ResourceGen.Unknown.Where(u => u.Name == attribute.Path.Name).Select(u => u.Json), ResourceGen.Json(ResourceGen.Word));
            return Gen.Frequency((9, target.Path.Sub is null ? untyped : ResourceGen.Json(ResourceGen.Word)), (1, empty));
        }

        var definition = target.Path.Sub is null ? attribute.Definition : attribute.Definition.Sub(target.Path.Sub)!;
        var one = Gen.Frequency((4, ResourceGen.One(definition)), (target.Path.Sub is null ? 2 : 0, OneOf(attribute.Elements)), (1, Odd(definition)));
        var fitting = definition.Many && target.Filter is null ? Gen.Frequency((4, one.Array[1, 3].Select(items => $"[{string.Join(',', items)}]")), (1, one), (1, Gen.Const("[]"))) : one;
        return Gen.Frequency((60, fitting), (6, empty), (1, wrong));
    }

    // Entra's shapes, and parts that are set to null.
    private static Gen<string> Odd(ModelAttribute definition) => definition switch
    {
        { Kind: "boolean" } => Gen.OneOfConst("\"True\"", "\"False\"", "\"false\""),
        { Many: true } => Gen.OneOf(ResourceGen.Json(ResourceGen.Word), Gen.Select(Gen.OneOfConst(definition.Subs.Where(sub => sub.Name != "type").ToArray()), ResourceGen.Type, (sub, type) => $$"""{"type":{{Quoted(type)}},"{{sub.Name}}":null}"""), ResourceGen.One(definition).Select(json => $"[{json}]"), Gen.Const("{\"primary\":\"True\",\"value\":\"b\"}")),
        { IsComplex: true } => Gen.OneOf(ResourceGen.Json(ResourceGen.Word), ResourceGen.One(definition).Select(json => $"[{json}]"), Gen.Select(Gen.OneOfConst(definition.Subs.ToArray()), Gen.OneOfConst(definition.Subs.ToArray()), (a, b) => a == b ? $$"""{"{{a.Name}}":null}""" : $$"""{"{{a.Name}}":"","{{b.Name}}":"b"}"""), Gen.Const("{}")),
        _ => ResourceGen.Json(ResourceGen.Word),
    };

    private static Gen<string> OneOf(IReadOnlyList<JsonNode> known) => known.Count == 0 ? Gen.Const("{}") : Gen.OneOfConst(known.Select(node => node.ToJsonString()).ToArray());

    private static IEnumerable<Attribute> Attributes(JsonObject resource, ModelSchema schema)
    {
        foreach (var attribute in schema.Attributes.Where(a => !a.ReadOnly && a.Name != "schemas"))
        {
            yield return new Attribute(new ModelPath(null, attribute.Name), attribute, resource[attribute.Name]);
            yield return new Attribute(new ModelPath(schema.Core, attribute.Name), attribute, resource[attribute.Name]);
        }

        foreach (var attribute in schema.Extended)
        {
            var stored = (resource[schema.Extension!] as JsonObject)?[attribute.Name];
            yield return new Attribute(new ModelPath(schema.Extension, attribute.Name), attribute, stored);
            yield return new Attribute(new ModelPath(null, attribute.Name), attribute, stored);
        }

        foreach (var name in new[] { "tag", "level", "on", "list", "box", "nest", "things" })
        {
            yield return new Attribute(new ModelPath(ResourceGen.UnknownUrn, name), null, (resource[ResourceGen.UnknownUrn] as JsonObject)?[name]);
        }
    }

    private static ModelFilter.Compare Eq(string name, string text) => new(new ModelPath(null, name), "eq", Quoted(text));

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private sealed record Attribute(ModelPath Path, ModelAttribute? Definition, JsonNode? Stored)
    {
        public IReadOnlyList<JsonNode> Elements => Stored is JsonArray array ? [.. array.OfType<JsonNode>()] : Stored is null ? [] : [Stored];
    }
}
