using Gateway.Sandbox.Crowd;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;
using Gateway.Tests.Scenarios.Faults;

namespace Gateway.Tests.Directories.Crowd;

/// <summary>What the app refuses, told by reason and status; in English and in German it is the same.</summary>
public sealed class CrowdRefusalTests
{
    private const string Name = "anna@contoso.com";

    public static TheoryData<string, bool> Apps => new()
    {
        { UserServerGateway.Crowd, false },
        { UserServerGateway.Crowd, true },
        { UserServerGateway.Jira, false },
        { UserServerGateway.Jira, true },
    };

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ReadOnly_Directory_IsMutabilityAndNothingElse(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.Users.MakeReadOnly();

        var create = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ben@contoso.com"));
        var change = await lab.Gateway.SetActiveAsync(id, false);
        var group = await lab.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("Team"));

        (create.Status, create.ScimType).Should().Be((400, "mutability"), because: create.Text);
        (change.Status, change.ScimType).Should().Be((400, "mutability"), because: change.Text);
        (group.Status, group.ScimType).Should().Be((400, "mutability"), because: group.Text);
        lab.Users.User("ben").Should().BeNull();
        ((bool)(await lab.Gateway.GetAsync($"/Users/{id}"))["active"]!).Should().BeTrue();
        (await lab.Gateway.ReadinessAsync()).Should().NotContain("credential", because: "the application itself is accepted");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Create_NameThatExists_Is409OrAdopted(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        lab.Users.AddUser("anna", "Another Anna", "another@contoso.com");
        lab.Users.AddUser("ben", "Ben", "ben@contoso.com");

        var other = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User(Name));
        var adopted = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ben@contoso.com"));

        (other.Status, other.ScimType).Should().Be((409, "uniqueness"), because: other.Text);
        lab.Users.User("anna")!.Display.Should().Be("Another Anna");
        adopted.Status.Should().Be(201, because: adopted.Text);
        lab.Users.User("ben")!.ExternalId.Should().Be("ext-ben");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rename_ToATakenName_Is409InEveryVersion(bool older)
    {
        await using var lab = await StartAsync(UserServerGateway.Crowd, german: true);
        var crowd = (CrowdSandbox)lab.App;
        crowd.Settings = crowd.Settings with { RenameConflictIsServerError = older };
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.Users.AddUser("zoe", "Zoe", "zoe@example.com");

        var reply = await lab.Gateway.ReplaceAttributeAsync(id, "userName", "zoe@contoso.com");

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"), because: reply.Text);
        lab.Users.User("anna").Should().NotBeNull();
        lab.Users.User("zoe")!.Display.Should().Be("Zoe");
    }

