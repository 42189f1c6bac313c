using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>What the operations of <see cref="GroupPatch"/> do to a set of ids is what the whole PATCH does to the whole group.</summary>
public sealed class GroupPatchModelTests
{
    [Fact]
    public void Split_AnyOperations_LeavesTheMembersAndTheRestThatTheWholePatchLeaves()
    {
        var tally = new Tally();

        Gen.Select(MemberGen.Group, MemberGen.Operation.Array[1, 6], Gen.Int).Sample(
            (json, operations, spelling) =>
            {
                var body = OperationText.Body(operations, spelling);
                var group = Sample.Read(json);
                if (!PatchRequest.Parse(Sample.Read(body), ResourceSchema.Group).TryGet(out var request, out _))
                {
                    tally.Saw("not read");
                    return;
                }

                var (whole, error) = PatchModel.Apply(JsonNode.Parse(json)!.AsObject(), operations, ModelSchema.Group);
                var split = GroupPatch.Split(request);

                split.Error?.ScimType.Should().BeOneOf("invalidFilter", "mutability");
                tally.Saw($"whole {error ?? "success"}, split {split.Error?.ScimType ?? "success"}");
                if (error is not null || !split.TryGet(out var patch, out _))
                {
                    return;
                }

                var ids = patch.Members.Aggregate(Ids(JsonNode.Parse(json)), Apply);
                var rest = patch.Attributes is null ? group : PatchEngine.Apply(group, patch.Attributes, ResourceSchema.Group).Value;
                whole!.Remove("members", out var members);
                if (!ids.SetEquals(Ids(new JsonObject { ["members"] = members })) || !JsonNode.DeepEquals(JsonNode.Parse(ScimJson.ToText(rest.Without("members"))), whole))
                {
                    Assert.Fail($"{body}\non {json}\nleaves {string.Join(',', ids)} of {members?.ToJsonString()}, and {ScimJson.ToText(rest)} of {whole}");
                }

                tally.Saw(patch.Members.Select(operation => operation.GetType().Name));
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(2_500, "whole success, split success");
        tally.ShouldHaveSeen(500, nameof(MemberOperation.Add), nameof(MemberOperation.Remove), nameof(MemberOperation.ReplaceAll), nameof(MemberOperation.RemoveAll));
    }

    private static HashSet<string> Ids(JsonNode? group) =>
        [.. (group!["members"] as JsonArray ?? []).Select(member => member!["value"]!.GetValue<string>())];

    private static HashSet<string> Apply(HashSet<string> ids, MemberOperation operation) => operation switch
    {
        MemberOperation.Add add => [.. ids.Union(add.Ids)],
        MemberOperation.Remove remove => [.. ids.Except(remove.Ids)],
        MemberOperation.ReplaceAll all => [.. all.Ids],
        MemberOperation.RemoveAll => [],
        _ => throw new ArgumentException("Not an operation on members.", nameof(operation)),
    };
}
