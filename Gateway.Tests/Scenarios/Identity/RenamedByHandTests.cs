using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>An account that was renamed by hand, and its old name given to somebody else: every request still means the right account.</summary>
public sealed class RenamedByHandTests
{
    private const string Ada = "ada@contoso.com";
    private const string Newcomer = "ada@fabrikam.com";

    private static readonly TimeSpan PastProof = TimeSpan.FromMinutes(16);

    [Fact]
    public async Task Patch_OldNameIsSomebodyElses_ChangesTheRightAccount()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var (id, stranger) = await SwapAsync(gateway);

        var reply = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.UserByKey(id)!.DisplayName.Should().Be("Ada King");
        (stranger.DisplayName, stranger.Active).Should().Be(("The stranger", true));
        gateway.Jira.State.UserByKey(id)!.Name.Should().Be("ada.byron", because: "Entra did not change userName");
    }

    [Fact]
    public async Task Disable_OldNameIsSomebodyElses_DisablesTheRightAccount()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var (id, stranger) = await SwapAsync(gateway);

        var reply = await gateway.SetActiveAsync(id, false);

        (reply.Status, (bool)reply["active"]!).Should().Be((200, false));
        gateway.Jira.State.UserByKey(id)!.Active.Should().BeFalse();
        stranger.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Delete_OldNameIsSomebodyElses_TakesTheRightAccountOut()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddGroup("staff");
        var group = await gateway.CreateGroupAsync("staff");
        var id = await gateway.CreateUserAsync(Ada);
        (await gateway.AddMemberAsync(group, id)).Status.Should().Be(204);
        var stranger = Swap(gateway, id);
        gateway.Jira.State.AddMember("staff", "ada");

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Jira.State.UserByKey(id)!.Active.Should().BeFalse();
        stranger.Active.Should().BeTrue();
        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }

    [Fact]
    public async Task MemberAdd_ProofIsOlderThan15Minutes_NameIsProvedAndTheRightAccountJoins()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await GatewayFixture.StartAsync(clock: clock);
        gateway.Jira.State.AddGroup("staff");
        var group = await gateway.CreateGroupAsync("staff");
        var (id, _) = await SwapAsync(gateway);
        clock.Advance(PastProof);

        ScimReply reply = null!;
        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.AddMemberAsync(group, id));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Jira.State.Members("staff").Should().Equal("ada.byron");
        calls.Should().Equal("GET " + GatewaySteps.UserPath, "POST " + GatewaySteps.MemberPath);
    }

    [Fact]
    public async Task MemberRemove_ProofIsOlderThan15Minutes_TheRightAccountLeaves()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await GatewayFixture.StartAsync(clock: clock);
        gateway.Jira.State.AddGroup("staff");
        var group = await gateway.CreateGroupAsync("staff");
        var id = await gateway.CreateUserAsync(Ada);
        (await gateway.AddMemberAsync(group, id)).Status.Should().Be(204);
        Swap(gateway, id);
        gateway.Jira.State.AddMember("staff", "ada");
        clock.Advance(PastProof);

        var reply = await gateway.RemoveMemberAsync(group, id);

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }

    [Fact]
    public async Task MemberAdd_ProofIsFresh_NoCallForTheProof()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await GatewayFixture.StartAsync(clock: clock);
        gateway.Jira.State.AddGroup("staff");
        var group = await gateway.CreateGroupAsync("staff");
        var id = await gateway.CreateUserAsync(Ada);
        clock.Advance(TimeSpan.FromMinutes(14));

        (await gateway.CallsOfAsync(() => gateway.AddMemberAsync(group, id))).Should().Equal("POST " + GatewaySteps.MemberPath);
    }

    [Fact]
    public async Task MemberAdd_NameIsGoneWithinTheProof_ResolvedByKeyOnce()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddGroup("staff");
        var group = await gateway.CreateGroupAsync("staff");
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.RenameUser("ada", "ada.byron");

        ScimReply reply = null!;
        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.AddMemberAsync(group, id));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Jira.State.Members("staff").Should().Equal("ada.byron");
        calls.Should().Equal("POST " + GatewaySteps.MemberPath, "GET " + GatewaySteps.UserPath, "POST " + GatewaySteps.MemberPath);
    }

    [Fact]
    public async Task LookUpAndPost_NewcomerWithTheOldName_GetsTheNewAccount()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var (id, stranger) = await SwapAsync(gateway);

        var first = await gateway.FindUserAsync(Ada);
        var seen = await gateway.FindUserAsync(Newcomer);
        var posted = await gateway.PostUserAsync(Newcomer, body => body["externalId"] = "ext-newcomer");

        first.Ids().Should().Equal(id);
        seen.Ids().Should().Equal(stranger.Key);
        (posted.Status, posted.Id).Should().Be((201, stranger.Key));
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(id);
        (await gateway.FindUserAsync(Newcomer)).Ids().Should().Equal(stranger.Key);
        gateway.Jira.State.UserByKey(id)!.Email.Should().Be(Ada);
    }

    [Fact]
    public async Task Post_OldNameIsFreeAgain_NewcomerGetsAnAccountOfTheirOwn()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.RenameUser("ada", "ada.byron");

        var posted = await gateway.PostUserAsync(Newcomer, body => body["externalId"] = "ext-newcomer");

        posted.Status.Should().Be(201, because: posted.Text);
        posted.Id.Should().NotBe(id);
        gateway.Jira.State.User("ada")!.Email.Should().Be(Newcomer);
        gateway.Jira.State.User("ada.byron")!.Email.Should().Be(Ada);
    }

    [Fact]
    public async Task Patch_EntraRenamesToo_TheAppFollowsByKey()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var (id, stranger) = await SwapAsync(gateway);

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "countess@contoso.com");

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.UserByKey(id)!.Name.Should().Be("countess");
        stranger.Name.Should().Be("ada");
    }

    /// <summary>Ada is linked, then renamed by hand, then her old name is given to a newcomer.</summary>
    private static async Task<(string Id, JiraUser Stranger)> SwapAsync(GatewayFixture gateway)
    {
        var id = await gateway.CreateUserAsync(Ada);
        return (id, Swap(gateway, id));
    }

    private static JiraUser Swap(GatewayFixture gateway, string id)
    {
        gateway.Jira.State.RenameUser(gateway.Jira.State.UserByKey(id)!.Name, "ada.byron");
        return gateway.Jira.State.AddUser("ada", "The stranger", Newcomer);
    }
}
