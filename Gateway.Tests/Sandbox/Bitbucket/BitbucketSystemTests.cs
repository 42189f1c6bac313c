using System.Text.Json;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Hosting;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketSystemTests
{
    [Theory]
    [InlineData("RUNNING", 200, 200)]
    [InlineData("STARTING", 503, 503)]
    [InlineData("MAINTENANCE", 503, 503)]
    [InlineData("ERROR", 503, 503)]
    public async Task Status_EachState_SaysSoAndRestFollows(string state, int status, int rest)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { ServerState = state };

        var probe = await lab.GetAsync("/status");
        var answer = await lab.GetAsync(BitbucketLab.Users);

        probe.Status.Should().Be(status);
        probe.Json.GetProperty("state").GetString().Should().Be(state);
        answer.Status.Should().Be(rest);
    }

    [Fact]
    public async Task Nodes_OneInMaintenance_LeavesTheOther()
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Nodes = 2 });
        lab.Settings = lab.Settings with { ServerState = "MAINTENANCE", ServerStateNode = 0 };

        var first = await lab.SendAsync("GET", BitbucketLab.Users);
        var second = await lab.SendAsync("GET", BitbucketLab.Users, node: 1);

        first.Status.Should().Be(503);
        second.Status.Should().Be(200);
    }

    [Fact]
    public async Task Language_German_ChangesTextsAndNothingElse()
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Language = "de" });

        var answer = await lab.DeleteAsync($"{BitbucketLab.Users}?name=nobody");

        answer.Status.Should().Be(404);
        answer.Exception().Should().Be("com.atlassian.bitbucket.user.NoSuchUserException");
        answer.Message().Should().Be("Der Benutzer nobody existiert nicht.");
    }

    [Fact]
    public async Task Errors_Bare_AreOneObject()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { BareErrors = true };

        var answer = await lab.DeleteAsync($"{BitbucketLab.Users}?name=nobody");

        answer.Json.TryGetProperty("errors", out _).Should().BeFalse();
        answer.Json.GetProperty("exceptionName").GetString().Should().Be("com.atlassian.bitbucket.user.NoSuchUserException");
    }

    [Fact]
    public async Task RateLimit_Exhausted_Is429WithoutRetryAfter()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { RateLimit = new SandboxRateLimit(Limit: 2, FillRate: 1, IntervalSeconds: 3600) };
        await lab.GetAsync(BitbucketLab.Users);
        await lab.GetAsync(BitbucketLab.Users);

        var answer = await lab.GetAsync(BitbucketLab.Users);

        answer.Status.Should().Be(429);
        answer.Headers.Keys.Should().NotContain(name => name.StartsWith("Retry-After", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task UserDirectories_AsPage_HasTheSameValues()
    {
        await using var lab = await BitbucketLab.StartAsync();
        var list = await lab.GetAsync($"{BitbucketLab.Api}/admin/user-directories");
        lab.Settings = lab.Settings with { DirectoriesAsPage = true };

        var page = await lab.GetAsync($"{BitbucketLab.Api}/admin/user-directories");

        JsonElement.DeepEquals(page.Json.GetProperty("values"), list.Json).Should().BeTrue();
    }

    [Fact]
    public async Task ContextPath_IsPartOfEveryAddress()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync(new BitbucketSandboxOptions { ContextPath = "/bitbucket" });

        var answer = await lab.GetAsync($"{BitbucketLab.Users}?filter=ada.lovelace");

        answer.Json.GetProperty("values")[0].GetProperty("links").GetProperty("self")[0].GetProperty("href").GetString()
            .Should().EndWith("/bitbucket/users/ada.lovelace");
    }

    [Fact]
    public async Task Control_StateAndCalls_ShowNoPassword()
    {
        await using var lab = await BitbucketLab.StartAsync();
        await lab.CreateAsync("ada");

        var state = await ControlAsync(lab, "GET", "state");
        var calls = await ControlAsync(lab, "GET", "calls");

        state.Json.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("name").GetString()).Should().Equal("ada", "admin", "svc-scim");
        calls.Json.GetProperty("calls")[0].GetProperty("query").GetString().Should().EndWith("&password=***");
        (state.Text + calls.Text).Should().NotContain("s3cret");
    }

    [Fact]
    public async Task Control_Settings_AreTurnedAndReset()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var changed = await ControlAsync(lab, "PATCH", "settings", """{"language":"de","seats":5}""");
        await ControlAsync(lab, "POST", "reset");

        changed.Json.GetProperty("seats").GetInt32().Should().Be(5);
        lab.Settings.Should().BeEquivalentTo(new BitbucketSettings());
    }

    [Fact]
    public async Task Version_NotANumber_IsRefusedAtTheStart()
    {
        var start = () => BitbucketLab.StartAsync(new BitbucketSandboxOptions { Version = "ten" });

        await start.Should().ThrowAsync<ArgumentException>();
    }

    private static Task<LabAnswer> ControlAsync(BitbucketLab lab, string method, string path, string? body = null)
    {
        var request = lab.Request(method, $"/_sandbox/{path}", body is null ? null : new StringContent(body));
        request.Headers.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);
        return lab.SendAsync(request);
    }
}
