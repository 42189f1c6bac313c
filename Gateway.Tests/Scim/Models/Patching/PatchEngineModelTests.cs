using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

public sealed class PatchEngineModelTests
{
    private static readonly Gen<(string Json, ModelOperation[] Operations, int Spelling)> _user = Cases(ResourceGen.ValidUser, ModelSchema.User);

    private static readonly Gen<(string Json, ModelOperation[] Operations, int Spelling)> _group = Cases(ResourceGen.ValidGroup, ModelSchema.Group);

    [Fact]
    public void Apply_AnyOperationsOnAnyUser_AgreesWithTheModel()
    {
        var tally = Agree(_user, ModelSchema.User, ResourceSchema.User);

        tally.ShouldHaveSeen(2_500, "success", "changed");
        tally.ShouldHaveSeen(20, "invalidFilter", "invalidPath", "invalidValue", "mutability", "noTarget");
        tally.ShouldHaveSeen(100, from op in new[] { "add", "replace", "remove" } from shape in new[] { "attribute", "part", "filter", "filter part", "extension" } select $"{op} {shape}");
        tally.ShouldHaveSeen(100, "add keys", "replace keys", "remove list", "primary switched", "created by a filter");
    }

    [Fact]
    public void Apply_AnyOperationsOnAnyGroup_AgreesWithTheModel()
    {
        var tally = Agree(_group, ModelSchema.Group, ResourceSchema.Group);

        tally.ShouldHaveSeen(2_500, "success", "changed");
        tally.ShouldHaveSeen(20, "invalidPath", "invalidValue", "mutability", "noTarget");
        tally.ShouldHaveSeen(100, from op in new[] { "add", "replace", "remove" } from shape in new[] { "attribute", "filter" } select $"{op} {shape}");
        tally.ShouldHaveSeen(20, "add keys", "replace keys", "remove list", "created by a filter");
    }

