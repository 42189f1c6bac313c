using CsCheck;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Filters;

public sealed class FilterEvaluatorTests
{
    [Theory]
    [InlineData("userName eq \"BJensen@Example.com\"")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"bj\"")]
    [InlineData("externalId eq \"BJ\"")]
    [InlineData("externalId eq BJ")]
    [InlineData("id eq \"2819c223\" and manager eq \"26118915\"")]
    [InlineData("manager.value eq \"26118915\"")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"26118915\"")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:department eq \"tours\"")]
    [InlineData("department eq \"tours\"")]
    [InlineData("employeeNumber eq 701984")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr")]
    [InlineData("urn:example:2.0:User:costTag eq \"a-17\"")]
    [InlineData("urn:example:2.0:User:level gt 2.5")]
    [InlineData("urn:example:2.0:User:level eq 3.0")]
    [InlineData("urn:example:2.0:User:level eq \"3\"")]
    [InlineData("urn:example:2.0:User:box.size eq \"l\"")]
    [InlineData("emails co \"@JENSEN\"")]
    [InlineData("emails.value ew \".org\"")]
    [InlineData("emails[type eq \"work\" and value co \"@example.com\"]")]
    [InlineData("emails[type eq \"work\"].value eq \"bjensen@example.com\"")]
    [InlineData("emails[not (type eq \"work\")].value sw \"babs\"")]
    [InlineData("emails[primary eq \"True\"].type eq \"work\"")]
    [InlineData("emails[primary eq \"True\"].value pr")]
    [InlineData("roles[primary eq \"True\"].value eq \"admin\"")]
    [InlineData("active eq true")]
    [InlineData("active eq \"True\"")]
    [InlineData("active ne false")]
    [InlineData("title pr and not (nickName pr)")]
    [InlineData("nickName eq null")]
    [InlineData("locale eq null")]
    [InlineData("title ne null")]
    [InlineData("locale ne \"x\"")]
    [InlineData("emails ne \"nobody@example.com\"")]
    [InlineData("not (phoneNumbers pr)")]
    [InlineData("name pr")]
    [InlineData("name.familyName ge \"jensen\" and name.familyName lt \"K\"")]
    [InlineData("meta.lastModified gt \"2011-05-13T04:42:33.999Z\"")]
    [InlineData("meta.lastModified eq \"2011-05-13T06:42:34+02:00\"")]
    [InlineData("meta.lastModified le \"2011-05-13T04:42:34\"")]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"")]
    [InlineData("userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")")]
    public void Matches_True(string filter) =>
        FilterEvaluator.Matches(FilterParser.Parse(filter, ResourceSchema.User).Value, Sample.User, ResourceSchema.User).Should().BeTrue();

    [Theory]
    [InlineData("externalId eq \"bj\"")]
    [InlineData("id eq \"2819C223\"")]
    [InlineData("emails ne \"babs@jensen.org\"")]
    [InlineData("emails[type eq \"home\"].value eq \"bjensen@example.com\"")]
    [InlineData("emails[type eq \"fax\"]")]
    [InlineData("emails[type eq \"home\" and primary eq true]")]
    [InlineData("phoneNumbers[type eq \"work\"]")]
    [InlineData("nickName pr")]
    [InlineData("locale pr")]
    [InlineData("locale gt \"a\"")]
    [InlineData("manager eq \"nobody\"")]
    [InlineData("urn:example:2.0:User:level gt 3")]
    [InlineData("urn:example:2.0:User:missing eq \"x\"")]
    [InlineData("urn:unknown:2.0:User:costTag pr")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costTag pr")]
    [InlineData("userType ne \"Employee\" and not (emails co \"example.com\" or emails.value co \"example.org\")")]
    [InlineData("meta.created gt \"2010-01-23T04:56:22Z\"")]
    public void Matches_False(string filter) =>
        FilterEvaluator.Matches(FilterParser.Parse(filter, ResourceSchema.User).Value, Sample.User, ResourceSchema.User).Should().BeFalse();

    [Theory]
    [InlineData("""{"manager":"77"}""")]
    [InlineData("""{"manager":{"value":"77"}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"77"}}""")]
    public void Matches_ManagerInAnyShape_IsFoundByValue(string resource)
    {
        var user = Sample.Read(resource);

        Matches("manager eq \"77\" and manager.value eq \"77\"", user, ResourceSchema.User).Should().BeTrue();
    }

    [Theory]
    [InlineData("members eq \"a\"", true)]
    [InlineData("members eq \"A\"", false)]
    [InlineData("members.value eq \"b\"", true)]
    [InlineData("members[value eq \"b\" and type eq \"user\"]", true)]
    [InlineData("displayName eq \"STAFF\" and members eq \"b\"", true)]
    public void Matches_GroupMembers_AreComparedByIdWithCase(string filter, bool expected)
    {
        var group = Sample.Read("""{"displayName":"Staff","members":[{"value":"a"},{"value":"b","type":"User"}]}""");

        Matches(filter, group, ResourceSchema.Group).Should().Be(expected);
    }

    [Theory]
    [InlineData("unknown eq \"x\"", true)]
    [InlineData("unknown.sub pr", false)]
    [InlineData("list eq \"b\"", true)]
    [InlineData("list.value eq \"b\"", true)]
    [InlineData("list[value sw \"B\"]", true)]
    public void Matches_NamesNoSchemaHas_AreLookedUpAsTheyAre(string filter, bool expected) =>
        Matches(filter, Sample.Read("""{"unknown":"X","list":["a","b"]}"""), ResourceSchema.User).Should().Be(expected);

    [Theory]
    [InlineData("urn:n:2.0:User:box.inner pr", true)]
    [InlineData("urn:n:2.0:User:box.inner ne null", true)]
    [InlineData("urn:n:2.0:User:box.inner eq null", false)]
    [InlineData("urn:n:2.0:User:box.inner eq \"x\"", false)]
    [InlineData("urn:n:2.0:User:box.hollow pr", false)]
    public void Matches_SubAttributeThatIsAnObject_IsPresentWhereItHasContent(string filter, bool expected) =>
        Matches(filter, Sample.Read("""{"urn:n:2.0:User":{"box":{"inner":{"a":"x"},"hollow":{"a":null}}}}"""), ResourceSchema.User).Should().Be(expected);

    [Fact]
    public void Matches_AnyFilterOnAnyResource_FollowsTheLawsOfLogic() =>
        Gen.Select(FilterGen.Any, FilterGen.Any, ScimGen.Object).Sample(
            (a, b, resource) =>
            {
                var (x, y) = (Holds(a, resource), Holds(b, resource));
                return Holds(new AndFilter(a, b), resource) == (x && y)
                    && Holds(new OrFilter(a, b), resource) == (x || y)
                    && Holds(new NotFilter(a), resource) == !x;
            },
            iter: ScimGen.Cases);

    [Fact]
    public void Matches_ComparisonsOnTextAndNumbers_AgreeWithANaiveModel() =>
        Gen.Select(Gen.Enum<ComparisonOperator>(), Gen.String[Gen.Char["abAB1 "], 0, 4], Gen.String[Gen.Char["abAB1 "], 0, 4].Array[0, 3], Gen.Int[-3, 3], Gen.Int[-3, 3]).Sample(
            (comparison, literal, values, x, y) =>
            {
                var resource = ScimObject.Of(
                    ("emails", new ScimArray(values.Select(v => ScimObject.Of(("value", new ScimString(v)))))),
                    ("urn:n:2.0:User", ScimObject.Of(("n", ScimNumber.Of(x)))));
                return Holds(new ComparisonFilter(new(null, "emails", null), comparison, new ScimString(literal)), resource) == NaiveModel.AnyHolds(values, comparison, literal)
                    && (NaiveModel.IsText(comparison) || Holds(new ComparisonFilter(new("urn:n:2.0:User", "n", null), comparison, ScimNumber.Of(y)), resource) == NaiveModel.Holds(x, comparison, y));
            },
            iter: ScimGen.Cases);

    private static bool Matches(string filter, ScimObject resource, ResourceSchema schema) =>
        FilterEvaluator.Matches(FilterParser.Parse(filter).Value, resource, schema);

    private static bool Holds(Filter filter, ScimObject resource) => FilterEvaluator.Matches(filter, resource, ResourceSchema.User);

    /// <summary>The sentences of RFC 7644 table 3, as plainly as they can be written.</summary>
    private static class NaiveModel
    {
        public static bool IsText(ComparisonOperator c) => c is ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith;

        public static bool AnyHolds(string[] values, ComparisonOperator c, string literal) => c == ComparisonOperator.NotEqual
            ? values.All(v => !v.ToUpperInvariant().Equals(literal.ToUpperInvariant(), StringComparison.Ordinal))
            : values.Any(v => Holds(v.ToUpperInvariant(), c, literal.ToUpperInvariant()));

        public static bool Holds(string v, ComparisonOperator c, string literal) => c switch
        {
            ComparisonOperator.Contains => v.Contains(literal, StringComparison.Ordinal),
            ComparisonOperator.StartsWith => v.StartsWith(literal, StringComparison.Ordinal),
            ComparisonOperator.EndsWith => v.EndsWith(literal, StringComparison.Ordinal),
            _ => Holds(string.CompareOrdinal(v, literal), c, 0),
        };

        public static bool Holds(int x, ComparisonOperator c, int y) => c switch
        {
            ComparisonOperator.Equal => x == y,
            ComparisonOperator.NotEqual => x != y,
            ComparisonOperator.GreaterThan => x > y,
            ComparisonOperator.GreaterOrEqual => x >= y,
            ComparisonOperator.LessThan => x < y,
            _ => x <= y,
        };
    }
}
