using Gateway.Sandbox.Confluence;
using Gateway.Tests.Scenarios;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>Accounts that were there before: only an e-mail that Confluence tells unmasked is a confirmation.</summary>
public sealed class ConfluenceAdoptionTests
{
    [Theory]
    [InlineData("public", "ada@contoso.com", 201)]
    [InlineData("public", "another@contoso.com", 409)]
    [InlineData("masked", "ada@contoso.com", 409)]
    [InlineData("hidden", "ada@contoso.com", 409)]
    public async Task Post_AccountOfThatName_TakenUpOnlyWhenItsEmailIsTold(string visibility, string email, int status)
    {
        await using var gateway = await StartAsync(WithUpdates);
        var account = gateway.State().AddUser("ada", "Old Name", email);
        gateway.Confluence().Settings = gateway.Confluence().Settings with { EmailVisibility = visibility };

        var found = await gateway.FindUserAsync("ada@contoso.com");
        var reply = await gateway.PostAsync("ada@contoso.com");

        reply.Status.Should().Be(status, because: reply.Text);
        found.TotalResults.Should().Be(status == 201 ? 1 : 0, because: "a look-up shows what a POST would take up");
        (reply.Status == 201 ? reply.Id : account.Key).Should().Be(account.Key);
        account.FullName.Should().Be(status == 201 ? "Person ada" : "Old Name");
    }

    [Fact]
    public async Task Post_ByNameWhereTheProfileIsOff_TakenUp()
    {
        await using var gateway = await StartAsync(connection: GatewaySteps.Users("Adopt", "ByName"));
        var account = gateway.State().AddUser("ada");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { MobilePlugin = false };

        var reply = await gateway.PostAsync("ada@contoso.com");

        reply.Should().BeEquivalentTo(new { Status = 201, account.Key }, options => options.Including(it => it.Status));
        reply.Id.Should().Be(account.Key);
        gateway.App.Calls.Where(call => call.Path.StartsWith("/rest/mobile", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task Post_ProfileIsOff_NotConfirmedAndNoOutage()
    {
        await using var gateway = await StartAsync();
        gateway.State().AddUser("ada", "Ada", "ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { MobilePlugin = false };

        var reply = await gateway.PostAsync("ada@contoso.com");

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" });
    }

    [Theory]
    [InlineData("hit")]
    [InlineData("nested")]
    public async Task Post_Administrator_NeverTakenUp(string how)
    {
        await using var gateway = await StartAsync();
        gateway.State().AddUser("ada", "Ada", "ada@contoso.com");
        if (how == "nested")
        {
            gateway.State().AddGroup("admins", ConfluenceRight.None, "ada");
            gateway.State().NestGroup(ConfluenceState.AdministratorsGroup, "admins");
        }
        else
        {
            gateway.State().AddMember(ConfluenceState.AdministratorsGroup, "ada");
        }

        var found = await gateway.FindUserAsync("ada@contoso.com");
        var reply = await gateway.PostAsync("ada@contoso.com");

        found.TotalResults.Should().Be(0);
        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" });
    }

    [Fact]
    public async Task Post_NameOfADeletedUser_IsANewUser()
    {
        await using var gateway = await StartAsync();
        var first = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().DeleteUser("ada");
        var gone = await gateway.GetAsync($"/Users/{first}");

        var again = await gateway.PostAsync("ada@contoso.com");

        gone.Status.Should().Be(404);
        again.Status.Should().Be(201, because: again.Text);
        again.Id.Should().NotBe(first);
    }
}