    [Fact]
    public void Apply_Operations_IsApplyingOneAfterTheOtherOrNone()
    {
        var tally = new Tally();

        _user.Sample(
            (json, operations, spelling) =>
            {
                if (PatchRequest.Parse(Sample.Read(OperationText.Body(operations, spelling)), ResourceSchema.User) is not { IsOk: true, Value: var whole })
                {
                    return;
                }

                var resource = Sample.Read(json);
                string? error = null;
                foreach (var single in operations.Select(operation => PatchRequest.Parse(Sample.Read(OperationText.Body([operation], spelling)), ResourceSchema.User).Value))
                {
                    if (error is null && !PatchEngine.Apply(resource, single, ResourceSchema.User).TryGet(out resource!, out var refusal))
                    {
                        error = refusal.ScimType;
                    }
                }

                var atOnce = PatchEngine.Apply(Sample.Read(json), whole, ResourceSchema.User);
                if (atOnce.Error?.ScimType != error || (atOnce.IsOk && !atOnce.Value.Equals(resource)))
                {
                    Assert.Fail($"At once {atOnce.Error}, one after the other {error}.");
                }

                tally.Saw(error is null ? "success" : "error");
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(1_000, "success", "error");
    }

    [Fact]
    public void Apply_IndependentOperations_InAnyOrderGiveTheSame()
    {
        var tally = new Tally();

        _user.Sample(
            (json, operations, spelling) =>
            {
                var independent = Independent(operations).ToList();
                var other = independent.ToArray();
                new Random(spelling).Shuffle(other);

                var (first, error) = Apply(Sample.Read(json), OperationText.Body(independent, spelling), ResourceSchema.User);
                var (second, otherError) = Apply(Sample.Read(json), OperationText.Body(other, spelling), ResourceSchema.User);

                // Where two cannot be done, the order says which of the two refusals is answered.
                if ((error is null) != (otherError is null) || (first is not null && !first.Equals(second)))
                {
                    Assert.Fail($"{error}{first} or {otherError}{second}");
                }

                tally.Saw(error is null && independent.Count > 1 ? "several in two orders" : "other");
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(2_000, "several in two orders");
    }

    [Fact]
    public void Apply_WhatGetShowedOfAUser_ChangesNothing() => ChangesNothing(ResourceGen.ValidUser, ModelSchema.User, ResourceSchema.User);

    [Fact]
    public void Apply_WhatGetShowedOfAGroup_ChangesNothing() => ChangesNothing(ResourceGen.ValidGroup, ModelSchema.Group, ResourceSchema.Group);

    private static void ChangesNothing(Gen<string> resources, ModelSchema model, ResourceSchema schema) =>
        resources.SelectMany(json => Gen.Select(Gen.Const(json), OperationGen.Same(Tree(json), model).Array[1, 4], Gen.Int)).Sample(
            (json, operations, spelling) =>
            {
                var (after, error) = Apply(Sample.Read(json), OperationText.Body(operations, spelling), schema);
                if (after?.Equals(Sample.Read(json)) != true)
                {
                    Assert.Fail($"{OperationText.Body(operations, spelling)}\non {json}\nis {error}{(after is null ? "" : ScimJson.ToText(after))}");
                }
            },
            iter: ScimGen.Cases);

    private static Tally Agree(Gen<(string Json, ModelOperation[] Operations, int Spelling)> cases, ModelSchema model, ResourceSchema schema)
    {
        var tally = new Tally();
        cases.Sample(
            (json, operations, spelling) =>
            {
                var body = OperationText.Body(operations, spelling);
                var (expected, refusal) = PatchModel.Apply(Tree(json), operations, model);
                var before = Sample.Read(json);

                var (after, error) = Apply(before, body, schema);

                if (error != refusal || (after is not null && !JsonNode.DeepEquals(JsonNode.Parse(ScimJson.ToText(after)), expected)))
                {
                    Assert.Fail($"{body}\non {json}\nis     {error}{(after is null ? "" : ScimJson.ToText(after))}\nnot    {refusal}{expected?.ToJsonString()}");
                }

                if (ScimJson.ToText(before) != ScimJson.ToText(Sample.Read(json)))
                {
                    Assert.Fail("The resource that was given changed.");
                }

                tally.Saw(refusal ?? "success");
                tally.Saw(expected is null ? [] : operations.SelectMany(Shapes).Concat(Effects(Tree(json), expected, operations)));
            },
            iter: ScimGen.Cases);
        return tally;
    }

    private static Gen<(string Json, ModelOperation[] Operations, int Spelling)> Cases(Gen<string> resources, ModelSchema schema) =>
        resources.SelectMany(json => Gen.Select(Gen.Const(json), Gen.OneOf(OperationGen.For(Tree(json), schema).Array[1, 3], OperationGen.For(Tree(json), schema).Array[1, 8]), Gen.Int));

    private static (ScimObject? Resource, string? Error) Apply(ScimObject resource, string body, ResourceSchema schema)
    {
        if (!PatchRequest.Parse(Sample.Read(body), schema).TryGet(out var request, out var error))
        {
            return (null, error.ScimType);
        }

        return PatchEngine.Apply(resource, request, schema).TryGet(out var after, out error) ? (after, null) : (null, error.ScimType);
    }

    // Those of which no two are about the same attribute.
    private static IEnumerable<ModelOperation> Independent(IEnumerable<ModelOperation> operations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations.Where(o => o.Target is null || o.Target.Path.Name is not null))
        {
            var targets = operation.Each().Select(each => each.Target is null ? "" : $"{PatchRules.Urn(ModelSchema.User, each.Target.Path)}:{each.Target.Path.Name}").Distinct().ToList();
            if (targets.TrueForAll(seen.Add))
            {
                yield return operation;
            }
        }
    }

    private static IEnumerable<string> Shapes(ModelOperation operation)
    {
        if (operation.Keys is not null && operation.Target is null)
        {
            yield return $"{operation.Op} keys";
        }

        foreach (var target in operation.Each().Select(each => each.Target).Append(operation.Target).OfType<ModelTarget>())
        {
            var part = target.Path.Sub is null ? "" : " part";
            yield return $"{operation.Op} " + (target.Path.Name is null ? "extension" : target.Filter is not null ? "filter" + part : part.Length > 0 ? "part" : "attribute");
        }

        if (operation is { Op: "remove", Target: { Filter: null, Path.Name: "emails" or "phoneNumbers" or "roles" or "members" or "addresses" or "ims" } } && operation.Value?.StartsWith('[') == true)
        {
            yield return "remove list";
        }
    }

    private static IEnumerable<string> Effects(JsonObject before, JsonObject after, ModelOperation[] operations)
    {
        if (!JsonNode.DeepEquals(before, after))
        {
            yield return "changed";
        }

        foreach (var (name, value) in before)
        {
            var (was, now) = (Primary(value), Primary(after[name]));
            if (was >= 0 && now >= 0 && now != was)
            {
                yield return "primary switched";
            }
        }

        if (operations.Any(o => o is { Op: not "remove", Target: { Filter: not null, Path: { Urn: null, Name: { } name } } } && !before.ContainsKey(name) && after.ContainsKey(name)))
        {
            yield return "created by a filter";
        }
    }

    private static int Primary(JsonNode? values) => values is JsonArray array ? array.ToList().FindIndex(ValueModel.IsPrimary) : -1;

    private static JsonObject Tree(string json) => JsonNode.Parse(json)!.AsObject();
}