    [Fact]
    public async Task Rename_ThatJiraDoesNotOffer_IsMutability()
    {
        await using var lab = await StartAsync(UserServerGateway.Jira, german: true);
        var jira = (Gateway.Sandbox.Jira.JiraSandbox)lab.App;
        var id = await lab.Gateway.CreateUserAsync(Name);
        jira.Settings = jira.Settings with { UserServerRenames = false };

        var reply = await lab.Gateway.ReplaceAttributeAsync(id, "userName", "zoe@contoso.com");

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"), because: reply.Text);
        lab.Users.User("anna").Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Password_AgainstThePolicy_IsInvalidValueAndQuotedNowhere(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.Users.LimitPasswords(40);

        var change = await lab.Gateway.ReplaceAttributeAsync(id, "password", "short-secret");
        var body = ScimBodies.User("ben@contoso.com");
        body["password"] = "short-secret";
        var create = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", body);

        (change.Status, change.ScimType).Should().Be((400, "invalidValue"), because: change.Text);
        (create.Status, create.ScimType).Should().Be((400, "invalidValue"), because: create.Text);
        (change.Text + create.Text).Should().NotContain("short-secret");
        lab.Users.User("ben").Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_ThatAreOrAreNotSoAlready_AreASuccess(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var ids = await lab.Gateway.CreateUsersAsync(2);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.Users.AddMember("Team", "user1");

        var add = string.Empty;
        var addCalls = await lab.CallsOfAsync(async () => add = (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids[0]))).Text);
        var removeCalls = await lab.CallsOfAsync(async () => (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[1]))).Status.Should().Be(204));

        add.Should().BeEmpty();
        (addCalls, removeCalls).Should().Be(("POST group/user/direct", "DELETE group/user/direct"), because: "the reason tells it, nothing is asked");
        lab.Users.Members("Team").Should().Equal("user1");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_OneIsGone_TheOthersAreDoneAndItIsNamed(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var ids = await lab.Gateway.CreateUsersAsync(3);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.Users.DeleteUser("user2");

        var reply = await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        reply.Status.Should().Be(400, because: reply.Text);
        reply.Detail.Should().Contain("user2");
        lab.Users.Members("Team").Should().Equal("user1", "user3");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_GroupIsGone_Is404(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var ids = await lab.Gateway.CreateUsersAsync(1);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.Users.DeleteGroup("Team");

        var reply = await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        reply.Status.Should().Be(404, because: reply.Text);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_RenamedByHand_AreFoundByKeyAgain(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var ids = await lab.Gateway.CreateUsersAsync(2);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.Users.RenameUser("user1", "renamed");
        lab.Users.AddMember("Team", "user2");
        lab.Users.RenameUser("user2", "other");

        var add = await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids[0]));
        var remove = await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[1]));

        (add.Status, remove.Status).Should().Be((204, 204), because: add.Text + remove.Text);
        lab.Users.Members("Team").Should().Equal("renamed");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Address_NotAllowed_IsTheGatewaysOwnTrouble(string app, bool german)
    {
        await using var lab = await StartAsync(app, german);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.Users.RefuseAddress();

        var first = await lab.Gateway.GetAsync($"/Users/{id}");
        lab.App.Calls.Clear();
        var second = await lab.Gateway.GetAsync($"/Users/{id}");

        first.Status.Should().Be(502, because: first.Text);
        first.Detail.Should().Contain("address");
        second.Status.Should().Be(503);
        second.RetryAfter.Should().NotBeNull();
        lab.App.Calls.Total.Should().Be(0, because: "the first refusal of Basic stops all calls");
    }

    [Fact]
    public async Task Address_RefusedByAPage_IsAskedAboutAndToldTheSame()
    {
        await using var lab = await StartAsync(UserServerGateway.Crowd, german: false);
        var id = await lab.Gateway.CreateUserAsync(Name);
        var crowd = (CrowdSandbox)lab.App;
        crowd.Settings = crowd.Settings with { RemoteAddresses = [], AddressRefusalIsPage = true };

        var calls = await lab.CallsOfAsync(async () => (await lab.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(502));

        calls.Should().Be("GET user, GET config/cookie");
    }

    [Theory]
    [InlineData(UserServerGateway.Crowd)]
    [InlineData(UserServerGateway.Jira)]
    public async Task Credential_Refused_IsTheGatewaysOwnTrouble(string app)
    {
        await using var lab = await StartAsync(app, german: false);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.App.Faults.Add(new FaultRule
        {
            PathPrefix = "/rest/",
            Effect = new FaultEffect.Answer { Status = 401, ContentType = "text/plain", Body = "Application failed to authenticate\n" },
        });

        var reply = await lab.Gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(502, because: reply.Text);
        reply.Detail.Should().Contain("application");
        (await lab.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(503);
    }

    [Fact]
    public async Task Basic_SwitchedOffInJira_IsSaidInSoManyWords()
    {
        await using var lab = await StartAsync(UserServerGateway.Jira, german: false);
        var id = await lab.Gateway.CreateUserAsync(Name);
        var jira = (Gateway.Sandbox.Jira.JiraSandbox)lab.App;
        jira.Settings = jira.Settings with { BasicEnabled = false };

        var reply = await lab.Gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(502);
        reply.Detail.Should().Contain("/rest/usermanagement/*");
    }

    [Fact]
    public async Task Error_InXml_IsReadTheSame()
    {
        await using var lab = await StartAsync(UserServerGateway.Crowd, german: false);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.App.Faults.Add(new FaultRule
        {
            PathPrefix = "/rest/usermanagement/1/user",
            Effect = new FaultEffect.Answer
            {
                Status = 404,
                ContentType = "application/xml",
                Body = "<?xml version=\"1.0\"?><error><reason>USER_NOT_FOUND</reason><message>User does not exist</message></error>",
            },
        });

        var reply = await lab.Gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(404, because: reply.Text);
    }

    [Theory]
    [InlineData("""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><error><reason>USER_NOT_FOUND</reason><message>&e;</message></error>""")]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("""{"message":"null for uri","status-code":404}""")]
    [InlineData("")]
    public async Task NotFound_OfSomebodyElse_IsNever404(string body)
    {
        await using var lab = await StartAsync(UserServerGateway.Crowd, german: false);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.App.Faults.Add(new FaultRule { PathPrefix = "/rest/", Effect = new FaultEffect.Answer { Status = 404, ContentType = "text/html", Body = body } });

        var reply = await lab.Gateway.GetAsync($"/Users/{id}");
        var lookup = await lab.Gateway.FindUserAsync("nobody@contoso.com");

        (reply.Status, lookup.Status).Should().Be((502, 502), because: reply.Text + lookup.Text);
    }

    private static async Task<UserServerGateway> StartAsync(string app, bool german)
    {
        var lab = await UserServerGateway.StartWarmAsync(app);
        if (german)
        {
            lab.Users.SpeakGerman();
        }

        return lab;
    }
}
