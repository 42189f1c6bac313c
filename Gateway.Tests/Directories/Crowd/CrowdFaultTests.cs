using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Crowd;

/// <summary>Faults of app and network: never a success that was not confirmed, never "not found" for an outage.</summary>
public sealed class CrowdFaultTests
{
    private const string Name = "anna@contoso.com";

    public static TheoryData<string> Apps => UserServerGateway.Apps;

    /// <summary>App, effect, what a read answers, what a write answers.</summary>
    public static TheoryData<string, string, int, int> Faults
    {
        get
        {
            var cells = new TheoryData<string, string, int, int>();
            foreach (var app in (string[])[UserServerGateway.Crowd, UserServerGateway.Jira])
            {
                cells.Add(app, "500", 502, 502);
                cells.Add(app, "503", 503, 503);
                cells.Add(app, "html", 502, 502);
                cells.Add(app, "redirect", 502, 502);
                cells.Add(app, "429", 429, 429);
                cells.Add(app, "malformed", 502, 502);
                cells.Add(app, "closed", 503, 503);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_OnEveryCall_IsToldAsWhatItIs(string app, string fault, int read, int write)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.App.Faults.Add(new FaultRule { PathPrefix = "/rest/", Effect = Effect(fault) });

        (await lab.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(read);
        (await lab.Gateway.FindUserAsync("nobody@contoso.com")).Status.Should().Be(read);
        (await lab.Gateway.SetActiveAsync(id, false)).Status.Should().Be(read, because: "the user is read before it is replaced");
        (await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ben@contoso.com"))).Status.Should().Be(write);
        (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id))).Status.Should().Be(write);
        lab.App.Faults.Clear();
        (await lab.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        lab.Users.User("ben").Should().BeNull();
    }

    /// <summary>App, method and path of the write whose answer is lost, whether it was processed.</summary>
    public static TheoryData<string, string, string, bool> LostWrites
    {
        get
        {
            var cells = new TheoryData<string, string, string, bool>();
            foreach (var app in (string[])[UserServerGateway.Crowd, UserServerGateway.Jira])
            {
                foreach (var processed in (bool[])[true, false])
                {
                    cells.Add(app, "POST", "user", processed);
                    cells.Add(app, "PUT", "user", processed);
                    cells.Add(app, "POST", "user/attribute", processed);
                    cells.Add(app, "POST", "user/rename", processed);
                    cells.Add(app, "DELETE", "user", processed);
                    cells.Add(app, "POST", "group", processed);
                    cells.Add(app, "POST", "group/attribute", processed);
                    cells.Add(app, "POST", "group/user/direct", processed);
                    cells.Add(app, "DELETE", "group/user/direct", processed);
                    cells.Add(app, "DELETE", "group", processed);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(LostWrites))]
    public async Task LostAnswer_OfAWrite_IsSettledByReading(string app, string method, string path, bool processed)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app, connection =>
        {
            GatewaySteps.Users("Delete", "Delete")(connection);
            GatewaySteps.Groups("Delete", "Delete")(connection);
        });
        var id = await lab.Gateway.CreateUserAsync(Name);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.Users.AddUser("member", "Member", "member@contoso.com");
        var member = (await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("member@contoso.com"))).Id;
        await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", member));
        lab.App.Faults.Add(new FaultRule
        {
            Method = method,
            PathPattern = $"^/rest/usermanagement/1/{path}$",
            Times = 1,
            Effect = processed ? new FaultEffect.LoseAnswer() : new FaultEffect.CloseBefore(),
        });

        var (reply, check) = (method, path) switch
        {
            ("POST", "user") => (await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ben@contoso.com")), lab.Users.User("ben")?.ExternalId == "ext-ben"),
            ("PUT", "user") => (await lab.Gateway.SetActiveAsync(id, false), lab.Users.User("anna")!.Active is false),
            ("POST", "user/attribute") => (await lab.Gateway.ReplaceAttributeAsync(id, "externalId", "other"), lab.Users.User("anna")!.ExternalId == "other"),
            ("POST", "user/rename") => (await lab.Gateway.ReplaceAttributeAsync(id, "userName", "zoe@contoso.com"), lab.Users.User("zoe") is not null),
            ("DELETE", "user") => (await lab.Gateway.DeleteAsync($"/Users/{id}"), lab.Users.User("anna") is null),
            ("POST", "group") => (await lab.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("Other")), lab.Users.HasGroup("Other")),
            ("POST", "group/attribute") => (await lab.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("Other")), lab.Users.GroupAttribute("Other", "scim.externalId") == "object-Other"),
            ("POST", "group/user/direct") => (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)), lab.Users.Members("Team").Contains("anna")),
            ("DELETE", "group/user/direct") => (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", member)), lab.Users.Members("Team").Count == 0),
            _ => (await lab.Gateway.DeleteAsync($"/Groups/{group}"), !lab.Users.HasGroup("Team")),
        };

        reply.Status.Should().BeOneOf([200, 201, 204], because: reply.Text);
        check.Should().BeTrue(because: "a success is what the app has");
        lab.App.Calls.All.Should().Contain(call => call.Fault != null, because: "the fault must have hit");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task LostAnswer_AndAnOutageAfterIt_IsNoSuccess(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.App.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = "/rest/", Effect = new FaultEffect.LoseAnswer() });
        lab.App.Faults.Add(new FaultRule { Method = "GET", PathPrefix = "/rest/", Skip = 1, Effect = FaultEffect.Html(503) });

