using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.Queries.QuerySteps;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>Queries at the SCIM base URL over users and groups (RFC 7644 section 3.4.2.1).</summary>
public sealed class RootTests : IClassFixture<PeopleGateway>
{
    private readonly PeopleGateway _people;

    public RootTests(PeopleGateway people)
    {
        _people = people;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _people.Gateway;

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Root_NoQuery_UsersThenGroupsInTheOrderOfCreation(string path)
    {
        var reply = await Gateway.GetAsync(path);

        reply.Names().Should().Equal("carol", "Ada", "bob", "dan", "eve", "staff", "Blue", "apples");
        reply.Page().Should().Be((8, 1, 8));
    }

    [Theory]
    [InlineData("meta.resourceType eq \"User\"", "carol Ada bob dan eve")]
    [InlineData("meta.resourceType eq \"Group\"", "staff Blue apples")]
    [InlineData("meta.resourceType eq \"group\"", "")]
    [InlineData("title eq \"engineer\"", "carol dan")]
    [InlineData("not (title eq \"engineer\")", "Ada bob eve staff Blue apples")]
    [InlineData("title eq \"architect\" or displayName eq \"blue\"", "bob Blue")]
    [InlineData("displayName co \"a\"", "carol Ada dan staff apples")]
    [InlineData("active eq true", "carol Ada dan eve")]
    [InlineData("externalId pr", "carol Ada bob dan staff Blue apples")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName pr", "carol Ada bob dan eve")]
    [InlineData("members eq \"nobody\"", "")]
    public async Task Root_Filter_IsAskedOfBothTypes(string filter, string expected)
    {
        var reply = await Gateway.GetAsync(Query(("filter", filter), ("excludedAttributes", "members")));

        reply.Names().Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        reply.Page().Total.Should().Be(reply.Resources().Count);
    }

    [Fact]
    public async Task Root_MemberOfAGroup_IsAskedOfTheApp()
    {
        var reply = await Gateway.GetAsync(Query(("filter", $"members eq \"{_people.Ids["dan"]}\" or userName sw \"b\""), ("excludedAttributes", "members")));

        reply.Names().Should().Equal("bob", "staff", "Blue");
    }

    [Theory]
    [InlineData("nope pr", "At position 1: ")]
    [InlineData("userName pr and nope pr", "At position 17: ")]
    [InlineData("active gt true", "does not fit")]
    [InlineData("password pr and password eq \"x\"", "cannot be asked for")]
    public async Task Root_FilterOfNoType_InvalidFilter(string filter, string detail)
    {
        var reply = await Gateway.GetAsync(Query(("filter", filter)));

        reply.Status.Should().Be(400);
        reply.ScimType.Should().Be("invalidFilter");
        reply.Detail.Should().Contain(detail);
        Gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("displayName", "ascending", "apples Blue Ada bob carol dan eve staff")]
    [InlineData("displayName", "descending", "staff eve dan carol bob Ada Blue apples")]
    [InlineData("userName", "ascending", "Ada bob carol dan eve apples Blue staff")]
    [InlineData("meta.resourceType", "ascending", "apples Blue staff carol Ada bob dan eve")]
    public async Task Root_Sorted_OverBothTypes(string sortBy, string sortOrder, string expected) =>
        (await Gateway.GetAsync(Query(("sortBy", sortBy), ("sortOrder", sortOrder), ("excludedAttributes", "members")))).Names().Should().Equal(expected.Split(' '));

    [Fact]
    public async Task Root_SortedByWhatNoTypeHas_InvalidPath() => (await Gateway.GetAsync("?sortBy=nope")).ScimType.Should().Be("invalidPath");

    [Theory]
    [InlineData(4, 3, "dan eve staff")]
    [InlineData(6, 3, "staff Blue apples")]
    [InlineData(8, 3, "apples")]
    [InlineData(9, 3, "")]
    public async Task Root_PageAcrossTheTypes_IsItsSliceAndCostsItsOwnReads(int startIndex, int count, string expected)
    {
        await Gateway.WarmUpAsync();
        var names = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var calls = await Gateway.CallsOfAsync(async () =>
        {
            var reply = await Gateway.GetAsync($"?startIndex={startIndex}&count={count}&excludedAttributes=members");

            reply.Names().Should().Equal(names);
            reply.Page().Should().Be((8, startIndex, names.Length));
        });

        calls.Should().HaveCount(names.Length);
    }

    [Fact]
    public async Task Root_Attributes_AreThoseOfEachType()
    {
        var reply = await Gateway.SearchAsync("", ("attributes", new JsonArray("userName", "members.value")), ("filter", "displayName sw \"staff\" or title eq \"architect\""));

        var (user, group) = (reply.Resources()[0].AsObject(), reply.Resources()[1].AsObject());
        user.Select(member => member.Key).Should().Equal("schemas", "id", "userName");
        group.Select(member => member.Key).Should().Equal("schemas", "id", "members");
        group["members"]!.AsArray().Should().HaveCount(2).And.OnlyContain(member => member!.AsObject().Count == 1);
    }

    [Fact]
    public async Task Root_AnotherConnectionsToken_401() =>
        (await Gateway.SendAsync(HttpMethod.Get, "", null, request => request.Headers.Authorization = new("Bearer", "wrong"))).Status.Should().Be(401);

    [Fact]
    public async Task Root_AppIsDown_LooksLikeAnOutage()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.Jira.KillNodeAsync(0);

        var reply = await gateway.GetAsync("?filter=userName%20pr");

        reply.Status.Should().Be(503);
        reply.RetryAfter.Should().NotBeNull();
    }
}
