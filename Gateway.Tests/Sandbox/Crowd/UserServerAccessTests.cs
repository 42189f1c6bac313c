using System.Net.Http.Headers;
using Gateway.Sandbox.Crowd;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>Who may call at all.</summary>
public sealed class UserServerAccessTests
{
    public static TheoryData<string, string> WrongCredentials => new()
    {
        { "Basic", "c2NpbS1nYXRld2F5Ondyb25n" },
        { "Basic", "YWRtaW46YWRtaW4=" },
        { "Basic", "%%%" },
        { "Bearer", "token" },
    };

    [Theory]
    [MemberData(nameof(WrongCredentials))]
    public async Task Credential_Wrong_Is401InPlainText(string scheme, string value)
    {
        await using var lab = await UserServerLabs.CrowdAsync();

        var answer = await lab.SendAsync("GET", "config/cookie", credential: new AuthenticationHeaderValue(scheme, value));

        answer.Status.Should().Be(401);
        answer.Text.Should().Be("Application failed to authenticate\n");
        answer.Headers["Content-Type"].Should().Be("text/plain");
        answer.Headers["WWW-Authenticate"].Should().StartWith("Basic");
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.0.0.0/8", 200)]
    [InlineData("localhost", 200)]
    [InlineData("10.1.2.3", 403)]
    [InlineData("10.0.0.0/8", 403)]
    [InlineData("gateway.example.com", 403)]
    public async Task Address_MustBeAmongTheApplicationsOwn(string allowed, int status)
    {
        await using var lab = await UserServerLabs.CrowdAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RemoteAddresses = [allowed] };

        var answer = await lab.GetAsync("config/cookie");

        answer.Status.Should().Be(status);
        (status == 200 || answer.Reason() == "APPLICATION_ACCESS_DENIED").Should().BeTrue();
    }

    [Fact]
    public async Task Address_RefusedWithAPage_HasNoReason()
    {
        await using var lab = await UserServerLabs.CrowdAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RemoteAddresses = [], AddressRefusalIsPage = true };

        var answer = await lab.GetAsync("user?username=admin");

        answer.Status.Should().Be(403);
        answer.Headers["Content-Type"].Should().StartWith("text/html");
    }

    [Fact]
    public async Task State_NeverHoldsASecret()
    {
        await using var lab = await UserServerLabs.CrowdAsync();
        lab.Sandbox.State.SetPassword("admin", "not-to-be-seen");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);

        var state = await client.GetStringAsync(new Uri(lab.Sandbox.Address, "/_sandbox/state"), TestContext.Current.CancellationToken);

        state.Should().Contain("crowd-administrators").And.Contain("SCIM Internal")
            .And.NotContain("not-to-be-seen").And.NotContain(lab.Sandbox.Options.ApplicationPassword);
    }

    [Fact]
    public async Task Start_WithoutOptions_HasRandomSecrets()
    {
        new CrowdSandboxOptions().ApplicationPassword.Should().NotBe(new CrowdSandboxOptions().ApplicationPassword);
        new CrowdSandboxOptions().ContextPath.Should().Be("/crowd");
        await using var lab = await UserServerLabs.CrowdAsync();
        lab.Sandbox.Address.AbsolutePath.Should().Be("/crowd/");
    }
}
