using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>The same REST as Jira serves it over its own users, and where it differs.</summary>
public sealed class JiraUserServerTests
{
    private const string Anna = "username=anna.meyer";

    [Fact]
    public async Task Create_User_IsTheSameInJirasOwnRest()
    {
        await using var lab = await UserServerLabs.JiraAsync();

        var answer = await lab.PostAsync("user", """{"name":"ben","display-name":"Ben Blau","email":"ben@example.com","active":true,"password":{"value":"x"}}""");

        answer.Status.Should().Be(201, because: answer.Text);
        var user = lab.Sandbox.State.User("ben")!;
        (user.DisplayName, user.Email, user.Active, user.Password).Should().Be(("Ben Blau", "ben@example.com", true, "x"));
        lab.Sandbox.State.GroupsOf("ben").Should().BeEmpty(because: "the user server gives no default groups");
    }

    [Fact]
    public async Task Key_IsNotTheOneOfJirasRest()
    {
        await using var lab = await UserServerLabs.JiraAsync();
        var user = lab.Sandbox.State.User("anna.meyer")!;

        var answer = await lab.GetAsync($"user?{Anna}");
        var byJirasKey = await lab.GetAsync($"user?key={user.Key}");

        answer.Text("key").Should().Be(user.ExternalId).And.NotBe(user.Key);
        byJirasKey.Status.Should().Be(404);
        (await lab.GetAsync($"user?key={user.ExternalId}")).Text("name").Should().Be("anna.meyer");
    }

    [Fact]
    public async Task Deactivate_LeadOfAProject_IsNotAsked()
    {
        await using var lab = await UserServerLabs.JiraAsync();
        lab.Sandbox.State.SetLead("DEMO", "anna.meyer");

        var answer = await lab.PutAsync($"user?{Anna}", """{"name":"anna.meyer","first-name":"Anna","last-name":"Meyer","display-name":"Anna Meyer","email":"a@example.com","active":false}""");

        answer.Status.Should().Be(204);
        lab.Sandbox.State.User("anna.meyer")!.Active.Should().BeFalse();
        lab.Sandbox.State.User("anna.meyer")!.Email.Should().Be("a@example.com");
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 500)]
    public async Task Rename_IsSwitchable(bool renames, int status)
    {
        await using var lab = await UserServerLabs.JiraAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { UserServerRenames = renames };

        var answer = await lab.PostAsync($"user/rename?{Anna}", """{"new-name":"anna.schmidt"}""");

        answer.Status.Should().Be(status);
        (lab.Sandbox.State.User("anna.schmidt") is not null).Should().Be(renames);
    }

    [Fact]
    public async Task Members_Changed_AreTheSameInJirasOwnRest()
    {
        await using var lab = await UserServerLabs.JiraAsync();
        lab.Sandbox.State.AddUser("zoe");
        lab.Sandbox.State.AddGroup("all");
        lab.Sandbox.State.NestGroup("all", "scim-devs");

        var added = await lab.PostAsync("group/user/direct?groupname=scim-devs", """{"name":"zoe"}""");
        var again = await lab.PostAsync("group/user/direct?groupname=scim-devs", """{"name":"zoe"}""");
        var removed = await lab.DeleteAsync($"group/user/direct?groupname=scim-devs&{Anna}");

        added.Status.Should().Be(201);
        (again.Status, again.Reason()).Should().Be((409, "MEMBERSHIP_ALREADY_EXISTS"));
        removed.Status.Should().Be(204);
        lab.Sandbox.State.Members("scim-devs").Should().Equal("zoe");
        (await lab.GetAsync("group/user/nested?groupname=all")).Names("users").Should().Equal("zoe");
        (await lab.GetAsync("user/group/nested?username=zoe")).Names("groups").Should().Equal("all", "scim-devs");
        (await lab.GetAsync("group/parent-group/direct?groupname=scim-devs")).Names("groups").Should().Equal("all");
    }

    [Fact]
    public async Task Groups_AndAttributes_AreKept()
    {
        await using var lab = await UserServerLabs.JiraAsync();

        (await lab.PostAsync("group", """{"name":"new","type":"GROUP","active":true}""")).Status.Should().Be(201);
        (await lab.PostAsync("group/attribute?groupname=new", """{"attributes":[{"name":"scim.id","values":["g"]}]}""")).Status.Should().Be(204);
        (await lab.PostAsync($"user/attribute?{Anna}", """{"attributes":[{"name":"scim.externalId","values":["e"]}]}""")).Status.Should().Be(204);

        lab.Sandbox.State.Group("new")!.Attributes["scim.id"].Should().Equal("g");
        (await lab.PostAsync("search?entity-type=user", """{"restriction-type":"property-search-restriction","property":{"name":"scim.externalId","type":"STRING"},"match-mode":"EXACTLY_MATCHES","value":"e"}"""))
            .Names("users").Should().Equal("anna.meyer");
        (await lab.DeleteAsync("group?groupname=new")).Status.Should().Be(204);
        lab.Sandbox.State.Group("new").Should().BeNull();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task ReadOnly_JiraOrItsDirectory_IsDenied(bool all, bool directory)
    {
        await using var lab = await UserServerLabs.JiraAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnly = all };
        lab.Sandbox.State.SetReadOnlyDirectory("anna.meyer", directory);

        var answer = await lab.PutAsync($"user?{Anna}", """{"name":"anna.meyer","active":false}""");

        (answer.Status, answer.Reason()).Should().Be((403, "APPLICATION_PERMISSION_DENIED"));
        lab.Sandbox.State.User("anna.meyer")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Delete_UserWithIssues_IsNotAsked()
    {
        await using var lab = await UserServerLabs.JiraAsync();
        lab.Sandbox.State.SetHasIssues("anna.meyer");

        (await lab.DeleteAsync($"user?{Anna}")).Status.Should().Be(204);
        lab.Sandbox.State.User("anna.meyer").Should().BeNull();
    }

    [Fact]
    public async Task Credential_IsTheApplicationsAndNobodyElses()
    {
        await using var lab = await UserServerLabs.JiraAsync();
        var service = UserServerLab<JiraSandbox>.Basic(lab.Sandbox.Options.ServiceUser, lab.Sandbox.Options.ServicePassword);

        (await lab.SendAsync("GET", $"user?{Anna}", credential: service)).Status.Should().Be(401);
        (await lab.GetAsync("/rest/api/2/myself")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Basic_SwitchedOff_IsRefusedHereToo()
    {
        await using var lab = await UserServerLabs.JiraAsync(new JiraSandboxOptions { Version = "11.0.0" });

        var answer = await lab.GetAsync($"user?{Anna}");

        answer.Status.Should().Be(403);
        answer.Text("message").Should().Contain("Basic");
    }
}
