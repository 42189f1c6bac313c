using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>What is particular about Confluence's users: names, releases, what cannot be read.</summary>
public sealed class ConfluenceUserTests
{
    [Fact]
    public async Task Create_User_IsKnownByItsKeyAndHasAPasswordThatNobodyIsTold()
    {
        await using var gateway = await StartAsync();

        var reply = await gateway.PostAsync("Ada@contoso.com");

        var user = gateway.State().User("ada")!;
        reply.Id.Should().Be(user.Key);
        user.Should().BeEquivalentTo(new { Name = "ada", FullName = "Person Ada", Email = "Ada@contoso.com", Active = true, Invited = false });
        user.Password.Length.Should().BeGreaterThan(20);
        reply.Text.Should().NotContain(user.Password);
    }

    [Fact]
    public async Task Create_WithPassword_IsThatPassword()
    {
        await using var gateway = await StartAsync();

        await gateway.PostAsync("ada@contoso.com", body => body["password"] = "correct horse");

        gateway.State().User("ada")!.Password.Should().Be("correct horse");
    }

    [Theory]
    [InlineData("ada+x")]
    [InlineData("ada,x")]
    [InlineData("ada\\x")]
    [InlineData("ada<x")]
    [InlineData("ada>x")]
    [InlineData("ada'x")]
    [InlineData("ada\"x")]
    [InlineData("ada x")]
    [InlineData("ada/x")]
    [InlineData("ada;x")]
    [InlineData("anonymous")]
    [InlineData("..")]
    public async Task Create_NameThatConfluenceDoesNotTake_400BeforeAnyCall(string local)
    {
        await using var gateway = await StartAsync();

        var calls = await gateway.CallsOfAsync(400, () => gateway.PostAsync($"{local}@contoso.com"));

        calls.Should().BeEmpty();
        gateway.State().Users.Should().HaveCount(2);
    }

    [Fact]
    public async Task Create_CapitalsThatAScriptKeeps_400BeforeAnyCallThatSaysWhy()
    {
        await using var gateway = await StartAsync(connection: settings => settings["Username"] = new JsonObject { ["Pattern"] = "(.*)@.*", ["Replacement"] = "$1", ["Case"] = "Keep" });

        var reply = await gateway.PostAsync("Ada@contoso.com");

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        reply.Detail.Should().Contain("lower case");
        gateway.App.Calls.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Create_ValueThatConfluenceRefuses_400WithItsWords(string language)
    {
        await using var gateway = await StartAsync(options: new() { Language = language });

        var reply = await gateway.PostAsync("ada@contoso.com", body => body["displayName"] = "Ada <3");

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        reply.Detail.Should().Contain(language == "de" ? "Der vollständige Name" : "Full name");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Create_NoSeat_400ThatSaysSoAndAnIntentThatDoesNotStay(string language)
    {
        await using var gateway = await StartAsync(options: new() { Seats = 2, Language = language });

        var refused = await gateway.PostAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { Seats = 3 };
        var created = await gateway.PostAsync("ada@contoso.com");

        refused.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        refused.Detail.Should().Contain("No licence seat in Confluence");
        created.Status.Should().Be(201);
    }

    [Fact]
    public async Task Enable_NoSeat_400AndStillInactive()
    {
        await using var gateway = await StartAsync(options: new() { Seats = 3 });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.SetActiveAsync(id, false);
        await gateway.CreateUserAsync("ben@contoso.com");

        var reply = await gateway.SetActiveAsync(id, true);

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        (await gateway.GetAsync($"/Users/{id}"))["active"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task Patch_ReleaseWithUpdates_ChangesConfluenceAndShowsWhatAHandDid()
    {
        await using var gateway = await StartAsync(WithUpdates);
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var patched = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "displayName", "Ada King"), ScimBodies.Op("Replace", "emails[type eq \"work\"].value", "king@contoso.com"));
        var shown = await gateway.GetAsync($"/Users/{id}");
        var held = (gateway.State().User("ada")!.FullName, gateway.State().User("ada")!.Email);
        gateway.State().SetFullName("ada", "By hand");
        var byHand = await gateway.GetAsync($"/Users/{id}");

        patched.Status.Should().Be(200, because: patched.Text);
        held.Should().Be(("Ada King", "king@contoso.com"));
        ((string)shown["displayName"]!).Should().Be("Ada King");
        ((string)shown["emails"]![0]!["value"]!).Should().Be("king@contoso.com");
        ((string)byHand["displayName"]!).Should().Be("By hand");
    }

    [Fact]
    public async Task Patch_ReleaseWithoutUpdates_KeepsEntrasValueAndSendsNothing()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Calls.Clear();

        var patched = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "displayName", "Ada King"), ScimBodies.Active(false));
        var shown = await gateway.GetAsync($"/Users/{id}");

        patched.Status.Should().Be(200, because: patched.Text);
        gateway.AppWrites().Should().Equal("PUT /rest/api/admin/user/ada/disable");
        gateway.State().User("ada").Should().BeEquivalentTo(new { FullName = "Person ada", Active = false });
        ((string)shown["displayName"]!).Should().Be("Ada King");
        shown["active"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task Patch_ReleaseWithoutUpdatesAndUserGone_404OnceTheProofIsOld()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(clock: clock);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().DeleteUser("ada");
        clock.Advance(TimeSpan.FromMinutes(16));

        var first = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");
        var second = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");

        new[] { first.Status, second.Status }.Should().AllBeEquivalentTo(404, because: "nobody who is gone is told as changed");
    }

