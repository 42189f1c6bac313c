using Gateway.Sandbox.Crowd;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>Several directories behind one application.</summary>
public sealed class CrowdDirectoriesTests
{
    private const CrowdPermissions ReadOnly = CrowdPermissions.None;

    [Fact]
    public async Task Create_FirstDirectoryIsReadOnly_GoesToTheFirstThatTakesIt()
    {
        await using var lab = await UserServerLabs.CrowdAsync();
        lab.Sandbox.State.AddDirectory("Corporate LDAP", ReadOnly, first: true);

        var answer = await lab.PostAsync("user", """{"name":"ben","active":true,"password":{"value":"x"}}""");

        answer.Status.Should().Be(201);
        answer.Text("key").Should().StartWith("32769:");
        lab.Sandbox.State.User("ben")!.Directory.Name.Should().Be(CrowdState.InternalDirectory);
    }

    [Fact]
    public async Task Name_InTwoDirectories_IsTheFirstOnes()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.AddDirectory("Corporate LDAP", ReadOnly, first: true);
        lab.Sandbox.State.AddUser("anna.meyer", "Anna of LDAP", directory: "Corporate LDAP");

        var byName = await lab.GetAsync("user?username=anna.meyer");
        var byKey = await lab.GetAsync($"user?key=32769%3A{UserServerLabs.AnnasExternalId}");
        var change = await lab.PutAsync("user?username=anna.meyer", """{"name":"anna.meyer","active":false}""");
        var members = await lab.GetAsync("group/user/direct?groupname=scim-devs");

        byName.Text("key").Should().StartWith("32770:");
        byKey.Text("display-name").Should().Be("Anna Meyer");
        (change.Status, change.Reason()).Should().Be((403, "APPLICATION_PERMISSION_DENIED"));
        members.Names("users").Should().BeEmpty(because: "memberships count in the first directory that holds the user");
        lab.Sandbox.State.Users.Count(user => user.Name == "anna.meyer").Should().Be(1);
    }

    [Fact]
    public async Task Membership_OfAGroupInAnotherDirectory_IsKeptWhereTheUserIs()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.AddDirectory("Partners");
        lab.Sandbox.State.AddUser("pia", directory: "Partners");

        var answer = await lab.PostAsync("group/user/direct?groupname=scim-devs", """{"name":"pia"}""");

        answer.Status.Should().Be(201);
        lab.Sandbox.State.Members("scim-devs").Should().Equal("anna.meyer", "pia");
        (await lab.DeleteAsync("group/user/direct?groupname=scim-devs&username=pia")).Status.Should().Be(204);
        lab.Sandbox.State.Members("scim-devs").Should().Equal("anna.meyer");
    }

    [Fact]
    public async Task ReadOnly_EveryDirectory_RefusesEveryChangeAndServesReads()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync(new CrowdSandboxOptions { ReadOnly = true });

        var create = await lab.PostAsync("user", """{"name":"ben","password":{"value":"x"}}""");

        (create.Status, create.Reason()).Should().Be((403, "APPLICATION_PERMISSION_DENIED"));
        (await lab.GetAsync("user?username=anna.meyer")).Status.Should().Be(200);
    }
}
