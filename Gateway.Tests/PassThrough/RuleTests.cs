using System.Text.Json.Nodes;
using Gateway.State;
using static Gateway.Tests.Scenarios.ScimBodies;

namespace Gateway.Tests.PassThrough;

/// <summary>The admin's rules on a target that speaks SCIM.</summary>
public sealed class RuleTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task Username_Post_SendsTheTargetsNameAndShowsEntras()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);

        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));
        var read = await stage.Gateway.GetAsync($"/Users/{made.Id}");

        ((string?)made["userName"]).Should().Be(Ada);
        ((string?)read["userName"]).Should().Be(Ada);
        ((string?)stage.Target.State.User("ada")!["id"]).Should().Be(made.Id);
        (await stage.LinkAsync(made.Id))!.AppName.Should().Be("ada");
    }

    [Theory]
    [InlineData("userName eq \"ada@contoso.com\"")]
    [InlineData("USERNAME EQ \"ADA@contoso.com\"")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ada@contoso.com\" and externalId eq \"ext-ada\"")]
    public async Task Username_Filter_AsksForTheTargetsName(string filter)
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        await stage.Gateway.CreateUserAsync(Ada);
        stage.Target.Calls.Clear();

        var found = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString(filter.Replace("urn:ietf:params:scim:schemas:core:2.0:User:", "", StringComparison.Ordinal))}");

        found.TotalResults.Should().Be(1, because: found.Text);
        ((string)found["Resources"]![0]!["userName"]!).Should().BeEquivalentTo(Ada);
        Uri.UnescapeDataString(stage.Target.Calls.All.Single().Query).Should().Contain("eq \"ada\"");
    }

    [Fact]
    public async Task Username_SearchByPost_AsksForTheTargetsName()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        await stage.Gateway.CreateUserAsync(Ada);

        var found = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users/.search", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"), ["filter"] = $"userName eq \"{Ada}\"" });

        found.TotalResults.Should().Be(1, because: found.Text);
        ((string?)found["Resources"]![0]!["userName"]).Should().Be(Ada);
    }

    [Fact]
    public async Task Username_LookUpOfAnUnlinkedUser_ShowsTheNameThatWasAsked()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        stage.Target.State.AddUser("ada");

        var found = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString($"userName eq \"{Ada}\"")}");

        ((string?)found["Resources"]![0]!["userName"]).Should().Be(Ada);
    }

    [Fact]
    public async Task Username_TwoPeopleOfOneName_AreNeverMerged()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        await stage.Gateway.CreateUserAsync(Ada);

        var lookUp = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString("userName eq \"ada@fabrikam.com\"")}");
        var post = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User("ada@fabrikam.com"));

        lookUp.TotalResults.Should().Be(0);
        lookUp["Resources"]!.AsArray().Should().BeEmpty();
        post.Status.Should().Be(409);
        post.ScimType.Should().Be("uniqueness");
    }

    [Theory]
    [InlineData("userName sw \"ada\"")]
    [InlineData("not (userName ne \"ada@contoso.com\")")]
    public async Task Username_FilterThatCannotBeTranslated_Is400(string filter)
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);

        var answer = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString(filter)}");

        answer.Status.Should().Be(400);
        answer.ScimType.Should().Be("invalidFilter");
        stage.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Username_Patch_RenamesAtTheTarget()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        var id = await stage.Gateway.CreateUserAsync(Ada);

        var renamed = await stage.Gateway.PatchAsync($"/Users/{id}", Op("Replace", "userName", "lovelace@contoso.com"));
        var read = await stage.Gateway.GetAsync($"/Users/{id}");

        ((string?)renamed["userName"]).Should().Be("lovelace@contoso.com");
        ((string?)read["userName"]).Should().Be("lovelace@contoso.com");
        stage.Target.State.User("lovelace").Should().NotBeNull();
    }

    [Fact]
    public async Task Username_Put_KeepsTheTargetsName()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        var id = await stage.Gateway.CreateUserAsync(Ada);

        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", User(Ada));

        ((string?)put["userName"]).Should().Be(Ada, because: put.Text);
        stage.Target.State.User("ada").Should().NotBeNull();
    }

    [Fact]
    public async Task Username_ChangedByHand_ShowsTheChange()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        var id = await stage.Gateway.CreateUserAsync(Ada);
        stage.Target.State.ChangeUser(id, "userName", "countess");

        var read = await stage.Gateway.GetAsync($"/Users/{id}");

        ((string?)read["userName"]).Should().Be("countess");
    }

    [Fact]
    public async Task Username_Delete_ForgetsTheName()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        var id = await stage.Gateway.CreateUserAsync(Ada);

        await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Users/{id}");

        (await stage.LinkAsync(id)).Should().BeNull();
    }

    [Fact]
    public async Task Username_AsAFunction_FindsLinkedUsersOnly()
    {
        await using var stage = await PassThroughStage.StartAsync(script: "export const username = user => user.name?.givenName?.toLowerCase() ?? 'x';");
        stage.Target.State.AddUser("ben");
        var id = await stage.Gateway.CreateUserAsync(Ada, body => body["name"] = new JsonObject { ["givenName"] = "Augusta" });

        var linked = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString($"userName eq \"{Ada}\"")}");
        var unlinked = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString("userName eq \"ben@contoso.com\"")}");

        stage.Target.State.User("augusta").Should().NotBeNull();
        ((string?)linked["Resources"]![0]!["id"]).Should().Be(id);
        unlinked.TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Attributes_PathAndFunction_FillTheTargetsPaths()
    {
        await using var stage = await PassThroughStage.StartAsync(script: """
            export const attributes = {
              nickName: 'displayName',
              'name.formatted': user => `${user.displayName} (${user.userName})`,
              'emails[type eq "home"].value': 'userName',
              'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'title',
              preferredLanguage: null,
            };
            """);

        var id = await stage.Gateway.CreateUserAsync(Ada, body =>
        {
            body["title"] = "Research";
            body["preferredLanguage"] = "en";
        });

        var held = stage.Target.State.User(Ada)!;
        ((string?)held["nickName"]).Should().Be("Person ada");
        ((string?)held["name"]!["formatted"]).Should().Be("Person ada (ada@contoso.com)");
        held["emails"]!.AsArray().Single(email => (string?)email!["type"] == "home")!["value"]!.ToString().Should().Be(Ada);
        ((string?)held[Enterprise]!["department"]).Should().Be("Research");
        held["preferredLanguage"].Should().BeNull();

        var patched = await stage.Gateway.PatchAsync($"/Users/{id}", Op("Replace", "displayName", "Ada L."), Op("Add", "preferredLanguage", "de"), Op("Replace", "title", "Maths"));

        patched.Status.Should().Be(200, because: patched.Text);
        held = stage.Target.State.User(Ada)!;
        ((string?)held["nickName"]).Should().Be("Ada L.");
        ((string?)held["name"]!["formatted"]).Should().Be("Ada L. (ada@contoso.com)");
        ((string?)held[Enterprise]!["department"]).Should().Be("Maths");
        held["preferredLanguage"].Should().BeNull();
    }

    [Fact]
    public async Task Attributes_Put_FillsTheTargetsPaths()
    {
        await using var stage = await PassThroughStage.StartAsync(script: "export const attributes = { nickName: 'displayName' };");
        var id = stage.Target.State.AddUser(Ada);

        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", User(Ada));

        put.Status.Should().Be(200, because: put.Text);
        ((string?)stage.Target.State.User(Ada)!["nickName"]).Should().Be("Person ada");
    }

    [Fact]
    public async Task Status_Rules_DecideActiveIgnoreAndReject()
    {
        await using var stage = await PassThroughStage.StartAsync(script: """
            export const status = [
              { when: 'title eq "Robot"', then: 'reject', reason: 'robots have no accounts' },
              { when: 'title eq "Guest"', then: 'ignore' },
              { when: 'title eq "Intern"', then: 'inactive' },
            ];
            """);

        var rejected = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", Titled("r@contoso.com", "Robot"));
        var ignored = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", Titled("g@contoso.com", "Guest"));
        var inactive = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", Titled(Ada, "Intern"));

        (rejected.Status, rejected.ScimType).Should().Be((400, "invalidValue"));
        rejected.Detail.Should().Contain("robots have no accounts");
        ignored.Status.Should().Be(400);
        ((bool)stage.Target.State.User(Ada)!["active"]!).Should().BeFalse();

        var promoted = await stage.Gateway.PatchAsync($"/Users/{inactive.Id}", Op("Replace", "title", "Engineer"), Active(true));
        ((bool)stage.Target.State.User(Ada)!["active"]!).Should().BeTrue(because: promoted.Text);

        var demoted = await stage.Gateway.PatchAsync($"/Users/{inactive.Id}", Op("Replace", "title", "Intern"));
        ((bool)stage.Target.State.User(Ada)!["active"]!).Should().BeFalse(because: demoted.Text);

        var guest = await stage.Gateway.PatchAsync($"/Users/{inactive.Id}", Op("Replace", "title", "Guest"));
        guest.Status.Should().Be(200);
        ((string?)guest["title"]).Should().Be("Intern", because: "an ignored user is answered as the target has it");
    }

    [Fact]
    public async Task Groups_NameAndInclude_Apply()
    {
        await using var stage = await PassThroughStage.StartAsync(script: "export const groups = { include: 'displayName sw \"aad-\"', name: { pattern: 'aad-(.*)', replacement: '$1' } };");

        var outside = await stage.Gateway.SendAsync(HttpMethod.Post, "/Groups", Group("other"));
        var id = await stage.Gateway.CreateGroupAsync("aad-team");
        var found = await stage.Gateway.GetAsync($"/Groups?filter={Uri.EscapeDataString("displayName eq \"aad-team\"")}&excludedAttributes=members");
        var read = await stage.Gateway.GetAsync($"/Groups/{id}");
        var renamed = await stage.Gateway.PatchAsync($"/Groups/{id}", Op("Replace", "displayName", "aad-crew"));
        var after = await stage.Gateway.GetAsync($"/Groups/{id}");

        outside.Status.Should().Be(400);
        ((string?)found["Resources"]![0]!["displayName"]).Should().Be("aad-team");
        ((string?)read["displayName"]).Should().Be("aad-team");
        renamed.Status.Should().Be(204, because: renamed.Text);
        ((string?)after["displayName"]).Should().Be("aad-crew");
        stage.Target.State.Group("crew").Should().NotBeNull();
        (await stage.LinkAsync(id, ResourceKind.Group))!.AppName.Should().Be("crew");
    }

    [Fact]
    public async Task Errors_AreReworded()
    {
        await using var stage = await PassThroughStage.StartAsync(script: "export const errors = [ { status: 409, message: /is taken/, answer: 400, scimType: 'invalidValue', detail: 'pick another name' } ];");
        stage.Target.State.AddUser(Ada);

        var answer = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));

        (answer.Status, answer.ScimType).Should().Be((400, "invalidValue"));
        answer.Detail.Should().Contain("pick another name");
    }

    [Fact]
    public async Task Request_TouchesEachCallAndKeepsThePrecondition()
    {
        await using var stage = await PassThroughStage.StartAsync(script: "export function request(call, context) { call.headers['X-Origin'] = context.app; return call; }");
        var id = stage.Target.State.AddUser(Ada);

        await stage.Gateway.GetAsync($"/Users/{id}");
        var stale = await stage.Gateway.SendAsync(HttpMethod.Patch, $"/Users/{id}", Patch(Op("replace", "title", "x")), request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"9\""));

        stage.Target.Calls.All.Should().OnlyContain(call => call.Header("X-Origin") == "scim");
        stale.Status.Should().Be(412);
    }

    [Theory]
    [InlineData("export const status = [ { when: 'active eq true', then: 'active', addTo: ['x'] } ];", "cannot change groups of a SCIM target")]
    [InlineData("export const attributes = { userName: 'title' };", "export username")]
    [InlineData("export const attributes = { active: 'title' };", "export status")]
    [InlineData("export const attributes = { 'emails.value': 'title' };", "not one place")]
    [InlineData("export const attributes = { nosuch: 'title' };", "nosuch")]
    public async Task Script_ThatCannotBeKept_IsRefusedWithTheReason(string script, string reason)
    {
        await using var stage = await PassThroughStage.StartAsync(script: script);

        var answer = await stage.Gateway.GetAsync("/Users");

        answer.Status.Should().Be(503);
        answer.Detail.Should().Contain(reason);
        stage.Calls.Should().BeEmpty();
    }

    private static JsonObject Titled(string userName, string title)
    {
        var user = User(userName);
        user["title"] = title;
        return user;
    }
}
