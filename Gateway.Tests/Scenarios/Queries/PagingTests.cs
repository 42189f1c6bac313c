using Gateway.Scim.Resources;
using Gateway.State;
using static Gateway.Tests.Scenarios.Queries.QuerySteps;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>Paging exact at the edges (RFC 7644 section 3.4.2.4).</summary>
public sealed class PagingTests : IClassFixture<PeopleGateway>
{
    private readonly PeopleGateway _people;

    public PagingTests(PeopleGateway people) => _people = people;

    private GatewayFixture Gateway => _people.Gateway;

    [Theory]
    [InlineData("startIndex=0", 1, 5)]
    [InlineData("startIndex=-3&count=2", 1, 2)]
    [InlineData("startIndex=5", 5, 1)]
    [InlineData("startIndex=6", 6, 0)]
    [InlineData("startIndex=9223372036854775807", long.MaxValue, 0)]
    [InlineData("count=0", 1, 0)]
    [InlineData("count=-1", 1, 0)]
    [InlineData("startIndex=3&count=0", 3, 0)]
    [InlineData("count=101", 1, 5)]
    [InlineData("count=9223372036854775807", 1, 5)]
    [InlineData("startIndex=4&count=2", 4, 2)]
    [InlineData("startIndex=5&count=2", 5, 1)]
    public async Task Users_AnyPage_EchoesStartIndexAndCountsWhatIsThere(string page, long startIndex, int items)
    {
        foreach (var query in new[] { "", "&filter=userName%20pr", "&sortBy=userName", "&sortBy=title&sortOrder=descending&filter=userName%20pr" })
        {
            (await Gateway.GetAsync($"/Users?{page}{query}")).Page().Should().Be((5, startIndex, items), because: query);
        }
    }

    [Fact]
    public async Task Users_MoreThanAHundred_AHundredOnAPageWhateverIsAsked()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await LinkAsync(gateway, 205, exist: true);

        (await gateway.GetAsync("/Users")).Page().Should().Be((205, 1, 100));
        (await gateway.GetAsync("/Users?count=1000&startIndex=101")).Page().Should().Be((205, 101, 100));
        (await gateway.GetAsync("/Users?count=1000&startIndex=201&sortBy=userName")).Page().Should().Be((205, 201, 5));
    }

    // A client goes on by what it got (RFC 7644: "to retrieve the next set of results") or by what it asked for; neither may pass over anybody.
    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("&filter=userName%20pr", true)]
    [InlineData("&filter=userName%20pr", false)]
    [InlineData("&sortBy=userName&sortOrder=descending", true)]
    [InlineData("&sortBy=userName&sortOrder=descending", false)]
    public async Task Users_SomeAreGoneFromTheApp_AWalkStillCoversTheOthersOnce(string query, bool byItems)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(20);
        foreach (var gone in new[] { 2, 3, 4, 5, 9, 14, 20 })
        {
            gateway.Jira.State.DeleteUser($"user{gone}");
        }

        var walked = new List<string>();
        for (var startIndex = 1; ;)
        {
            var reply = await gateway.GetAsync($"/Users?startIndex={startIndex}&count=4{query}");
            var items = reply.Page().ItemsPerPage;
            walked.AddRange(reply.Ids());
            startIndex += byItems ? items : 4;
            if (startIndex > reply.TotalResults)
            {
                break;
            }

            items.Should().Be(4, because: "a page is short only at the end of the list");
        }

        walked.Should().OnlyHaveUniqueItems();
        walked.Should().BeEquivalentTo(ids.Where((_, i) => i + 1 is not (2 or 3 or 4 or 5 or 9 or 14 or 20)));
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(13);
    }

    [Fact]
    public async Task Users_GoneWhileAPageIsRead_TotalsTellItOnThatPage()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUsersAsync(3);
        gateway.Jira.State.DeleteUser("user2");

        (await gateway.GetAsync("/Users?count=1")).Page().Should().Be((3, 1, 1), because: "nobody has looked at user2 yet");
        (await gateway.GetAsync("/Users?count=2")).Page().Should().Be((2, 1, 2));
        (await gateway.GetAsync("/Users?count=1")).Page().Should().Be((2, 1, 1));
    }

    [Fact]
    public async Task Groups_GoneFromTheApp_ThePageIsFilledUp()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await gateway.CreateGroupAsync(name);
        }

        gateway.Jira.State.DeleteGroup("b");

        var reply = await gateway.GetAsync("/Groups?count=3");

        reply.Names().Should().Equal("a", "c", "d");
        reply.Page().Should().Be((3, 1, 3));
    }

    [Fact]
    public async Task Users_HundredsAreGone_TheRequestEndsAndItsRepeatsConverge()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await LinkAsync(gateway, 450, exist: false);
        var last = await gateway.CreateUserAsync("last@contoso.com");

        var first = await gateway.GetAsync("/Users?filter=userName%20pr");
        first.Status.Should().Be(503, because: first.Text);
        first.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));

        var second = await gateway.GetAsync("/Users?filter=userName%20pr");
        second.Ids().Should().Equal(last);
        second.Page().Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task Users_MoreOfOneExternalIdThanALookUpAnswers_AreAllThere()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        for (var number = 1; number <= 12; number++)
        {
            await gateway.CreateUserAsync($"user{number}@contoso.com", user => user["externalId"] = "shared");
        }

        (await gateway.GetAsync("/Users" + Query(("filter", "externalId eq \"shared\"")))).Page().Should().Be((12, 1, 12));
    }

    /// <summary>Links without going through a POST each.</summary>
    private static async Task LinkAsync(GatewayFixture gateway, int count, bool exist)
    {
        var now = TimeProvider.System.GetUtcNow();
        await gateway.Store.CommitAsync([.. Enumerable.Range(1, count).Select(number =>
        {
            var key = exist ? gateway.Jira.State.AddUser($"many{number}").Key : $"NOBODY{number}";
            return new StateChange.SaveLink(new Link
            {
                Connection = GatewayFixture.Connection,
                Kind = ResourceKind.User,
                Id = key,
                AppKey = key,
                AppName = $"many{number}",
                IdpName = $"many{number}@contoso.com",
                Attributes = ScimObject.Empty,
                Created = now,
                LastModified = now,
            });
        })], TestContext.Current.CancellationToken);
    }
}
