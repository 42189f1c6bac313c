using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Scim.Schemas;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Filters;

public sealed class FilterEvaluatorModelTests
{
    [Fact]
    public void Matches_AnyFilterOnAnyUser_AgreesWithTheModel() =>
        Agree(ResourceGen.LooseUser, ModelSchema.User, ResourceSchema.User);

    [Fact]
    public void Matches_AnyFilterOnAnyGroup_AgreesWithTheModel() =>
        Agree(ResourceGen.LooseGroup, ModelSchema.Group, ResourceSchema.Group);

    private static void Agree(Gen<string> resources, ModelSchema model, ResourceSchema schema)
    {
        var tally = new Tally();
        resources.SelectMany(json => Gen.Select(Gen.Const(json), ModelFilterGen.For(Tree(json), model), Gen.Int)).Sample(
            (json, filter, spelling) =>
            {
                var text = FilterText.Write(filter, spelling);
                var parsed = FilterParser.Parse(text, schema);
                if (parsed.IsOk != FilterRules.Accepts(filter, model) || parsed.Error is { ScimType: not "invalidFilter" })
                {
                    Assert.Fail($"{text} is answered by: {parsed.Error}");
                }

                tally.Saw(parsed.IsOk ? "accepted" : "refused");
                if (!parsed.IsOk)
                {
                    return;
                }

                var expected = FilterModel.Matches(filter, Tree(json), model);
                if (FilterEvaluator.Matches(parsed.Value, Sample.Read(json), schema) != expected)
                {
                    Assert.Fail($"{text} should be {expected}");
                }

                tally.Saw(expected ? "match" : "no match");
                tally.Saw(filter.All().OfType<ModelFilter.Compare>().Select(compare => $"{compare.Operator} {expected}"));
                tally.Saw(filter.All().Select(part => $"{part.GetType().Name} {expected}"));
                tally.Saw(filter.All().OfType<ModelFilter.Compare>().Select(compare => $"{compare.Path.Sub ?? compare.Path.Name} {expected}"));
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(2_500, "match", "no match");
        tally.ShouldHaveSeen(250, "refused");
        tally.ShouldHaveSeen(250, from word in new[] { "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le" } from outcome in new[] { true, false } select $"{word} {outcome}");
        tally.ShouldHaveSeen(200, from part in new[] { "Present", "Compare", "Selected", "Not", "And", "Or" } from outcome in new[] { true, false } select $"{part} {outcome}");
        // A number, a dateTime, case exact text, a flag.
        tally.ShouldHaveSeen(25, from name in new[] { "level", "created", "externalId", "on" } from outcome in new[] { true, false } select $"{name} {outcome}");
    }

    private static JsonObject Tree(string json) => JsonNode.Parse(json)!.AsObject();
}
