using CsCheck;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Patching;

/// <summary>PATCH bodies: from operations in JSON, and at random.</summary>
internal static class PatchGen
{
    public static Gen<string> WildPath { get; } = Gen.OneOf(
        Filters.FilterGen.FilterLikeText,
        Gen.OneOfConst("emails[", "type eq \"work\"", " and ", "primary eq true", "]", ".value", "members", "name", ".givenName", "urn:x:2.0:User", ":", "manager", "not (", ")").Array[0, 8].Select(string.Concat));

    public static Gen<ScimObject> WildBody { get; } = Gen.Select(
            Gen.OneOf<ScimValue>(Gen.OneOfConst("add", "Replace", "REMOVE", "x").Select(ScimValue (s) => new ScimString(s)), ScimGen.Leaf),
            Gen.OneOf<ScimValue>(WildPath.Select(ScimValue (s) => new ScimString(s)), Gen.OneOfConst("userName", "active", "emails", "emails[type eq \"work\"].value", "name", "manager").Select(ScimValue (s) => new ScimString(s)), ScimGen.Leaf),
            Gen.OneOf<ScimValue>(ScimGen.Leaf, ScimGen.Object.Select(ScimValue (o) => o), ScimGen.Object.Array[0, 3].Select(ScimValue (a) => new ScimArray(a))),
            ScimValue (op, path, value) => ScimObject.Of(("op", op), ("path", path), ("value", value)))
        .Array[1, 3]
        .Select(operations => Body(operations));

    public static ScimObject Body(params string[] operations) => Body([.. operations.Select(ScimValue (o) => Sample.Read(o))]);

    private static ScimObject Body(ScimValue[] operations) => ScimObject.Of(
        ("schemas", ScimArray.Own(new ScimString("urn:ietf:params:scim:api:messages:2.0:PatchOp"))),
        ("Operations", ScimArray.Own(operations)));
}
