using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Gateway.Tests.Authentication;

public sealed class ScimAuthenticationTests
{
    private const string Unauthorized =
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"A valid bearer token of this connection is required."}""";

    [Theory]
    [InlineData("/scim/jira/v2/Users")]
    [InlineData("/scim/jira")]
    [InlineData("/SCIM/JIRA/v2/Users")]
    public async Task Invoke_RightToken_IsServedWithItsCaller(string path)
    {
        using var pipeline = new ScimPipeline();

        var answer = await pipeline.SendRightAsync(path);

        answer.Status.Should().Be(200);
        answer.Caller!.TokenName.Should().Be("right");
        answer.Caller.Connection.Should().BeSameAs(pipeline.Settings.Current[0]);
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/")]
    [InlineData("/scimmy")]
    public async Task Invoke_OutsideOfScim_AsksForNothing(string path)
    {
        using var pipeline = new ScimPipeline();

        var answer = await pipeline.SendAsync(path, StringValues.Empty);

        answer.Status.Should().Be(200);
        answer.Caller.Should().BeNull();
    }

    // {t}: the right token of connection "jira"; {other}: that of "other", which has none here; {h}: the hash of the right one.
    [Theory]
    [InlineData("/scim/jira/v2/Users", "")]
    [InlineData("/scim/jira/v2/Users", " ")]
    [InlineData("/scim/jira/v2/Users", "Bearer")]
    [InlineData("/scim/jira/v2/Users", "Bearer ")]
    [InlineData("/scim/jira/v2/Users", "Bearer wrong")]
    [InlineData("/scim/jira/v2/Users", "Bearer {h}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t}x")]
    [InlineData("/scim/jira/v2/Users", "Bearer x{t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t},{t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t} {t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t}, Bearer {t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer \"{t}\"")]
    [InlineData("/scim/jira/v2/Users", "Bearer\t{t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t}\t")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t}\u00e9")]
    [InlineData("/scim/jira/v2/Users", "Bearer {t}\0")]
    [InlineData("/scim/jira/v2/Users", "Bearer:{t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer={t}")]
    [InlineData("/scim/jira/v2/Users", " Bearer {t}")]
    [InlineData("/scim/jira/v2/Users", "{t}")]
    [InlineData("/scim/jira/v2/Users", "Token {t}")]
    [InlineData("/scim/jira/v2/Users", "Basic {t}")]
    [InlineData("/scim/jira/v2/Users", "Bear {t}")]
    [InlineData("/scim/jira/v2/Users", "Bearers {t}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {expired}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {other}")]
    [InlineData("/scim/jira/v2/Users", "Bearer {revoked}")]
    [InlineData("/scim/other/v2/Users", "Bearer {t}")]
    [InlineData("/scim/other/v2/Users", "Bearer {other}")]
    [InlineData("/scim/jira2/v2/Users", "Bearer {t}")]
    [InlineData("/scim/jir/v2/Users", "Bearer {t}")]
    [InlineData("/scim//jira/v2/Users", "Bearer {t}")]
    [InlineData("/scim/ jira/v2/Users", "Bearer {t}")]
    [InlineData("/scim/jira%2Fv2/Users", "Bearer {t}")]
    [InlineData("/scim", "Bearer {t}")]
    [InlineData("/scim/", "Bearer {t}")]
    [InlineData("/scim/unknown/v2/Users", "")]
    public async Task Invoke_AnythingElse_IsTheSame401(string path, string authorization)
    {
        using var pipeline = new ScimPipeline();
        var (expired, other, revoked) = (Gateway.Authentication.TokenFactory.Create(), Gateway.Authentication.TokenFactory.Create(), Gateway.Authentication.TokenFactory.Create());
        pipeline.Store.With("jira", "expired", expired.Sha256, DateTimeOffset.UnixEpoch).With("other", "other", other.Sha256).With("jira", "revoked", revoked.Sha256);
        await pipeline.Store.RevokeTokenAsync("jira", "revoked", TestContext.Current.CancellationToken);

        var answer = await pipeline.SendAsync(path, authorization.Replace("{t}", pipeline.Token.Token).Replace("{h}", pipeline.Token.Sha256)
            .Replace("{expired}", expired.Token).Replace("{other}", other.Token).Replace("{revoked}", revoked.Token));

        answer.Should().BeEquivalentTo(new { Status = 401, Body = Unauthorized, Caller = (object?)null });
        Headers(answer).Should().Be($"Cache-Control=no-store;Content-Length={Unauthorized.Length};Content-Type=application/scim+json;WWW-Authenticate=Bearer");
    }

    [Theory]
    [InlineData("/scim/jira/v2/Users")]
    [InlineData("/scim/jira/oauth2/token")]
    [InlineData("/SCIM/JIRA/anything")]
    public async Task Invoke_RightTokenFromAnotherNetwork_IsTheSame401(string path)
    {
        using var pipeline = new ScimPipeline("""  "Authentication": { "AllowedNetworks": [ "198.51.100.0/24" ] } """);
        var right = $"Bearer {pipeline.Token.Token}";

        var outside = await pipeline.SendAsync(path, right, "192.0.2.1");
        var inside = await pipeline.SendAsync(path, right, "::ffff:198.51.100.7");

        outside.Should().BeEquivalentTo(new { Status = 401, Body = Unauthorized, Caller = (object?)null });
        Headers(outside).Should().Be($"Cache-Control=no-store;Content-Length={Unauthorized.Length};Content-Type=application/scim+json;WWW-Authenticate=Bearer");
        inside.Status.Should().Be(200);
        string.Join('\n', pipeline.Log.Lines).Should().Contain("192.0.2.1").And.Contain("AllowedNetworks", because: "the operator has to learn which network to add");
    }

    [Fact]
    public async Task Invoke_RightTokenFromAnotherNetwork_CountsAsAFailure()
    {
        using var pipeline = new ScimPipeline("""  "Authentication": { "AllowedNetworks": [ "198.51.100.0/24" ] }, "RateLimit": { "FailedPerMinute": 3 } """);

        var statuses = await pipeline.SendManyAsync(5, "/scim/jira/v2/Users", $"Bearer {pipeline.Token.Token}");

        statuses.Should().Equal(401, 401, 401, 429, 429);
    }

    [Fact]
    public async Task Invoke_NetworkTakenOutByAReload_IsRefusedAtOnce()
    {
        using var pipeline = new ScimPipeline("""  "Authentication": { "AllowedNetworks": [ "192.0.2.0/24" ] } """);
        (await pipeline.SendRightAsync()).Status.Should().Be(200);

        pipeline.Change("""  "Authentication": { "AllowedNetworks": [ "198.51.100.0/24" ] } """);

        (await pipeline.SendRightAsync()).Status.Should().Be(401);
    }

    [Fact]
    public async Task Invoke_TwoAuthorizationHeaders_AreTheSame401()
    {
        using var pipeline = new ScimPipeline();
        var right = $"Bearer {pipeline.Token.Token}";

        (await pipeline.SendAsync("/scim/jira/v2/Users", new StringValues([right, right]))).Body.Should().Be(Unauthorized);
    }

    [Fact]
    public async Task Invoke_NoAuthorizationHeader_IsTheSame401()
    {
        using var pipeline = new ScimPipeline();

        (await pipeline.SendAsync("/scim/jira/v2/Users", StringValues.Empty)).Body.Should().Be(Unauthorized);
    }

    [Fact]
    public async Task Invoke_TooManyFailures_Are429WithRetryAfter()
    {
        using var pipeline = new ScimPipeline("""  "RateLimit": { "FailedPerMinute": 3 } """);
        await pipeline.SendManyAsync(3, "/scim/jira/v2/Users", "Bearer wrong");
        pipeline.Advance(TimeSpan.FromSeconds(15));

        var answer = await pipeline.SendAsync("/scim/jira/v2/Users", "Bearer wrong");

        answer.Status.Should().Be(429);
        answer.Headers.RetryAfter.Should().Equal("45");
        answer.Headers.ContentType.Should().Equal("application/scim+json");
        JsonNode.Parse(answer.Body)!["status"]!.GetValue<string>().Should().Be("429");
    }

    [Fact]
    public async Task Invoke_RightTokenFromAnAddressThatFailed_IsServed()
    {
        using var pipeline = new ScimPipeline("""  "RateLimit": { "FailedPerMinute": 3 } """);

        await pipeline.SendManyAsync(10, "/scim/jira/v2/Users", "Bearer wrong");

        (await pipeline.SendRightAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task Invoke_FailuresOfAnotherAddress_DoNotCount()
    {
        using var pipeline = new ScimPipeline("""  "RateLimit": { "FailedPerMinute": 3 } """);
        await pipeline.SendManyAsync(10, "/scim/jira/v2/Users", "Bearer wrong");

        (await pipeline.SendAsync("/scim/jira/v2/Users", "Bearer wrong", "192.0.2.2")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Invoke_UnknownConnection_IsLimitedLikeAKnownOne()
    {
        using var pipeline = new ScimPipeline("""  "RateLimit": { "FailedPerMinute": 3 } """);

        var known = await pipeline.SendManyAsync(5, "/scim/jira/v2/Users", "Bearer wrong", "192.0.2.1");
        var unknown = await pipeline.SendManyAsync(5, "/scim/nobody/v2/Users", "Bearer wrong", "192.0.2.2");

        known.Should().Equal(401, 401, 401, 429, 429);
        unknown.Should().Equal(known);
    }

    [Theory]
    [InlineData("/scim/jira/v2/Users")]
    [InlineData("/scim/unknown/v2/Users")]
    public async Task Invoke_StoreDown_IsAnOutageForKnownAndUnknownConnections(string path)
    {
        using var pipeline = new ScimPipeline();
        pipeline.Store.IsDown = true;

        var answer = await pipeline.SendAsync(path, $"Bearer {pipeline.Token.Token}");

        answer.Status.Should().Be(503, because: "Entra takes 401 for wrong credentials and stops");
        answer.Headers.RetryAfter.Should().Equal("5");
        JsonNode.Parse(answer.Body)!["detail"]!.GetValue<string>().Should().Contain("store");
    }

    [Fact]
    public async Task Invoke_TokenTakenOutByAReload_IsRefusedAtOnce()
    {
        var hash = Gateway.Authentication.Sha256Digest.Hex("configured");
        using var pipeline = new ScimPipeline($$"""  "Authentication": { "Tokens": [ { "Name": "c", "Sha256": "{{hash}}" } ] } """);
        (await pipeline.SendAsync("/scim/jira/v2/Users", "Bearer configured")).Caller!.TokenName.Should().Be("c");

        pipeline.Change("""  "Authentication": { "Tokens": [] } """);

        (await pipeline.SendAsync("/scim/jira/v2/Users", "Bearer configured")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Invoke_AnyOutcome_LogsNoToken()
    {
        using var pipeline = new ScimPipeline();

        await pipeline.SendRightAsync();
        await pipeline.SendAsync("/scim/jira/v2/Users", "Bearer very-secret-but-wrong");
        await pipeline.SendAsync("/scim/very-secret-path/v2/Users", "Bearer very-secret-but-wrong");

        string.Join('\n', pipeline.Log.Lines).Should().Contain("192.0.2.1").And.NotContain("very-secret").And.NotContain(pipeline.Token.Token);
    }

    private static string Headers(PipelineAnswer answer) =>
        string.Join(';', answer.Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}={header.Value}"));
}
