using System.Net.Http.Headers;
using System.Xml.Linq;
using Gateway.Sandbox.Confluence;

namespace Gateway.Tests.Sandbox.Confluence;

public sealed class ConfluenceSystemTests
{
    private const string Current = $"{ConfluenceLab.Users}/current";

    [Theory]
    [InlineData("RUNNING", 200, 200)]
    [InlineData("STARTING", 200, 503)]
    [InlineData("MAINTENANCE", 503, 503)]
    [InlineData("ERROR", 500, 503)]
    public async Task Status_State_IsInTheTextAndStopsRest(string state, int status, int rest)
    {
        await using var lab = await ConfluenceLab.StartAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServerState = state };

        var page = await lab.GetAsync("/status");
        var call = await lab.GetAsync(Current);

        page.Text.Should().Be($$"""{"state":"{{state}}"}""");
        new[] { page.Status, call.Status }.Should().Equal(status, rest);
    }

    [Fact]
    public async Task Status_OneNodeOfTwo_LeavesTheOther()
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Nodes = 2 });
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServerState = "MAINTENANCE", ServerStateNode = 1 };

        var first = await lab.SendAsync("GET", Current, node: 0);
        var second = await lab.SendAsync("GET", Current, node: 1);

        new[] { first.Status, second.Status }.Should().Equal(200, 503);
    }

    [Theory]
    [InlineData("9.2.4", 200)]
    [InlineData("10.0.0", 403)]
    public async Task Basic_ByRelease_IsOnOrOff(string version, int status)
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Version = version });

        var answer = await lab.SendAsync("GET", Current, credential: lab.Basic());

        answer.Status.Should().Be(status);
        answer.Text("message").Should().Be(status == 403 ? "Basic Authentication has been disabled on this instance." : null);
    }

    [Fact]
    public async Task Basic_ThreeWrongPasswords_AskForACaptchaButTokensGoOn()
    {
        await using var lab = await ConfluenceLab.StartAsync();
        for (var time = 0; time < 3; time++)
        {
            await lab.SendAsync("GET", Current, credential: lab.Basic("wrong"));
        }

        var denied = await lab.SendAsync("GET", Current, credential: lab.Basic());
        var token = await lab.GetAsync(Current);
        lab.State.ClearCaptcha("svc-scim");
        var again = await lab.SendAsync("GET", Current, credential: lab.Basic());

        new[] { denied.Status, token.Status, again.Status }.Should().Equal(403, 200, 200);
        denied.Headers["X-Authentication-Denied-Reason"].Should().StartWith("CAPTCHA_CHALLENGE");
    }

    [Theory]
    [InlineData("7.8.0", false)]
    [InlineData("9.2.4", true)]
    public async Task Token_WrongOrTooOldARelease_Is401(string version, bool right)
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Version = version });

        var answer = await lab.SendAsync("GET", Current, credential: new AuthenticationHeaderValue("Bearer", right ? "wrong" : lab.Sandbox.Options.Token));

        answer.Status.Should().Be(401);
        answer.Headers.Should().Contain("X-Seraph-LoginReason", "AUTHENTICATED_FAILED");
    }

    [Fact]
    public async Task Manifest_Anonymous_TellsIdAndVersionInXml()
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Version = "10.2.11", ContextPath = "/confluence" });
        using var request = lab.Request("GET", "/rest/applinks/1.0/manifest");
        request.Headers.Authorization = null;

        var answer = await lab.SendAsync(request);

        answer.Headers["Content-Type"].Should().StartWith("application/xml");
        var manifest = XDocument.Parse(answer.Text).Root!;
        manifest.Element("version")!.Value.Should().Be("10.2.11");
        Guid.TryParse(manifest.Element("id")!.Value, out _).Should().BeTrue();
        manifest.Element("url")!.Value.Should().Be(lab.Sandbox.Address.AbsoluteUri.TrimEnd('/'));
    }

    [Theory]
    [InlineData("9.0.0", 404)]
    [InlineData("9.2.4", 200)]
    public async Task ServerInformation_ByRelease_TellsTheVersion(string version, int status)
    {
        await using var lab = await ConfluenceLab.StartAsync(new() { Version = version });

        var answer = await lab.GetAsync("/rest/api/server-information");

        answer.Status.Should().Be(status);
        answer.Text("version").Should().Be(status == 200 ? version : null);
    }

    [Fact]
    public async Task Directories_UserFromElsewhere_ShowsTheOtherDirectory()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var one = await lab.GetAsync("/rest/crowd/latest/directory");
        lab.State.SetReadOnlyDirectory("ada.lovelace");
        var two = await lab.GetAsync("/rest/crowd/latest/directory");

        one.Names("directory").Should().Equal("Confluence Internal Directory");
        two.Names("directory").Should().Equal("Confluence Internal Directory", "Corporate LDAP");
    }

    [Fact]
    public async Task Texts_German_KeepStatusAndShape()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { Language = "de" });

        var unknown = await lab.GetAsync($"{ConfluenceLab.Users}?username=nobody");
        var group = await lab.PostAsync("/rest/api/admin/group", """{"type":"group","name":"developers"}""");
        lab.Sandbox.Settings = lab.Sandbox.Settings with { Language = "en" };
        var english = await lab.GetAsync($"{ConfluenceLab.Users}?username=nobody");

        new[] { unknown.Status, group.Status }.Should().Equal(404, 409);
        unknown.Text("message").Should().Be("Kein Benutzer mit dem Benutzernamen gefunden : nobody");
        group.Text("message").Should().Be("Eine Gruppe mit diesem Namen ist bereits vorhanden");
        english.Text("message").Should().Be("No user found with username : nobody");
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("no-check", 204)]
    public async Task Write_LooksLikeABrowser_NeedsTheToken(string? token, int status)
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        using var request = lab.Request("PUT", $"{ConfluenceLab.Admin}/ada.lovelace/disable");
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0");
        request.Headers.Add("X-Atlassian-Token", token is null ? [] : [token]);

        var answer = await lab.SendAsync(request);

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("GET", "/rest/api/nothing", 404)]
    [InlineData("POST", "/rest/api/user/current", 405)]
    [InlineData("GET", "/pages/viewpage.action", 404)]
    [InlineData("GET", "/rest/api/latest/user/current", 200)]
    public async Task Route_Path_Decides(string method, string path, int status)
    {
        await using var lab = await ConfluenceLab.StartAsync();

        var answer = await lab.SendAsync(method, path);

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task State_AsJson_HoldsPeopleAndNoSecrets()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        await lab.DeleteAsync($"{ConfluenceLab.Admin}/grace.hopper");
        using var request = lab.Request("GET", "/_sandbox/state");
        request.Headers.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);

        var answer = await lab.SendAsync(request);

        answer.Json.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("username").GetString()).Should().Contain("alan.turing");
        answer.Json.GetProperty("deletions").GetArrayLength().Should().Be(1);
        answer.Text.Should().NotContain(lab.Sandbox.Options.ServicePassword).And.NotContain(lab.Sandbox.Options.Token);
    }

    [Fact]
    public async Task Settings_ChangedFromOutside_AreInForce()
    {
        await using var lab = await ConfluenceLab.StartAsync();
        using var request = lab.Request("PATCH", "/_sandbox/settings", """{"emailVisibility":"hidden","deletePolls":3}""");
        request.Headers.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);

        await lab.SendAsync(request);

        lab.Sandbox.Settings.Should().BeEquivalentTo(new { EmailVisibility = "hidden", DeletePolls = 3 });
    }

    [Fact]
    public async Task Reset_AfterChanges_IsAsAtTheStart()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnly = true };

        lab.Sandbox.Reset();

        lab.State.Users.Select(user => user.Name).Should().Equal("svc-scim", "sysadmin");
        lab.Sandbox.Settings.ReadOnly.Should().BeFalse();
        lab.State.Group(ConfluenceState.AdministratorsGroup)!.Right.Should().Be(ConfluenceRight.SystemAdminister);
    }

    [Fact]
    public void Options_TwoInstances_ShareNoSecret()
    {
        var (one, other) = (new ConfluenceSandboxOptions(), new ConfluenceSandboxOptions());

        new[] { one.ServicePassword, one.Token, one.ControlToken, other.ServicePassword, other.Token, other.ControlToken }.Should().OnlyHaveUniqueItems();
    }
}
