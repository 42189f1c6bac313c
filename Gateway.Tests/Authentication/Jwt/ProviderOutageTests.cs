using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Authentication.Jwt;

/// <summary>Keys come and go, and the provider with them.</summary>
public sealed class ProviderOutageTests : IAsyncLifetime
{
    private readonly AuthenticationStage _stage = new();

    private IdentityProvider Tenant => _stage.Tenant;

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Send_KeysRotate_TokensOfBothAreServedAsLongAsBothArePublished()
    {
        var old = Entra();
        (await StatusAsync(old)).Should().Be(200);

        Tenant.Rotate("rsa-2", keepsOld: true);

        (await StatusAsync(Entra())).Should().Be(200, because: "a key that is not known is looked for at once");
        (await StatusAsync(old)).Should().Be(200);
    }

    [Fact]
    public async Task Send_KeyNoLongerPublished_IsRefusedAfterTheNextRefresh()
    {
        var old = Entra();
        (await StatusAsync(old)).Should().Be(200);

        Tenant.Rotate("rsa-2", keepsOld: false);
        (await StatusAsync(Entra())).Should().Be(200);

        (await StatusAsync(old)).Should().Be(401, because: "what was found right by the old keys is not kept past them");
    }

    [Fact]
    public async Task Send_KeyTakenBack_IsRefusedWithinAnHourWithoutAnyNewKey()
    {
        var token = Entra(claims => claims["exp"] = _stage.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds());
        (await StatusAsync(token)).Should().Be(200);
        Tenant.Published.Clear();
        Tenant.Published.Add(AuthenticationStage.Ec.Jwk());

        _stage.Clock.Advance(TimeSpan.FromMinutes(61));

        await GatewaySteps.UntilAsync(async () => await StatusAsync(token) == 401);
    }

    [Fact]
    public async Task Send_ManyUnknownKeys_FetchOnceAMinute()
    {
        (await StatusAsync(Entra())).Should().Be(200);
        var before = Tenant.Fetches;

        for (var number = 0; number < 30; number++)
        {
            (await StatusAsync(Tenant.Key.Sign(_stage.Claims(), header => header["kid"] = $"made-up-{number}"))).Should().Be(401);
        }

        (Tenant.Fetches - before).Should().Be(1);
        _stage.Clock.Advance(TimeSpan.FromMinutes(1));
        Tenant.Rotate("rsa-2", keepsOld: true);
        (await StatusAsync(Entra())).Should().Be(200, because: "a minute later a new key is looked for again");
    }

    [Fact]
    public async Task Restart_ProviderDown_KeptKeysServeForADayAndMore()
    {
        (await StatusAsync(Entra())).Should().Be(200);
        Tenant.IsDown = true;

        await _stage.Gateway.RestartAsync(asleep: TimeSpan.FromHours(1));
        (await StatusAsync(Entra())).Should().Be(200, because: "the last good keys are in the store");
        await _stage.Gateway.RestartAsync(asleep: TimeSpan.FromHours(24));

        (await StatusAsync(Entra())).Should().Be(200);
        (await StatusAsync(Entra(claims => claims["aud"] = "another"))).Should().Be(401);
        (await ReadyAsync()).Should().Contain("cannot be fetched since").And.Contain("are used until").And.Contain("Degraded");
    }

    [Fact]
    public async Task Send_UnknownKeyDuringAnOutage_IsAnOutageAsTheKeyMayBeNew()
    {
        (await StatusAsync(Entra())).Should().Be(200);
        Tenant.Rotate("rsa-2", keepsOld: true);
        Tenant.IsDown = true;

        (await StatusAsync(Entra())).Should().Be(503);

        Tenant.IsDown = false;
        _stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await GatewaySteps.UntilAsync(async () => await StatusAsync(Entra()) == 200);
    }

    [Fact]
    public async Task Send_NoKeysAtAll_IsAnOutageForThatTenantsTokensAlone()
    {
        (await StatusAsync(Entra())).Should().Be(200);
        Tenant.IsDown = true;
        await _stage.Gateway.RestartAsync(asleep: TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));

        var known = await _stage.SendAsync(RawRequest.Bearer(Entra()));
        var unknown = await _stage.SendAsync(RawRequest.Bearer(Entra(), "nobody"));
        var elsewhere = await _stage.SendAsync(RawRequest.Bearer(Entra(), "other"));

        known.Should().StartWith("HTTP/1.1 503").And.Contain("Retry-After: 60").And.Contain("cannot be asked for its keys");
        unknown.Should().Be(known, because: "an outage must not tell which connections there are");
        elsewhere.Should().Be(known);
        (await StatusAsync(_stage.OtherTenant.Key.Sign(_stage.Claims(claims => (claims["iss"], claims["tid"]) = (_stage.OtherTenant.IssuerV1, _stage.OtherTenant.Tenant))))).Should().Be(401);
        (await StatusAsync(_stage.Token)).Should().Be(200);
        (await StatusAsync("wrong")).Should().Be(401);
    }

    [Fact]
    public async Task Send_ProviderBackAfterAnOutage_IsServedWithinAMinute()
    {
        Tenant.IsDown = true;
        await _stage.Gateway.RestartAsync(asleep: TimeSpan.FromDays(3));
        (await StatusAsync(Entra())).Should().Be(503);
        Tenant.IsDown = false;

        _stage.Clock.Advance(TimeSpan.FromMinutes(1));

        await GatewaySteps.UntilAsync(async () => await StatusAsync(Entra()) == 200);
        (await ReadyAsync()).Should().NotContain("cannot be fetched");
    }

    [Theory]
    [InlineData("http://192.0.2.1/keys")]
    [InlineData("ftp://127.0.0.1/keys")]
    [InlineData("keys")]
    public async Task Fetch_KeysAtAnAddressThatIsNotSafe_AreNotFetched(string address)
    {
        (await StatusAsync(Entra())).Should().Be(200);
        Tenant.KeysAddress = address;
        Tenant.Rotate("rsa-2", keepsOld: true);

        (await StatusAsync(Entra())).Should().Be(503);
        (await ReadyAsync()).Should().Contain("names no https address of keys");
    }

    [Fact]
    public async Task Fetch_NoUsableKey_KeepsThoseBefore()
    {
        (await StatusAsync(Entra())).Should().Be(200);
        Tenant.Published.Clear();
        Tenant.Published.Add(AuthenticationStage.Short.Jwk());

        _stage.Clock.Advance(TimeSpan.FromMinutes(61));

        await GatewaySteps.UntilAsync(async () => (await ReadyAsync()).Contains("publishes no key", StringComparison.Ordinal));
        (await StatusAsync(Entra())).Should().Be(200);
    }

    private string Entra(Action<JsonObject>? change = null) => Tenant.Key.Sign(_stage.Claims(change));

    private async Task<int> StatusAsync(string token) => int.Parse((await _stage.SendAsync(RawRequest.Bearer(token)))["HTTP/1.1 ".Length..][..3], System.Globalization.CultureInfo.InvariantCulture);

    private Task<string> ReadyAsync() => _stage.Gateway.Http.GetStringAsync(new Uri(_stage.Gateway.Management, "/healthz/ready"), TestContext.Current.CancellationToken);
}
