using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Passwords;

/// <summary>A password that a request names is set in the app by a call of its own, or the answer says that it is not.</summary>
public sealed class PasswordTests
{
    private const string Put = "PUT " + UserPath;
    private const string SetPassword = "PUT " + UserPath + "/password";
    private const string Join = "POST " + MemberPath;
    private const string Leave = "DELETE " + MemberPath;
    private const string New = "Correct-Horse-10";

    [Theory]
    [InlineData("replace", "password")]
    [InlineData("add", "password")]
    [InlineData("Replace", "PASSWORD")]
    [InlineData("replace", "urn:ietf:params:scim:schemas:core:2.0:User:password")]
    public async Task Patch_Password_OneCallAndJiraHasIt(string op, string path)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op(op, path, New)));

        reply.Status.Should().Be(200, because: reply.Text);
        calls.Should().Equal(SetPassword);
        gateway.Jira.Calls.All[^1].Query.Should().Be($"?key={id}");
        gateway.Jira.Calls.All[^1].BodyText.Should().Be($$"""{"password":"{{New}}"}""");
        gateway.Jira.State.User("ada")!.Password.Should().Be(New);
        reply["password"].Should().BeNull();
    }

    [Fact]
    public async Task Patch_PathlessPasswordBesideOthers_TheAccountFirstThenThePassword()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var body = new JsonObject { ["displayName"] = "Ada Lovelace", ["title"] = "Countess", ["password"] = New };

        var calls = await gateway.CallsOfAsync(async () => (await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", null, body))).Status.Should().Be(200));

        calls.Should().Equal(Put, SetPassword);
        gateway.Jira.State.User("ada").Should().BeEquivalentTo(new { DisplayName = "Ada Lovelace", Password = New });
    }

    [Fact]
    public async Task Patch_SamePasswordTwice_IsSentTwice()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var calls = await gateway.CallsOfAsync(async () =>
        {
            await gateway.ReplaceAttributeAsync(id, "password", New);
            await gateway.ReplaceAttributeAsync(id, "password", New);
        });

        calls.Should().Equal([SetPassword, SetPassword], because: "nobody remembers a password, so nobody can tell that it is the same");
    }

    [Fact]
    public async Task Patch_Password_MakesANewVersion()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var before = (await gateway.GetAsync($"/Users/{id}")).ETag;

        var after = (await gateway.ReplaceAttributeAsync(id, "password", New)).ETag;

        after.Should().NotBe(before);
        (await gateway.GetAsync($"/Users/{id}")).ETag.Should().Be(after);
    }

    [Fact]
    public async Task Put_WithPassword_AccountThenPassword()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var body = ScimBodies.User("ada@contoso.com");
        body["password"] = New;

        var calls = await gateway.CallsOfAsync(async () => (await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body)).Status.Should().Be(200));

        calls.Should().Equal(Put, SetPassword);
        gateway.Jira.State.User("ada")!.Password.Should().Be(New);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Put_WithoutPassword_LeavesItAlone(string? unassigned)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com", user => user["password"] = "First-Password-1");
        var body = ScimBodies.User("ada@contoso.com");
        body["password"] = unassigned;

        var calls = await gateway.CallsOfAsync(async () => (await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body)).Status.Should().Be(200));

        calls.Should().Equal(Put);
        gateway.Jira.State.User("ada")!.Password.Should().Be("First-Password-1", because: "an attribute without a value is one that the request does not speak of (RFC 7643 section 2.5)");
    }

    [Fact]
    public async Task Post_NewUser_ThePasswordGoesWithTheCreate()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        var calls = await gateway.CallsOfAsync(() => gateway.CreateUserAsync("ada@contoso.com", user => user["password"] = New));

        calls.Should().Equal("POST " + UserPath);
        gateway.Jira.State.User("ada")!.Password.Should().Be(New);
    }

    [Fact]
    public async Task Post_AccountThatIsThere_IsTakenUpWithThePassword()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddUser("ada", email: "ada@contoso.com");
        await gateway.WarmUpAsync();

        await gateway.CreateUserAsync("ada@contoso.com", user => user["password"] = New);

        gateway.Writes().Should().Equal("POST " + UserPath, Put, SetPassword);
        gateway.Jira.State.User("ada")!.Password.Should().Be(New);
    }

    [Fact]
    public async Task Post_TakenUpAndThePasswordIsRefused_SaysSoAndTheRepeatSetsIt()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddUser("ada", email: "ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { MinimumPasswordLength = 10 };
        var body = ScimBodies.User("ada@contoso.com");
        body["password"] = "short";

        var first = await gateway.SendAsync(HttpMethod.Post, "/Users", body);
        gateway.Jira.Settings = gateway.Jira.Settings with { MinimumPasswordLength = null };
        var second = await gateway.SendAsync(HttpMethod.Post, "/Users", body);

        first.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: first.Text);
        second.Status.Should().Be(201, because: second.Text);
        gateway.Jira.State.User("ada")!.Password.Should().Be("short");
    }

    [Fact]
    public async Task Patch_ActiveFalseAndPassword_TheLeaverIsOutBeforeAnythingElse()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const status = [{ when: 'active eq false', then: 'inactive', removeFrom: ['staff'], addTo: ['leavers'] }];");
        gateway.Jira.State.AddGroup("staff");
        gateway.Jira.State.AddGroup("leavers");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddMember("staff", "ada");

        var calls = await gateway.CallsOfAsync(async () =>
            (await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "password", New), ScimBodies.Active(false))).Status.Should().Be(200));

        calls.Should().Equal(Put, Leave, SetPassword, Join);
        gateway.Jira.State.User("ada").Should().BeEquivalentTo(new { Active = false, Password = New });
    }

    [Theory]
    [InlineData("remove", false, "mutability")]
    [InlineData("replace", true, "invalidValue")]
    [InlineData("add", true, "invalidValue")]
    public async Task Patch_NoPassword_IsRefusedAndNothingIsSent(string op, bool withValue, string scimType)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();
        var values = withValue ? [JsonValue.Create(""), null] : new JsonNode?[] { null };

        foreach (var value in values)
        {
            var operation = ScimBodies.Op(op, "password", value);
            var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "displayName", "Ada Lovelace"), operation);

            reply.Should().BeEquivalentTo(new { Status = 400, ScimType = scimType }, because: reply.Text);
            reply.Detail.Should().Contain("password");
        }

        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""5""")]
    [InlineData("""["secret"]""")]
    [InlineData("""{"value":"secret"}""")]
    public async Task Patch_PasswordThatIsNoText_IsInvalidValue(string value)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "password", JsonNode.Parse(value));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Text.Should().NotContain("secret");
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task UpdateOff_Patch_NothingSentAndTheActivitySaysSo()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var before = gateway.Jira.State.User("ada")!.Password;
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada")!.Password.Should().Be(before);
        (await gateway.ActivityAsync("update", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Status = 200, Notes = new[] { "skipped: Users.Update is off" } });
    }

    [Fact]
    public async Task UpdateOff_AccountTakenUp_KeepsItsPassword()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Update", false));
        var before = gateway.Jira.State.AddUser("ada", email: "ada@contoso.com").Password;
        gateway.Jira.Calls.Clear();

        await gateway.CreateUserAsync("ada@contoso.com", user => user["password"] = New);

        gateway.Jira.Calls.All.Should().NotContain(call => call.Path.EndsWith("/password", StringComparison.Ordinal));
        gateway.Jira.State.User("ada")!.Password.Should().Be(before);
        (await gateway.ActivityAsync("create", "ada@contoso.com")).Notes.Should().Contain("skipped: Users.Update is off");
    }

    [Fact]
    public async Task IgnoredByARule_NothingSent()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const status = [{ when: 'title eq \"VIP\"', then: 'ignore' }];");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "title", "VIP"), ScimBodies.Op("replace", "password", New));

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("a*")]
    public async Task Protected_Account_IsRefusedAndNothingIsSent(string name)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.ReconfigureAsync(connection => connection["Protected"] = new JsonArray(name));
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Administrator_ByIdThatALookUpGave_IsRefusedAndNothingIsSent()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("AllowAdministrators", new JsonArray("root")));
        var root = gateway.Jira.State.AddUser("root", email: "root@contoso.com");
        gateway.Jira.State.AddMember("jira-administrators", "root");
        var id = (string)(await gateway.FindUserAsync("root@contoso.com"))["Resources"]![0]!["id"]!;
        await gateway.ReconfigureAsync(Users("AllowAdministrators", new JsonArray()));

        var reply = await gateway.ReplaceAttributeAsync(id, "password", New);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
        root.Password.Should().NotBe(New);
    }

    [Fact]
    public async Task Guard_HoldsTheLeaver_ThePasswordIsNotSentEither()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 0), ("MaxPercent", 0)));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "password", New), ScimBodies.Active(false));

        reply.Status.Should().Be(503, because: reply.Text);
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task IfMatch_OfAnotherVersion_NothingSent()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("replace", "password", New)), request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"7\""));

        reply.Status.Should().Be(412, because: reply.Text);
        gateway.Jira.Calls.All.Should().BeEmpty();
    }
}
