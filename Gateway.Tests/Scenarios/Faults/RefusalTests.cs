using Gateway.Forwarding;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>What Jira refuses on purpose: the same statuses in any language of the gateway's account, and Jira's own words.</summary>
public sealed class RefusalTests
{
    private static readonly string[] Changes = ["create user", "change user", "deactivate user", "delete user", "create group", "add member", "remove member", "delete group"];

    [Theory]
    [InlineData("en", "read-only")]
    [InlineData("de", "schreibgeschützt")]
    public async Task ReadOnlyDirectories_EveryChange_MutabilityWithJirasWordsAndReadsGoOn(string language, string words)
    {
        await using var stage = await FaultStage.StartAsync(language);
        var before = stage.Snapshot();
        stage.Jira.Settings = stage.Jira.Settings with { ReadOnly = true };

        var answers = await stage.RunAllAsync();

        IsRefused(answers, words);
        stage.Snapshot().Should().Be(before);
    }

    [Theory]
    [InlineData("en", "external user management")]
    [InlineData("de", "externe Benutzerverwaltung")]
    public async Task ExternalUserManagement_EveryChange_MutabilityWithJirasWordsAndReadsGoOn(string language, string words)
    {
        await using var stage = await FaultStage.StartAsync(language);
        var before = stage.Snapshot();
        stage.Jira.Settings = stage.Jira.Settings with { ExternalUserManagement = true };

        var answers = await stage.RunAllAsync();

        IsRefused(answers, words);
        stage.Snapshot().Should().Be(before);
    }

    [Theory]
    [InlineData("en", "read-only")]
    [InlineData("de", "schreibgeschützt")]
    public async Task ReadOnlyDirectoryOfOneUser_OnlyThatUserIsRefused(string language, string words)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.State.SetReadOnlyDirectory("leaver");

        var refused = await stage.RunAsync("deactivate user");

