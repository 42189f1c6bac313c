using CsCheck;
using Gateway.Tests.Scim.Models.Filters;
using Gateway.Tests.Scim.Models.Patching;

namespace Gateway.Tests.Scim;

/// <summary>Groups of few members, and operations on them in each of the forms that clients send (Entra fact sheet, section 5), beside some on other attributes.</summary>
internal static class MemberGen
{
    private static readonly ModelPath _members = new(null, "members");

    private static readonly Gen<string> _member = Gen.Select(ResourceGen.Json(ResourceGen.MemberId), Gen.OneOfConst("", ",\"$ref\":null", ",\"type\":\"User\"", ",\"display\":\"x\""), (id, rest) => $$"""{"value":{{id}}{{rest}}}""");

    private static readonly Gen<ModelFilter> _id = ResourceGen.Json(ResourceGen.MemberId).Select(ModelFilter (id) => new ModelFilter.Compare(new ModelPath(null, "value"), "eq", id));

    /// <summary>Members that are users; a group has none of the ids.</summary>
    public static Gen<string> Group { get; } = Gen.Select(ResourceGen.Json(ResourceGen.MemberId), Gen.OneOfConst("", ",\"type\":\"User\"", ",\"display\":\"x\""), (id, rest) => (id, rest)).Array[0, 4]
        .Select(members => $$"""{"displayName":"g"{{(members.Length == 0 ? "" : $",\"members\":[{string.Join(',', members.DistinctBy(m => m.id).Select(m => $$"""{"value":{{m.id}}{{m.rest}}}"""))}]")}}}""");

    public static Gen<ModelOperation> Operation { get; } = Gen.Frequency(
        (6, Gen.Select(Gen.OneOfConst("add", "replace", "remove"), List, (op, value) => new ModelOperation(op, new ModelTarget(_members), value))),
        (2, Gen.Select(Gen.OneOfConst("add", "replace"), List, (op, value) => new ModelOperation(op, null, null, [(new ModelTarget(_members), value)]))),
        (1, Gen.Const(() => new ModelOperation("remove", new ModelTarget(_members), null))),
        (3, Filter.Select(filter => new ModelOperation("remove", new ModelTarget(_members, filter), null))),
        (1, Gen.Select(Gen.OneOfConst("add", "replace"), Filter, Gen.OneOfConst("null", "\"\""), (op, filter, value) => new ModelOperation(op, new ModelTarget(_members, filter), value))),
        (3, Gen.Select(Gen.OneOfConst("add", "replace"), Filter, Gen.OneOf(_member, Gen.OneOfConst("{\"type\":\"User\"}", "{}")), (op, filter, value) => new ModelOperation(op, new ModelTarget(_members, filter), value))),
        (1, Gen.Select(Gen.OneOfConst("add", "replace", "remove"), Filter, (op, filter) => new ModelOperation(op, new ModelTarget(_members with { Sub = "display" }, filter), "\"y\""))),
        (1, Gen.Select(Gen.OneOfConst("add", "replace"), ResourceGen.Json(ResourceGen.Word), (op, value) => new ModelOperation(op, new ModelTarget(new ModelPath(null, "displayName")), value))),
        (1, Gen.Select(Gen.OneOfConst("add", "replace"), ResourceGen.Json(ResourceGen.Word), List, (op, name, value) => new ModelOperation(op, null, null, [(new ModelTarget(new ModelPath(null, "externalId")), name), (new ModelTarget(_members), value)]))));

    private static Gen<string> List => Gen.Frequency(
        (6, _member.Array[1, 4].Select(members => $"[{string.Join(',', members)}]")),
        (2, _member),
        (1, ResourceGen.Json(ResourceGen.MemberId).Array[1, 2].Select(ids => $"[{string.Join(',', ids)}]")),
        (1, Gen.OneOfConst("[]", "null", "\"\"")));

    private static Gen<ModelFilter> Filter => Gen.Frequency(
        (6, _id),
        (2, Gen.Select(_id, _id, ModelFilter (a, b) => new ModelFilter.Or(a, b))),
        (1, Gen.Select(_id, _id, _id, ModelFilter (a, b, c) => new ModelFilter.Or(new ModelFilter.Or(a, b), c))),
        (1, Gen.OneOfConst<ModelFilter>(new ModelFilter.Compare(new ModelPath(null, "type"), "eq", "\"User\""), new ModelFilter.Compare(new ModelPath(null, "value"), "sw", "\"a\""), new ModelFilter.Not(new ModelFilter.Compare(new ModelPath(null, "value"), "eq", "\"a\"")))));
}
