using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim;

/// <summary>
/// Random users and groups as JSON text, drawn from the schemas' own table and from few values, so that two of them often meet (also by
/// case). <c>Valid</c> ones are as a provider stores them; <c>Loose</c> ones have nulls, "" and empty arrays as well.
/// </summary>
internal static class ResourceGen
{
    /// <summary>An extension that no schema describes.</summary>
    public const string UnknownUrn = "urn:contoso:2.0:User";

    private static readonly string[] _words = ["a", "A", "ab", "AB", "ba", "b", "Ada", "ada@x.org", "ADA@X.ORG", "é", "É", "Straße", "q\"\\/", "😀", "\U00010428", "\U00010400", "true", "5", "a b", "_"];

    private static readonly Gen<string> _none = Gen.Const("");

    private static readonly string[] _types = ["work", "work", "home", "WORK", "other"];

    public static Gen<string> Word { get; } = Gen.OneOfConst(_words);

    public static Gen<string> Type { get; } = Gen.OneOfConst(_types);

    /// <summary>Ids that differ by case are two.</summary>
    public static Gen<string> MemberId { get; } = Gen.OneOfConst("a", "A", "b", "c", "d", "e\"1");

    /// <summary>xsd:dateTime of few instants in many offsets, or none.</summary>
    public static Gen<string> Time { get; } = Gen.Select(
        Gen.OneOfConst("2011-05-13T04", "2011-05-13T06", "2011-05-12T23", "2010-01-23T04"),
        Gen.OneOfConst("", ".5", ".500", ".001"),
        Gen.OneOfConst("Z", "+00:00", "+02:00", "-05:30", ""),
        (hour, fraction, offset) => $"{hour}:42:34{fraction}{offset}");

