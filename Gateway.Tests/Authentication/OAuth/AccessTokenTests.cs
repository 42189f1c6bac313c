using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Authentication.Jwt;
using Gateway.Authentication.OAuth;
using Gateway.Cli;
using Gateway.Configuration;
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
        // Looks for a key, and finds that there is none yet.
        await StatusAsync(AuthenticationStage.Ec.Sign(new JsonObject { ["iss"] = AccessTokens.Issuer }, header => header["typ"] = "at+jwt"));
        await using var replica = await _stage.Gateway.StartBesideAsync(sameStore: true, connection => connection["Authentication"] = AuthenticationStage.Ways(_stage.Tenant, AuthenticationStage.ClientId), _stage.Clock);
        _stage.Clock.Advance(TimeSpan.FromSeconds(2));

        var form = RawRequest.Form($"grant_type=client_credentials&client_id={AuthenticationStage.ClientId}&client_secret={AuthenticationStage.Secret}");
        var answer = await form.SendAsync(replica.Address);
        var token = (string)JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!["access_token"]!;

        (await StatusAsync(token)).Should().Be("200", because: "a key that another replica made is found in the store");
    }

    [Fact]
    public async Task Refusals_OfBothEndpoints_CountTogetherByAddress()
    {
        await _stage.Gateway.ReconfigureWholeAsync(root =>
        {
            foreach (var (_, connection) in root["Connections"]!.AsObject())
            {
                connection!["RateLimit"] = new JsonObject { ["FailedPerMinute"] = 4 };
            }
        });
        var wrong = RawRequest.Form("grant_type=client_credentials&client_id=x&client_secret=y");
        var answers = new List<string>();
        foreach (var request in new[] { wrong, RawRequest.Bearer("x"), wrong with { Target = "/scim/nobody/oauth2/token" }, RawRequest.Bearer("x", "nobody"), wrong, RawRequest.Bearer("x") })
        {
            answers.Add((await SendHeldAsync(request))["HTTP/1.1 ".Length..][..3]);
        }

        answers.Should().Equal("401", "401", "401", "401", "429", "429");
        (await SendHeldAsync(wrong)).Should().MatchRegex("Retry-After: [45]").And.Contain("Too many refused requests").And.NotContain("WWW-Authenticate");
        (await StatusAsync(await _stage.AccessTokenAsync())).Should().Be("200", because: "who is right is served");
    }

    [Fact]
    public async Task Post_FromOutsideOfTheAllowedNetworks_IsTheSameRefusalAsAnUnknownConnection()
    {
        var form = RawRequest.Form($"grant_type=client_credentials&client_id={AuthenticationStage.ClientId}&client_secret={AuthenticationStage.Secret}");
        var unknown = await _stage.SendAsync(form with { Target = "/scim/nobody/oauth2/token" });
        var token = await _stage.AccessTokenAsync();
        await _stage.Gateway.ReconfigureWholeAsync(root => root["Connections"]!["jira"]!["Authentication"]!["AllowedNetworks"] = new JsonArray("10.0.0.0/8"));

        (await _stage.SendAsync(form)).Should().Be(unknown);
        (await StatusAsync(token)).Should().Be("401", because: "a token is no use elsewhere");

        await _stage.Gateway.ReconfigureWholeAsync(root => root["Connections"]!["jira"]!["Authentication"]!["AllowedNetworks"] = new JsonArray("10.0.0.0/8", "127.0.0.1"));
        (await _stage.SendAsync(form)).Should().StartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task Post_NoKeysOfTheIssuer_IsAnOutageWhateverTheConnection()
    {
        _stage.Tenant.IsDown = true;
        await _stage.Gateway.RestartAsync(asleep: TimeSpan.FromDays(3));
        var form = $"grant_type=client_credentials&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion={_stage.Tenant.Key.Sign(_stage.Assertion())}";

        var known = await _stage.SendAsync(RawRequest.Form(form));

        known.Should().StartWith("HTTP/1.1 503").And.Contain("temporarily_unavailable").And.Contain("Retry-After: 30");
        (await _stage.SendAsync(RawRequest.Form(form, "nobody"))).Should().Be(known);
        (await StatusAsync(await _stage.AccessTokenAsync())).Should().Be("200");
    }

    [Fact]
    public async Task Ready_TokenNearItsEnd_IsToldInTheDetail()
    {
        await _stage.AddTokenAsync("jira", "entra-2026", _stage.Clock.GetUtcNow().AddDays(29));

        var ready = await _stage.Gateway.Http.GetStringAsync(new Uri(_stage.Gateway.Management, "/healthz/ready"), TestContext.Current.CancellationToken);

        ready.Should().Contain("entra-2026").And.Contain("ends on 2026-06-30").And.Contain("gateway token add jira");
    }

    [Fact]
    public async Task Check_WaysIn_AreNamedAndTheirIssuersAsked()
    {
        var settings = _stage.Gateway.Services.GetRequiredService<SettingsStore>().Find("jira")!;
        var stored = await _stage.Gateway.Services.GetRequiredService<IControlStore>().ListTokensAsync(TestContext.Current.CancellationToken);

        var ways = WaysIn.Of(settings, "https://scim.example.com", stored, _stage.Clock.GetUtcNow());
        var (issuers, areThere) = await WaysIn.AskIssuersAsync(_stage.Gateway.Services.GetRequiredService<OpenIdProviders>(), settings, TestContext.Current.CancellationToken);
        _stage.Tenant.IsDown = true;
        var (reasons, areThereStill) = await WaysIn.AskIssuersAsync(_stage.Gateway.Services.GetRequiredService<OpenIdProviders>(), settings, TestContext.Current.CancellationToken);

        ways.Should().HaveCount(5).And.Contain(way => way.Contains("assertions of")).And.Contain(way => way.Contains("a secret (2 in force), at https://scim.example.com/scim/jira/oauth2/token"))
            .And.Contain(way => way.Contains("tokens that Entra issues for tenant")).And.Contain("bearer token by hand");
        string.Join(' ', ways).Should().NotContain(Sha256Digest.Hex(AuthenticationStage.Secret));
        (areThere, areThereStill).Should().Be((true, false));
        issuers.Select(line => (string)line!).Should().OnlyContain(line => line.Contains("2 keys of"));
        reasons.Select(line => (string)line!).Should().OnlyContain(line => line.Contains("answered 503"));
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

    /// <summary>An answer that may be held back: the clock runs on until it comes.</summary>
    private async Task<string> SendHeldAsync(RawRequest request)
    {
        var answer = _stage.SendAsync(request);
        while (await Task.WhenAny(answer, Task.Delay(50, TestContext.Current.CancellationToken)) != answer)
        {
            _stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await answer;
    }
}
