using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>Users.Delete and Users.Rename, and what is never touched.</summary>
public sealed class UserRemovalTests
{
    [Theory]
    [InlineData("Deactivate")]
    [InlineData("Delete")]
    [InlineData("Ignore")]
    public async Task Delete_AnyOption_AnswersAsDeletedEverAfter(string option)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", option));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.SetActiveAsync(id, true)).Status.Should().Be(404);
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        (await gateway.FindAsync("Users", "externalId eq \"ext-ada\"")).TotalResults.Should().Be(0);
        (await gateway.GetAsync("/Users")).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Delete_Ignore_NothingSentAndTheAccountIsAsItWas()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", "Ignore"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        await gateway.DeleteAsync($"/Users/{id}");

        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
        (await gateway.ActivityAsync("delete", id)).Should().BeEquivalentTo(new { Outcome = "skipped", Status = 204, Notes = new[] { "skipped: Users.Delete is Ignore" } });
    }

    [Fact]
    public async Task Delete_Delete_UserWithIssues_IsRefusedAndStaysLinked()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", "Delete"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetHasIssues("ada");

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(400, because: reply.Text);
        gateway.Jira.State.User("ada").Should().NotBeNull();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Rename_Native_AccountIsRenamedAndKeepsItsId()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "al@contoso.com");

        ((string?)reply["userName"]).Should().Be("al@contoso.com");
        reply.Id.Should().Be(id);
        gateway.Jira.State.User("al")!.Key.Should().Be(id);
        gateway.Jira.State.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task Rename_Keep_AccountKeepsItsNameAndEntraFindsTheNewOne()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Rename", "Keep"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "al@contoso.com");

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["userName"]).Should().Be("al@contoso.com");
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("ada")!.Key.Should().Be(id);
        (await gateway.FindUserAsync("al@contoso.com")).TotalResults.Should().Be(1);
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        (await gateway.ActivityAsync("update", id)).Notes.Should().ContainSingle().Which.Should().Contain("Users.Rename is Keep");
    }

    [Fact]
    public async Task Rename_Refuse_IsRefusedBeforeAnythingIsSent()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Rename", "Refuse"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "displayName", "Other"), ScimBodies.Op("Replace", "userName", "al@contoso.com"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        reply.Detail.Should().Contain("Users.Rename is Refuse").And.Contain("'al'");
        gateway.Writes().Should().BeEmpty();
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(1);
    }

    [Fact]
    public async Task Rename_RefuseButTheAppNameStays_IsNoRename()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Rename", "Refuse"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "ada@contoso.org");

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["userName"]).Should().Be("ada@contoso.org");
    }

    [Theory]
    [InlineData("admin@contoso.com")]
    [InlineData("ADMIN@contoso.com")]
    [InlineData("svc-backup@contoso.com")]
    [InlineData("svc-scim@contoso.com")]
    public async Task Protected_PostOfSuchAName_IsRefusedWithoutACall(string userName)
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Protected"] = new JsonArray("admin", "svc-backup*"));
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User(userName));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Protected_LinkedUser_IsReadButNeverChanged()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        await gateway.ReconfigureAsync(json => json["Protected"] = new JsonArray("ad?", "ad*"));
        gateway.Jira.Calls.Clear();

        var replies = new[]
        {
            await gateway.SetActiveAsync(id, false),
            await gateway.ReplaceAttributeAsync(id, "title", "Countess"),
            await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", ScimBodies.User("ada@contoso.com")),
            await gateway.DeleteAsync($"/Users/{id}"),
            await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)),
        };

        replies.Should().AllBeEquivalentTo(new { Status = 400, ScimType = "mutability" });
        gateway.Writes().Should().BeEmpty();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Protected_RenameToSuchAName_IsRefused()
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Protected"] = new JsonArray("admin"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "admin@contoso.com");

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
    }

    [Fact]
    public async Task Protected_MemberThatAReplaceWouldDrop_StaysAndIsNamed()
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Protected"] = new JsonArray("admin"));
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.Seed(2);
        gateway.Jira.State.AddUser("admin");
        gateway.Jira.State.AddMember("red", "person00001");
        gateway.Jira.State.AddMember("red", "admin");
        gateway.Jira.State.AddMember("red", gateway.Jira.Options.ServiceUser);

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Replace"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        reply.Detail.Should().Contain("'admin'").And.Contain($"'{gateway.Jira.Options.ServiceUser}'");
        gateway.Jira.State.Members("red").Should().BeEquivalentTo("admin", gateway.Jira.Options.ServiceUser);
    }

    [Fact]
    public async Task Protected_MemberOfAGroupThatIsDeleted_StaysAndIsNamed()
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Protected"] = new JsonArray("admin"));
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.Seed(1);
        gateway.Jira.State.AddUser("admin");
        gateway.Jira.State.AddMember("red", "person00001");
        gateway.Jira.State.AddMember("red", "admin");

        var reply = await gateway.DeleteAsync($"/Groups/{group}");

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        reply.Detail.Should().Contain("'admin'");
        gateway.Jira.State.Members("red").Should().Equal("admin");
    }

    [Fact]
    public async Task DeactivatedUser_DeletedLater_AccountAndOtherGroupsStay()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.SetActiveAsync(id, false);

        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        gateway.Jira.State.GroupsOf("ada").Should().Equal(JiraState.UsersGroup);
    }
}
