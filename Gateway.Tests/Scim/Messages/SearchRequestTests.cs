using CsCheck;
using Gateway.Scim.Messages;
using Gateway.Scim.Sorting;

namespace Gateway.Tests.Scim.Messages;

public sealed class SearchRequestTests
{
    private const string Schemas = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]";

    [Fact]
    public void Rfc7644_3_4_3_ExampleBody_IsRead()
    {
        var search = Read(
            """
            {
              "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
              "attributes": ["displayName", "userName"],
              "filter": "displayName sw \"smith\"",
              "startIndex": 1,
              "count": 10
            }
            """).Value;

        search.Attributes.Should().Equal("displayName", "userName");
        search.ExcludedAttributes.Should().BeNull();
        search.Filter.Should().Be("displayName sw \"smith\"");
        (search.StartIndex, search.Count, search.SortBy, search.SortOrder).Should().Be((1L, 10L, null, SortOrder.Ascending));
    }

    [Fact]
    public void Parse_NamesWithFilters_AreSplitOutsideOfThem() =>
        SearchRequest.Parse(name => name == "attributes" ? "userName,emails[type eq \"a,b\"].value" : null).Value.Attributes.Should().Equal("userName", "emails.value");

    [Fact]
    public void Parse_Nothing_IsAQueryForEverything() =>
        With("").Value.Should().Be(new SearchRequest());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"schemas":[]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""")]
    [InlineData("""{"schemas":{"a":"urn:ietf:params:scim:api:messages:2.0:SearchRequest"}}""")]
    public void Parse_NotASearchRequest_InvalidSyntax(string body) => Read(body).Error!.ScimType.Should().Be("invalidSyntax");

    [Theory]
    [InlineData("\"attributes\":5", "attributes")]
    [InlineData("\"attributes\":[\"a\",5]", "attributes")]
    [InlineData("\"attributes\":{\"a\":1}", "attributes")]
    [InlineData("\"excludedAttributes\":[null]", "excludedAttributes")]
    [InlineData("\"filter\":true", "filter")]
    [InlineData("\"filter\":[\"a pr\"]", "filter")]
    [InlineData("\"sortBy\":[\"userName\"]", "sortBy")]
    [InlineData("\"sortOrder\":1", "sortOrder")]
    [InlineData("\"sortOrder\":\"up\"", "sortOrder")]
    [InlineData("\"sortOrder\":\"asc\"", "sortOrder")]
    [InlineData("\"startIndex\":\"x\"", "startIndex")]
    [InlineData("\"startIndex\":1.5", "startIndex")]
    [InlineData("\"startIndex\":1e3", "startIndex")]
    [InlineData("\"count\":true", "count")]
    [InlineData("\"count\":[]", "count")]
    [InlineData("\"count\":\"\"", "count")]
    [InlineData("\"count\":99999999999999999999", "count")]
    public void Parse_MemberOfAnotherType_InvalidValueNamingIt(string member, string name)
    {
        var search = With(member);

        search.Error!.ScimType.Should().Be("invalidValue");
        search.Error.Detail.Should().StartWith(name + " must be");
    }

    [Theory]
    [InlineData("\"attributes\":\"a, b,,c\"", new[] { "a", "b", "c" })]
    [InlineData("\"ATTRIBUTES\":[\" a \",\"\"]", new[] { "a" })]
    [InlineData("\"attributes\":[]", new string[0])]
    public void Parse_AttributeNames_AsListOrAsText(string member, string[] expected) => With(member).Value.Attributes.Should().Equal(expected);

    [Theory]
    [InlineData("0", 1)]
    [InlineData("-7", 1)]
    [InlineData("\"5\"", 5)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("null", 1)]
    public void Rfc7644_3_4_2_4_StartIndexBelowOne_IsOne(string value, long expected) => With($"\"startIndex\":{value}").Value.StartIndex.Should().Be(expected);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-1", 0L)]
    [InlineData("100000", 100_000L)]
    [InlineData("null", null)]
    public void Rfc7644_3_4_2_4_NegativeCount_IsZero(string value, long? expected) => With($"\"count\":{value}").Value.Count.Should().Be(expected);

    [Theory]
    [InlineData("Ascending", SortOrder.Ascending)]
    [InlineData("DESCENDING", SortOrder.Descending)]
    [InlineData("descending", SortOrder.Descending)]
    [InlineData("", SortOrder.Ascending)]
    public void Parse_SortOrder_InAnyCase(string word, SortOrder expected) => With($"\"sortOrder\":\"{word}\"").Value.SortOrder.Should().Be(expected);

    [Fact]
    public void Parse_UnknownMembersAndNulls_AreLeftAside() =>
        With("\"cursor\":{\"x\":1},\"filter\":null,\"sortBy\":null,\"sortOrder\":null,\"attributes\":null").Value.Should().Be(new SearchRequest());

    [Fact]
    public void Parse_Parameters_AreReadLikeTheBody()
    {
        var parameters = new Dictionary<string, string?>
        {
            ["attributes"] = "userName,emails",
            ["excludedAttributes"] = "emails.type",
            ["filter"] = "title pr",
            ["sortBy"] = "userName",
            ["sortOrder"] = "Descending",
            ["startIndex"] = "-3",
            ["count"] = "7",
        };

        var search = SearchRequest.Parse(parameters.GetValueOrDefault).Value;

        search.Attributes.Should().Equal("userName", "emails");
        search.ExcludedAttributes.Should().Equal("emails.type");
        search.Should().BeEquivalentTo(new { Filter = "title pr", SortBy = "userName", SortOrder = SortOrder.Descending, StartIndex = 1L, Count = 7L });
    }

    [Theory]
    [InlineData("startIndex", "x")]
    [InlineData("count", "1.5")]
    [InlineData("count", "1e3")]
    [InlineData("sortOrder", "sideways")]
    public void Parse_ParameterOfAnotherType_InvalidValueNamingIt(string name, string value) =>
        SearchRequest.Parse(asked => asked == name ? value : null).Error!.Detail.Should().StartWith(name + " must be");

    [Theory]
    [InlineData("startIndex")]
    [InlineData("count")]
    [InlineData("sortBy")]
    [InlineData("sortOrder")]
    [InlineData("attributes")]
    public void Parse_ParameterWithoutText_IsNotGiven(string name) =>
        SearchRequest.Parse(asked => asked == name ? "" : null).Value.Should().Be(new SearchRequest());

    [Fact]
    public void Parse_AnyBody_NeverThrows() =>
        ScimGen.Object.Sample(body => SearchRequest.Parse(body.With("schemas", new Gateway.Scim.Resources.ScimString(SearchRequest.Urn))).IsOk || true, iter: 10_000);

    private static Outcome<SearchRequest> With(string member) => Read($"{{{Schemas}{(member.Length == 0 ? "" : "," + member)}}}");

    private static Outcome<SearchRequest> Read(string body) => SearchRequest.Parse(Sample.Read(body));
}
