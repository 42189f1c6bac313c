using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Filters;

public sealed class FilterWriterTests
{
    [Fact]
    public void Write_AnyFilter_ReadsBackEqual() =>
        FilterGen.Any.Sample(filter => FilterParser.Parse(FilterWriter.Write(filter)).Value.Equals(filter), iter: ScimGen.Cases);

    [Fact]
    public void Write_MixedOperators_UsesParenthesesOnlyWhereNeeded() =>
        FilterWriter.Write(FilterParser.Parse("a pr and (b pr or c pr) or not (d eq \"x\" and e[f pr].g gt 1)").Value)
            .Should().Be("a pr and (b pr or c pr) or not (d eq \"x\" and e[f pr].g gt 1)");

    [Theory]
    [InlineData("a pr and b pr and c pr")]
    [InlineData("a pr or b pr or c pr or d pr or e pr")]
    [InlineData("(a pr and b pr and c pr) and d pr")]
    [InlineData("(a pr or b pr or c pr) and d pr and e pr or f pr or g pr")]
    public void Write_Chain_NeedsNoParentheses(string text) =>
        FilterWriter.Write(FilterParser.Parse(text).Value).Should().Be(text);

    [Fact]
    public void Write_ChainAsLongAsAllowed_ReadsBack()
    {
        var chain = FilterParser.Parse(string.Join(" and ", Enumerable.Repeat("a pr", FilterParser.MaxLength / 9))).Value;

        FilterParser.Parse(FilterWriter.Write(chain)).Value.Should().Be(chain);
    }

    [Fact]
    public void Write_ThenThatTheGrammarDoesNotHave_Throws()
    {
        var present = new PresentFilter(new AttributePath(null, "value", null));

        var write = () => FilterWriter.Write(new ValuePathFilter(new AttributePath(null, "emails", null), present, new NotFilter(present)));

        write.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Write_TextWithQuotes_EscapesThem() =>
        FilterWriter.Write(new ComparisonFilter(new AttributePath(null, "a", null), ComparisonOperator.Equal, new ScimString("\"\\\n")))
            .Should().Be("a eq \"\\\"\\\\\\n\"");
}
