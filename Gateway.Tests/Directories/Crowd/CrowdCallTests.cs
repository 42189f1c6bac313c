using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Crowd;

/// <summary>The calls of each operation, exactly (DESIGN section 12), and what they leave behind.</summary>
public sealed class CrowdCallTests
{
    private const string Name = "anna@contoso.com";

    public static TheoryData<string> Apps => UserServerGateway.Apps;

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Create_User_IsOneCallWithItsAttributes(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);

        var calls = await lab.CallsOfAsync(() => lab.Gateway.CreateUserAsync(Name, WithNames));

        calls.Should().Be("POST user");
        var user = lab.Users.User("anna")!;
        (user.First, user.Last, user.Display, user.Email, user.Active, user.ExternalId)
            .Should().Be(("Anna", "Meyer", "Person anna", Name, true, "ext-anna"));
        user.Password.Length.Should().BeGreaterThan(30, because: "a user without a password from Entra gets a random one");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Create_InactiveUserWithPassword_IsOneCall(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);

        var calls = await lab.CallsOfAsync(() => lab.Gateway.CreateUserAsync(Name, body =>
        {
            body["active"] = false;
            body["password"] = "Correct-Horse-9";
        }));

        calls.Should().Be("POST user");
        (lab.Users.User("anna")!.Active, lab.Users.User("anna")!.Password).Should().Be((false, "Correct-Horse-9"));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Reads_OfAUser_AreOneCallEach(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);

        (await lab.CallsOfAsync(() => lab.Gateway.GetAsync($"/Users/{id}"))).Should().Be("GET user");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.FindUserAsync(Name)).TotalResults.Should().Be(1))).Should().Be("GET user");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.FindAsync("Users", "externalId eq \"ext-anna\"")).TotalResults.Should().Be(1))).Should().Be("GET user");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.FindAsync("Users", $"emails.value eq \"{Name}\"")).TotalResults.Should().Be(1))).Should().Be("POST search");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.FindUserAsync("nobody@contoso.com")).TotalResults.Should().Be(0))).Should().Be("GET user");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Patch_AttributeThatTheAppHolds_IsReadAndReplacedAndKeepsTheRest(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name, WithNames);

        var calls = await lab.CallsOfAsync(async () => (await lab.Gateway.ReplaceAttributeAsync(id, "displayName", "Anna Schmidt")).Status.Should().Be(200));

        calls.Should().Be("GET user, PUT user");
        var user = lab.Users.User("anna")!;
        (user.First, user.Last, user.Display, user.Email, user.Active, user.ExternalId)
            .Should().Be(("Anna", "Meyer", "Anna Schmidt", Name, true, "ext-anna"));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Patch_AttributeOfTheLinkOnly_IsNoCall(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);

        (await lab.CallsOfAsync(() => lab.Gateway.ReplaceAttributeAsync(id, "title", "Dr."))).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Patch_ExternalId_IsAnAttributeAndNoReplacement(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);

        var calls = await lab.CallsOfAsync(async () => (await lab.Gateway.ReplaceAttributeAsync(id, "externalId", "other")).Status.Should().Be(200));

        calls.Should().Be("GET user, POST user/attribute");
        lab.Users.User("anna")!.ExternalId.Should().Be("other");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Active_OffAndOn_AreTwoCallsEachAndBlankNothing(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name, WithNames);
        var before = lab.Users.User("anna")!;

        (await lab.CallsOfAsync(async () => (await lab.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200))).Should().Be("GET user, PUT user");
        lab.Users.User("anna").Should().Be(before with { Active = false });
        (await lab.CallsOfAsync(async () => (await lab.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200))).Should().Be("GET user, PUT user");
        lab.Users.User("anna").Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Active_OffAfterAHandLetTheLeaverInAgain_IsSentAgain(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        await lab.Gateway.SetActiveAsync(id, false);
        lab.Users.SetActive("anna", true);

        var reply = await lab.Gateway.SetActiveAsync(id, false);

        ((bool)reply["active"]!).Should().BeFalse();
        lab.Users.User("anna")!.Active.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Rename_User_KeepsTheId(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);

        var calls = await lab.CallsOfAsync(async () => (await lab.Gateway.ReplaceAttributeAsync(id, "userName", "anna.schmidt@contoso.com")).Status.Should().Be(200));

        calls.Should().Be("GET user, POST user/rename");
        lab.Users.User("anna.schmidt")!.ExternalId.Should().Be("ext-anna");
        (await lab.Gateway.FindUserAsync("anna.schmidt@contoso.com"))["Resources"]![0]!["id"]!.GetValue<string>().Should().Be(id);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Password_Alone_IsOneCall(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);

        var calls = await lab.CallsOfAsync(async () => (await lab.Gateway.ReplaceAttributeAsync(id, "password", "New-Secret-7")).Status.Should().Be(200));

        calls.Should().Be("PUT user/password");
        lab.Users.User("anna")!.Password.Should().Be("New-Secret-7");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Delete_ByOption_IsOneCallOrTwo(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        (await lab.CallsOfAsync(async () => (await lab.Gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204))).Should().Be("GET user, PUT user");
        lab.Users.User("anna")!.Active.Should().BeFalse();

        await lab.Gateway.ReconfigureAsync(GatewaySteps.Users("Delete", "Delete"));
        var other = await lab.Gateway.CreateUserAsync("ben@contoso.com");

        (await lab.CallsOfAsync(async () => (await lab.Gateway.DeleteAsync($"/Users/{other}")).Status.Should().Be(204))).Should().Be("DELETE user");
        lab.Users.User("ben").Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Groups_Life_IsTheFewestCalls(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var ids = await lab.Gateway.CreateUsersAsync(3);
        var group = string.Empty;

        (await lab.CallsOfAsync(async () => group = await lab.Gateway.CreateGroupAsync("Team"))).Should().Be("POST group, POST group/attribute");
        lab.Users.GroupAttribute("Team", "scim.id").Should().Be(group);
        lab.Users.GroupAttribute("Team", "scim.externalId").Should().Be("object-Team");
        (await lab.CallsOfAsync(() => lab.Gateway.GetAsync($"/Groups/{group}?excludedAttributes=members"))).Should().Be("GET group");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids))).Status.Should().Be(204)))
            .Should().Be("POST group/user/direct, POST group/user/direct, POST group/user/direct");
        lab.Users.Members("Team").Should().Equal("user1", "user2", "user3");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.GetAsync($"/Groups/{group}"))["members"]!.AsArray().Should().HaveCount(3))).Should().Be("GET group/user/direct");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[0]))).Status.Should().Be(204)))
            .Should().Be("DELETE group/user/direct");
        (await lab.CallsOfAsync(async () => (await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "Renamed"))).Status.Should().Be(204))).Should().BeEmpty();
        lab.Users.Members("Team").Should().Equal("user2", "user3");
        await lab.Gateway.ReconfigureAsync(GatewaySteps.Groups("Delete", "Delete"));
        (await lab.CallsOfAsync(async () => (await lab.Gateway.DeleteAsync($"/Groups/{group}")).Status.Should().Be(204)))
            .Should().Be("GET group/user/direct, DELETE group", because: "the guard wants to know how many lose a membership");
        lab.Users.HasGroup("Team").Should().BeFalse();
    }

    private static void WithNames(JsonObject body) => body["name"] = new JsonObject { ["givenName"] = "Anna", ["familyName"] = "Meyer" };
}
