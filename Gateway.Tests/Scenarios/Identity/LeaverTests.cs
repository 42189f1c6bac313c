using Gateway.State;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>Accounts that a hand re-enabled, deleted or brought back behind the gateway's back.</summary>
public sealed class LeaverTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task Disable_LeaverReEnabledByHand_IsSentAlthoughTheLinkSaysInactive()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        gateway.Jira.State.SetActive("ada", true);

        ScimReply reply = null!;
        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.SetActiveAsync(id, false));

        (reply.Status, (bool)reply["active"]!).Should().Be((200, false));
        calls.Should().Equal("PUT " + UserPath);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Get_LeaverReEnabledByHand_ShowsActive()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        gateway.Jira.State.SetActive("ada", true);

        ((bool)(await gateway.GetAsync($"/Users/{id}"))["active"]!).Should().BeTrue();
        ((bool)(await gateway.FindUserAsync(Ada))["Resources"]![0]!["active"]!).Should().BeTrue();
    }

    [Fact]
    public async Task Put_LeaverReEnabledByHand_IsSentToo()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        gateway.Jira.State.SetActive("ada", true);
        var body = ScimBodies.User(Ada);
        body["active"] = false;

        var reply = await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body);

        (reply.Status, (bool)reply["active"]!).Should().Be((200, false));
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Get_DeletedByHand_404AndTheLinkIsMissing()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");

        var reply = await gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(404);
        await gateway.UntilLinkIsAsync(id, LinkState.Missing);
        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(0);
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Patch_DeletedByHand_404AndTheLinkIsMissing()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(404);
        (await gateway.UserLinkAsync(id))!.State.Should().Be(LinkState.Missing);
    }

    [Fact]
    public async Task Patch_DeletedByHandAndOnlyTheLinkWouldChange_404()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        await gateway.UntilLinkIsAsync(id, LinkState.Missing);

        (await gateway.ReplaceAttributeAsync(id, "title", "Countess")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Post_DeletedByHand_CreatesAnew()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);

        var posted = await gateway.PostUserAsync(Ada, body => body["displayName"] = "Ada again");

        posted.Status.Should().Be(201, because: posted.Text);
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Ada again");
        (await gateway.GetAsync($"/Users/{posted.Id}")).Status.Should().Be(200);
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(posted.Id);
        (await gateway.UserLinkAsync(posted.Id))!.State.Should().Be(LinkState.Live);
    }

    [Fact]
    public async Task Post_DeletedByHandAndMadeAgainUnderAnotherRule_CreatesAnewUnderTheNewName()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");
        await gateway.ChangeUsernameRuleAsync("(.*)@(.*)\\.com", "$2-$1", (Ada, "contoso-ada"));

        var posted = await gateway.PostUserAsync(Ada);

        posted.Status.Should().Be(201, because: posted.Text);
        posted.Id.Should().NotBe(id);
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(posted.Id);
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Get_KeyAnswersAgain_TheMissingLinkRevives()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada, body => body["title"] = "Countess");
        gateway.Jira.State.DeleteUser("ada");
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        await gateway.UntilLinkIsAsync(id, LinkState.Missing);
        gateway.Jira.State.AddUser("ada", "Ada", Ada);

        var reply = await gateway.GetAsync($"/Users/{id}");

        reply.Status.Should().Be(200);
        ((string)reply["title"]!).Should().Be("Countess", because: "a missing link is kept, not dropped");
        ((string)reply["externalId"]!).Should().Be("ext-ada");
        await gateway.UntilLinkIsAsync(id, LinkState.Live);
    }

    [Fact]
    public async Task Disable_KeyAnswersAgain_HitsTheAccount()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(404);
        gateway.Jira.State.AddUser("ada", "Ada", Ada);

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        (await gateway.UserLinkAsync(id))!.State.Should().Be(LinkState.Live);
    }

    [Fact]
    public async Task Delete_DeletedByHand_404AndItStaysDeleted()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");

        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404);
        gateway.Jira.State.AddUser("ada", "Ada", Ada);

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404, because: "Entra deleted it");
        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(0);
        (await gateway.TombstoneAsync(id)).Should().NotBeNull();
    }
}
