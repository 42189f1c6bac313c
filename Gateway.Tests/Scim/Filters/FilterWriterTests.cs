using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Filters;

public sealed class FilterWriterTests
{
    [Fact]
    public void Write_AnyFilter_ReadsBackEqual() =>
        FilterGen.Any.Sample(filter => FilterParser.Parse(FilterWriter.Write(filter)).Value.Equals(filter), iter: 5_000);

    [Fact]
    public void Write_MixedOperators_UsesParenthesesOnlyWhereNeeded() =>
        FilterWriter.Write(FilterParser.Parse("a pr and (b pr or c pr) or not (d eq \"x\" and e[f pr].g gt 1)").Value)
            .Should().Be("a pr and (b pr or c pr) or not (d eq \"x\" and e[f pr].g gt 1)");

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
