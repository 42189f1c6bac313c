using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Scim.Patching;
using Gateway.Scim.Schemas;
using Gateway.Tests.Scim.Models.Filters;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

public sealed class PatchPathModelTests
{
    private static readonly Gen<(ModelTarget Target, int Spelling)> _target = ResourceGen.ValidUser.SelectMany(json => Gen.Select(
        OperationGen.For(JsonNode.Parse(json)!.AsObject(), ModelSchema.User).Where(operation => operation.Target is { Path.Name: not null }).Select(operation => operation.Target!),
        Gen.Int));

    [Fact]
    public void Parse_AnySpelling_IsThePathThatWasMeantOrTheFaultThatItHas()
    {
        var tally = new Tally();

        _target.Sample(
            (target, spelling) =>
            {
                var text = OperationText.Path(target, spelling);
                var parsed = PatchPath.Parse(text, ResourceSchema.User);
                var fault = PatchRules.PathFault(target, ModelSchema.User);
                if (parsed.Error?.ScimType != fault || (parsed.IsOk && !Same(parsed.Value, target)))
                {
                    Assert.Fail($"{text} is {parsed.Error?.ToString() ?? parsed.Value.ToString()}, not {fault} {target}");
                }

                tally.Saw(fault ?? $"path{(target.Filter is null ? "" : " with filter")}{(target.Path.Sub is null ? "" : " with part")}");
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(500, "path", "path with part", "path with filter", "path with filter with part");
        tally.ShouldHaveSeen(5, "invalidPath", "invalidFilter");
    }

    [Fact]
    public void Parse_WhatWasWrittenOfAPath_IsThePath() =>
        _target.Where(t => PatchRules.PathFault(t.Target, ModelSchema.User) is null).Sample(
            (target, spelling) =>
            {
                var path = PatchPath.Parse(OperationText.Path(target, spelling), ResourceSchema.User).Value;
                return PatchPath.Parse(path.ToString(), ResourceSchema.User).Value.Equals(path);
            },
            iter: ScimGen.Cases);

    private static bool Same(PatchPath path, ModelTarget target) =>
        (path.Attribute.Schema, path.Attribute.Attribute, path.SubAttribute) == (PatchRules.Urn(ModelSchema.User, target.Path), target.Path.Name, target.Path.Sub)
        && (path.ValueFilter is null ? "" : FilterShape.Of(path.ValueFilter)) == (target.Filter is null ? "" : FilterShape.Of(Typed(target.Filter)));

    // Entra's "True" for a flag is a flag.
    private static ModelFilter Typed(ModelFilter filter) => filter switch
    {
        ModelFilter.And and => new ModelFilter.And(Typed(and.Left), Typed(and.Right)),
        ModelFilter.Or or => new ModelFilter.Or(Typed(or.Left), Typed(or.Right)),
        ModelFilter.Not not => new ModelFilter.Not(Typed(not.Inner)),
        ModelFilter.Compare { Path.Name: "primary" } compare => compare with { Literal = compare.Literal.Trim('"').ToLowerInvariant() },
        _ => filter,
    };
}
