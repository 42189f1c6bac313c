using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Forwarding;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>Jira refuses the gateway's own account: said as such, and no account is locked by log-ins that fail again and again.</summary>
public sealed class CredentialTests
{
    private const string Myself = "GET /rest/api/2/myself";

    [Fact]
    public async Task WrongPassword_EightMembersAndRepeats_OneFailedLogIn()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(8);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.ReconfigureAsync(connection => connection["Credential"] = Basic(gateway.Jira.Options.ServiceUser, "wrong"));
        gateway.Jira.Calls.Clear();

        var first = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));
        var repeated = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids))));
        var reads = await Task.WhenAll(ids.Select(id => gateway.GetAsync($"/Users/{id}")));

        first.Status.Should().Be(502, because: first.Text);
        first.Detail.Should().Contain("gateway's own account").And.NotContain("wrong\"");
        repeated.Concat(reads).Should().OnlyContain(reply => reply.Status == 503 && reply.RetryAfter > TimeSpan.FromMinutes(59));
        gateway.Jira.Calls.All.Should().ContainSingle().Which.Status.Should().Be(401);
        gateway.Jira.State.Service.FailedLogins.Should().Be(1);
        gateway.Jira.State.Members("red").Should().BeEmpty();
        (await gateway.ReadinessAsync()).Should().Contain("Degraded").And.Contain("refused the gateway's account");
    }

    [Fact]
    public async Task WrongPassword_ManyRequestsAtOnce_OneFailedLogIn()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(8);
        await gateway.ReconfigureAsync(connection => connection["Credential"] = Basic(gateway.Jira.Options.ServiceUser, "wrong"));
        gateway.Jira.Calls.Clear();

        var replies = await Task.WhenAll(ids.SelectMany(id => new[] { gateway.GetAsync($"/Users/{id}"), gateway.SetActiveAsync(id, false) }));

        replies.Should().OnlyContain(reply => reply.Status == 502 || reply.Status == 503).And.Contain(reply => reply.Status == 502);
        gateway.Jira.State.Service.FailedLogins.Should().Be(1);
        gateway.Jira.Calls.All.Should().ContainSingle();
        gateway.Jira.State.Users.Should().OnlyContain(user => user.Active);
    }

    [Fact]
    public async Task PasswordChangedMeanwhile_OneFailedLogInUntilResumed()
    {
        await using var gateway = await StartBasicAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetPassword(gateway.Jira.Options.ServiceUser, "changed");

        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(502);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(503);
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(503);
        gateway.Jira.State.Service.FailedLogins.Should().Be(1);

        gateway.Jira.State.SetPassword(gateway.Jira.Options.ServiceUser, gateway.Jira.Options.ServicePassword);
        Resume(gateway);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        gateway.Jira.State.Service.FailedLogins.Should().Be(0);
        (await gateway.ReadinessAsync()).Should().NotContain("refused the gateway's account");
    }

    [Fact]
    public async Task PasswordChangedMeanwhile_EightMembersAtOnce_NoLogInAfterThoseUnderWay()
    {
        await using var gateway = await StartBasicAsync();
        var ids = await gateway.CreateUsersAsync(20);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.SetPassword(gateway.Jira.Options.ServiceUser, "changed");
        gateway.Jira.Calls.Clear();

        var first = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));
        var underWay = gateway.Jira.Calls.Total;
        var repeated = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        first.Status.Should().BeOneOf(502, 503);
        repeated.Status.Should().Be(503);
        underWay.Should().BeInRange(1, 8, because: "AppCalls.Concurrency calls left before the first refusal came back");
        gateway.Jira.Calls.Total.Should().Be(underWay);
        gateway.Jira.State.Members("red").Should().BeEmpty();
    }

    [Fact]
    public async Task Captcha_SaidAsSuchAndCallsStopUntilSomebodyLoggedIn()
    {
        await using var gateway = await StartBasicAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await FailToLogInAsync(gateway, 3);
        gateway.Jira.Calls.Clear();

        var refused = await gateway.GetAsync($"/Users/{id}");
        var stopped = await gateway.GetAsync($"/Users/{id}");

        refused.Status.Should().Be(502);
        refused.Detail.Should().Contain("CAPTCHA").And.Contain("gateway resume");
        stopped.Status.Should().Be(503);
        gateway.Jira.Calls.All.Should().ContainSingle().Which.Status.Should().Be(403);

        gateway.Jira.State.ClearCaptcha(gateway.Jira.Options.ServiceUser);
        Resume(gateway);
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task BasicDisabled_SaidAsSuchAndCallsStop()
    {
        await using var gateway = await StartBasicAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { BasicEnabled = false };
        gateway.Jira.Calls.Clear();

        var refused = await gateway.SetActiveAsync(id, false);
        var stopped = await gateway.SetActiveAsync(id, false);

        refused.Status.Should().Be(502);
        refused.Detail.Should().Contain("personal access token");
        (stopped.Status, stopped.RetryAfter > TimeSpan.Zero).Should().Be((503, true));
        gateway.Jira.Calls.All.Should().ContainSingle();
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task TokenRevoked_ThreeRefusalsThen503ForAMinuteUntilThereIsAnother()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.RevokeToken(gateway.Jira.Options.Token);
        gateway.Jira.Calls.Clear();

        var refused = new[] { await gateway.GetAsync($"/Users/{id}"), await gateway.SetActiveAsync(id, false), await gateway.DeleteAsync($"/Users/{id}") };
        var stopped = new[] { await gateway.GetAsync($"/Users/{id}"), await gateway.SetActiveAsync(id, false), await gateway.DeleteAsync($"/Users/{id}") };

        refused.Should().OnlyContain(reply => reply.Status == 502);
        stopped.Should().OnlyContain(reply => reply.Status == 503 && reply.RetryAfter > TimeSpan.FromSeconds(50) && reply.RetryAfter <= TimeSpan.FromSeconds(60));
        gateway.Jira.Calls.All.Should().HaveCount(3);
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        (await gateway.ReadinessAsync()).Should().Contain("Degraded");

        var token = gateway.Jira.State.AddToken(gateway.Jira.Options.ServiceUser);
        await gateway.ReconfigureAsync(connection => connection["Credential"]!["Token"] = token);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        (await gateway.ReadinessAsync()).Should().NotContain("refused the gateway's account");
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("bearer")]
    public async Task WrongFromTheStart_TestConnectionIs502AndNotAnEmptyList(string type)
    {
        await using var gateway = await GatewayFixture.StartAsync(connection => connection["Credential"] = type == "basic"
            ? Basic("svc-scim", "wrong")
            : new JsonObject { ["Type"] = "Bearer", ["Token"] = "wrong" });

        (await gateway.FindUserAsync("nobody@contoso.com")).Status.Should().Be(502);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task RefusedWithoutASign_AccountIsGood_OneWhoAmIAndTheTargetIsRefused(int status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = UserPath, Effect = FaultEffect.Html(status) });
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.SetActiveAsync(id, false));

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        calls.Should().Equal($"PUT {UserPath}", Myself);
        Breaker(gateway).IsOpen.Should().BeFalse();
        Breaker(gateway).Refusals.Should().Be(0);
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task RefusedWithoutASign_AccountIsBad_OneWhoAmIAnd502(int status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Effect = FaultEffect.Html(status) });
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.SetActiveAsync(id, false));

        reply.Status.Should().Be(502, because: reply.Text);
        reply.Detail.Should().Contain("gateway's own account");
        calls.Should().Equal($"PUT {UserPath}", Myself);
        Breaker(gateway).Refusals.Should().Be(1);
    }

    [Fact]
    public async Task RefusedWithoutASign_WhoAmIIsAnOutage_503()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", Effect = FaultEffect.Html(403) });
        gateway.Jira.Faults.Add(new FaultRule { Method = "GET", Effect = FaultEffect.Html(503) });

        var reply = await gateway.SetActiveAsync(id, false);

        (reply.Status, reply.RetryAfter > TimeSpan.Zero).Should().Be((503, true));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task AccountIsNoAdministrator_MutabilityAndTheBreakerStaysClosed(string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.State.RemoveMember(JiraState.AdministratorsGroup, stage.Jira.Options.ServiceUser);
        var before = stage.Snapshot();

        var change = await stage.RunAsync("change user");
        var group = await stage.RunAsync("get group");

        (change.Status, change.ScimType).Should().Be((400, "mutability"));
        (group.Status, group.ScimType).Should().Be((400, "mutability"));
        Breaker(stage.Gateway).IsOpen.Should().BeFalse();
        stage.Snapshot().Should().Be(before);
    }

    private static Task<GatewayFixture> StartBasicAsync()
    {
        var options = new JiraSandboxOptions();
        return GatewayFixture.StartAsync(connection => connection["Credential"] = Basic(options.ServiceUser, options.ServicePassword), options);
    }

    private static JsonObject Basic(string user, string password) =>
        new() { ["Type"] = "Basic", ["Username"] = user, ["Password"] = password };

    private static BreakerState Breaker(GatewayFixture gateway) =>
        gateway.Services.GetRequiredService<ICredentialBreakers>().StateOf(GatewayFixture.Connection);

    private static void Resume(GatewayFixture gateway) =>
        gateway.Services.GetRequiredService<ICredentialBreakers>().Resume(GatewayFixture.Connection);

    private static async Task FailToLogInAsync(GatewayFixture gateway, int times)
    {
        for (var number = 0; number < times; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Jira.Address, "rest/api/2/myself"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{gateway.Jira.Options.ServiceUser}:guessed")));
            using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
