using Gateway.Sandbox.Bitbucket;

namespace Gateway.Tests.Sandbox.Bitbucket;

public sealed class BitbucketGroupsTests
{
    [Theory]
    [InlineData("x", 200)]
    [InlineData("DEVELOPERS", 409)]
    [InlineData("", 400)]
    public async Task Create_Name_IsCheckedWithoutCase(string name, int status)
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PostAsync($"{BitbucketLab.Groups}?name={name}");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Create_EveryDirectoryReadOnly_IsRefused()
    {
        await using var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { ReadOnly = true });

        var answer = await lab.PostAsync($"{BitbucketLab.Groups}?name=x");

        answer.Status.Should().Be(403);
        lab.State.Group("x").Should().BeNull();
    }

    [Fact]
    public async Task Rename_ByPut_DoesNotExist()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var answer = await lab.PutAsync($"{BitbucketLab.Groups}?name=developers", """{"name":"engineers"}""");

        answer.Status.Should().Be(405);
        answer.Headers["Allow"].Should().Be("DELETE,GET,POST");
    }

    [Fact]
    public async Task Delete_GroupAboveTheCaller_Is403()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddGroup("roots", BitbucketPermission.SysAdmin);

        var answer = await lab.DeleteAsync($"{BitbucketLab.Groups}?name=roots");

        answer.Status.Should().Be(403);
    }

    [Fact]
    public async Task Delete_GroupThatTheCallerAdministersBy_Is409()
    {
        await using var lab = await BitbucketLab.StartAsync();

        var answer = await lab.DeleteAsync($"{BitbucketLab.Groups}?name={BitbucketState.AdministratorsGroup}");

        answer.Status.Should().Be(409);
        lab.State.Group(BitbucketState.AdministratorsGroup).Should().NotBeNull();
    }

    [Fact]
    public async Task Delete_ReadOnlyDirectory_IsRefusedAsTheFlagSays()
    {
        await using var lab = await BitbucketLab.StartAsync();
        lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
        lab.State.AddGroup("engineers", directory: "Corporate LDAP");

        var shown = await lab.GetAsync($"{BitbucketLab.Groups}?filter=engineers");
        var answer = await lab.DeleteAsync($"{BitbucketLab.Groups}?name=engineers");

        shown.Json.GetProperty("values")[0].GetProperty("deletable").GetBoolean().Should().BeFalse();
        answer.Status.Should().Be(403);
    }

    [Fact]
    public async Task List_Filter_IsPartOfTheName()
    {
        await using var lab = await BitbucketLab.StartWithAdaAsync();

        var groups = await lab.GetAsync($"{BitbucketLab.Groups}?filter=EVEL");
        var names = await lab.GetAsync($"{BitbucketLab.Api}/groups?filter=s");

        groups.Values().Should().Equal("developers");
        names.Json.GetProperty("values").EnumerateArray().Select(name => name.GetString()).Should().Equal("bb-admins", "developers", "stash-users");
    }
}