        var reply = await lab.Gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(503, because: reply.Text);
        reply.RetryAfter.Should().NotBeNull();
        lab.App.Faults.Clear();
        (await lab.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        lab.Users.User("anna")!.Active.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task LostAnswer_OfAPassword_StaysUnknown(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.App.Faults.Add(new FaultRule { Method = "PUT", PathPrefix = "/rest/", Times = 1, Effect = new FaultEffect.LoseAnswer() });

        var reply = await lab.Gateway.ReplaceAttributeAsync(id, "password", "New-Secret-7");

        reply.Status.Should().Be(503, because: reply.Text);
        reply.Text.Should().NotContain("New-Secret-7");
        (await lab.Gateway.ReplaceAttributeAsync(id, "password", "New-Secret-8")).Status.Should().Be(200);
        lab.Users.User("anna")!.Password.Should().Be("New-Secret-8");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Gone_User_Is404OnlyAfterASecondRead(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.Users.DeleteUser("anna");

        (await lab.CallsOfAsync(async () => (await lab.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404))).Should().Be("GET user, GET user");
        (await lab.Gateway.SetActiveAsync(id, false)).Status.Should().Be(404);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Renamed_ByHandBetweenReadAndWrite_IsNoSuccessAndChangesNobodyElse(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.App.Faults.Add(new FaultRule
        {
            Method = "PUT",
            PathPrefix = "/rest/usermanagement/1/user",
            Times = 1,
            Effect = new FaultEffect.Answer { Status = 404, ContentType = "application/json", Body = """{"reason":"USER_NOT_FOUND","message":"Der Benutzer existiert nicht"}""" },
        });

        var reply = await lab.Gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(503, because: "the key is there, so the 404 is not believed");
        (await lab.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
    }

    private static FaultEffect Effect(string fault) => fault switch
    {
        "500" => FaultEffect.ServerError(),
        "503" => FaultEffect.Html(503),
        "html" => FaultEffect.Html(200),
        "redirect" => FaultEffect.RedirectToLogin(),
        "429" => FaultEffect.TooManyRequests(7),
        "malformed" => new FaultEffect.Answer { Status = 200, ContentType = "application/json", Body = "{\"name\":" },
        _ => new FaultEffect.CloseBefore(),
    };
}
