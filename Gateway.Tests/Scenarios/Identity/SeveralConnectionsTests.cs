using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>Two connections to one Jira, and one connection that points to another Jira.</summary>
public sealed class SeveralConnectionsTests
{
    private const string Ada = "ada@contoso.com";

    [Theory]
    [InlineData("jira")]
    [InlineData("jira-again")]
    public async Task SecondConnection_AccountOfTheFirst_409NamingIt(string cluster)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "ByName"));
        await gateway.ReconfigureWholeAsync(root =>
        {
            var clusters = root["ReverseProxy"]!["Clusters"]!.AsObject();
            clusters["jira-again"] = clusters["jira"]!.DeepClone();
        });
        var second = await gateway.AddConnectionAsync("second", connection => connection["Cluster"] = cluster);
        await second(HttpMethod.Get, "/Users?count=0", null);
        var id = await gateway.CreateUserAsync(Ada);
        var before = gateway.Jira.Picture();

        var posted = await second(HttpMethod.Post, "/Users", ScimBodies.User(Ada));
        var found = await second(HttpMethod.Get, $"/Users?filter={Uri.EscapeDataString($"userName eq \"{Ada}\"")}", null);
        var disabled = await second(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Active(false)));

        (posted.Status, posted.ScimType).Should().Be((409, "uniqueness"));
        posted.Detail.Should().Contain("'jira'");
        found.TotalResults.Should().Be(0);
        disabled.Status.Should().Be(409);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task SecondConnection_FirstDeletedThePerson_MayTakeTheAccountUp()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var second = await gateway.AddConnectionAsync("second");
        var id = await gateway.CreateUserAsync(Ada);
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        var posted = await second(HttpMethod.Post, "/Users", ScimBodies.User(Ada));

        (posted.Status, posted.Id).Should().Be((201, id), because: posted.Text);
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(409);
    }

    [Fact]
    public async Task SecondConnection_OtherJiraWithTheSameKeys_NobodyIsTakenForAnother()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await using var otherJira = await JiraSandbox.StartAsync(new JiraSandboxOptions(), TestContext.Current.CancellationToken);
        await gateway.ReconfigureWholeAsync(root => root["ReverseProxy"]!["Clusters"]!["other"] = ClusterOf(otherJira));
        var second = await gateway.AddConnectionAsync("second", connection =>
        {
            connection["Cluster"] = "other";
            connection["Credential"]!["Token"] = otherJira.Options.Token;
        });
        var id = await gateway.CreateUserAsync(Ada);
        otherJira.State.AddUser("ada", "The other Ada", Ada);

        var posted = await second(HttpMethod.Post, "/Users", ScimBodies.User(Ada));

        (posted.Status, posted.Id).Should().Be((201, id), because: "both Jiras number their keys alike");
        gateway.Jira.State.Users.Should().HaveCount(otherJira.State.Users.Count);
    }

    [Fact]
    public async Task Tokens_OfOneConnection_AreNotThoseOfAnother()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.AddConnectionAsync("second");

        var reply = await gateway.SendAsync(HttpMethod.Get, "/Users", change: request => request.RequestUri = new Uri(gateway.Address, "/scim/second/v2/Users"));

        reply.Status.Should().Be(401);
    }

    [Fact]
    public async Task Pin_AddressChangedToAnotherJira_503UntilRebind()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await using var otherJira = await JiraSandbox.StartAsync(new JiraSandboxOptions { Token = gateway.Jira.Options.Token }, TestContext.Current.CancellationToken);
        var id = await gateway.CreateUserAsync(Ada);
        var stranger = otherJira.State.AddUser("stranger", "Somebody else", "somebody@else.com");
        stranger.Key.Should().Be(id, because: "both Jiras number their keys alike");
        await PointToAsync(gateway, otherJira);
        await gateway.RestartAsync();

        var read = await gateway.GetAsync($"/Users/{id}");
        var disabled = await gateway.SetActiveAsync(id, false);

        (read.Status, disabled.Status).Should().Be((503, 503));
        read.RetryAfter.Should().NotBeNull();
        read.Detail.Should().Contain("gateway rebind jira");
        stranger.Active.Should().BeTrue();

        (await GatewayCli.RunAsync(["rebind", "jira", "--config", Path.Combine(gateway.Folder, "gateway.json")])).Should().Be(0);
        await UntilAsync(gateway, 200);
        ((string)(await gateway.GetAsync($"/Users/{id}"))["displayName"]!).Should().Be("Somebody else");
    }

    [Fact]
    public async Task Pin_AddressChangedWhileRunning_NobodyIsTakenForAnother()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await using var otherJira = await JiraSandbox.StartAsync(new JiraSandboxOptions { Token = gateway.Jira.Options.Token }, TestContext.Current.CancellationToken);
        var id = await gateway.CreateUserAsync(Ada);
        var stranger = otherJira.State.AddUser("stranger", "Somebody else", "somebody@else.com");

        await PointToAsync(gateway, otherJira);
        await UntilAsync(gateway, 503);
        var disabled = await gateway.SetActiveAsync(id, false);

        disabled.Status.Should().Be(503, because: disabled.Text);
        disabled.Detail.Should().Contain("gateway rebind jira");
        stranger.Active.Should().BeTrue();

        await PointToAsync(gateway, gateway.Jira);
        await UntilAsync(gateway, 200);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200, because: "it points to its own Jira again");
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Pin_OtherJiraThatCannotTellWhoItIs_IsNotTakenForTheFirst()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await using var otherJira = await JiraSandbox.StartAsync(new JiraSandboxOptions { Token = gateway.Jira.Options.Token }, TestContext.Current.CancellationToken);
        var id = await gateway.CreateUserAsync(Ada);
        var stranger = otherJira.State.AddUser("stranger", "Somebody else", "somebody@else.com");
        otherJira.Faults.Add("GET", "/rest/api/2/serverInfo", new FaultEffect.Answer { Status = 503 }, times: null);
        await PointToAsync(gateway, otherJira);
        await gateway.RestartAsync();

        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(503);

        stranger.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Pin_SameJiraAfterARestart_IsServed()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);

        await gateway.RestartAsync();

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    private static JsonObject ClusterOf(JiraSandbox jira) =>
        new() { ["Destinations"] = new JsonObject { ["node1"] = new JsonObject { ["Address"] = jira.Address.ToString() } } };

    private static Task PointToAsync(GatewayFixture gateway, JiraSandbox jira) =>
        gateway.ReconfigureWholeAsync(root => root["ReverseProxy"]!["Clusters"]!["jira"] = ClusterOf(jira));

    /// <summary>New addresses are in force a moment after the reload; what the command line left is looked for once a second.</summary>
    private static Task UntilAsync(GatewayFixture gateway, int status) =>
        IdentitySteps.UntilAsync($"reads are answered {status}", async () => (await gateway.GetAsync("/Users?count=0")).Status == status);
}
