using static Gateway.Tests.Scenarios.Queries.QuerySteps;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>sortBy and sortOrder (RFC 7644 section 3.4.2.3).</summary>
public sealed class SortTests : IClassFixture<PeopleGateway>
{
    private readonly PeopleGateway _people;

    public SortTests(PeopleGateway people)
    {
        _people = people;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _people.Gateway;

    [Theory]
    [InlineData("userName", "Ada bob carol dan eve")]
    [InlineData("USERNAME", "Ada bob carol dan eve")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", "Ada bob carol dan eve")]
    [InlineData("title", "bob carol dan eve Ada")]
    [InlineData("name.familyName", "Ada dan carol bob eve")]
    [InlineData("active", "bob carol Ada dan eve")]
    [InlineData("emails", "dan Ada bob carol eve")]
    [InlineData("emails.value", "dan Ada bob carol eve")]
    [InlineData("department", "dan carol Ada bob eve")]
    [InlineData(ScimBodies.Enterprise + ":department", "dan carol Ada bob eve")]
    [InlineData("meta.created", "carol Ada bob dan eve")]
    [InlineData("externalId", "Ada bob carol dan eve")]
    [InlineData("nickName", "carol Ada bob dan eve")]
    [InlineData("urn:unknown:2.0:User:shoeSize", "carol Ada bob dan eve")]
    public async Task Users_SortedAscending_NoValueLastAndTiesById(string sortBy, string expected)
    {
        (await Gateway.GetAsync("/Users" + Query(("sortBy", sortBy)))).Names().Should().Equal(expected.Split(' '));
        (await Gateway.GetAsync("/Users" + Query(("sortBy", sortBy), ("sortOrder", "Ascending")))).Names().Should().Equal(expected.Split(' '));
    }

    [Theory]
    [InlineData("userName", "eve dan carol bob Ada")]
    [InlineData("title", "Ada eve carol dan bob")]
    [InlineData("name.familyName", "eve bob carol dan Ada")]
    [InlineData("nickName", "carol Ada bob dan eve")]
    public async Task Users_SortedDescending_NoValueFirstAndTiesById(string sortBy, string expected) =>
        (await Gateway.GetAsync("/Users" + Query(("sortBy", sortBy), ("sortOrder", "DESCENDING")))).Names().Should().Equal(expected.Split(' '));

    [Fact]
    public async Task Groups_Sorted_WithoutCase() =>
        (await Gateway.GetAsync("/Groups?sortBy=displayName&excludedAttributes=members")).Names().Should().Equal("apples", "Blue", "staff");

    [Fact]
    public async Task Users_SortedAndFiltered_BothHold()
    {
        var reply = await Gateway.GetAsync("/Users" + Query(("filter", "title eq \"engineer\" or userName sw \"e\""), ("sortBy", "userName"), ("sortOrder", "descending")));

        reply.Names().Should().Equal("eve", "dan", "carol");
        reply.Page().Should().Be((3, 1, 3));
    }

    [Theory]
    [InlineData(1, 2, "Ada bob")]
    [InlineData(3, 2, "carol dan")]
    [InlineData(5, 2, "eve")]
    public async Task Users_PageOfASortedList_IsItsSliceAndCostsItsOwnReads(int startIndex, int count, string expected)
    {
        await Gateway.WarmUpAsync();

        var calls = await Gateway.CallsOfAsync(async () =>
        {
            var reply = await Gateway.GetAsync($"/Users?sortBy=userName&startIndex={startIndex}&count={count}");

            reply.Names().Should().Equal(expected.Split(' '));
            reply.Page().Should().Be((5, startIndex, expected.Split(' ').Length));
        });

        calls.Should().Equal(Enumerable.Repeat("GET /rest/api/2/user", expected.Split(' ').Length));
    }

    [Fact]
    public async Task Users_SortedPageOfFive_FiveReads()
    {
        await Gateway.WarmUpAsync();

        (await Gateway.CallsOfAsync(() => Gateway.GetAsync("/Users?sortBy=title&count=5"))).Should().HaveCount(5);
        (await Gateway.CallsOfAsync(() => Gateway.GetAsync("/Users?sortBy=title&count=0"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Users_LookUpWithSeveralHits_IsSortedToo()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        foreach (var name in new[] { "b", "c", "a" })
        {
            await gateway.CreateUserAsync($"{name}@contoso.com", user => user["externalId"] = "shared");
        }

        (await gateway.GetAsync("/Users" + Query(("filter", "externalId eq \"shared\""), ("sortBy", "userName")))).Names().Should().Equal("a", "b", "c");
        (await gateway.GetAsync("/Users" + Query(("filter", "externalId eq \"shared\""), ("sortBy", "userName"), ("sortOrder", "descending"), ("startIndex", "2"), ("count", "1"))))
            .Names().Should().Equal("b");
    }

    [Theory]
    [InlineData("sortBy=nope", "invalidPath")]
    [InlineData("sortBy=name", "invalidPath")]
    [InlineData("sortBy=password", "invalidPath")]
    [InlineData("sortBy=emails%5Btype%20eq%20%22work%22%5D.value", "invalidPath")]
    [InlineData("sortBy=displayName%20desc", "invalidPath")]
    [InlineData("sortBy=userName&sortOrder=up", "invalidValue")]
    [InlineData("sortOrder=up", "invalidValue")]
    public async Task Users_NothingToSortBy_IsRefusedWithoutACall(string query, string scimType)
    {
        var reply = await Gateway.GetAsync("/Users?" + query);

        reply.Status.Should().Be(400);
        reply.ScimType.Should().Be(scimType);
        Gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("members")]
    [InlineData("members.value")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:members.display")]
    public async Task Groups_SortedByMembers_IsRefusedAndNotAnsweredUnsorted(string sortBy)
    {
        (await Gateway.GetAsync("/Groups" + Query(("sortBy", sortBy)))).ScimType.Should().Be("invalidPath");
        (await Gateway.GetAsync(Query(("sortBy", sortBy)))).ScimType.Should().Be("invalidPath");
    }

    [Theory]
    [InlineData("sortBy=", 5)]
    [InlineData("sortOrder=descending", 5)]
    [InlineData("sortBy=userName&sortOrder=", 5)]
    public async Task Users_HalfOfASort_IsAnswered(string query, int total) => (await Gateway.GetAsync("/Users?" + query)).Page().Total.Should().Be(total);

    [Fact]
    public async Task ServiceProviderConfig_Sort_IsSupported() =>
        ((bool)(await Gateway.GetAsync("/ServiceProviderConfig"))["sort"]!["supported"]!).Should().BeTrue();
}
