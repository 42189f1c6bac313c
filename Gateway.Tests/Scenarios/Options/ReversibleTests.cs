using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>A change by hand in Jira shows in SCIM where the mapping can be read backwards, and only there.</summary>
public sealed class ReversibleTests
{
    [Fact]
    public async Task HandChange_DisplayNameAndEmail_ShowThrough()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetDisplayName("ada", "By hand");
        gateway.Jira.State.SetEmail("ada", "hand@contoso.com");
        gateway.Jira.State.SetActive("ada", false);

        var reply = await gateway.GetAsync($"/Users/{id}");

        ((string?)reply["displayName"]).Should().Be("By hand");
        ((string?)reply["emails"]![0]!["value"]).Should().Be("hand@contoso.com");
        ((string?)reply["emails"]![0]!["type"]).Should().Be("work");
        reply["emails"]!.AsArray().Should().ContainSingle();
        ((bool?)reply["active"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("title", "Countess")]
    [InlineData("active", "True")]
    [InlineData("emails[type eq \"work\"].value", "new@contoso.com")]
    public async Task HandChange_ThenAPatchOfSomethingElse_StillShowsAndStays(string path, string value)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetDisplayName("ada", "By hand");

        (await gateway.ReplaceAttributeAsync(id, path, value)).Status.Should().Be(200);
        (await gateway.ReplaceAttributeAsync(id, "nickName", "Al")).Status.Should().Be(200);

        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("By hand");
        ((string?)(await gateway.GetAsync($"/Users/{id}"))["displayName"]).Should().Be("By hand");
    }

    [Fact]
    public async Task HandChange_ThenEntraWritesTheSameValueAgain_IsSentAndWins()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.SetDisplayName("ada", "By hand");

        var reply = await gateway.ReplaceAttributeAsync(id, "displayName", "Person ada");

        ((string?)reply["displayName"]).Should().Be("Person ada");
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Person ada");
    }

    [Fact]
    public async Task AddressFromUserName_ShowsNoEmailsUntilAHandChangesIt()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com", body => body.Remove("emails"));
        gateway.Jira.State.User("ada")!.Email.Should().Be("ada@contoso.com");

        (await gateway.GetAsync($"/Users/{id}"))["emails"].Should().BeNull();
        gateway.Jira.State.SetEmail("ada", "hand@contoso.com");
        var reply = await gateway.GetAsync($"/Users/{id}");

        ((string?)reply["emails"]![0]!["value"]).Should().Be("hand@contoso.com");
        ((string?)reply["userName"]).Should().Be("ada@contoso.com");
    }

    [Fact]
    public async Task FunctionMapping_HandChange_AnswersWhatEntraWrote()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const attributes = { displayName: u => u.displayName + ' (Contoso)' };");
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Person ada (Contoso)");
        gateway.Jira.State.SetDisplayName("ada", "By hand");

        ((string?)(await gateway.GetAsync($"/Users/{id}"))["displayName"]).Should().Be("Person ada");
    }

    [Fact]
    public async Task PathMapping_FromNickName_ShowsTheHandsChangeThere()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const attributes = { displayName: 'nickName' };");
        var id = await gateway.CreateUserAsync("ada@contoso.com", body => body["nickName"] = "Al");
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Al");
        gateway.Jira.State.SetDisplayName("ada", "By hand");

        var reply = await gateway.GetAsync($"/Users/{id}");

        ((string?)reply["nickName"]).Should().Be("By hand");
        ((string?)reply["displayName"]).Should().Be("Person ada");
    }

    [Fact]
    public async Task NullMapping_FieldIsLeftAloneInJira()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: "export const attributes = { displayName: null };", connection: json => json["Users"] = new JsonObject { ["Adopt"] = "ByName" });
        gateway.Jira.State.AddUser("ada", displayName: "By hand", email: "x@contoso.com");

        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.ReplaceAttributeAsync(id, "displayName", "Other");

        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("By hand");
        gateway.Jira.State.User("ada")!.Email.Should().Be("ada@contoso.com");
    }

    [Fact]
    public async Task UserNameIsTheAppName_HandRenames_ShowsTheNewName()
    {
        await using var gateway = await GatewayFixture.StartAsync(connection: json => json.Remove("Username"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.RenameUser("ada@contoso.com", "al@contoso.com");

        var reply = await gateway.GetAsync($"/Users/{id}");

        ((string?)reply["userName"]).Should().Be("al@contoso.com");
    }

    [Fact]
    public async Task UserNameByPattern_HandRenames_UserNameStaysEntrasAndWritesStillArrive()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.RenameUser("ada", "al");

        ((string?)(await gateway.GetAsync($"/Users/{id}"))["userName"]).Should().Be("ada@contoso.com");
        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        gateway.Jira.State.User("al")!.Active.Should().BeFalse();
    }
}
