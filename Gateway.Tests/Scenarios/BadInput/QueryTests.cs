using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.BadInput;

/// <summary>Filters, pages, paths and methods that cannot be served.</summary>
public sealed class QueryTests : IClassFixture<WarmGateway>
{
    private readonly WarmGateway _warm;

    public QueryTests(WarmGateway warm)
    {
        _warm = warm;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _warm.Gateway;

    [Theory]
    [InlineData("shoeSize eq 42")]
    [InlineData("name.shoe eq \"x\"")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq \"ada")]
    [InlineData("userName eq \"ada\" and")]
    [InlineData("(userName eq \"ada\"")]
    [InlineData("userName eq \"ada\")")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("userName is \"ada\"")]
    [InlineData("userName eq \"a\" userName eq \"b\"")]
    [InlineData("password eq \"x\"")]
    [InlineData("active gt true")]
    [InlineData("eq eq eq")]
    [InlineData("'; DROP TABLE link; --")]
    public async Task Users_FilterThatIsNone_InvalidFilter(string filter) =>
        (await Gateway.FindAsync("Users", filter)).ShouldRefuse(Gateway, 400, "invalidFilter");

    [Theory]
    [InlineData("userName eq \"ada\"")]
    [InlineData("members[value eq \"x\"")]
    [InlineData("displayName co")]
    public async Task Groups_FilterThatIsNone_InvalidFilter(string filter) =>
        (await Gateway.FindAsync("Groups", filter)).ShouldRefuse(Gateway, 400, "invalidFilter");

    [Fact]
    public async Task Users_FilterNestedAThousandTimes_InvalidFilter() =>
        (await Gateway.FindAsync("Users", new string('(', 1000) + "userName pr" + new string(')', 1000))).ShouldRefuse(Gateway, 400, "invalidFilter");

    [Theory]
    [InlineData("startIndex=x")]
    [InlineData("count=x")]
    [InlineData("count=1.5")]
    [InlineData("count=99999999999999999999")]
    [InlineData("startIndex=1e3")]
    public async Task Users_PageThatIsNoNumber_InvalidValue(string query) =>
        (await Gateway.GetAsync($"/Users?{query}")).ShouldRefuse(Gateway, 400, "invalidValue");

    [Theory]
    [InlineData("startIndex=0", 1, 1)]
    [InlineData("startIndex=-5", 1, 1)]
    [InlineData("startIndex=", 1, 1)]
    [InlineData("startIndex=2", 2, 0)]
    [InlineData("startIndex=2147483647", 2147483647, 0)]
    [InlineData("count=0", 1, 0)]
    [InlineData("count=-1", 1, 0)]
    [InlineData("count=2147483647", 1, 1)]
    [InlineData("startIndex=1&count=1", 1, 1)]
    public async Task Users_OddPage_IsAnsweredAsTheRfcSays(string query, int startIndex, int shown)
    {
        var reply = await Gateway.GetAsync($"/Users?{query}");

        reply.Status.Should().Be(200, because: reply.Text);
        reply.TotalResults.Should().Be(1);
        ((int?)reply["startIndex"]).Should().Be(startIndex);
        ((int?)reply["itemsPerPage"]).Should().Be(shown);
        (reply["Resources"] as System.Text.Json.Nodes.JsonArray ?? []).Should().HaveCount(shown);
    }

    [Theory]
    [InlineData("/Users/{0}?aadOptscim062020")]
    [InlineData("/Users/{0}?AzureAdScimPatch062020&x=1")]
    [InlineData("/Users/{0}?dryRun=true&_=%00")]
    public async Task Query_ParametersOfNobody_AreIgnored(string path)
    {
        var reply = await Gateway.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, _warm.User));

        reply.Status.Should().Be(200, because: reply.Text);
    }

    [Theory]
    [InlineData("/Users/..%2f..%2fsecure")]
    [InlineData("/Users/%2e%2e%2f")]
    [InlineData("/Users/..%5c..%5c")]
    [InlineData("/Users/%0d%0aX-Evil:1")]
    [InlineData("/Users/a%3fusername=admin")]
    [InlineData("/Users/%23")]
    [InlineData("/Users/%25252e")]
    [InlineData("/Users/~~~")]
    [InlineData("/Users/%F0%9F%98%80")]
    [InlineData("/Groups/..%2f..%2fsecure")]
    public async Task Id_Absurd_404WithoutACall(string path)
    {
        (await RawAsync(HttpMethod.Get, path)).ShouldRefuse(Gateway, 404, null);
        (await RawAsync(HttpMethod.Delete, path)).ShouldRefuse(Gateway, 404, null);
    }

    [Theory]
    [InlineData(513)]
    [InlineData(5000)]
    public async Task Id_VeryLong_404WithoutACall(int length)
    {
        (await Gateway.GetAsync("/Users/" + new string('x', length))).ShouldRefuse(Gateway, 404, null);
        (await Gateway.DeleteAsync("/Groups/" + new string('x', length))).ShouldRefuse(Gateway, 404, null);
    }

    [Theory]
    [InlineData("/users2")]
    [InlineData("/Users/a/b")]
    [InlineData("/Users/../Nothing")]
    [InlineData("/Devices")]
    [InlineData("/../v3/Users")]
    [InlineData("/Schemas/urn:nothing")]
    [InlineData("/ResourceTypes/Device")]
    public async Task Route_Unknown_404(string path) =>
        (await RawAsync(HttpMethod.Get, path)).ShouldRefuse(Gateway, 404, null);

    [Theory]
    [InlineData("PUT", "/Users")]
    [InlineData("PATCH", "/Users")]
    [InlineData("DELETE", "/Users")]
    [InlineData("POST", "/Users/x")]
    [InlineData("DELETE", "/Groups")]
    [InlineData("POST", "/ServiceProviderConfig")]
    [InlineData("DELETE", "/Schemas")]
    [InlineData("BREW", "/Users")]
    public async Task Method_NotThere_405(string method, string path) =>
        (await Gateway.SendAsync(new HttpMethod(method), path)).ShouldRefuse(Gateway, 405, null);

    [Fact]
    public async Task Me_Any_501() =>
        (await Gateway.GetAsync("/Me")).ShouldRefuse(Gateway, 501, null);

    [Fact]
    public async Task LookUp_UserNameOfEveryKindOfCharacter_ReachesJiraAsOneParameter()
    {
        const string name = "a/b?c#d%e&f+g=h\\i \"j\" ü 😀;k";
        Gateway.Jira.State.AddUser("victim");

        var reply = await Gateway.FindUserAsync(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));

        reply.TotalResults.Should().Be(0, because: reply.Text);
        var call = Gateway.Jira.Calls.All.Should().ContainSingle().Subject;
        call.Path.Should().Be(UserPath);
        System.Web.HttpUtility.ParseQueryString(call.Query)["username"].Should().Be(name);
    }

    /// <summary>The path as it stands here: the client must not tidy it up.</summary>
    private async Task<ScimReply> RawAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(Gateway.BaseUrl + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Authorization = new("Bearer", Gateway.Token);
        using var response = await Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ScimReply.ReadAsync(response);
    }
}
