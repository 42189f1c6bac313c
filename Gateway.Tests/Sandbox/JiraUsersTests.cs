using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

public sealed class JiraUsersTests
{
    private const string Ben = """{"name":"ben","emailAddress":"ben@example.com","displayName":"Ben"}""";

    [Fact]
    public async Task Create_WithoutApplicationKeys_GivesDefaultAccessAndTheNextKey()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.PostAsync(JiraLab.Users, Ben);

        answer.Status.Should().Be(201);
        answer.Json.GetProperty("key").GetString().Should().Be("JIRAUSER10100");
        lab.State.GroupsOf("ben").Should().Equal(JiraState.UsersGroup);
    }

    [Fact]
    public async Task Create_WithNoApplicationKeys_GivesNoAccess()
    {
        await using var lab = await JiraLab.StartAsync();

        await lab.PostAsync(JiraLab.Users, """{"name":"ben","emailAddress":"ben@example.com","displayName":"Ben","applicationKeys":[]}""");

        lab.State.GroupsOf("ben").Should().BeEmpty();
    }

    [Fact]
    public async Task Create_NothingGiven_NamesEveryField()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.PostAsync(JiraLab.Users, "{}");

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().BeEquivalentTo("username", "email", "displayName");
    }

    [Theory]
    [InlineData(" ben", "ben@example.com", "username")]
    [InlineData("ben ", "ben@example.com", "username")]
    [InlineData("b<en", "ben@example.com", "username")]
    [InlineData("ANNA.Meyer", "ben@example.com", "username")]
    [InlineData("ben", "ben", "email")]
    [InlineData("ben", "a@b@c", "email")]
    [InlineData("ben", "b en@example.com", "email")]
    public async Task Create_ValueThatDoesNotFit_IsRefusedByField(string name, string email, string field)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PostAsync(JiraLab.Users, $$"""{"name":"{{name}}","emailAddress":"{{email}}","displayName":"Ben"}""");

        answer.Status.Should().Be(400);
        answer.Error(field).Should().NotBeNullOrEmpty();
        lab.State.User("ben").Should().BeNull();
    }

    [Fact]
    public async Task Create_NameOf256Characters_IsRefused()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.PostAsync(JiraLab.Users, $$"""{"name":"{{new string('n', 256)}}","emailAddress":"ben@example.com","displayName":"Ben"}""");

        answer.Error("username").Should().Contain("255");
    }

    [Fact]
    public async Task Create_UnknownMember_IsRefusedAsJacksonDoes()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.PostAsync(JiraLab.Users, """{"name":"ben","emailAddress":"ben@example.com","displayName":"Ben","title":"x"}""");

        answer.Status.Should().Be(400);
        answer.FirstMessage.Should().StartWith("Unrecognized field \"title\"");
    }

    [Theory]
    [InlineData("""{"active":"False"}""", "java.lang.Boolean")]
    [InlineData("""{"active":1}""", "java.lang.Boolean")]
    [InlineData("""{"name":["a"]}""", "java.lang.String")]
    [InlineData("""{"applicationKeys":"jira-software"}""", "java.util.List")]
    [InlineData("[]", "UserWriteBean")]
    [InlineData("{", "end-of-input")]
    public async Task Update_BodyOfAWrongShape_Is400(string body, string text)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PutAsync($"{JiraLab.Users}?username=anna.meyer", body);

        answer.Status.Should().Be(400);
        answer.FirstMessage.Should().Contain(text);
    }

    [Fact]
    public async Task Create_AnotherContentType_Is415()
    {
        await using var lab = await JiraLab.StartAsync();
        var request = lab.Request("POST", JiraLab.Users, Ben);
        request.Content!.Headers.ContentType = new("application/scim+json");

        var answer = await lab.SendAsync(request, TestContext.Current.CancellationToken);

        answer.Status.Should().Be(415);
    }

    [Fact]
    public async Task Create_LastSeatTaken_IsRefusedAndSaysSo()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Seats = 1 });

        var answer = await lab.PostAsync(JiraLab.Users, Ben);

        answer.Status.Should().Be(400);
        answer.Error("applicationKeys").Should().Contain("seats");
        lab.State.SeatsUsed().Should().Be(1);
    }

    [Fact]
    public async Task Create_SeatOfADeactivatedUser_IsFree()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Seats = 1 });
        lab.State.SetActive("anna.meyer", false);

        var answer = await lab.PostAsync(JiraLab.Users, Ben);

        answer.Status.Should().Be(201);
    }

    [Fact]
    public async Task Create_NameOfADeletedUser_GetsItsKeyAgain()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.DeleteUser("anna.meyer");

        var answer = await lab.PostAsync(JiraLab.Users, """{"name":"Anna.Meyer","emailAddress":"a@example.com","displayName":"A"}""");

        answer.Json.GetProperty("key").GetString().Should().Be("JIRAUSER10200", because: "the row with the key outlives the account");
    }

    [Fact]
    public async Task AddUser_KeyOfAnother_Throws()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        lab.State.Invoking(state => state.AddUser("ben", key: "JIRAUSER10200")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Get_NameInAnotherCase_KeepsTheStoredCase()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.GetAsync($"{JiraLab.Users}?username=ANNA.MEYER");

        answer.Json.GetProperty("name").GetString().Should().Be("anna.meyer");
    }

    [Fact]
    public async Task Get_NeitherNameNorKey_Is400()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.GetAsync(JiraLab.Users);

        answer.Status.Should().Be(400);
    }

    [Theory]
    [InlineData("", 404)]
    [InlineData("&includeDeleted=true", 200)]
    public async Task Get_KeyOfADeletedUser_IsThereOnlyWhenAskedFor(string query, int status)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        await lab.DeleteAsync($"{JiraLab.Users}?key=JIRAUSER10200");

        var answer = await lab.GetAsync($"{JiraLab.Users}?key=JIRAUSER10200{query}");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Update_PlusInAName_IsPercentEncoded()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.State.AddUser("a+b c", email: "a@example.com");

        var answer = await lab.PutAsync($"{JiraLab.Users}?username=a%2Bb%20c", """{"displayName":"Ä"}""");

        answer.Status.Should().Be(200);
        answer.Text.Should().Contain("\"displayName\":\"Ä\"");
    }

    [Fact]
    public async Task Update_RenameToATakenName_ChangesNothing()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddUser("ben");

        var answer = await lab.PutAsync($"{JiraLab.Users}?username=ben", """{"name":"Anna.Meyer","displayName":"New"}""");

        answer.Error("username").Should().Contain("already exists");
        lab.State.User("ben")!.DisplayName.Should().Be("ben");
    }

    [Fact]
    public async Task Update_Rename_KeepsKeyAndGroups()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        await lab.PutAsync($"{JiraLab.Users}?key=JIRAUSER10200", """{"name":"anna.schmidt"}""");

        lab.State.User("anna.meyer").Should().BeNull();
        lab.State.User("anna.schmidt")!.Key.Should().Be("JIRAUSER10200");
        lab.State.Members("scim-devs").Should().Equal("anna.schmidt");
    }

    [Fact]
    public async Task Update_PasswordOnly_IsNothingToChange()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PutAsync($"{JiraLab.Users}?username=anna.meyer", """{"password":"x"}""");

        answer.FirstMessage.Should().Be("error.no.value.found.to.be.changed");
    }

    [Fact]
    public async Task Update_DeactivateOneself_IsRefused()
    {
        await using var lab = await JiraLab.StartAsync();

        var answer = await lab.PutAsync($"{JiraLab.Users}?username=svc-scim", """{"active":false}""");

        answer.Error("active").Should().Contain("currently logged in");
    }

    [Fact]
    public async Task Update_DeactivateTheLeadOfAComponent_IsRefused()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddComponent("DEMO", "Backend", "anna.meyer");

        var answer = await lab.PutAsync($"{JiraLab.Users}?username=anna.meyer", """{"active":false}""");

        answer.Error("active").Should().EndWith("Backend");
        lab.State.User("anna.meyer")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Delete_UserWithIssues_IsRefused()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.SetHasIssues("anna.meyer");

        var answer = await lab.DeleteAsync($"{JiraLab.Users}?username=anna.meyer");

        answer.Status.Should().Be(400);
        lab.State.User("anna.meyer").Should().NotBeNull();
    }

    [Fact]
    public async Task Delete_Twice_TheSecondIs404()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        await lab.DeleteAsync($"{JiraLab.Users}?key=JIRAUSER10200");

        var answer = await lab.DeleteAsync($"{JiraLab.Users}?key=JIRAUSER10200");

        answer.Status.Should().Be(404);
        lab.State.Members("scim-devs").Should().BeEmpty();
    }

    [Fact]
    public async Task Update_ByNoAdministrator_Is403()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        var anna = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", lab.State.AddToken("anna.meyer"));

        var answer = await lab.SendAsync("PUT", $"{JiraLab.Users}?username=anna.meyer", """{"displayName":"X"}""", anna);

        answer.Status.Should().Be(403);
        lab.State.User("anna.meyer")!.DisplayName.Should().Be("Anna Meyer");
    }

    [Fact]
    public async Task Update_SystemAdministratorByAnAdministrator_Is403()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.State.AddGroup("lesser-admins", administers: true, members: "anna.meyer");
        var anna = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", lab.State.AddToken("anna.meyer"));

        var answer = await lab.SendAsync("PUT", $"{JiraLab.Users}?username=sysadmin", """{"displayName":"X"}""", anna);

        answer.Status.Should().Be(403);
        answer.FirstMessage.Should().Contain("System Administrators");
    }

    [Fact]
    public async Task Write_BrowserWithoutToken_FailsTheXsrfCheck()
    {
        await using var lab = await JiraLab.StartAsync();
        var request = lab.Request("POST", JiraLab.Users, Ben);
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0");

        var answer = await lab.SendAsync(request, TestContext.Current.CancellationToken);

        answer.Should().BeEquivalentTo(new { Status = 403, Text = "XSRF check failed" });
    }

    [Fact]
    public async Task Write_BrowserWithToken_PassesTheXsrfCheck()
    {
        await using var lab = await JiraLab.StartAsync();
        var request = lab.Request("POST", JiraLab.Users, Ben);
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0");
        request.Headers.Add("X-Atlassian-Token", "no-check");

        var answer = await lab.SendAsync(request, TestContext.Current.CancellationToken);

        answer.Status.Should().Be(201);
    }

    [Fact]
    public async Task Access_GrantAndRevoke_ChangesTheApplicationsGroup()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.State.AddUser("ben");

        await lab.SendAsync("POST", $"{JiraLab.Users}/application?username=ben&applicationKey=jira-software");
        var granted = lab.State.GroupsOf("ben");
        var revoked = await lab.DeleteAsync($"{JiraLab.Users}/application?username=ben&applicationKey=jira-software");

        granted.Should().Equal(JiraState.UsersGroup);
        revoked.Status.Should().Be(204);
        lab.State.GroupsOf("ben").Should().BeEmpty();
    }

    [Fact]
    public async Task Property_WrittenAndRead_ComesBack()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var created = await lab.PutAsync($"{JiraLab.Users}/properties/scim?username=anna.meyer", """{"a":[1]}""");
        var read = await lab.GetAsync($"{JiraLab.Users}/properties/scim?userKey=JIRAUSER10200");

        created.Status.Should().Be(201);
        read.Text.Should().Be("""{"key":"scim","value":{"a":[1]}}""");
    }

    [Fact]
    public async Task Session_Ended_IsCounted()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.DeleteAsync($"{JiraLab.Users}/session/anna.meyer");

        answer.Status.Should().Be(200);
        lab.State.User("anna.meyer")!.SessionsEnded.Should().Be(1);
    }
}