        (refused.Status, refused.ScimType).Should().Be((400, "mutability"));
        refused.Text.Should().Contain(words);
        stage.Jira.State.User("leaver")!.Active.Should().BeTrue();
        (await stage.RunAsync("change user")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("en", "JIRA System Administrators")]
    [InlineData("de", "JIRA-Systemadministratoren")]
    public async Task TargetOutranksTheAccount_MutabilityAndTheAccountStaysTrusted(string language, string words)
    {
        await using var stage = await FaultStage.StartAsync(language);
        Demote(stage.Jira.State);
        foreach (var user in new[] { "writer", "leaver", "deleted" })
        {
            stage.Jira.State.AddMember(JiraState.AdministratorsGroup, user);
        }

        foreach (var group in new[] { "grown", "shrunk", "dropped" })
        {
            stage.Jira.State.DeleteGroup(group);
            stage.Jira.State.AddGroup(group, systemAdministers: true, members: group == "grown" ? [] : ["member"]);
        }

        var before = stage.Snapshot();

        var answers = await stage.RunAllAsync();

        var refused = answers.Where(answer => answer.Status != stage.Operation(answer.Name).Success).ToList();
        refused.Select(answer => answer.Name).Should().BeEquivalentTo(Changes.Except(["create user", "create group"]));
        refused.Should().OnlyContain(answer => answer.Status == 400 && answer.ScimType == "mutability" && answer.Text.Contains(words, StringComparison.Ordinal));
        stage.Snapshot().Split('\n').Where(line => !before.Split('\n').Contains(line)).Should().OnlyContain(line => line.Contains("new", StringComparison.Ordinal) || line.StartsWith("fresh", StringComparison.Ordinal));
        stage.Gateway.Services.GetRequiredService<ICredentialBreakers>().StateOf(GatewayFixture.Connection).IsOpen.Should().BeFalse();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task NoSeat_CreateUser_InvalidValueNamingTheApplicationAndReadinessTells(string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.Settings = stage.Jira.Settings with { Seats = stage.Jira.State.SeatsUsed() };

        var refused = await stage.RunAsync("create user");

        (refused.Status, refused.ScimType).Should().Be((400, "invalidValue"));
        refused.Text.Should().Contain("No licence seat in Jira Software");
        stage.Jira.State.User("new").Should().BeNull();
        (await stage.Gateway.ReadinessAsync()).Should().Contain("Degraded").And.Contain("No licence seat");
        stage.Gateway.Services.GetRequiredService<ICredentialBreakers>().StateOf(GatewayFixture.Connection).IsOpen.Should().BeFalse();
        stage.Jira.Settings = stage.Jira.Settings with { Seats = null };
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task NameExists_CreateUserOfSomebodyElse_409AndTheOtherIsUntouched(string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.State.AddUser("new", "Somebody Else", "else@contoso.com");

        var refused = await stage.RunAsync("create user");

        (refused.Status, refused.ScimType).Should().Be((409, "uniqueness"));
        stage.Jira.State.User("new").Should().BeEquivalentTo(new { DisplayName = "Somebody Else", Email = "else@contoso.com", Active = true });
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task NameExists_RenameToSomebodyElse_409AndBothAreUntouched(string language)
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: new JiraSandboxOptions { Language = language });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddUser("grace");

        var refused = await gateway.ReplaceAttributeAsync(id, "userName", "grace@contoso.com");

        (refused.Status, refused.ScimType).Should().Be((409, "uniqueness"));
        gateway.Jira.State.UserByKey(id)!.Name.Should().Be("ada");
        ((string?)(await gateway.GetAsync($"/Users/{id}"))["userName"]).Should().Be("ada@contoso.com");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task NameExists_CreateGroupWithoutAdoption_409(string language)
    {
        await using var stage = await FaultStage.StartAsync(language, Groups("Adopt", "Never"));
        stage.Jira.State.AddGroup("fresh");

        var refused = await stage.RunAsync("create group");

        (refused.Status, refused.ScimType).Should().Be((409, "uniqueness"));
    }

    [Theory]
    [InlineData("en", "valid email address")]
    [InlineData("de", "gültige E-Mail-Adresse")]
    public async Task InvalidField_CreateAndChange_InvalidValueWithJirasWords(string language, string words)
    {
        await using var stage = await FaultStage.StartAsync(language);
        var body = ScimBodies.User("new@contoso.com");
        body["emails"]![0]!["value"] = "no address";

        var created = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", body);
        var changed = await stage.Gateway.ReplaceAttributeAsync(stage.Jira.State.User("writer")!.Key, "emails[type eq \"work\"].value", "no address");

        (created.Status, created.ScimType).Should().Be((400, "invalidValue"));
        (changed.Status, changed.ScimType).Should().Be((400, "invalidValue"));
        created.Detail.Should().Contain(words);
        changed.Detail.Should().Contain(words);
        stage.Jira.State.User("new").Should().BeNull();
        stage.Jira.State.User("writer")!.Email.Should().Be("writer@contoso.com");
    }

    [Theory]
    [InlineData(405)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task AnyOther4xx_EveryOperation_InvalidValueWithJirasWords(int status)
    {
        await using var stage = await FaultStage.StartAsync();
        var before = stage.Snapshot();
        stage.Jira.Faults.Add(new FaultRule { Effect = FaultEffect.Errors(status, "Not today") });

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 400 && answer.ScimType == "invalidValue" && answer.Text.Contains("Not today"));
        stage.Snapshot().Should().Be(before);
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData(400, "en")]
    [InlineData(400, "de")]
    [InlineData(403, "en")]
    [InlineData(403, "de")]
    public async Task RemovalRefused_IsAnErrorAndTheMemberIsStillThere(int status, string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.Faults.Add(new FaultRule { Method = "DELETE", PathPrefix = MemberPath, Effect = FaultEffect.Errors(status, "Not that one") });

        var removed = await stage.RunAsync("remove member");
        var emptied = await stage.RunAsync("delete group");

        (removed.Status, removed.ScimType).Should().Be((400, "mutability"));
        removed.Text.Should().Contain("Not that one");
        emptied.Status.Should().Be(400);
        stage.Jira.State.Members("shrunk").Should().Equal("member");
        stage.Jira.State.Members("dropped").Should().Equal("member");
        (await stage.Gateway.GetAsync("/Groups/dropped")).Status.Should().Be(200, because: "a group that was not emptied is not deleted");
        await stage.RecoversAsync();
    }

    [Theory]
    [InlineData("add member", "POST", "grown")]
    [InlineData("remove member", "DELETE", "shrunk")]
    public async Task MemberChangeRefused_AndWhetherItIsSoCannotBeAsked_503(string operation, string method, string group)
    {
        await using var stage = await FaultStage.StartAsync();
        var before = stage.Jira.State.Members(group);
        stage.Jira.Faults.Add(new FaultRule { Method = method, PathPrefix = MemberPath, Effect = FaultEffect.Errors(400, "Perhaps so already") });
        stage.Jira.Faults.Add(new FaultRule { Method = "GET", Effect = FaultEffect.Html(503) });

        var answer = await stage.RunAsync(operation);

        answer.Status.Should().Be(503, because: "a refusal may mean that the state is the wanted one: " + answer.Text);
        stage.Jira.State.Members(group).Should().Equal(before);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task AlreadySo_MemberChangesAgain_Success(string language)
    {
        await using var stage = await FaultStage.StartAsync(language);
        stage.Jira.State.AddMember("grown", "joiner");
        stage.Jira.State.RemoveMember("shrunk", "member");

        (await stage.RunAsync("add member")).Status.Should().Be(204);
        (await stage.RunAsync("remove member")).Status.Should().Be(204);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task AddSeveralMembers_OneRefused_TheOthersAreInAndTheOneIsNamed(string language)
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: new JiraSandboxOptions { Language = language });
        var ids = await gateway.CreateUsersAsync(5);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Faults.Add(new FaultRule { Method = "POST", PathPrefix = MemberPath, Mentions = "user3", Effect = FaultEffect.Errors(400, "Not that one") });

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        reply.Detail.Should().Contain("4 of 5").And.Contain("'user3'").And.Contain("Not that one");
        gateway.Jira.State.Members("red").Should().Equal("user1", "user2", "user4", "user5");
    }

    private static void IsRefused(IReadOnlyList<FaultAnswer> answers, string words)
    {
        answers.Where(answer => Changes.Contains(answer.Name)).Should().HaveCount(Changes.Length).And
            .OnlyContain(answer => answer.Status == 400 && answer.ScimType == "mutability" && answer.Text.Contains(words, StringComparison.Ordinal));
        answers.Where(answer => !Changes.Contains(answer.Name)).Should().OnlyContain(answer => answer.Status == 200);
    }

    /// <summary>The gateway's account administers Jira, and the system no longer.</summary>
    private static void Demote(JiraState state)
    {
        state.AddGroup("jira-admins", administers: true, members: [state.Service.Name]);
        state.RemoveMember(JiraState.AdministratorsGroup, state.Service.Name);
    }
}
