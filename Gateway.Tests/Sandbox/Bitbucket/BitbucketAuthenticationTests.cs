using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketAuthenticationTests
{
    private const string NotPermitted = "com.atlassian.bitbucket.AuthorisationException";
    private const string WrongPassword = "com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException";
    private const string Captcha = "com.atlassian.bitbucket.auth.CaptchaRequiredAuthenticationException";

    [Fact]
    public async Task Basic_RightPassword_Administers()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.GetAsync($"{BitbucketLab.Permissions}/users");

        answer.Status.Should().Be(200);
    }

    [Fact]
    public async Task Basic_WrongPassword_Is401ByName()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.SendAsync("GET", BitbucketLab.Users, credential: lab.Basic("wrong"));

        answer.Status.Should().Be(401);
        answer.Exception().Should().Be(WrongPassword);
    }

    [Fact]
    public async Task Basic_RightPasswordAfterFiveWrongOnes_IsDeniedUntilTheCaptchaIsCleared()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddUser("other", password: "other");
        lab.State.Grant("other", BitbucketPermission.Admin);
        await lab.FailLoginsAsync(5);

        var denied = await lab.GetAsync(BitbucketLab.Users);
        var cleared = await lab.SendAsync("DELETE", $"{BitbucketLab.Users}/captcha?name=svc-scim", credential: JiraLab.BasicOf("other", "other"));
        var again = await lab.GetAsync(BitbucketLab.Users);

        denied.Status.Should().Be(403);
        denied.Exception().Should().Be(Captcha);
        cleared.Status.Should().Be(204);
        again.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("9.4.2", 200)]
    [InlineData("10.0.0", 403)]
    public async Task Basic_ByRelease_IsOnOrBlocked(string version, int status)
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Version = version });

        var answer = await lab.GetAsync(BitbucketLab.Users);

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("svc-scim", "/rest/api/*", 200)]
    [InlineData("SVC-SCIM", "", 200)]
    [InlineData("", "/rest/api/*", 200)]
    [InlineData("other", "/rest/api/*", 403)]
    [InlineData("svc-scim", "/rest/crowd/*", 403)]
    public async Task Basic_BlockedWithExceptions_IsAcceptedForThose(string users, string paths, int status)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { BasicEnabled = false, BasicUsers = users.Length == 0 ? [] : [users], BasicPaths = paths.Length == 0 ? [] : [paths] };

        var answer = await lab.GetAsync(BitbucketLab.Users);

        answer.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("GET", "/users", 200)]
    [InlineData("GET", "/admin/users", 200)]
    [InlineData("GET", "/admin/groups", 200)]
    [InlineData("GET", "/admin/groups/more-members?context=stash-users", 200)]
    [InlineData("GET", "/admin/permissions/users", 401)]
    [InlineData("GET", "/admin/user-directories", 401)]
    [InlineData("POST", "/admin/users?name=a&displayName=a&emailAddress=a%40b&password=x", 401)]
    [InlineData("DELETE", "/admin/users?name=admin", 401)]
    [InlineData("POST", "/admin/groups?name=a", 401)]
    public async Task HttpAccessToken_OfAnAdministrator_ReadsAndNeverAdministers(string method, string path, int status)
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.SendAsync(method, BitbucketLab.Api + path, credential: BitbucketLab.Bearer(lab.Sandbox.Options.Token));

        answer.Status.Should().Be(status);
        if (status == 401)
        {
            answer.Exception().Should().Be(NotPermitted);
        }
    }

    [Fact]
    public async Task Bearer_UnknownToken_Is401AndNeverACaptcha()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.SendAsync("GET", BitbucketLab.Users, credential: BitbucketLab.Bearer("wrong"));

        answer.Exception().Should().Be(WrongPassword);
        lab.State.Service.FailedLogins.Should().Be(0);
    }

    [Fact]
    public async Task Anonymous_Is401AsNotPermittedButPropertiesAnswer()
    {
        await using var lab = await BitbucketLab.StartAsync();
        var users = lab.Request("GET", BitbucketLab.Users);
        users.Headers.Authorization = null;
        var properties = lab.Request("GET", $"{BitbucketLab.Api}/application-properties");
        properties.Headers.Authorization = null;

        var refused = await lab.SendAsync(users);
        var answered = await lab.SendAsync(properties);

        refused.Exception().Should().Be(NotPermitted);
        answered.Json.GetProperty("version").GetString().Should().Be("9.4.2");
        answered.Json.GetProperty("displayName").GetString().Should().Be("Bitbucket");
    }

    [Fact]
    public async Task Caller_WithoutLicence_MayNotEvenRead()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddUser("nobody", password: "x");

        var answer = await lab.SendAsync("GET", BitbucketLab.Users, credential: JiraLab.BasicOf("nobody", "x"));

        answer.Exception().Should().Be(NotPermitted);
    }

    [Theory]
    [InlineData("Mozilla/5.0", null, 403)]
    [InlineData("Mozilla/5.0", "no-check", 204)]
    [InlineData("gateway/1.0", null, 204)]
    public async Task Write_OfWhatLooksLikeABrowser_MustSayThatItIsNone(string agent, string? token, int status)
    {
        await using var lab = await BitbucketLab.StartAsync();
        var request = lab.Request("POST", $"{BitbucketLab.Users}?name=a&displayName=a&emailAddress=a%40b&password=x");
        request.Headers.UserAgent.ParseAdd(agent);
        if (token is not null)
        {
            request.Headers.Add("X-Atlassian-Token", token);
        }

        var answer = await lab.SendAsync(request);

        answer.Status.Should().Be(status);
    }

    [Fact]
    public void Options_TwoInstances_ShareNoSecret()
    {
        var (one, other) = (new BitbucketSandboxOptions(), new BitbucketSandboxOptions());

        new[] { one, other }.SelectMany(options => new[] { options.ServicePassword, options.Token, options.ClientId, options.ClientSecret, options.RefreshToken, options.ControlToken })
            .Should().OnlyHaveUniqueItems();
    }
}
