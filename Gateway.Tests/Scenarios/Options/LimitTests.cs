using System.Net.Http.Headers;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>Paused, RateLimit, AppCalls.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Paused_Writes_AreAnsweredWithRetryAfterAndReadsAreServed()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        await gateway.ReconfigureAsync(json => json["Paused"] = true);
        gateway.Jira.Calls.Clear();

        var writes = new[]
        {
            await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("bob@contoso.com")),
            await gateway.SetActiveAsync(id, false),
            await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", ScimBodies.User("ada@contoso.com")),
            await gateway.DeleteAsync($"/Users/{id}"),
            await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("blue")),
            await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)),
            await gateway.SendAsync(HttpMethod.Put, $"/Groups/{group}", ScimBodies.Group("red")),
            await gateway.DeleteAsync($"/Groups/{group}"),
        };

        writes.Should().AllSatisfy(reply =>
        {
            reply.Status.Should().Be(503, because: reply.Text);
            reply.RetryAfter.Should().BePositive();
            reply.Detail.Should().Contain("paused");
        });
        gateway.Jira.Calls.All.Should().BeEmpty();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        (await gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(200);
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(1);
        (await gateway.GetAsync("/Users")).TotalResults.Should().Be(1);
    }

    [Fact]
    public async Task Paused_LiftedAgain_WritesAreServed()
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Paused"] = true);
        await gateway.ReconfigureAsync(json => json["Paused"] = false);

        await gateway.CreateUserAsync("ada@contoso.com");

        gateway.Jira.State.User("ada").Should().NotBeNull();
    }

    [Fact]
    public async Task RateLimit_PastTheBurst_Is429WithRetryAfterAndNothingReachesJira()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("RateLimit", ("RequestsPerSecond", 1), ("Burst", 3)));

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => gateway.GetAsync("/ServiceProviderConfig")));

        replies.Should().Contain(reply => reply.Status == 200);
        replies.Where(reply => reply.Status != 200).Should().NotBeEmpty().And.AllSatisfy(reply =>
        {
            reply.Status.Should().Be(429);
            reply.RetryAfter.Should().BePositive();
            reply.ContentType.Should().StartWith("application/scim+json");
            reply["schemas"]![0]!.GetValue<string>().Should().Be("urn:ietf:params:scim:api:messages:2.0:Error");
        });
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task FailedPerMinute_WrongTokens_429ForFailuresOnly()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("RateLimit", ("FailedPerMinute", 3)));

        var statuses = new List<int>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            statuses.Add((await gateway.SendAsync(HttpMethod.Get, "/Users", null, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong"))).Status);
        }

        statuses.Should().Equal(401, 401, 401, 429, 429);
        (await gateway.GetAsync("/Users")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Timeout_SlowJira_IsAnOutageAndNotAnAnswer()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("AppCalls", ("Timeout", "00:00:00.300")));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { Latency = TimeSpan.FromSeconds(3) };

        var reply = await gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(503, because: reply.Text);
        reply.RetryAfter.Should().BePositive();
    }
}
