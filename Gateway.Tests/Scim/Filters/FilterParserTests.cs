using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Filters;

public sealed class FilterParserTests
{
    public static TheoryData<string> RfcExamples { get; } =
    [
        """userName eq "bjensen" """,
        """name.familyName co "O'Malley" """,
        """userName sw "J" """,
        """urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J" """,
        "title pr",
        """meta.lastModified gt "2011-05-13T04:42:34Z" """,
        """meta.lastModified ge "2011-05-13T04:42:34Z" """,
        """meta.lastModified lt "2011-05-13T04:42:34Z" """,
        """meta.lastModified le "2011-05-13T04:42:34Z" """,
        """title pr and userType eq "Employee" """,
        """title pr or userType eq "Intern" """,
        """schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" """,
        """userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")""",
        """userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")""",
        """userType eq "Employee" and (emails.type eq "work")""",
        """userType eq "Employee" and emails[type eq "work" and value co "@example.com"]""",
        """emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]""",
    ];

    public static TheoryData<string, string> EntraFilters { get; } = new(Sample.EntraFilters().Distinct());

    [Theory]
    [MemberData(nameof(RfcExamples))]
    public void Rfc7644_3_4_2_2_Example_IsReadWithAndWithoutSchema(string text)
    {
        var checkedFilter = FilterParser.Parse(text, ResourceSchema.User);

        checkedFilter.Error.Should().BeNull();
        FilterParser.Parse(text).Value.Should().Be(checkedFilter.Value);
    }

    [Theory]
    [MemberData(nameof(EntraFilters))]
    public void Parse_EntrasFilter_IsRead(string resource, string text)
    {
        var filter = FilterParser.Parse(text, resource == "/Users" ? ResourceSchema.User : ResourceSchema.Group);

        filter.Error.Should().BeNull();
    }

    [Fact]
    public void Parse_AndBesideOr_BindsCloser() =>
        FilterParser.Parse("a pr or b pr and c pr").Value.Should().Be(new OrFilter(Present("a"), new AndFilter(Present("b"), Present("c"))));

    [Fact]
    public void Parse_Not_BindsOnlyItsParentheses() =>
        FilterParser.Parse("NOT (a pr) AND b PR").Value.Should().Be(new AndFilter(new NotFilter(Present("a")), Present("b")));

    [Fact]
    public void Parse_NotWithoutBlank_IsTheOperator() =>
        FilterParser.Parse("not(a pr)").Value.Should().Be(new NotFilter(Present("a")));

    [Fact]
    public void Parse_AttributeCalledNot_IsAnAttribute() =>
        FilterParser.Parse("not pr").Value.Should().Be(Present("not"));

    [Fact]
    public void Parse_ThreeOfAChain_GroupFromTheLeft() =>
        FilterParser.Parse("a pr and b pr and c pr").Value.Should().Be(new AndFilter(new AndFilter(Present("a"), Present("b")), Present("c")));

    [Theory]
    [InlineData("eq", ComparisonOperator.Equal)]
    [InlineData("NE", ComparisonOperator.NotEqual)]
    [InlineData("Co", ComparisonOperator.Contains)]
    [InlineData("sW", ComparisonOperator.StartsWith)]
    [InlineData("ew", ComparisonOperator.EndsWith)]
    [InlineData("gt", ComparisonOperator.GreaterThan)]
    [InlineData("ge", ComparisonOperator.GreaterOrEqual)]
    [InlineData("LT", ComparisonOperator.LessThan)]
    [InlineData("le", ComparisonOperator.LessOrEqual)]
    public void Parse_Operator_IsReadInAnyCase(string word, ComparisonOperator expected) =>
        FilterParser.Parse($"a {word} 1").Value.Should().Be(new ComparisonFilter(new(null, "a", null), expected, ScimNumber.Of(1)));

