using System.Globalization;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;
using Gateway.Tests.Scenarios.Faults;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>Every operation while Confluence is down, busy or answers nonsense; and answers that are lost.</summary>
public sealed class ConfluenceFaultTests
{
    [Theory]
    [InlineData("reset", 503, "en")]
    [InlineData("closed in good order", 503, "de")]
    [InlineData("502", 503, "en")]
    [InlineData("503", 503, "de")]
    [InlineData("504", 503, "en")]
    [InlineData("500", 502, "de")]
    [InlineData("500 page", 502, "en")]
    [InlineData("log-in redirect", 502, "en")]
    [InlineData("page", 502, "de")]
    [InlineData("page 404", 502, "en")]
    [InlineData("foreign 404", 502, "de")]
    [InlineData("empty object", 502, "en")]
    [InlineData("somebody's JSON", 502, "en")]
    public async Task Fault_EveryOperation_LooksLikeWhatItIsAndNothingChanged(string fault, int status, string language)
    {
        await using var stage = await Stage.StartAsync(language);
        var before = stage.Snapshot();
        stage.Gateway.App.Faults.Add(new FaultRule { Effect = KnownFault.Of(fault) });

        var answers = await stage.RunAsync();

        answers.Should().OnlyContain(answer => answer.Status == status, because: string.Join('\n', answers));
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(null, 30)]
    public async Task TooManyRequests_EveryOperation_429(int? told, int expected)
    {
        await using var stage = await Stage.StartAsync("en");
        stage.Gateway.App.Faults.Add(new FaultRule { Effect = FaultEffect.TooManyRequests(told) });

        var answers = await stage.RunAsync();

        answers.Should().OnlyContain(answer => answer.Status == 429 && answer.RetryAfter == TimeSpan.FromSeconds(expected));
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData("lost", "en")]
    [InlineData("lost", "de")]
    [InlineData("lost in good order", "en")]
    [InlineData("truncated", "de")]
    [InlineData("truncated and reset", "en")]
    [InlineData("malformed", "en")]
    [InlineData("huge", "de")]
    public async Task AnswerToAChange_LostOrUnreadableForEver_ConfluenceIsReadAndEachChangeIsMadeOnce(string fault, string language)
    {
        await using var stage = await Stage.StartAsync(language);
        foreach (var method in new[] { "POST", "PUT", "DELETE" })
        {
            stage.Gateway.App.Faults.Add(new FaultRule { Method = method, Effect = KnownFault.Of(fault) });
        }

        var answers = await stage.RunAsync();

        answers.Should().OnlyContain(answer => answer.Status == answer.Success, because: string.Join('\n', answers));
        stage.Gateway.AppWrites().Should().OnlyHaveUniqueItems();
        stage.CheckDone();
    }

    [Fact]
    public async Task AnswerToAChange_NeverArrivedOnce_SentAgainAndDone()
    {
        await using var stage = await Stage.StartAsync("en");
        foreach (var operation in stage.Operations)
        {
            stage.Gateway.App.Faults.Clear();
            foreach (var method in new[] { "POST", "PUT", "DELETE" })
            {
                stage.Gateway.App.Faults.Add(new FaultRule { Method = method, Times = 1, Effect = new FaultEffect.CloseBefore() });
            }

            var reply = await operation.Run();
            reply.Status.Should().Be(operation.Success, because: $"{operation.Name}: {reply.Text}");
        }

        stage.CheckDone();
    }

    [Fact]
    public async Task EmailChange_AnswerLostWhereNoEmailIsTold_SentAgainAndDone()
    {
        await using var gateway = await StartAsync(WithUpdates);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { EmailVisibility = "hidden" };
        gateway.App.Faults.Add("PUT", "/rest/api/admin/user", new FaultEffect.LoseAnswer());

        var reply = await gateway.ReplaceAttributeAsync(id, "emails[type eq \"work\"].value", "king@contoso.com");

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.App.Calls.Count("PUT").Should().Be(2);
        gateway.State().User("ada")!.Email.Should().Be("king@contoso.com");
    }

