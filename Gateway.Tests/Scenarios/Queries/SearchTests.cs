using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.Queries.QuerySteps;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>POST to <c>.search</c> (RFC 7644 section 3.4.3): the same answers as GET.</summary>
public sealed class SearchTests : IClassFixture<PeopleGateway>
{
    private readonly PeopleGateway _people;

    public SearchTests(PeopleGateway people)
    {
        _people = people;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _people.Gateway;

    public static TheoryData<string, string> Queries => new()
    {
        { "/Users", "" },
        { "/Users", "filter=title eq \"engineer\"" },
        { "/Users", "filter=userName eq \"carol@contoso.com\"" },
        { "/Users", "filter=userName eq \"nobody@contoso.com\"" },
        { "/Users", "filter=emails.value eq \"aaa@work.example\"" },
        { "/Users", "sortBy=userName|sortOrder=descending|startIndex=2|count=2" },
        { "/Users", "attributes=userName,emails.value" },
        { "/Users", "excludedAttributes=emails,name.familyName" },
        { "/Users", "startIndex=-1|count=-1" },
        { "/Groups", "filter=displayName eq \"staff\"" },
        { "/Groups", "excludedAttributes=members|sortBy=displayName" },
        { "/Groups", "attributes=members.value" },
        { "", "sortBy=displayName|count=4|excludedAttributes=members" },
        { "", "filter=displayName co \"a\"|attributes=id" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Search_AnyQuery_AnswersWhatGetAnswers(string endpoint, string query)
    {
        var parameters = query.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)).Select(one => (Name: one[0], Value: one[1])).ToArray();

        var got = await Gateway.GetAsync(endpoint + Query(parameters));
        var searched = await Gateway.SearchAsync(endpoint, [.. parameters.Select(parameter => (parameter.Name, Member(parameter)))]);

        got.Status.Should().Be(200, because: got.Text);
        searched.Should().Be(got, because: "content type, text and headers are the same");
    }

    [Fact]
    public async Task Search_NothingAsked_AnswersAll200() => (await Gateway.SearchAsync("/Users")).Page().Should().Be((5, 1, 5));

    [Fact]
    public async Task Search_CostsTheReadsOfItsPage()
    {
        await Gateway.WarmUpAsync();

        (await Gateway.CallsOfAsync(() => Gateway.SearchAsync("/Users", ("count", 2)))).Should().Equal("GET /rest/api/2/user", "GET /rest/api/2/user");
    }

    [Theory]
    [InlineData("{}", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("", "invalidSyntax")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"count\":\"many\"}", "invalidValue")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"attributes\":{}}", "invalidValue")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"filter\":5}", "invalidValue")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"filter\":\"nope pr\"}", "invalidFilter")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"filter\":\"\"}", "invalidFilter")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"sortBy\":\"nope\"}", "invalidPath")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"sortOrder\":\"nope\"}", "invalidValue")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"count\":1,\"COUNT\":2}", "invalidSyntax")]
    public async Task Search_BodyThatIsNoSearch_400(string body, string scimType)
    {
        foreach (var endpoint in new[] { "/Users", "/Groups", "" })
        {
            var reply = await Gateway.SendTextAsync(HttpMethod.Post, endpoint + "/.search", body);

            reply.Status.Should().Be(400, because: reply.Text);
            reply.ScimType.Should().Be(scimType);
            reply.ContentType.Should().StartWith("application/scim+json");
        }

        Gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Search_FilterThatDoesNotFit_NamesThePosition() =>
        (await Gateway.SearchAsync("/Users", ("filter", "title pr and shoeSize eq 42"))).Detail.Should().StartWith("At position 14: A User has no attribute 'shoeSize'");

    [Fact]
    public async Task Search_MembersOfNobody_AreLeftAside() =>
        (await Gateway.SearchAsync("/Users", ("cursor", "x"), ("filter", null), ("count", 1))).Page().Should().Be((5, 1, 1));

    [Fact]
    public async Task Search_WhilePaused_IsServedAsAReadIs()
    {
        await using var gateway = await GatewayFixture.StartAsync(connection => connection["Paused"] = true);

        (await gateway.SearchAsync("/Users")).Page().Total.Should().Be(0);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Root_OtherMethods_405(string method)
    {
        (await Gateway.SendTextAsync(new HttpMethod(method), "", "{}")).Status.Should().Be(405);
        (await Gateway.SendTextAsync(new HttpMethod(method), "/.search", "{}")).Status.Should().Be(405);
    }

    private static JsonNode? Member((string Name, string Value) parameter) => parameter.Name switch
    {
        "startIndex" or "count" => int.Parse(parameter.Value, System.Globalization.CultureInfo.InvariantCulture),
        "attributes" or "excludedAttributes" => new JsonArray([.. parameter.Value.Split(',').Select(name => JsonValue.Create(name))]),
        _ => parameter.Value,
    };
}
