using System.Net.Http.Headers;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

public sealed class JiraAuthenticationTests
{
    private const string Myself = "/rest/api/2/myself";

    [Fact]
    public async Task Request_RightPassword_SaysWhoItIs()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.SendAsync("GET", Myself, credential: lab.Basic());

        answer.Status.Should().Be(200);
        answer.Headers.Should().Contain("X-Seraph-LoginReason", "OK").And.Contain("X-AUSERNAME", "svc-scim");
    }

    [Fact]
    public async Task Request_WrongPassword_Is401InHtml()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.SendAsync("GET", Myself, credential: lab.Basic("wrong"));

        answer.Status.Should().Be(401);
        answer.Headers.Should().Contain("X-Seraph-LoginReason", "AUTHENTICATED_FAILED");
        answer.Headers["Content-Type"].Should().StartWith("text/html");
    }

    [Fact]
    public async Task Request_RightPasswordAfterThreeWrongOnes_IsDeniedUntilSomebodySolvesTheCaptcha()
    {
        await using var lab = await JiraLab.StartAsync();
        await lab.FailLoginsAsync(3);

        var denied = await lab.SendAsync("GET", Myself, credential: lab.Basic());
        lab.State.ClearCaptcha("svc-scim");
        var again = await lab.SendAsync("GET", Myself, credential: lab.Basic());

        denied.Status.Should().Be(403);
        denied.Headers["X-Authentication-Denied-Reason"].Should().StartWith("CAPTCHA_CHALLENGE; login-url=");
        again.Status.Should().Be(200);
    }

    [Fact]
    public async Task Request_RightPasswordAfterTwoWrongOnes_ForgetsThem()
    {
        await using var lab = await JiraLab.StartAsync();
        await lab.FailLoginsAsync(2);

        await lab.SendAsync("GET", Myself, credential: lab.Basic());

        lab.State.Service.FailedLogins.Should().Be(0);
    }

    [Fact]
    public async Task Request_TokenAfterThreeWrongPasswords_IsNotConcerned()
    {
        await using var lab = await JiraLab.StartAsync();
        await lab.FailLoginsAsync(3);

        var answer = await lab.GetAsync(Myself);

        answer.Status.Should().Be(200);
    }

    [Fact]
    public async Task Request_WrongToken_Is401AndNeverACaptcha()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.SendAsync("GET", Myself, credential: new AuthenticationHeaderValue("Bearer", "wrong"));

        answer.Status.Should().Be(401);
        lab.State.Service.FailedLogins.Should().Be(0);
    }

    [Theory]
    [InlineData("10.3.2", 200)]
    [InlineData("11.0.0", 403)]
    public async Task Request_BasicByRelease_IsOnOrOff(string version, int status)
    {
        await using var lab = await JiraLab.StartAsync(new JiraSandboxOptions { Version = version });

        var answer = await lab.SendAsync("GET", Myself, credential: lab.Basic());

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Request_DeactivatedAccount_IsRefused()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.State.SetActive("svc-scim", false);

        var basic = await lab.SendAsync("GET", Myself, credential: lab.Basic());
        var token = await lab.GetAsync(Myself);

        new[] { basic.Status, token.Status }.Should().AllBeEquivalentTo(401);
    }

    [Fact]
    public async Task Request_Anonymous_Is401AsJsonButServerInfoAnswers()
    {
        await using var lab = await JiraLab.StartAsync();
        var me = lab.Request("GET", Myself);
        me.Headers.Authorization = null;
        var info = lab.Request("GET", "/rest/api/2/serverInfo");
        info.Headers.Authorization = null;

        var refused = await lab.SendAsync(me, TestContext.Current.CancellationToken);
        var answered = await lab.SendAsync(info, TestContext.Current.CancellationToken);

        refused.Status.Should().Be(401);
        refused.Headers.Should().Contain("X-AUSERNAME", "anonymous");
        answered.Json.GetProperty("version").GetString().Should().Be("10.3.2");
        answered.Json.GetProperty("buildNumber").GetInt32().Should().Be(1003002);
    }

    [Fact]
    public void Options_TwoInstances_ShareNoSecret()
    {
        var (one, other) = (new JiraSandboxOptions(), new JiraSandboxOptions());

        new[] { one.ServicePassword, one.Token, one.ControlToken, other.ServicePassword, other.Token, other.ControlToken }
            .Should().OnlyHaveUniqueItems();
    }
}