    [Fact]
    public async Task Create_AnswerLostAndTheAccountIsSomebodyElses_409AndItIsLeftAlone()
    {
        await using var gateway = await StartAsync(WithUpdates);
        gateway.State().AddUser("ada", "Person ada", "another@contoso.com");
        gateway.App.Faults.Add("POST", "/rest/api/admin/user", new FaultEffect.LoseAnswer());

        var reply = await gateway.PostAsync("ada@contoso.com");

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text);
        gateway.State().User("ada")!.Email.Should().Be("another@contoso.com");
    }

    [Theory]
    [InlineData("public")]
    [InlineData("hidden")]
    public async Task Create_AnswerLost_TheAccountIsOursAndMadeOnce(string visibility)
    {
        await using var gateway = await StartAsync();
        gateway.Confluence().Settings = gateway.Confluence().Settings with { EmailVisibility = visibility };
        gateway.App.Faults.Add("POST", "/rest/api/admin/user", new FaultEffect.LoseAnswer());

        var reply = await gateway.PostAsync("ada@contoso.com");

        reply.Status.Should().Be(201, because: reply.Text);
        reply.Id.Should().Be(gateway.State().User("ada")!.Key);
        gateway.App.Calls.Count("POST").Should().Be(1);
    }

    [Fact]
    public async Task Password_AnswerLost_503AndNeverSuccess()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add("POST", "/rest/api/admin/user/ada/password", new FaultEffect.LoseAnswer());

        var reply = await gateway.ReplaceAttributeAsync(id, "password", "correct horse");

        reply.Status.Should().Be(503);
        reply.Text.Should().NotContain("correct horse");
    }

    private sealed class Stage : IAsyncDisposable
    {
        private Stage(GatewayFixture gateway, IReadOnlyList<FaultOperation> operations) => (Gateway, Operations) = (gateway, operations);

        public GatewayFixture Gateway { get; }

        public IReadOnlyList<FaultOperation> Operations { get; }

        public static async Task<Stage> StartAsync(string language)
        {
            var gateway = await ConfluenceGateway.StartAsync(WithUpdates, options: new() { Language = language }, connection: connection => connection["AppCalls"] = new System.Text.Json.Nodes.JsonObject { ["Concurrency"] = 32 });
            var users = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in new[] { "reader", "writer", "leaver", "deleted", "joiner", "member" })
            {
                users[name] = await gateway.CreateUserAsync($"{name}@contoso.com");
            }

            foreach (var name in new[] { "read", "grown", "shrunk", "dropped" })
            {
                await gateway.CreateGroupAsync(name);
            }

            foreach (var name in new[] { "read", "shrunk", "dropped" })
            {
                (await gateway.PatchAsync($"/Groups/{name}", ScimBodies.Members("Add", users["member"]))).Status.Should().Be(204);
            }

            gateway.App.Calls.Clear();
            return new(gateway,
            [
                new("get user", 200, () => gateway.GetAsync($"/Users/{users["reader"]}")),
                new("look up user", 200, () => gateway.FindUserAsync("reader@contoso.com")),
                new("look up unknown user", 200, () => gateway.FindUserAsync("nobody@contoso.com")),
                new("create user", 201, () => gateway.PostAsync("new@contoso.com")),
                new("change user", 200, () => gateway.ReplaceAttributeAsync(users["writer"], "displayName", "Changed")),
                new("deactivate user", 200, () => gateway.SetActiveAsync(users["leaver"], false)),
                new("delete user", 204, () => gateway.DeleteAsync($"/Users/{users["deleted"]}")),
                new("get group", 200, () => gateway.GetAsync("/Groups/read")),
                new("look up unknown group", 200, () => gateway.FindAsync("Groups", "displayName eq \"nothing\"")),
                new("create group", 201, () => gateway.PostGroupAsync("fresh")),
                new("add member", 204, () => gateway.PatchAsync("/Groups/grown", ScimBodies.Members("Add", users["joiner"]))),
                new("remove member", 204, () => gateway.PatchAsync("/Groups/shrunk", ScimBodies.Members("Remove", users["member"]))),
                new("delete group", 204, () => gateway.DeleteAsync("/Groups/dropped")),
            ]);
        }

        public async Task<IReadOnlyList<Answer>> RunAsync() => await Task.WhenAll(Operations.Select(async operation =>
        {
            var reply = await operation.Run();
            return new Answer(operation.Name, operation.Success, reply.Status, reply.RetryAfter, reply.Text);
        }));

        public string Snapshot()
        {
            var users = Gateway.State().Users.Select(user => string.Create(CultureInfo.InvariantCulture, $"{user.Key} {user.Name} {user.FullName} {user.Email} {user.Active}"));
            return string.Join('\n', users.Concat(Gateway.State().Groups.Select(group => $"{group.Name}: {string.Join(' ', Gateway.State().Members(group.Name))}")));
        }

        /// <summary>The fault is over: everything works, as if nothing had been.</summary>
        public async Task RecoversAsync()
        {
            Gateway.App.Faults.Clear();
            var answers = await RunAsync();
            answers.Should().OnlyContain(answer => answer.Status == answer.Success, because: string.Join('\n', answers));
            CheckDone();
        }

        public void CheckDone()
        {
            var state = Gateway.State();
            state.User("new")!.Active.Should().BeTrue();
            state.User("writer")!.FullName.Should().Be("Changed");
            state.User("leaver")!.Active.Should().BeFalse();
            state.User("deleted")!.Active.Should().BeFalse();
            state.Members("grown").Should().Equal("joiner");
            state.Members("shrunk").Should().BeEmpty();
            state.Members("dropped").Should().BeEmpty();
            state.Group("fresh").Should().NotBeNull();
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }

    private sealed record Answer(string Name, int Success, int Status, TimeSpan? RetryAfter, string Text);
}
