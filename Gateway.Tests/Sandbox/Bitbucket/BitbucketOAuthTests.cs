using Gateway.Sandbox.Bitbucket;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketOAuthTests
{
    private const string Admin = $"{BitbucketLab.Permissions}/users";

    [Fact]
    public async Task Token_RefreshToken_AnswersAnAccessTokenThatAdministers()
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Version = "10.2.2" });

        var answer = await lab.RefreshAsync();
        var used = await lab.SendAsync("GET", Admin, credential: BitbucketLab.Bearer(Access(answer)));

        answer.Json.GetProperty("token_type").GetString().Should().Be("bearer");
        answer.Json.GetProperty("expires_in").GetInt32().Should().Be(7200);
        used.Status.Should().Be(200);
    }

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task Token_SameRefreshTokenAgain_IsGoodForNothingWhenTheyRotate(bool rotates, int status)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { RotateRefreshTokens = rotates };
        var first = await lab.RefreshAsync();

        var again = await lab.RefreshAsync();
        var next = await lab.RefreshAsync(first.Json.GetProperty("refresh_token").GetString());

        again.Status.Should().Be(status);
        next.Status.Should().Be(200);
    }

    [Fact]
    public async Task Token_AfterItsTime_Is401()
    {
        var time = new FakeTimeProvider();
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Time = time, AccessTokenLifetime = TimeSpan.FromMinutes(10) });
        var access = Access(await lab.RefreshAsync());

        time.Advance(TimeSpan.FromMinutes(10));
        var answer = await lab.SendAsync("GET", Admin, credential: BitbucketLab.Bearer(access));

        answer.Status.Should().Be(401);
    }

    [Theory]
    [InlineData("REPO_ADMIN", 401, 401)]
    [InlineData("ADMIN_WRITE", 200, 401)]
    [InlineData("SYSTEM_ADMIN", 200, 401)]
    public async Task Token_Scope_CapsWhatItsOwnerMayDo(string scope, int admin, int systemAdmin)
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.Settings = lab.Settings with { OAuthScope = scope };
        var token = BitbucketLab.Bearer(Access(await lab.RefreshAsync()));

        var permissions = await lab.SendAsync("GET", Admin, credential: token);
        var directories = await lab.SendAsync("GET", "/rest/crowd/latest/directory", credential: token);

        permissions.Status.Should().Be(admin);
        directories.Status.Should().Be(systemAdmin, because: "the service account is ADMIN only");
    }

    [Fact]
    public async Task Token_WrongSecret_IsInvalidClient()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.RefreshAsync(secret: "wrong");

        answer.Status.Should().Be(401);
        answer.Json.GetProperty("error").GetString().Should().Be("invalid_client");
    }

    [Fact]
    public async Task Token_AnotherGrant_IsUnsupported()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.RefreshAsync(grant: "client_credentials");

        answer.Json.GetProperty("error").GetString().Should().Be("unsupported_grant_type");
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("https://gateway.example.com/", 200)]
    public async Task Token_RedirectAddressOfTheLink_IsAskedForWhereThereIsOne(string? redirect, int status)
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { RedirectUri = "https://gateway.example.com/" });

        var answer = await lab.RefreshAsync(redirectUri: redirect);

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Token_ConsentTakenBack_IsInvalidGrantAndEndsAccessTokens()
    {
        await using var lab = await BitbucketLab.StartAsync();
        var first = await lab.RefreshAsync();
        lab.State.RevokeConsent();

        var refresh = await lab.RefreshAsync(first.Json.GetProperty("refresh_token").GetString());
        var used = await lab.SendAsync("GET", Admin, credential: BitbucketLab.Bearer(Access(first)));

        refresh.Json.GetProperty("error").GetString().Should().Be("invalid_grant");
        used.Status.Should().Be(401);
    }

    private static string Access(LabAnswer answer) => answer.Json.GetProperty("access_token").GetString()!;
}
