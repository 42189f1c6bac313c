using Gateway.Configuration;
using Gateway.Forwarding;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Forwarding;

public sealed class OAuthLoginTests
{
    private const string TokenPath = "/rest/oauth2/latest/token";

    private static readonly AppCall Read = AppCall.Get(AppUri.Of("/rest/api/latest/admin/users"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_ManyAtOnce_OneAccessTokenIsFetched()
    {
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Latency = TimeSpan.FromMilliseconds(50) }, Cancel);
        await using var host = ForwardingHost.Start(bitbucket.Address.AbsoluteUri);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Open(Connection(bitbucket)).SendAsync(Read, Cancel)));

        answers.Should().OnlyContain(answer => answer.Status == 200);
        bitbucket.Calls.Count("POST", TokenPath).Should().Be(1);
    }

    [Fact]
    public async Task SendAsync_ShortlyBeforeTheEnd_FetchesAnotherAndKeepsTheRotatedToken()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Time = time, AccessTokenLifetime = TimeSpan.FromHours(2) }, Cancel);
        await using var host = ForwardingHost.Start(ForwardingHost.Nodes(bitbucket.Address.AbsoluteUri), time: time);
        await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel);

        time.Advance(TimeSpan.FromMinutes(118.5));
        await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel);
        var early = bitbucket.Calls.Count("POST", TokenPath);
        time.Advance(TimeSpan.FromMinutes(1));
        var late = await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel);

        early.Should().Be(1);
        late.Status.Should().Be(200);
        bitbucket.Calls.Where(call => call.Path == TokenPath).Should().HaveCount(2).And.OnlyContain(call => call.Status == 200);
    }

    [Fact]
    public async Task SendAsync_401OfAnOldToken_IsSentAgainOnce_OfANewOneIsBelieved()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Time = time }, Cancel);
        bitbucket.Settings = bitbucket.Settings with { OAuthScope = "REPO_READ" };
        await using var host = ForwardingHost.Start(ForwardingHost.Nodes(bitbucket.Address.AbsoluteUri), time: time);
        var admin = AppCall.Get(AppUri.Of("/rest/api/latest/admin/permissions/users"));
        var first = await host.Open(Connection(bitbucket)).SendAsync(admin, Cancel);
        var tokens = bitbucket.Calls.Count("POST", TokenPath);
        time.Advance(TimeSpan.FromMinutes(1));
        bitbucket.Settings = bitbucket.Settings with { OAuthScope = "ADMIN_WRITE" };

        var second = await host.Open(Connection(bitbucket)).SendAsync(admin, Cancel);

        (first.Status, tokens).Should().Be((401, 1));
        second.Status.Should().Be(200);
        bitbucket.Calls.Count("POST", TokenPath).Should().Be(2);
    }

    [Fact]
    public async Task SendAsync_EndpointRefuses_IsARefusedCredentialAndThenNothingIsSent()
    {
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions(), Cancel);
        bitbucket.State.RevokeConsent();
        await using var host = ForwardingHost.Start(bitbucket.Address.AbsoluteUri);
        var answers = new List<AppResponse>();

        for (var time = 0; time < 4; time++)
        {
            answers.Add(await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel));
        }

        answers.Select(answer => answer.Fault).Should().Equal(AppFault.CredentialRefused, AppFault.CredentialRefused, AppFault.CredentialRefused, AppFault.CredentialStopped);
        host.Breakers.StateOf("jira").IsOpen.Should().BeTrue();
        bitbucket.Calls.All.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(404)]
    public async Task SendAsync_EndpointIsDown_IsUnreachableAndNoRefusal(int status)
    {
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions(), Cancel);
        bitbucket.Faults.Add("POST", TokenPath, FaultEffect.Html(status));
        await using var host = ForwardingHost.Start(bitbucket.Address.AbsoluteUri);

        var down = await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel);
        var up = await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel);

        down.Fault.Should().Be(AppFault.Unreachable);
        down.Reason.Should().Contain(TokenPath);
        up.Status.Should().Be(200);
    }

    [Fact]
    public async Task SendAsync_AbsoluteEndpoint_IsAskedInsteadOfTheCluster()
    {
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Nodes = 2 }, Cancel);
        await using var host = ForwardingHost.Start(bitbucket.Nodes[0].AbsoluteUri);
        var connection = Connection(bitbucket, new Uri(bitbucket.Nodes[1], TokenPath).AbsoluteUri);

        var answer = await host.Open(connection).SendAsync(Read, Cancel);

        answer.Status.Should().Be(200);
        bitbucket.Calls.All.Select(call => (call.Path, call.Node)).Should().Equal((TokenPath, 1), ("/rest/api/latest/admin/users", 0));
    }

    [Fact]
    public async Task SendAsync_RedirectAddress_IsSentWhereItIsSet()
    {
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { RedirectUri = "https://gateway.example.com/back?a=b&c" }, Cancel);
        await using var host = ForwardingHost.Start(bitbucket.Address.AbsoluteUri);

        var without = await host.Open(Connection(bitbucket)).SendAsync(Read, Cancel);
        var with = Connection(bitbucket);
        var answer = await host.Open(with with { Credential = with.Credential! with { RedirectUri = bitbucket.Options.RedirectUri } }).SendAsync(Read, Cancel);

        without.Fault.Should().Be(AppFault.CredentialRefused);
        answer.Status.Should().Be(200);
    }

    [Fact]
    public async Task SendAsync_Secrets_AreInNoLogNoRecordAndNoQuery()
    {
        await using var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions(), Cancel);
        await using var host = ForwardingHost.Start(bitbucket.Address.AbsoluteUri);
        var session = host.Open(Connection(bitbucket));
        await session.SendAsync(Read, Cancel);
        bitbucket.State.RevokeConsent();
        var refused = await host.Open(Connection(bitbucket, "/rest/oauth2/latest/token/")).SendAsync(Read, Cancel);
        string[] secrets = [bitbucket.Options.ClientSecret, bitbucket.Options.RefreshToken];

        var told = string.Join('\n', host.Logs.Lines.Concat(session.Calls.Select(call => call.Target)).Append(refused.Reason).Concat(bitbucket.Calls.All.Select(call => call.Query)));

        told.Should().ContainAll("a new access token").And.NotContainAny(secrets).And.NotContain("Bearer ");
    }

    [Fact]
    public async Task Records_QueryWithASecret_ShowTheRestOfIt()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = ForwardingHost.Start(app.Address);
        var session = host.Open();

        await session.SendAsync(AppCall.Post(AppUri.Of("/x").With("name", "a b").WithSecret("password", "s3 cret").With("notify", "false"), default), Cancel);

        session.Calls.Single().Target.Should().Be("/x?name=a%20b&password=***&notify=false");
        app.Requests.Single().Target.Should().Be("/x?name=a%20b&password=s3%20cret&notify=false");
    }

    private static ConnectionSettings Connection(BitbucketSandbox bitbucket, string? endpoint = null) => ForwardingHost.Connection() with
    {
        App = AppKind.Bitbucket,
        Credential = new CredentialSettings
        {
            Type = "OAuth",
            ClientId = bitbucket.Options.ClientId,
            ClientSecret = bitbucket.Options.ClientSecret,
            RefreshToken = bitbucket.Options.RefreshToken,
            TokenEndpoint = endpoint,
        },
    };
}
