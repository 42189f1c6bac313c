namespace Gateway.Tests.Scenarios.BadInput;

/// <summary>A gateway with one user and one group, shared by tests that change nothing.</summary>
public sealed class WarmGateway : IAsyncLifetime
{
    private GatewayFixture? _gateway;

    public GatewayFixture Gateway => _gateway!;

    public string User { get; private set; } = string.Empty;

    public string Group { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayFixture.StartAsync(json => json["RateLimit"] = new System.Text.Json.Nodes.JsonObject
        {
            ["RequestsPerSecond"] = 10000,
            ["Burst"] = 10000,
            ["FailedPerMinute"] = 10000,
        });
        User = await Gateway.CreateUserAsync("ada@contoso.com");
        Group = await Gateway.CreateGroupAsync("red");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }
}

/// <summary>What each refusal must look like.</summary>
internal static class RefusalAssertions
{
    /// <summary>The status, the scimType, a SCIM error body, and not one app call.</summary>
    public static void ShouldRefuse(this ScimReply reply, GatewayFixture gateway, int status, string? scimType)
    {
        reply.Status.Should().Be(status, because: reply.Text);
        reply.ContentType.Should().StartWith("application/scim+json");
        ((string?)reply["schemas"]![0]).Should().Be("urn:ietf:params:scim:api:messages:2.0:Error");
        ((string?)reply["status"]).Should().Be($"{status}");
        reply.ScimType.Should().Be(scimType, because: reply.Text);
        reply.Detail.Should().NotBeNullOrWhiteSpace().And.NotContain("   at ", "a stack is nobody's business");
        gateway.Jira.Calls.All.Should().BeEmpty();
    }
}
