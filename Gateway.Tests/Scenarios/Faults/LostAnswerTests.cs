using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>The answer to a change is lost or unreadable: Jira is read before anything is said, and nothing is sent more often than needed.</summary>
public sealed class LostAnswerTests
{
    private const string GroupPath = "/rest/api/2/group";

    /// <summary>Each write that the gateway sends, by the operation that sends it.</summary>
    public static TheoryData<string, string, string> Writes => new()
    {
        { "create user", "POST", UserPath },
        { "change user", "PUT", UserPath },
        { "deactivate user", "PUT", UserPath },
        { "delete user", "PUT", UserPath },
        { "create group", "POST", GroupPath },
        { "add member", "POST", MemberPath },
        { "remove member", "DELETE", MemberPath },
        { "delete group", "DELETE", MemberPath },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Lost_JiraDidIt_SuccessAndSentOnce(string operation, string method, string path)
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(Once(method, path, "lost"));

        var answer = await stage.RunAsync(operation);

        answer.Status.Should().Be(stage.Operation(operation).Success, because: answer.Text);
        stage.Gateway.Writes().Should().Equal($"{method} {path}");
        await stage.RestRecoversAsync(operation);
    }

    [Theory]
    [InlineData("lost", "de")]
    [InlineData("lost in good order", "en")]
    [InlineData("truncated", "en")]
    [InlineData("truncated and reset", "de")]
    [InlineData("malformed", "en")]
    [InlineData("malformed", "de")]
    [InlineData("huge", "en")]
    public async Task Unreadable_JiraDidIt_SuccessAndEachChangeIsSentOnce(string fault, string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.Faults.Add(new FaultRule { Method = "POST", Effect = KnownFault.Of(fault) });
        stage.Jira.Faults.Add(new FaultRule { Method = "PUT", Effect = KnownFault.Of(fault) });
        stage.Jira.Faults.Add(new FaultRule { Method = "DELETE", Effect = KnownFault.Of(fault) });

        var answers = await stage.RunInTurnAsync();

        answers.Should().BeEquivalentTo(stage.Operations.Select(operation => new { operation.Name, Status = operation.Success }));
        stage.Gateway.Writes().Should().HaveCount(8, because: "each change is made once");
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Broken_JiraDidNotDoIt_SentOnceMoreAndSuccess(string operation, string method, string path)
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(Once(method, path, "reset"));

        var answer = await stage.RunAsync(operation);

        answer.Status.Should().Be(stage.Operation(operation).Success, because: answer.Text);
        stage.Gateway.Writes().Should().Equal($"{method} {path}", $"{method} {path}");
        await stage.RestRecoversAsync(operation);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Broken_AgainAndAgain_503SentTwiceAndNothingChanged(string operation, string method, string path)
    {
        await using var stage = await FaultStage.StartAsync();
        var before = stage.Snapshot();
        stage.Jira.Faults.Add(new FaultRule { Method = method, PathPrefix = path, Effect = KnownFault.Of("reset") });

        var answer = await stage.RunAsync(operation);

        answer.Status.Should().Be(503, because: answer.Text);
        answer.RetryAfter.Should().BePositive();
        stage.Gateway.Writes().Should().HaveCount(2);
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Page_AgainAndAgain_502AndNothingChanged(string operation, string method, string path)
    {
        await using var stage = await FaultStage.StartAsync("de");
        var before = stage.Snapshot();
        stage.Jira.Faults.Add(new FaultRule { Method = method, PathPrefix = path, Effect = KnownFault.Of("page") });

        var answer = await stage.RunAsync(operation);

        answer.Status.Should().Be(502, because: answer.Text);
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Lost_AndJiraCannotBeRead_503AndTheRepeatConverges(string operation, string method, string path)
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(Once(method, path, "lost"));
        var reads = stage.Jira.Faults.Add(new FaultRule { Method = "GET", PathPattern = "/rest/api/2/user$|/rest/api/2/group/member$", Effect = KnownFault.Of("503"), Skip = operation == "delete group" ? 1 : 0 });

        var answer = await stage.RunAsync(operation);

        stage.Jira.Faults.Hits(reads).Should().BePositive();
        answer.Status.Should().Be(503, because: answer.Text);
        answer.RetryAfter.Should().BePositive();
        stage.Gateway.Writes().Should().ContainSingle();
        await stage.RecoversAsync();
    }

    [Fact]
    public async Task TooLate_JiraDidIt_SuccessAndSentOnce()
    {
        await using var stage = await FaultStage.StartAsync(connection: connection => connection["AppCalls"] = new JsonObject { ["Timeout"] = "00:00:01" });
        stage.Jira.Faults.Add(new FaultRule { Method = "POST", PathPrefix = UserPath, Times = 1, Effect = new FaultEffect.Freeze { AfterProcessing = true } });
        stage.Jira.Faults.Add(new FaultRule { Method = "DELETE", PathPrefix = MemberPath, Times = 1, Effect = new FaultEffect.Freeze { AfterProcessing = true } });

        var created = await stage.RunAsync("create user");
        var removed = await stage.RunAsync("remove member");

        (created.Status, removed.Status).Should().Be((201, 204));
        stage.Gateway.Writes().Should().Equal($"POST {UserPath}", $"DELETE {MemberPath}");
        stage.Jira.State.User("new").Should().NotBeNull();
        stage.Jira.State.Members("shrunk").Should().BeEmpty();
    }

    [Theory]
    [InlineData("502")]
    [InlineData("504")]
    public async Task ProxyLostTheAnswer_JiraDidNotDoIt_SentOnceMoreAndSuccess(string fault)
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(Once("POST", UserPath, fault));

        var answer = await stage.RunAsync("create user");

        answer.Status.Should().Be(201, because: answer.Text);
        stage.Gateway.Writes().Should().Equal($"POST {UserPath}", $"POST {UserPath}");
        stage.Jira.State.User("new").Should().NotBeNull();
    }

    [Fact]
    public async Task CreateUser_ServerErrorThoughJiraMadeIt_502ThenTheRepeatTakesItUp()
    {
        await using var stage = await FaultStage.StartAsync(connection: Users("Adopt", "Never"));
        stage.Jira.Faults.Add(Once("POST", UserPath, "500"));

        (await stage.RunAsync("create user")).Status.Should().Be(502);
        stage.Jira.State.AddUser("new", "Person new", "new@contoso.com");

        (await stage.RunAsync("create user")).Status.Should().Be(201);
        stage.Jira.State.Users.Count(user => user.Name == "new").Should().Be(1);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task CreateUser_LostAndTheNameIsAnothers_409AndTheOtherIsUntouched(string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.State.AddUser("new", "Somebody Else", "else@contoso.com");
        stage.Jira.Faults.Add(Once("POST", UserPath, "reset"));

        var answer = await stage.RunAsync("create user");

        (answer.Status, answer.ScimType).Should().Be((409, "uniqueness"));
        stage.Jira.State.User("new").Should().BeEquivalentTo(new { DisplayName = "Somebody Else", Email = "else@contoso.com", Active = true });
    }

    [Fact]
    public async Task CreateInactiveUser_BothAnswersLost_CreatedInactiveAndEachSentOnce()
    {
        await using var stage = await FaultStage.StartAsync();
        stage.Jira.Faults.Add(Once("POST", UserPath, "lost"));
        stage.Jira.Faults.Add(Once("PUT", UserPath, "lost"));
        var body = ScimBodies.User("new@contoso.com");
        body["active"] = false;

        var reply = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", body);

        reply.Status.Should().Be(201, because: reply.Text);
        ((bool)reply["active"]!).Should().BeFalse();
        stage.Gateway.Writes().Should().Equal($"POST {UserPath}", $"PUT {UserPath}");
        stage.Jira.State.User("new")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Rename_Lost_SuccessWithTheNewName()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Calls.Clear();
        gateway.Jira.Faults.Add(Once("PUT", UserPath, "lost"));

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "lovelace@contoso.com");

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["userName"]).Should().Be("lovelace@contoso.com");
        gateway.Writes().Should().Equal($"PUT {UserPath}");
        gateway.Jira.State.User("lovelace")!.Key.Should().Be(id);
    }

