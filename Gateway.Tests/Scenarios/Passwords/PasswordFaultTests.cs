using Gateway.Sandbox.Faults;
using Gateway.State;
using Gateway.Tests.Scenarios.Faults;
using Gateway.Tests.Scenarios.Identity;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Passwords;

/// <summary>What Jira refuses, and what nobody can know: no answer says that a password is set unless Jira said so.</summary>
public sealed class PasswordFaultTests
{
    private const string SetPath = UserPath + "/password";
    private const string Set = "PUT " + SetPath;
    private const string New = "Correct-Horse-10";

    [Theory]
    [InlineData("lost", 503)]
    [InlineData("lost in good order", 503)]
    [InlineData("reset", 503)]
    [InlineData("502", 503)]
    [InlineData("503", 503)]
    [InlineData("504", 503)]
    [InlineData("500", 502)]
    [InlineData("page", 502)]
    [InlineData("log-in redirect", 502)]
    [InlineData("nothing", 502)]
    [InlineData("somebody's JSON", 502)]
    [InlineData("empty object", 502)]
    [InlineData("foreign 404", 502)]
    [InlineData("huge", 502)]
    public async Task Answer_LostOrUnreadable_IsNoSuccessSentOnceAndTheRepeatConverges(string fault, int status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var before = (await gateway.GetAsync($"/Users/{id}")).ETag;
        gateway.Jira.Calls.Clear();
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Times = 1, Effect = KnownFault.Of(fault) });

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Status.Should().Be(status, because: reply.Text);
        (reply.RetryAfter is not null).Should().Be(status == 503);
        gateway.Writes().Should().Equal(Set);
        (await gateway.GetAsync($"/Users/{id}")).ETag.Should().Be(before, because: "nothing is known to have changed");
        (await gateway.ReplaceAttributeAsync(id, "password", New)).Status.Should().Be(200);
        gateway.Jira.State.User("ada")!.Password.Should().Be(New);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("page")]
    public async Task Answer_Lost_SaysThatItCannotBeReadBack(string fault)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Effect = KnownFault.Of(fault) });

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Detail.Should().Contain("set the password for 'ada'").And.Contain("cannot be read back");
        (await gateway.ActivityAsync("update", id)).Outcome.Should().Be("failed");
    }

    [Fact]
    public async Task Policy_Refuses_IsInvalidValueInJirasWordsAndNothingIsStored()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { MinimumPasswordLength = 10 };
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "password", "short");

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Detail.Should().Contain("at least 10 characters").And.NotContain("short");
        gateway.Jira.Calls.All.Should().ContainSingle();
    }

    [Fact]
    public async Task Policy_RefusesTheCreate_IsInvalidValueAndNobodyIsMade()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.Settings = gateway.Jira.Settings with { MinimumPasswordLength = 10 };
        var body = ScimBodies.User("ada@contoso.com");
        body["password"] = "short";

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", body);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Text.Should().NotContain("short");
        gateway.Jira.State.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task ReadOnlyDirectory_IsMutability()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { ReadOnly = true };

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        reply.Detail.Should().Contain("read-only");
    }

    [Fact]
    public async Task SystemAdministrator_JiraRefusesTheGateway_IsMutability()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Effect = FaultEffect.Errors(403, "You cannot edit system administrators.") });

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
    }

    [Fact]
    public async Task OwnCredential_Refused_Is502()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Effect = FaultEffect.Unauthorized() });

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Status.Should().Be(502, because: reply.Text);
        reply.Detail.Should().Contain("the gateway's own account");
    }

    [Fact]
    public async Task TooManyRequests_Is429WithJirasRetryAfter()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Effect = FaultEffect.TooManyRequests(7) });

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Should().BeEquivalentTo(new { Status = 429, RetryAfter = TimeSpan.FromSeconds(7) }, because: reply.Text);
    }

    [Fact]
    public async Task AccountGone_ProvedBy404AndRead_Is404()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.DeleteUser("ada");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Status.Should().Be(404, because: reply.Text);
        gateway.Jira.Calls.All.Select(call => $"{call.Method} {call.Path}").Should().Equal(Set, "GET " + UserPath, "GET " + UserPath);
        (await gateway.UserLinkAsync(id))!.State.Should().Be(LinkState.Missing);
    }

    [Fact]
    public async Task Jira404_AndTheUserIsThere_IsNot404()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Effect = FaultEffect.Errors(404, "The user does not exist.") });

        (await gateway.ReplaceAttributeAsync(id, "password", New)).Status.Should().Be(503);
    }

    [Theory]
    [InlineData("short", null, 400)]
    [InlineData(New, "lost", 503)]
    [InlineData(New, "500", 502)]
    public async Task Password_FailsBehindTheAccount_SaysWhatIsDoneAndTheRepeatConverges(string password, string? fault, int status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { MinimumPasswordLength = 10 };
        if (fault is not null)
        {
            gateway.Jira.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = SetPath, Times = 1, Effect = KnownFault.Of(fault) });
        }

        var first = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "displayName", "Ada Lovelace"), ScimBodies.Op("replace", "password", password));

        first.Status.Should().Be(status, because: first.Text);
        first.Detail.Should().Contain("set the password for 'ada' (the account itself is changed)");
        (await gateway.ActivityAsync("update", id)).Outcome.Should().Be("partial");
        ((string?)(await gateway.GetAsync($"/Users/{id}"))["displayName"]).Should().Be("Ada Lovelace");

        (await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "displayName", "Ada Lovelace"), ScimBodies.Op("replace", "password", New))).Status.Should().Be(200);
        gateway.Jira.State.User("ada").Should().BeEquivalentTo(new { DisplayName = "Ada Lovelace", Password = New });
    }

    [Fact]
    public async Task Leaver_WithARefusedPassword_IsInactiveAllTheSame()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { MinimumPasswordLength = 10 };

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "password", "short"), ScimBodies.Active(false));

        reply.Status.Should().Be(400, because: reply.Text);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        ((bool?)(await gateway.GetAsync($"/Users/{id}"))["active"]).Should().BeFalse();
    }

    [Fact]
    public async Task Account_Refused_ThePasswordIsNotSent()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "emails[type eq \"work\"].value", "no address"), ScimBodies.Op("replace", "password", New));

        reply.Status.Should().Be(400, because: reply.Text);
        gateway.Writes().Should().Equal("PUT " + UserPath);
        gateway.Jira.State.User("ada")!.Password.Should().NotBe(New);
    }
}
