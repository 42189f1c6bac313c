using static Gateway.Tests.Scenarios.Queries.QuerySteps;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>Filters on members of groups, which only the app knows: answered by it, or refused, never "nobody".</summary>
public sealed class MemberFilterTests : IClassFixture<PeopleGateway>
{
    private readonly PeopleGateway _people;

    public MemberFilterTests(PeopleGateway people)
    {
        _people = people;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _people.Gateway;

    [Theory]
    [InlineData("members eq \"{dan}\"", "staff Blue")]
    [InlineData("members.value eq \"{dan}\"", "staff Blue")]
    [InlineData("MEMBERS[VALUE eq \"{dan}\"]", "staff Blue")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:members eq \"{dan}\"", "staff Blue")]
    [InlineData("members eq \"{carol}\" and members eq \"{dan}\"", "staff")]
    [InlineData("members[value eq \"{carol}\" or value eq \"{dan}\"]", "staff Blue")]
    [InlineData("members[value eq \"{carol}\" and value eq \"{dan}\"]", "")]
    [InlineData("members eq \"{dan}\" and displayName eq \"blue\"", "Blue")]
    [InlineData("members eq \"{dan}\" and id eq \"blue\" and displayName pr", "Blue")]
    [InlineData("members eq \"{dan}\" or displayName sw \"app\"", "staff Blue apples")]
    [InlineData("not (members eq \"{carol}\")", "Blue apples")]
    [InlineData("members ne \"{carol}\"", "Blue apples")]
    [InlineData("members eq \"nobody\"", "")]
    [InlineData("members eq \"~not-an-id~\"", "")]
    public async Task Groups_ByMember_AsTheAppHasThem(string filter, string expected)
    {
        var reply = await Gateway.GetAsync("/Groups" + Query(("filter", Named(filter)), ("excludedAttributes", "members")));

        reply.Names().Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        reply.Page().Total.Should().Be(reply.Resources().Count);
    }

    [Fact]
    public async Task Groups_ByMember_OneCallForTheUserAndOneForEachGroupShown()
    {
        await Gateway.WarmUpAsync();

        (await Gateway.CallsOfAsync(() => Gateway.GetAsync("/Groups" + Query(("filter", Named("members eq \"{dan}\"")), ("excludedAttributes", "members")))))
            .Should().Equal("GET /rest/api/2/user", "GET /rest/api/2/group/member", "GET /rest/api/2/group/member");
    }

    [Theory]
    [InlineData("members pr")]
    [InlineData("not (members pr)")]
    [InlineData("members co \"JIRA\"")]
    [InlineData("members eq null")]
    [InlineData("members.display eq \"Person dan\"")]
    [InlineData("members[type eq \"User\"]")]
    [InlineData("members[value ne \"{dan}\"]")]
    [InlineData("members[not (value eq \"{dan}\")]")]
    [InlineData("members[value eq \"{dan}\"].display eq \"Person dan\"")]
    [InlineData("displayName eq \"staff\" and members pr")]
    public async Task Groups_MembersInAnotherWay_IsRefusedAndNotAnsweredWithNobody(string filter)
    {
        var reply = await Gateway.GetAsync("/Groups" + Query(("filter", Named(filter))));

        reply.Status.Should().Be(400, because: reply.Text);
        reply.ScimType.Should().Be("invalidFilter");
        reply.Detail.Should().Contain("members eq");
    }

    [Fact]
    public async Task Groups_ManyMembersAsked_TooMany()
    {
        var filter = string.Join(" or ", Enumerable.Range(0, 11).Select(i => $"members eq \"u{i}\""));

        (await Gateway.GetAsync("/Groups" + Query(("filter", filter)))).ScimType.Should().Be("tooMany");
    }

    [Theory]
    [InlineData("urn:other:2.0:Group:displayName eq \"staff\"")]
    [InlineData("urn:other:2.0:Group:id eq \"staff\"")]
    [InlineData("urn:other:2.0:Group:externalId eq \"object-staff\"")]
    public async Task Groups_AttributeOfAnExtensionWithTheNameOfAKey_IsAnotherAttribute(string filter) =>
        (await Gateway.GetAsync("/Groups" + Query(("filter", filter)))).Page().Total.Should().Be(0);

    [Theory]
    [InlineData("urn:other:2.0:User:userName eq \"carol@contoso.com\"")]
    [InlineData("urn:other:2.0:User:externalId eq \"ext-carol\"")]
    [InlineData("urn:other:2.0:User:emails.value eq \"carol@contoso.com\"")]
    [InlineData("urn:other:2.0:User:emails[type eq \"work\"].value eq \"carol@contoso.com\"")]
    public async Task Users_AttributeOfAnExtensionWithTheNameOfAKey_IsAnotherAttribute(string filter) =>
        (await Gateway.GetAsync("/Users" + Query(("filter", filter)))).Page().Total.Should().Be(0);

    private string Named(string filter) => _people.Ids.Aggregate(filter, (text, person) => text.Replace($"{{{person.Key}}}", person.Value, StringComparison.Ordinal));
}