    /// <summary>What stands in <see cref="UnknownUrn"/>: an attribute's name and its value.</summary>
    public static Gen<(string Name, string Json)> Unknown { get; } = Gen.OneOf(
        Json(Word).Select(json => ("tag", json)),
        Gen.OneOfConst("1", "2.0", "2", "-3", "1e1", "10").Select(json => ("level", json)),
        Gen.OneOfConst("true", "false").Select(json => ("on", json)),
        Json(Word).Array[1, 3].Select(items => ("list", $"[{string.Join(',', items.Distinct())}]")),
        Gen.Select(Json(Word), Json(Word), (a, b) => ("box", $$"""{"p":{{a}},"q":{{b}}}""")),
        Json(Word).Select(json => ("nest", $$$"""{"in":{"deep":{{{json}}}}}""")),
        Gen.Select(Json(Type), Json(Word)).Array[1, 3].Select(items => ("things", $"[{string.Join(',', items.Select(i => $$"""{"type":{{i.Item1}},"value":{{i.Item2}}}""").Distinct())}]")));

    public static Gen<string> ValidUser { get; } = Resource(ModelSchema.User, [("userName", Json(Word))], loose: false);

    public static Gen<string> ValidGroup { get; } = Resource(ModelSchema.Group, [("displayName", Json(Word))], loose: false);

    public static Gen<string> LooseUser { get; } = Resource(ModelSchema.User, [("id", Json(Word)), ("schemas", Gen.Const($"[\"{ModelSchema.User.Core}\",\"{ModelSchema.EnterpriseUrn}\"]")), ("groups", Json(Word).Select(id => $$"""[{"value":{{id}},"type":"direct"}]""")), ("meta", Meta("User"))], loose: true);

    public static Gen<string> LooseGroup { get; } = Resource(ModelSchema.Group, [("id", Json(Word)), ("meta", Meta("Group"))], loose: true);

    public static Gen<string> Json(Gen<string> text) => text.Select(value => JsonSerializer.Serialize(value));

    /// <summary>Each of the generators, in order.</summary>
    public static Gen<T[]> All<T>(IEnumerable<Gen<T>> each) =>
        each.Aggregate(Gen.Const(() => new List<T>()), (list, gen) => Gen.Select(list, gen, (items, item) =>
        {
            items.Add(item);
            return items;
        })).Select(items => items.ToArray());

    /// <summary>A value of one attribute; of a multi-valued one, one of its values.</summary>
    public static Gen<string> One(ModelAttribute attribute) => attribute.Kind switch
    {
        "boolean" => Gen.OneOfConst("true", "false"),
        "dateTime" => Json(Time),
        "complex" => Complex(attribute),
        "binary" => Json(Gen.OneOfConst("YQ==", "ab", "AB", "Ada", "true")),
        "reference" => Json(Gen.OneOfConst("a", "A", "ab", "é", "ada@x.org", "https://x.org/a", "https://x.org/A")),
        _ when attribute.Name == "type" => Json(Type),
        _ => Json(Word),
    };

    private static Gen<string> Complex(ModelAttribute attribute) =>
        Some(attribute.Subs.Where(sub => !sub.ReadOnly).Select(sub => (sub.Name, sub.Required ? 1.0 : 0.5, sub.Immutable && sub.Name == "value" ? Json(MemberId) : One(sub)))).Select(Object);

    private static Gen<string> Meta(string type) => Gen.Select(Time, Time, (created, modified) =>
        $$"""{"resourceType":"{{type}}","created":"{{created}}","lastModified":"{{modified}}"}""");

    private static Gen<string> Resource(ModelSchema schema, (string Name, Gen<string> Json)[] always, bool loose)
    {
        var named = always.Select(a => a.Name).ToList();
        var core = schema.Attributes.Where(a => !a.ReadOnly && a.Name != "schemas" && !named.Contains(a.Name)).Select(a => (a.Name, a.Many ? 0.3 : 0.25, Attribute(a, loose)));
        var extended = Some(schema.Extended.Select(a => (a.Name, 0.4, Attribute(a, loose)))).Select(Object);
        var unknown = Unknown.Array[0, 4].Select(members => Object(members.DistinctBy(m => m.Name)));
        var extensions = new[] { (schema.Extension ?? "urn:none:1.0:None", schema.Extension is null ? 0 : 0.6, extended), (UnknownUrn, 0.5, unknown) };
        return Some([.. always.Select(a => (a.Name, 1.0, a.Json)), .. core, .. extensions]).Select(Object);
    }

    private static Gen<string> Attribute(ModelAttribute attribute, bool loose)
    {
        var one = One(attribute);
        var whole = attribute.Many ? one.Array[1, 3].Select(items => Values(items)) : one;
        return loose
            ? Gen.Frequency((8, whole), (1, Gen.OneOfConst("null", "\"\"", attribute.Many ? "[]" : attribute.IsComplex ? "{}" : "null")))
            : whole.Where(json => json is not "{}" and not "[]" and not "\"\"");
    }

    // Each value once, and one primary at most (RFC 7643 section 2.4).
    private static string Values(string[] items)
    {
        var values = items.Distinct().Where(item => item != "{}").Select(item => JsonNode.Parse(item)!).ToList();
        foreach (var extra in values.OfType<JsonObject>().Where(v => v["primary"]?.GetValueKind() == JsonValueKind.True).Skip(1).ToList())
        {
            extra["primary"] = false;
        }

        return $"[{string.Join(',', values.Select(v => v.ToJsonString()).Distinct())}]";
    }

    private static Gen<(string Name, string Json)[]> Some(IEnumerable<(string Name, double Share, Gen<string> Json)> members) =>
        All(members.Select(m => (m.Share >= 1 ? m.Json : Gen.Double[0, 1].SelectMany(dice => dice <= m.Share ? m.Json : _none)).Select(json => (m.Name, Json: json))))
            .Select(all => all.Where(m => m.Json.Length > 0 && m.Json != "{}").ToArray());

    private static string Object(IEnumerable<(string Name, string Json)> members) =>
        $"{{{string.Join(',', members.Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Json}"))}}}";
}