    [Fact]
    public async Task Create_WithoutAccess_IsInNoGroup()
    {
        await using var gateway = await StartAsync(connection: GatewaySteps.Users("Access", new JsonArray("None")));

        var calls = await gateway.CallsOfAsync(201, () => gateway.PostAsync("ada@contoso.com"));

        calls.Should().Equal(Create, MemberOf, "DELETE /rest/api/user/ada/group/confluence-users");
        gateway.State().GroupsOf("ada").Should().BeEmpty();
    }

    [Fact]
    public async Task Create_ContextPath_IsPartOfEveryCall()
    {
        await using var gateway = await StartAsync(options: new() { ContextPath = "/wiki" });

        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        gateway.App.Calls.All.Should().OnlyContain(call => call.Status < 300);
    }

    [Theory]
    [InlineData("public", 200, "Ada King")]
    [InlineData("masked", 400, "Person ada")]
    public async Task Patch_ReleaseThatWantsBothFields_GetsTheOtherOneWhereItIsTold(string visibility, int status, string fullName)
    {
        await using var gateway = await StartAsync(WithUpdates);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { WholeUpdates = true, EmailVisibility = visibility };

        var reply = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");

        reply.Status.Should().Be(status, because: reply.Text);
        gateway.State().User("ada").Should().BeEquivalentTo(new { FullName = fullName, Email = "ada@contoso.com" });
    }

    [Fact]
    public async Task Patch_ReleaseThatDoesNotTellItsVersion_TriesOnceAndRemembers()
    {
        await using var gateway = await StartAsync(isWarm: false);
        gateway.App.Faults.Add("GET", "/rest/applinks", Gateway.Sandbox.Faults.FaultEffect.Html(404), times: null);
        gateway.App.Faults.Add("GET", "/rest/api/server-information", Gateway.Sandbox.Faults.FaultEffect.Html(404), times: null);
        await gateway.AskAroundAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Calls.Clear();

        var first = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");
        var second = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada Countess");
        var shown = await gateway.GetAsync($"/Users/{id}");

        new[] { first.Status, second.Status }.Should().AllBeEquivalentTo(200);
        gateway.AppWrites().Should().Equal("PUT /rest/api/admin/user/ada");
        ((string)shown["displayName"]!).Should().Be("Ada Countess");
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("Keep", 200)]
    public async Task Rename_Option_RefusesOrKeeps(string? option, int status)
    {
        await using var gateway = await StartAsync(WithUpdates, option is null ? null : GatewaySteps.Users("Rename", option));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com");

        reply.Status.Should().Be(status, because: reply.Text);
        reply.ScimType.Should().Be(status == 400 ? "mutability" : null);
        gateway.AppWrites().Should().NotContain(call => call.Contains("king"));
        gateway.State().User("ada").Should().NotBeNull();
        gateway.State().User("king").Should().BeNull();
    }

    [Fact]
    public async Task Rename_ByHand_IsFoundByKeyOnceAndTheChangeArrives()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().RenameUser("ada", "countess");

        var calls = await gateway.CallsOfAsync(200, () => gateway.SetActiveAsync(id, false));

        calls.Should().Equal("PUT /rest/api/admin/user/ada/disable", Person, "PUT /rest/api/admin/user/countess/disable");
        gateway.State().User("countess")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Rename_ByHandAndTheNameGivenToAnother_NobodyElseIsTouchedOnceTheProofIsOld()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(clock: clock);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().RenameUser("ada", "countess");
        gateway.State().AddUser("ada", "Another Ada");
        clock.Advance(TimeSpan.FromMinutes(16));

        var calls = await gateway.CallsOfAsync(200, () => gateway.SetActiveAsync(id, false));

        calls.Should().Equal(Person, "PUT /rest/api/admin/user/countess/disable");
        gateway.State().User("ada")!.Active.Should().BeTrue();
        gateway.State().User("countess")!.Active.Should().BeFalse();
    }

    [Theory]
    [InlineData(400, 400, "mutability", "en")]
    [InlineData(403, 400, "mutability", "de")]
    [InlineData(500, 502, null, "en")]
    public async Task Change_ReadOnlyDirectory_NeverSuccess(int refusal, int status, string? scimType, string language)
    {
        await using var gateway = await StartAsync(options: new() { Language = language });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().SetReadOnlyDirectory("ada");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { ReadOnlyStatus = refusal };

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Should().BeEquivalentTo(new { Status = status, ScimType = scimType });
        reply.Detail.Should().Contain(language == "de" ? "schreibgeschützt" : "read-only");
        gateway.State().User("ada")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Password_Policy_400WithoutQuotingIt()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { MinimumPasswordLength = 30 };

        var reply = await gateway.ReplaceAttributeAsync(id, "password", "correct horse");

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        reply.Text.Should().Contain("30").And.NotContain("correct horse");
    }

    [Fact]
    public async Task OwnAccount_IsNeverChanged()
    {
        await using var gateway = await StartAsync();

        var found = await gateway.FindUserAsync("svc-scim@example.com");
        var created = await gateway.PostAsync("svc-scim@example.com");

        found.TotalResults.Should().Be(0);
        created.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" });
        gateway.State().User("svc-scim")!.Active.Should().BeTrue();
    }
}
