using Gateway.Configuration;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Hosting;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Directories.Bitbucket;

/// <summary>Which credentials reach Bitbucket's administration, and how a refusal of them is told.</summary>
public sealed class BitbucketCredentialTests
{
    private const string TokenPath = "/rest/oauth2/latest/token";

    [Fact]
    public async Task OAuth_OnBitbucket10_ProvisionsWithOneLogIn()
    {
        await using var world = await BitbucketGateway.StartAsync(options: new BitbucketSandboxOptions { Version = "10.2.2" }, credential: BitbucketGateway.OAuth);

        var id = await world.CreateAsync("ada");
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);

        world.Bitbucket.Calls.Count("POST", TokenPath).Should().Be(1);
        world.Bitbucket.Calls.Where(call => call.Path != TokenPath).Should().OnlyContain(call => call.Credential == SandboxCredential.Bearer);
    }

    [Fact]
    public async Task OAuth_RotatedRefreshToken_SurvivesARestart()
    {
        await using var world = await BitbucketGateway.StartAsync(credential: BitbucketGateway.OAuth);
        await world.CreateAsync("ada");
        await world.Gateway.RestartAsync();

        await world.CreateAsync("eve");

        world.Bitbucket.Calls.Where(call => call.Path == TokenPath).Should().HaveCount(2).And.OnlyContain(call => call.Status == 200);
    }

    [Fact]
    public async Task OAuth_AccessTokensRevoked_IsRenewedOnceAndTheWriteGoesThrough()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Time = clock }, TestContext.Current.CancellationToken);
        var app = Conformance.Stages.BitbucketStage.Of(bitbucket) with { Credential = BitbucketGateway.OAuth(bitbucket) };
        await using var gateway = await GatewayFixture.StartAsync(app, clock: clock);
        await gateway.CreateUserAsync("ada@contoso.com");
        clock.Advance(TimeSpan.FromMinutes(1));
        bitbucket.State.ExpireAccessTokens();

        var id = await gateway.CreateUserAsync("eve@contoso.com");

        id.Should().NotBeEmpty();
        bitbucket.Calls.Count("POST", TokenPath).Should().Be(2);
    }

    [Fact]
    public async Task OAuth_ConsentTakenBack_502ThatItIsTheGatewaysAccount()
    {
        await using var world = await BitbucketGateway.StartAsync(credential: BitbucketGateway.OAuth);
        world.State.RevokeConsent();

        var reply = await world.Gateway.FindUserAsync("ada@contoso.com");

        reply.Status.Should().Be(502, because: reply.Text);
        reply.Detail.Should().Contain("invalid_grant").And.Contain("gateway's own account").And.NotContain(world.Bitbucket.Options.RefreshToken).And.NotContain(world.Bitbucket.Options.ClientSecret);
    }

    [Fact]
    public async Task OAuth_ScopeWithoutAdministration_400AndNoRefusedCredential()
    {
        await using var world = await BitbucketGateway.StartAsync(credential: BitbucketGateway.OAuth);
        world.Settings = world.Settings with { OAuthScope = "REPO_ADMIN", Language = "de" };

        var refused = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));
        var read = await world.Gateway.FindUserAsync("ada@contoso.com");

        (refused.Status, refused.ScimType).Should().Be((400, "mutability"), because: refused.Text);
        refused.Detail.Should().Contain("ADMIN");
        read.Status.Should().Be(200);
    }

    [Fact]
    public async Task HttpAccessToken_IsRefusedAtLoadWithTheReason()
    {
        var start = () => BitbucketGateway.StartAsync(credential: bitbucket => AppUnderTest.Bearer(bitbucket.Options.Token));

        (await start.Should().ThrowAsync<ConfigurationException>()).Which.Message.Should().Contain("never reach its user administration");
    }

    [Fact]
    public async Task Basic_BlockedOnBitbucket10_502ThatSaysWhatToDo()
    {
        await using var world = await BitbucketGateway.StartAsync(options: new BitbucketSandboxOptions { Version = "10.2.2" });

        var reply = await world.Gateway.FindUserAsync("ada@contoso.com");

        reply.Status.Should().Be(502, because: reply.Text);
        reply.Detail.Should().Contain("OAuth").And.Contain("blocks Basic by default");
    }

    [Fact]
    public async Task Basic_BlockedWithThisAccountAllowed_Works()
    {
        await using var world = await BitbucketGateway.StartAsync(
            options: new BitbucketSandboxOptions { Version = "10.2.2" },
            prepare: bitbucket => bitbucket.Settings = bitbucket.Settings with { BasicUsers = ["svc-scim"], BasicPaths = ["/rest/api/*"] });

        (await world.CreateAsync("ada")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Basic_Captcha_502NamingItAndNothingMoreIsSent()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket => bitbucket.Settings = bitbucket.Settings with { MaxFailedLogins = 0, Language = "de" });

        var first = await world.Gateway.FindUserAsync("ada@contoso.com");
        var sent = world.Bitbucket.Calls.Total;
        var second = await world.Gateway.FindUserAsync("ada@contoso.com");

        (first.Status, second.Status).Should().Be((502, 503), because: first.Text);
        first.Detail.Should().Contain("CAPTCHA");
        world.Bitbucket.Calls.Total.Should().Be(sent);
    }

    [Fact]
    public async Task Basic_AccountWithoutAdministration_ReadsAndSaysWhatItLacks()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket =>
        {
            bitbucket.State.GrantGroup(BitbucketState.AdministratorsGroup, BitbucketPermission.LicensedUser);
            bitbucket.Settings = bitbucket.Settings with { Language = "de" };
        });

        var read = await world.Gateway.FindUserAsync("ada@contoso.com");
        var refused = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));
        var again = await world.Gateway.FindUserAsync("ada@contoso.com");

        (read.Status, refused.Status, again.Status).Should().Be((200, 400, 200), because: refused.Text);
        refused.Detail.Should().Contain("ADMIN");
    }

    [Fact]
    public async Task RateLimit_WithoutRetryAfter_429WithOneOfOurs()
    {
        await using var world = await BitbucketGateway.StartAsync();
        await world.CreateAsync("ada");
        world.Settings = world.Settings with { RateLimit = new SandboxRateLimit(Limit: 0, FillRate: 0, IntervalSeconds: 3600) };

        var reply = await world.Gateway.FindUserAsync("eve@contoso.com");

        reply.Status.Should().Be(429, because: reply.Text);
        reply.RetryAfter.Should().BeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task OwnAccount_IsNeverChanged()
    {
        await using var world = await BitbucketGateway.StartAsync(credential: BitbucketGateway.OAuth);
        var body = ScimBodies.User("svc-scim@contoso.com");

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", body);

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"), because: reply.Text);
    }
}
