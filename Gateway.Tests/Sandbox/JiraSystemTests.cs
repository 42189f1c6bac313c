using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox;

public sealed class JiraSystemTests
{
    [Theory]
    [InlineData("RUNNING", 200, 200)]
    [InlineData("STARTING", 200, 503)]
    [InlineData("FIRST_RUN", 200, 503)]
    [InlineData("MAINTENANCE", 503, 503)]
    [InlineData("ERROR", 500, 503)]
    public async Task Status_State_IsInTheTextAndStopsRest(string state, int status, int rest)
    {
        await using var lab = await JiraLab.StartAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServerState = state };

        var page = await lab.GetAsync("/status");
        var call = await lab.GetAsync("/rest/api/2/myself");

        page.Text.Should().Be($$"""{"state":"{{state}}"}""");
        page.Status.Should().Be(status);
        call.Status.Should().Be(rest);
    }

    [Fact]
    public async Task Texts_German_KeepStatusAndFields()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Language = "de" });

        var member = await lab.PostAsync("/rest/api/2/group/user?groupname=scim-devs", """{"name":"anna.meyer"}""");
        var user = await lab.PostAsync(JiraLab.Users, """{"name":"anna.meyer","emailAddress":"a@example.com","displayName":"A"}""");
        lab.Sandbox.Settings = lab.Sandbox.Settings with { Language = "en" };
        var english = await lab.GetAsync($"{JiraLab.Users}?username=nobody");

        member.Status.Should().Be(400);
        member.FirstMessage.Should().Be("Der Benutzer 'anna.meyer' kann nicht hinzugefügt werden, da er bereits Mitglied von 'scim-devs' ist");
        user.Error("username").Should().Be("Ein Benutzer mit diesem Benutzernamen existiert bereits.");
        english.FirstMessage.Should().Be("The user named 'nobody' does not exist");
    }

    [Fact]
    public async Task Route_UnknownResource_Is404InAnotherShape()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.GetAsync("/rest/api/2/nothing");

        answer.Status.Should().Be(404);
        answer.Json.TryGetProperty("errorMessages", out _).Should().BeFalse(because: "only Jira's own resources answer with an error collection");
    }

    [Fact]
    public async Task Route_WrongMethod_Is405()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.SendAsync("POST", "/rest/api/2/myself", "{}");

        answer.Status.Should().Be(405);
        answer.Headers.Should().Contain("Allow", "GET");
    }

    [Fact]
    public async Task Route_ContextPath_IsPartOfEveryLink()
    {
        await using var lab = await JiraLab.StartAsync(new JiraSandboxOptions { ContextPath = "/jira" });

        var inside = await lab.GetAsync("/rest/api/2/myself");
        var outside = await lab.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, new Uri(lab.Sandbox.Address, "/rest/api/2/myself")),
            TestContext.Current.CancellationToken);

        inside.Json.GetProperty("self").GetString().Should().Be($"{lab.Sandbox.Address}rest/api/2/user?username=svc-scim");
        outside.Status.Should().Be(404);
    }

    [Fact]
    public async Task Permissions_ServiceAccount_Administers()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.GetAsync("/rest/api/2/mypermissions");

        answer.Json.GetProperty("permissions").GetProperty("ADMINISTER").GetProperty("havePermission").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task ClusterNodes_NotClustered_Is405()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.GetAsync("/rest/api/2/cluster/nodes");

        answer.Status.Should().Be(405);
    }

    [Fact]
    public async Task RateLimit_BucketEmpty_RefusesUntilTheNextInterval()
    {
        var time = new FakeTimeProvider();
        await using var lab = await JiraLab.StartAsync(JiraLab.WithClock(time));
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RateLimit = new SandboxRateLimit(Limit: 2, FillRate: 1, IntervalSeconds: 10) };

        var first = await lab.GetAsync("/rest/api/2/myself");
        await lab.GetAsync("/rest/api/2/myself");
        var refused = await lab.GetAsync("/rest/api/2/myself");
        time.Advance(TimeSpan.FromSeconds(10));
        var later = await lab.GetAsync("/rest/api/2/myself");

        first.Headers.Should().Contain("X-RateLimit-Remaining", "1").And.Contain("Retry-After", "0");
        refused.Status.Should().Be(429);
        refused.Headers.Should().Contain("Retry-After", "10");
        later.Status.Should().Be(200);
    }

    [Fact]
    public async Task Project_LeadMovedAway_LetsTheUserGo()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.SetLead("DEMO", "anna.meyer");

        await lab.PutAsync("/rest/api/2/project/DEMO", """{"lead":"sysadmin"}""");
        var answer = await lab.PutAsync($"{JiraLab.Users}?username=anna.meyer", """{"active":false}""");

        answer.Status.Should().Be(200);
        lab.State.Project("DEMO")!.Lead.Name.Should().Be("sysadmin");
    }

    [Fact]
    public async Task Component_EmptyLead_HasNone()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        var component = lab.State.AddComponent("DEMO", "Backend", "anna.meyer");

        await lab.PutAsync($"/rest/api/2/component/{component.Id}", """{"leadUserName":""}""");
        var answer = await lab.GetAsync("/rest/api/2/project/DEMO/components");

        component.Lead.Should().BeNull();
        answer.Json[0].TryGetProperty("lead", out _).Should().BeFalse();
    }
}
