using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>Users.Create, Update, Activate, Deactivate: what is off is not sent, and the answer shows what Jira has.</summary>
public sealed class UserOptionTests
{
    [Fact]
    public async Task CreateOff_UnknownUser_IsRefusedNamingTheOption()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Create", false));
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Detail.Should().Contain("Users.Create is off");
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task CreateOff_AccountThatIsThere_IsTakenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Create", false));
        var key = gateway.Jira.State.AddUser("ada", email: "ada@contoso.com").Key;

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        reply.Status.Should().Be(201, because: reply.Text);
        reply.Id.Should().Be(key);
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Person ada");
    }

    [Fact]
    public async Task UpdateOff_PatchOfJirasAttributes_NothingSentAndJirasStateShown()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.ReconfigureAsync(Users("Update", false));
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync(
            $"/Users/{id}",
            ScimBodies.Op("Replace", "displayName", "Ada Lovelace"),
            ScimBodies.Op("Replace", "emails[type eq \"work\"].value", "al@contoso.com"),
            ScimBodies.Op("Replace", "userName", "al@contoso.com"),
            ScimBodies.Op("Add", "title", "Countess"));

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
        ((string?)reply["displayName"]).Should().Be("Person ada");
        ((string?)reply["userName"]).Should().Be("ada@contoso.com");
        ((string?)reply["emails"]![0]!["value"]).Should().Be("ada@contoso.com");
        reply["title"].Should().BeNull();
        gateway.Jira.State.User("ada").Should().BeEquivalentTo(new { DisplayName = "Person ada", Email = "ada@contoso.com" });
        (await gateway.ActivityAsync("update", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Status = 200, Notes = new[] { "skipped: Users.Update is off" } });
    }

    [Fact]
    public async Task UpdateOff_UserChangedByHand_AnswerShowsTheHandsChange()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetDisplayName("ada", "By hand");

        var reply = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada Lovelace");

        ((string?)reply["displayName"]).Should().Be("By hand");
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("By hand");
    }

    [Fact]
    public async Task UpdateOff_Put_NothingSentAndJirasStateShown()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();
        var body = ScimBodies.User("ada@contoso.com");
        body["displayName"] = "Ada Lovelace";
        body["active"] = null;

        var reply = await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body);

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["displayName"]).Should().Be("Person ada");
        gateway.Writes().Should().BeEmpty();
    }

    [Fact]
    public async Task UpdateOff_PatchOfActiveAlone_IsSentAndNothingElseChanges()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Writes().Should().Equal("PUT " + UserPath);
        gateway.Jira.Calls.All[^1].BodyText.Should().Be("""{"active":false}""");
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        (await gateway.ActivityAsync("update", id)).Should().BeEquivalentTo(new { Outcome = "done", Notes = Array.Empty<string>() });
    }

    [Theory]
    [InlineData("active", "False")]
    [InlineData("title", "Countess")]
    [InlineData("externalId", "other")]
    public async Task UpdateOff_AnyPatch_KeepsTheExternalId(string path, string value)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        await gateway.ReplaceAttributeAsync(id, path, value);

        ((string?)(await gateway.GetAsync($"/Users/{id}"))["externalId"]).Should().Be("ext-ada");
        (await gateway.FindAsync("Users", "externalId eq \"ext-ada\"")).TotalResults.Should().Be(1);
    }

    [Fact]
    public async Task DeactivateOff_ActiveFalse_NothingSentAndTheLeaverShowsActive()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Deactivate", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        ((bool?)reply["active"]).Should().BeTrue();
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        ((bool?)(await gateway.GetAsync($"/Users/{id}"))["active"]).Should().BeTrue();
        (await gateway.ActivityAsync("update", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: Users.Deactivate is off" } });
    }

    [Fact]
    public async Task DeactivateOff_ActiveFalseWithAnotherAttribute_OnlyTheOtherIsSent()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Deactivate", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Active(false), ScimBodies.Op("Replace", "displayName", "Ada Lovelace"));

        ((bool?)reply["active"]).Should().BeTrue();
        ((string?)reply["displayName"]).Should().Be("Ada Lovelace");
        gateway.Jira.State.User("ada").Should().BeEquivalentTo(new { Active = true, DisplayName = "Ada Lovelace" });
    }

    [Fact]
    public async Task DeactivateOff_PostOfAnInactiveUser_IsActiveAndSaysSo()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Deactivate", false));
        var body = ScimBodies.User("ada@contoso.com");
        body["active"] = false;

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", body);

        reply.Status.Should().Be(201, because: reply.Text);
        ((bool?)reply["active"]).Should().BeTrue();
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        (await gateway.ActivityAsync("create", "ada@contoso.com")).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: Users.Deactivate is off" } });
    }

    [Fact]
    public async Task DeactivateOff_Delete_NothingSentAndAnswersAsDeleted()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Deactivate", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));
        gateway.Jira.Calls.Clear();

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        gateway.Jira.State.Members("red").Should().Equal("ada");
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.ActivityAsync("delete", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: Users.Deactivate is off" } });
    }

    [Fact]
    public async Task ActivateOff_ActiveTrue_NothingSentAndTheUserShowsInactive()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Activate", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.SetActiveAsync(id, false);
        gateway.Jira.Calls.Clear();

        var reply = await gateway.SetActiveAsync(id, true);

        reply.Status.Should().Be(200, because: reply.Text);
        ((bool?)reply["active"]).Should().BeFalse();
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        (await gateway.ActivityAsync("update", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: Users.Activate is off" } });
    }

    [Fact]
    public async Task ActivateOff_InactiveAccountTakenUp_StaysInactiveAndSaysSo()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Activate", false));
        gateway.Jira.State.AddUser("ada", email: "ada@contoso.com");
        gateway.Jira.State.SetActive("ada", false);

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        reply.Status.Should().Be(201, because: reply.Text);
        ((bool?)reply["active"]).Should().BeFalse();
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task AllOff_PatchOfEverything_SuccessThatShowsJirasStateWithoutAWrite()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.ReconfigureAsync(Section("Users", ("Update", false), ("Activate", false), ("Deactivate", false)));
        gateway.Jira.State.SetActive("ada", false);
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Active(true), ScimBodies.Op("Replace", "displayName", "Other"));

        reply.Status.Should().Be(200, because: reply.Text);
        ((bool?)reply["active"]).Should().BeFalse();
        ((string?)reply["displayName"]).Should().Be("Person ada");
        gateway.Writes().Should().BeEmpty();
        (await gateway.ActivityAsync("update", id)).Notes.Should().Equal("skipped: Users.Update is off", "skipped: Users.Activate is off");
    }

    [Theory]
    [InlineData("Default", true)]
    [InlineData("None", false)]
    [InlineData("jira-software", true)]
    public async Task Access_OfANewUser_IsAsTheOptionSays(string access, bool hasAccess)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Access", new JsonArray(access)));

        await gateway.CreateUserAsync("ada@contoso.com");

        gateway.Jira.State.GroupsOf("ada").Contains(JiraState.UsersGroup).Should().Be(hasAccess);
    }

    [Fact]
    public async Task Access_ApplicationThatIsNotThere_IsRefusedInJirasWords()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Access", new JsonArray("jira-nonsense")));

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        reply.Status.Should().Be(400, because: reply.Text);
        gateway.Jira.State.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task EndSessions_Deactivation_EndsTheWebSessions()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("EndSessions", true));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);

        gateway.Jira.State.User("ada").Should().BeEquivalentTo(new { Active = false, SessionsEnded = 1 });
    }
}
