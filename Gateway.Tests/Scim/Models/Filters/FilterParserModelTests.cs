using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Filters;

public sealed class FilterParserModelTests
{
    // What a word of the token list is in a filter: an attribute that the resource has, or one that it has not.
    private static readonly ScimObject _onlyT = Sample.Read("""{"t":"x"}""");

    private static readonly Gen<(ModelFilter Filter, string Text)> _spelled =
        ResourceGen.LooseUser.SelectMany(json => Gen.Select(ModelFilterGen.For(JsonNode.Parse(json)!.AsObject(), ModelSchema.User), Gen.Int, (filter, spelling) => (filter, FilterText.Write(filter, spelling))));

    [Fact]
    public void Parse_AnySpelling_IsTheFilterThatWasMeant()
    {
        var tally = new Tally();

        _spelled.Sample(
            spelled =>
            {
                var parsed = FilterParser.Parse(spelled.Text);
                var (expected, actual) = (FilterShape.Of(spelled.Filter), parsed.IsOk ? FilterShape.Of(parsed.Value) : parsed.Error.Detail);
                if (actual != expected)
                {
                    Assert.Fail($"{spelled.Text} is {actual}, not {expected}");
                }

                tally.Saw(spelled.Filter.All().Select(part => part.GetType().Name));
                tally.Saw(spelled.Filter.All().OfType<ModelFilter.Compare>().SelectMany(compare => new[] { compare.Operator, compare.Kind.ToString() }));
                tally.Saw(new[] { "\\u", "\\\"", "\t", "((" }.Where(spelled.Text.Contains));
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(500, "And", "Or", "Not", "Present", "Compare", "Selected", "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");
        tally.ShouldHaveSeen(100, "String", "Number", "True", "False", "Null", "\\u", "\\\"", "\t", "((");
    }

    [Fact]
    public void Parse_WhatWasWrittenOfWhatWasParsed_IsTheSame() =>
        _spelled.Sample(
            spelled =>
            {
                var parsed = FilterParser.Parse(spelled.Text).Value;
                return FilterParser.Parse(FilterWriter.Write(parsed)).Value.Equals(parsed);
            },
            iter: ScimGen.Cases);

    [Fact]
    public void Parse_WhatWasWrittenOfAChainOfAnyLength_IsTheSame() =>
        Gen.Select(Gen.Int[1, 200], Gen.OneOfConst(" and ", " or ", " and not (b pr) or ")).Sample(
            (count, word) =>
            {
                var text = string.Join(word, Enumerable.Repeat("a pr", count));
                var parsed = FilterParser.Parse(text).Value;
                var written = FilterWriter.Write(parsed);
                return written == text && FilterParser.Parse(written).Value.Equals(parsed);
            },
            iter: ScimGen.Cases);

    [Fact]
    public void Rfc7644_3_4_2_2_Precedence_IsGroupingNotAndOr()
    {
        var tally = new Tally();

        FilterTokenGen.Any.Sample(
            tokens =>
            {
                var text = string.Join(' ', tokens.Select(token => token switch { "T" => "t pr", "F" => "f pr", _ => token }));
                var expected = PrecedenceModel.Evaluate(tokens);
                tally.Saw(expected ? "true" : "false");
                tally.Saw(tokens);
                return FilterEvaluator.Matches(FilterParser.Parse(text).Value, _onlyT, ResourceSchema.User) == expected;
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(2_500, "true", "false", "and", "or", "not", "(");
    }

    [Fact]
    public void Parse_Chain_KeepsItsOrder() =>
        Gen.OneOfConst("and", "or").Array[0, 40].Sample(
            words =>
            {
                var text = "a0 pr" + string.Concat(words.Select((word, i) => $" {word} a{i + 1} pr"));
                return Names(FilterParser.Parse(text).Value).SequenceEqual(Enumerable.Range(0, words.Length + 1).Select(i => $"a{i}"));
            },
            iter: ScimGen.Cases);

    private static IEnumerable<string> Names(Filter filter) => filter switch
    {
        AndFilter and => Names(and.Left).Concat(Names(and.Right)),
        OrFilter or => Names(or.Left).Concat(Names(or.Right)),
        PresentFilter present => [present.Path.ToString()],
        _ => throw new ArgumentException("Not of this chain.", nameof(filter)),
    };
}
