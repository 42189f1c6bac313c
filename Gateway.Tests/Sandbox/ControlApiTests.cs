namespace Gateway.Tests.Sandbox;

public sealed class ControlApiTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Request_WithoutTheToken_Is401(string? token)
    {
        await using var lab = await JiraLab.StartAsync();
        var request = lab.Request("GET", "/_sandbox/state");
        request.Headers.TryAddWithoutValidation("X-Sandbox-Token", token);

        var answer = await lab.SendAsync(request, TestContext.Current.CancellationToken);

        answer.Status.Should().Be(401);
    }

    [Fact]
    public async Task State_UsersAndGroups_AreShownWithoutSecrets()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await ControlAsync(lab, "GET", "/state");

        answer.Names("users").Should().Contain("anna.meyer");
        answer.Names("groups").Should().Contain("scim-devs");
        answer.Text.Should().NotContain(lab.Sandbox.Options.ServicePassword).And.NotContain(lab.Sandbox.Options.Token);
    }

    [Fact]
    public async Task Faults_RulePosted_IsInForceUntilCleared()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var added = await ControlAsync(lab, "POST", "/faults", """{"method":"GET","pathPrefix":"/rest/api/2/user","effect":{"kind":"answer","status":503,"contentType":"text/html","body":"x","headers":{"Retry-After":"3"}}}""");
        var hit = await lab.GetAsync($"{JiraLab.Users}?username=anna.meyer");
        var listed = await ControlAsync(lab, "GET", "/faults");
        await ControlAsync(lab, "DELETE", "/faults");
        var after = await lab.GetAsync($"{JiraLab.Users}?username=anna.meyer");

        added.Should().BeEquivalentTo(new { Status = 201, Text = """{"id":1}""" });
        hit.Status.Should().Be(503);
        hit.Headers.Should().Contain("Retry-After", "3");
        listed.Json[0].GetProperty("effect").GetProperty("kind").GetString().Should().Be("answer");
        after.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{"effect":{"kind":"nothing"}}""")]
    [InlineData("""{"method":"GET"}""")]
    [InlineData("""{"pathPattern":"(","effect":{"kind":"loseAnswer"}}""")]
    [InlineData("""{"metod":"GET","effect":{"kind":"loseAnswer"}}""")]
    [InlineData("null")]
    public async Task Faults_RuleThatMakesNoSense_Is400(string rule)
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await ControlAsync(lab, "POST", "/faults", rule);

        answer.Status.Should().Be(400);
        lab.Sandbox.Faults.Rules.Should().BeEmpty();
    }

    [Fact]
    public async Task Settings_OneChanged_LeavesTheOthers()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { Seats = 5 };

        var answer = await ControlAsync(lab, "PATCH", "/settings", """{"language":"de","rateLimit":{"limit":1,"fillRate":1,"intervalSeconds":9}}""");

        answer.Status.Should().Be(200);
        lab.Sandbox.Settings.Should().BeEquivalentTo(new { Language = "de", Seats = 5, BasicEnabled = true, RateLimit = new { IntervalSeconds = 9 } });
    }

    [Fact]
    public async Task Settings_UnknownOne_Is400()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await ControlAsync(lab, "PATCH", "/settings", """{"langauge":"de"}""");

        answer.Status.Should().Be(400);
    }

    [Fact]
    public async Task Calls_OfTheControlItself_AreNotCounted()
    {
        await using var lab = await JiraLab.StartAsync();
        await lab.GetAsync("/rest/api/2/myself");

        var answer = await ControlAsync(lab, "GET", "/calls");

        answer.Json.GetProperty("total").GetInt32().Should().Be(1);
        answer.Json.GetProperty("calls")[0].GetProperty("path").GetString().Should().Be("/rest/api/2/myself");
    }

    [Fact]
    public async Task Reset_StateChanged_IsAsAtTheStart()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnly = true };

        var answer = await ControlAsync(lab, "POST", "/reset");

        answer.Status.Should().Be(204);
        lab.State.Users.Select(user => user.Name).Should().Equal("svc-scim", "sysadmin");
        lab.Sandbox.Settings.ReadOnly.Should().BeFalse();
        (await lab.GetAsync("/rest/api/2/myself")).Status.Should().Be(200);
    }

    private static Task<LabAnswer> ControlAsync(JiraLab lab, string method, string path, string? body = null)
    {
        var request = lab.Request(method, $"/_sandbox{path}", body);
        request.Headers.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);
        return lab.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
