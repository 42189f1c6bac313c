using System.Text.Json.Nodes;

namespace Gateway.Tests.Authentication;

public sealed class ScimRateLimitingTests
{
    // Many more than a second's refill, as this limiter's clock is the real one.
    private const int Flood = 50;

    private const string ThreeAtOnce = """  "RateLimit": { "RequestsPerSecond": 1, "Burst": 3 } """;

    [Fact]
    public async Task Limit_PastTheBurst_Is429WithRetryAfterAndScimBody()
    {
        using var pipeline = new ScimPipeline(ThreeAtOnce);
        (await SendRightAsync(pipeline, Flood)).Should().StartWith([200, 200, 200]).And.Contain(429);

        var answer = await pipeline.SendRightAsync();

        answer.Status.Should().Be(429);
        answer.Headers.RetryAfter.Should().Equal("1");
        answer.Headers.ContentType.Should().Equal("application/scim+json");
        JsonNode.Parse(answer.Body)!["status"]!.GetValue<string>().Should().Be("429");
    }

    [Fact]
    public async Task Limit_OfOneConnection_DoesNotTouchAnother()
    {
        using var pipeline = new ScimPipeline($$"""
            {{ThreeAtOnce}} },
            "second": { "App": "jira", "Cluster": "jira", "Credential": { "Type": "Bearer", "Token": "x" }, {{ThreeAtOnce}}
            """);
        pipeline.Store.With("second", "right", pipeline.Token.Sha256);
        await SendRightAsync(pipeline, Flood);

        (await pipeline.SendManyAsync(3, "/scim/second/v2/Users", $"Bearer {pipeline.Token.Token}")).Should().Equal(200, 200, 200);
    }

    [Fact]
    public async Task Limit_RefusedLogIns_DoNotUseUpTheConnectionsShare()
    {
        using var pipeline = new ScimPipeline(ThreeAtOnce);

        await pipeline.SendManyAsync(20, "/scim/jira/v2/Users", "Bearer wrong");

        (await SendRightAsync(pipeline, 3)).Should().OnlyContain(status => status == 200);
    }

    [Fact]
    public async Task Limit_RaisedByAReload_HoldsAtOnce()
    {
        using var pipeline = new ScimPipeline(ThreeAtOnce);
        (await SendRightAsync(pipeline, Flood)).Should().EndWith(429);

        pipeline.Change("""  "RateLimit": { "RequestsPerSecond": 50, "Burst": 20 } """);

        (await SendRightAsync(pipeline, 20)).Should().OnlyContain(status => status == 200);
    }

    [Fact]
    public async Task Limit_ReloadOfSomethingElse_GivesNoFreshBurst()
    {
        using var pipeline = new ScimPipeline(ThreeAtOnce);
        await SendRightAsync(pipeline, Flood);

        pipeline.Change($"""{ThreeAtOnce}, "Paused": true """);

        (await SendRightAsync(pipeline, 3)).Should().Contain(429);
    }

    [Fact]
    public async Task Limit_OutsideOfScim_IsNone()
    {
        using var pipeline = new ScimPipeline(ThreeAtOnce);

        (await pipeline.SendManyAsync(20, "/healthz/live", "")).Should().OnlyContain(status => status == 200);
    }

    private static Task<IReadOnlyList<int>> SendRightAsync(ScimPipeline pipeline, int count) =>
        pipeline.SendManyAsync(count, "/scim/jira/v2/Users", $"Bearer {pipeline.Token.Token}");
}