    [Theory]
    [InlineData("lost", 1)]
    [InlineData("reset", 2)]
    public async Task DeleteForGood_Lost_SuccessAndSentAsOftenAsNeeded(string fault, int sent)
    {
        await using var gateway = await GatewayFixture.StartAsync(connection =>
        {
            Users("Delete", "Delete")(connection);
            Groups("Delete", "Delete")(connection);
        });
        var user = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Calls.Clear();
        gateway.Jira.Faults.Add(Once("DELETE", UserPath, fault));
        gateway.Jira.Faults.Add(Once("DELETE", GroupPath, fault));

        (await gateway.DeleteAsync($"/Users/{user}")).Status.Should().Be(204);
        (await gateway.DeleteAsync($"/Groups/{group}")).Status.Should().Be(204);

        gateway.Writes().Should().HaveCount(2 * sent);
        gateway.Jira.State.User("ada").Should().BeNull();
        gateway.Jira.State.Group("red").Should().BeNull();
        (await gateway.GetAsync($"/Users/{user}")).Status.Should().Be(404);
        (await gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task AddSeveralMembers_AnswerOfOneLost_AllAreInAndNoneIsSentTwice()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(8);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Calls.Clear();
        gateway.Jira.Faults.Add(new FaultRule { Method = "POST", PathPrefix = MemberPath, Mentions = "user5", Times = 1, Effect = KnownFault.Of("lost") });

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Writes().Should().HaveCount(8);
        gateway.Jira.State.Members("red").Should().HaveCount(8);
    }

    private static FaultRule Once(string method, string path, string fault) =>
        new() { Method = method, PathPattern = path + "$", Times = 1, Effect = KnownFault.Of(fault) };
}
