using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Sandbox.Faults;
using Gateway.State;
using Gateway.Tests.Scenarios;
using Gateway.Tests.Transforms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Authentication.OAuth;

/// <summary>How long an access token is good, and what ends it before.</summary>
public sealed class AccessTokenTests : IAsyncLifetime
{
    private readonly AuthenticationStage _stage = new();

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Send_AccessToken_EndsAfterAnHour()
    {
        var token = await _stage.AccessTokenAsync();

        _stage.Clock.Advance(TimeSpan.FromMinutes(61));
        (await StatusAsync(token)).Should().Be("200", because: "two clocks may differ by two minutes");
        _stage.Clock.Advance(TimeSpan.FromMinutes(1));

        (await StatusAsync(token)).Should().Be("401");
    }

    [Fact]
    public async Task Send_SecretTakenOutByAReload_EndsItsTokensAtOnceAndNoOthers()
    {
        var (first, second) = (await _stage.AccessTokenAsync(), await _stage.AccessTokenAsync(secret: AuthenticationStage.NewSecret));
        (await StatusAsync(first)).Should().Be("200");

        await ChangeAsync(authentication => authentication["OAuth"]!["ClientSecretSha256"] = new JsonArray(Sha256Digest.Hex(AuthenticationStage.NewSecret)));

        (await StatusAsync(first)).Should().Be("401");
        (await StatusAsync(second)).Should().Be("200");
    }

    [Fact]
    public async Task Send_ClientTakenOutByAReload_EndsItsTokens()
    {
        var token = await _stage.AccessTokenAsync();

        await ChangeAsync(authentication => authentication["OAuth"] = null);

        (await StatusAsync(token)).Should().Be("401");
        (await _stage.SendAsync(RawRequest.Form($"grant_type=client_credentials&client_id={AuthenticationStage.ClientId}&client_secret={AuthenticationStage.Secret}"))).Should().Contain("invalid_client");
    }

    [Fact]
    public async Task Send_EntraTakenOutByAReload_RefusesWhatWasServed()
    {
        var token = _stage.Tenant.Key.Sign(_stage.Claims());
        (await StatusAsync(token)).Should().Be("200");

        await ChangeAsync(authentication => authentication["Entra"] = null);

        (await StatusAsync(token)).Should().Be("401");
    }

    [Fact]
    public async Task Send_BearerTokenRevokedWhileItIsUsed_IsRefusedFromTheNextRequestOn()
    {
        var token = await _stage.AddTokenAsync("jira", "short-lived");
        (await StatusAsync(token)).Should().Be("200");

        await _stage.Gateway.Services.GetRequiredService<IControlStore>().RevokeTokenAsync("jira", "short-lived", TestContext.Current.CancellationToken);
        _stage.Clock.Advance(TimeSpan.FromSeconds(2));

        (await StatusAsync(token)).Should().Be("401");
    }

    [Fact]
    public async Task Send_ReloadDuringARequest_LetsItEndAndRefusesTheNext()
    {
        var token = await _stage.AccessTokenAsync();
        _stage.Gateway.Jira.Faults.Add("GET", GatewaySteps.UserPath, new FaultEffect.Freeze());
        var running = StatusAsync(token, "/scim/jira/v2/Users?filter=userName+eq+%22ann%40contoso.com%22");
        await GatewaySteps.UntilAsync(() => Task.FromResult(_stage.Gateway.Jira.Faults.Frozen > 0));

        await ChangeAsync(authentication => authentication["OAuth"] = null);

        (await StatusAsync(token)).Should().Be("401");
        _stage.Gateway.Jira.Faults.Release();
        (await running).Should().Be("200");
    }

    [Fact]
    public async Task Send_AfterARestart_TokensAreStillGood()
    {
        var token = await _stage.AccessTokenAsync();

        await _stage.Gateway.RestartAsync();

        (await StatusAsync(token)).Should().Be("200", because: "the signing keys are in the store");
    }

    [Fact]
    public async Task Send_TokenOfAReplica_IsGood()
    {
        await _stage.AccessTokenAsync();
        await using var replica = await _stage.Gateway.StartBesideAsync(sameStore: true, connection => connection["Authentication"] = AuthenticationStage.Ways(_stage.Tenant, AuthenticationStage.ClientId), _stage.Clock);
        _stage.Clock.Advance(TimeSpan.FromDays(8));

        var form = RawRequest.Form($"grant_type=client_credentials&client_id={AuthenticationStage.ClientId}&client_secret={AuthenticationStage.Secret}");
        var answer = await form.SendAsync(replica.Address);
        var token = (string)JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!["access_token"]!;

        (await StatusAsync(token)).Should().Be("200", because: "a key that another replica made is found in the store");
    }

    [Fact]
    public async Task Send_FreshConnectionWithoutTokens_GotNoFirstToken()
    {
        var tokens = await _stage.Gateway.Services.GetRequiredService<IControlStore>().ListTokensAsync(TestContext.Current.CancellationToken);

        tokens.Select(token => token.Name).Should().NotContain(FirstToken.Name);
    }

    [Fact]
    public async Task Log_OfEverything_HoldsNoTokenAndNoSecret()
    {
        var lines = new LogLines();
        _stage.Gateway.Logging = logs => logs.Services.AddSingleton<ILoggerFactory>(lines);
        await _stage.Gateway.RestartAsync();
        var (entra, assertion) = (_stage.Tenant.Key.Sign(_stage.Claims()), _stage.Tenant.Key.Sign(_stage.Assertion()));
        var access = await _stage.AccessTokenAsync();

        foreach (var token in new[] { access, entra, assertion, access[..^10] + "0123456789" })
        {
            await StatusAsync(token);
        }

        await _stage.SendAsync(RawRequest.Form($"grant_type=client_credentials&client_id={AuthenticationStage.ClientId}&client_secret=wrong-{AuthenticationStage.Secret}"));
        await _stage.SendAsync(RawRequest.Form($"grant_type=client_credentials&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion={assertion}x"));

        var log = string.Join('\n', lines.Lines);
        log.Should().Contain("Refused a request").And.Contain("Refused an access token");
        foreach (var secret in new[] { AuthenticationStage.Secret, access, entra, assertion, access.Split('.')[2], entra.Split('.')[2], assertion.Split('.')[2] })
        {
            log.Should().NotContain(secret);
        }
    }

    private Task ChangeAsync(Action<JsonObject> change) => _stage.Gateway.ReconfigureAsync(connection => change(connection["Authentication"]!.AsObject()));

    private async Task<string> StatusAsync(string token, string target = "/scim/jira/v2/Users?count=0") => (await _stage.SendAsync(RawRequest.Bearer(token) with { Target = target }))["HTTP/1.1 ".Length..][..3];
}