    [Theory]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("null", "null")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("jyoung", "\"jyoung\"")]
    [InlineData("00123", "\"00123\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("a.b@c.de", "\"a.b@c.de\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"a \\\" \\\\ \\/ \\n \\u00e9 \\ud83d\\ude00\"", "\"a \\\" \\\\ / \\n é \\uD83D\\uDE00\"")]
    public void Parse_Value_IsTyped(string literal, string json)
    {
        var filter = (ComparisonFilter)FilterParser.Parse($"a eq {literal}").Value;

        ScimJson.ToText(filter.Value).Should().Be(json);
    }

    [Fact]
    public void Parse_UrnWithDotsAndDigits_SplitsAtTheLastColon()
    {
        var filter = (PresentFilter)FilterParser.Parse($"{Sample.Enterprise}:manager.value pr").Value;

        filter.Path.Should().Be(new AttributePath(Sample.Enterprise, "manager", "value"));
    }

    [Fact]
    public void Parse_ValueFilterWithSubAttribute_KeepsBoth() =>
        FilterParser.Parse("""emails[type eq "work"].value eq "x" """).Value.Should().Be(new ValuePathFilter(
            new(null, "emails", null), Equal("type", "work"), Equal("value", "x")));

    [Fact]
    public void Parse_ValueFilterInParentheses_LeavesTheParenthesis() =>
        FilterParser.Parse("""(emails[not (type eq work)])""").Value.Should().Be(new ValuePathFilter(
            new(null, "emails", null), new NotFilter(Equal("type", "work")), null));

    [Theory]
    [InlineData("", "ends at position 1; expected an attribute name, 'not (' or '('")]
    [InlineData("   ", "ends at position 4")]
    [InlineData("userName", "ends at position 9; expected an operator")]
    [InlineData("userName xx 1", "position 10 ('xx 1'); expected an operator")]
    [InlineData("userName eq", "ends at position 12; expected a value")]
    [InlineData("userName eq )", "position 13 (')'); expected a value")]
    [InlineData("userName eq \"a", "expected the closing quote")]
    [InlineData("userName eq \"a\\x\"", "position 15 ('\\x\"'); expected a JSON escape")]
    [InlineData("userName eq \"a\\u00\"", "expected a JSON escape")]
    [InlineData("userName eq \"\\u0000\"", "expected a JSON escape")]
    [InlineData("userName eq \"\\ud800\"", "half surrogate pairs")]
    [InlineData("userName eq \"a\nb\"", "control characters")]
    [InlineData("userName eq \"a\" userName", "position 17 ('userName'); expected 'and', 'or' or the end")]
    [InlineData("displayName eq Engine Builders", "position 23 ('Builders'); expected 'and', 'or' or the end")]
    [InlineData("(a pr", "ends at position 6; expected 'and', 'or' or ')'")]
    [InlineData("a pr)", "position 5 (')'); expected 'and', 'or' or the end")]
    [InlineData("a[b pr", "expected 'and', 'or' or ']'")]
    [InlineData("a[b pr)", "position 7 (')'); expected 'and', 'or' or ']'")]
    [InlineData("a.b[c pr]", "position 4 ('[c pr]')")]
    [InlineData("a[b pr].", "expected a sub-attribute name")]
    [InlineData("a[b pr].c.d pr", "the name of one sub-attribute")]
    [InlineData("a[b pr].c", "expected an operator")]
    [InlineData("a pr and", "ends at position 9; expected an attribute name")]
    [InlineData("1a pr", "position 1")]
    [InlineData("a..b pr", "position 1")]
    [InlineData("a. pr", "position 1")]
    [InlineData(":a pr", "position 1")]
    [InlineData("a: pr", "position 1")]
    public void Parse_NotAFilter_NamesPositionAndExpectation(string text, string expected)
    {
        var filter = FilterParser.Parse(text);

        filter.Error!.ScimType.Should().Be("invalidFilter");
        filter.Error.Detail.Should().Contain(expected);
    }

    [Fact]
    public void Parse_AsDeepAsAllowed_IsRead() =>
        FilterParser.Parse($"{new string('(', 50)}a pr{new string(')', 50)}").Value.Should().Be(Present("a"));

    [Fact]
    public void Parse_ManyGroupsSideBySide_AreNotDeep() =>
        FilterParser.Parse(string.Join(" or ", Enumerable.Repeat("(a pr) and b[c pr]", 60))).IsOk.Should().BeTrue();

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not (", ")")]
    [InlineData("a[", "]")]
    public void Parse_Deeper_IsInvalidFilter(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 51)) + "a pr" + string.Concat(Enumerable.Repeat(close, 51));

        FilterParser.Parse(text).Error!.Detail.Should().Contain("nests deeper than 50");
    }

    [Fact]
    public void Parse_OverSixteenKibibytes_IsInvalidFilter() =>
        FilterParser.Parse("a eq " + new string('x', 16 * 1024)).Error!.Detail.Should().Contain("at most 16384");

    [Fact]
    public void Parse_AChainAsLongAsAllowed_MakesATreeOfLogarithmicDepth()
    {
        var text = string.Join(" or ", Enumerable.Repeat("a pr", 2_000));

        Depth(FilterParser.Parse(text).Value).Should().BeLessThan(13);
    }

    [Theory]
    [InlineData("usrName eq \"x\"", "A User has no attribute 'usrName'")]
    [InlineData("name.givnName eq \"x\"", "'name' has no sub-attribute 'givnName'")]
    [InlineData("emails[typ eq \"x\"]", "'emails' has no sub-attribute 'typ'")]
    [InlineData("emails[type eq \"x\"].val eq 1", "'emails' has no sub-attribute 'val'")]
    [InlineData("userName[value eq \"x\"]", "'userName' has no sub-attributes")]
    [InlineData("active gt true", "'gt' does not fit 'active', which is of type boolean")]
    [InlineData("active co \"t\"", "'co' does not fit 'active'")]
    [InlineData("x509Certificates.value lt \"t\"", "'lt' does not fit")]
    [InlineData("active eq \"maybe\"", "does not fit its type boolean")]
    [InlineData("meta.created gt \"May 3\"", "does not fit its type dateTime")]
    [InlineData("name eq \"x\"", "'name' is complex and has no 'value'")]
    [InlineData("userName gt null", "null can be compared by eq and ne only")]
    [InlineData("password sw \"a\"", "'password' cannot be compared")]
    [InlineData("not (password eq \"a\")", "'password' cannot be compared")]
    [InlineData("password pr", "'password' cannot be asked for")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User pr", "the schema of the whole resource")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:x pr", "A User has no attribute 'x'")]
    [InlineData("urn:example:2.0:User eq \"x\"", "is a schema")]
    [InlineData("a pr or userName pr", "A User has no attribute 'a'")]
    public void ParseWithSchema_DoesNotFit_IsInvalidFilterNamingTheAttribute(string text, string expected)
    {
        var filter = FilterParser.Parse(text, ResourceSchema.User);

        filter.Error!.ScimType.Should().Be("invalidFilter");
        filter.Error.Detail.Should().Contain(expected);
    }

    [Theory]
    [InlineData("urn:unknown:2.0:User:anything.sub gt 5")]
    [InlineData("urn:unknown:2.0:User:anything[x eq 1]")]
    [InlineData("http://schemas.example.com/2.0/User:anything eq \"x\"")]
    [InlineData("urn:unknown:2.0:User pr")]
    [InlineData("manager eq \"26\" and department pr")]
    [InlineData("emails eq null")]
    [InlineData("not (emails[not (primary eq true)])")]
    [InlineData("meta.resourceType eq \"User\"")]
    public void ParseWithSchema_Fits_IsRead(string text) =>
        FilterParser.Parse(text, ResourceSchema.User).Error.Should().BeNull();

    [Theory]
    [InlineData("roles[primary eq \"True\"].value eq \"a\"", "roles[primary eq true].value eq \"a\"")]
    [InlineData("externalId eq 12345", "externalId eq \"12345\"")]
    [InlineData("externalId eq true", "externalId eq \"true\"")]
    public void ParseWithSchema_LiteralOfAnotherType_TakesTheAttributesType(string text, string expected) =>
        FilterWriter.Write(FilterParser.Parse(text, ResourceSchema.User).Value).Should().Be(expected);

    [Fact]
    public void Parse_RandomText_NeverThrows() =>
        Gen.String[0, 60].Sample(text => FilterParser.Parse(text, ResourceSchema.User).IsOk || true, iter: 10_000);

    [Fact]
    public void Parse_FilterLikeText_NeverThrowsAndReadsWhatItWrites() =>
        FilterGen.FilterLikeText.Sample(
            text => !FilterParser.Parse(text).TryGet(out var filter, out _) || FilterParser.Parse(FilterWriter.Write(filter)).Value.Equals(filter),
            iter: 10_000);

    private static PresentFilter Present(string name) => new(new AttributePath(null, name, null));

    private static ComparisonFilter Equal(string name, string value) =>
        new(new AttributePath(null, name, null), ComparisonOperator.Equal, new ScimString(value));

    private static int Depth(Filter filter) => filter is OrFilter or ? 1 + Math.Max(Depth(or.Left), Depth(or.Right)) : 1;
}
