using System.Text.Json.Nodes;
using Gateway.State;
using Gateway.Tests.Conformance.Stages;
using Gateway.Tests.Scenarios;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Conformance;

/// <summary>
/// The conformance suite of connectors: every SCIM operation, every provisioning option and every fault of the table of
/// docs/operations.md, over every app. After each test what Entra sees, what the app holds and what the links say is compared.
/// </summary>
public sealed partial class ConformanceTests
{
    /// <summary>One row an app.</summary>
    public static TheoryData<string> Apps => [.. AppStage.Names];

    /// <summary>A row for each app and each of these words, which bars part.</summary>
    public static TheoryData<string, string> AppsBy(string words)
    {
        var rows = new TheoryData<string, string>();
        foreach (var app in AppStage.Names)
        {
            foreach (var word in words.Split('|'))
            {
                rows.Add(app, word);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Create_NewUser_IsInTheAppAndFoundByEveryKey(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);

        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        var user = world.Stage.User("ada")!;
        (user.GetsIn, user.DisplayName, user.Email).Should().Be((true, "Person ada", "ada@contoso.com"));
        (await world.Gateway.GetAsync($"/Users/{id}"))["externalId"]!.ToString().Should().Be("ext-ada");
        foreach (var filter in new[] { "userName eq \"ada@contoso.com\"", "userName eq \"ADA@CONTOSO.COM\"", "externalId eq \"ext-ada\"", $"id eq \"{id}\"", "emails.value eq \"ada@contoso.com\"" })
        {
            (await world.Gateway.FindAsync("Users", filter)).TotalResults.Should().Be(1, because: filter);
        }

        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Create_Inactive_HasNoAccessUntilEntraSaysSo(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);

        var id = await world.Gateway.CreateUserAsync("ada@contoso.com", body => body["active"] = false);

        world.Stage.User("ada")!.GetsIn.Should().BeFalse();
        ((bool)(await world.Gateway.GetAsync($"/Users/{id}"))["active"]!).Should().BeFalse();
        await world.CompareAsync();

        (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200);
        world.Stage.User("ada")!.GetsIn.Should().BeTrue();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Create_Twice_409AndOneAccount(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        await world.Gateway.CreateUserAsync("ada@contoso.com");

        var again = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));
        var other = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@fabrikam.com"));

        (again.Status, again.ScimType).Should().Be((409, "uniqueness"));
        (other.Status, other.ScimType).Should().Be((409, "uniqueness"));
        world.Stage.Users.Count(user => user.Name == "ada").Should().Be(1);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Unknown_User_404AndEmptyList(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);

        (await world.Gateway.GetAsync("/Users/4711")).Status.Should().Be(404);
        (await world.Gateway.FindUserAsync("nobody@contoso.com")).TotalResults.Should().Be(0);
        (await world.Gateway.FindAsync("Users", "externalId eq \"nobody\"")).TotalResults.Should().Be(0);
        (await world.Gateway.DeleteAsync("/Users/4711")).Status.Should().Be(404);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Patch_DisplayNameAndMail_AreInTheAppWhereItTakesThem(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        var reply = await world.Gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", "displayName", "Ada King"), ScimBodies.Op("Replace", "emails[type eq \"work\"].value", "king@contoso.com"));

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["displayName"], (string?)reply["emails"]![0]!["value"]).Should().Be(("Ada King", "king@contoso.com"));
        if (world.Stage.Traits.Updates)
        {
            var user = world.Stage.User("ada")!;
            (user.DisplayName, user.Email).Should().Be(("Ada King", "king@contoso.com"));
        }

        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Patch_WhatNoAppHolds_LivesInTheLink(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        var before = world.Stage.Snapshot();

        (await world.Gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Add", "title", "Countess"), ScimBodies.Op("Add", $"{ScimBodies.Enterprise}:department", "Engines"))).Status.Should().Be(200);

        var shown = await world.Gateway.GetAsync($"/Users/{id}");
        ((string?)shown["title"], (string?)shown[ScimBodies.Enterprise]!["department"]).Should().Be(("Countess", "Engines"));
        world.Stage.Snapshot().Should().Be(before);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Deactivate_AndBack_KeepsTheGroups(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateMemberAsync("ada@contoso.com", group);

        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        world.Stage.User("ada")!.GetsIn.Should().BeFalse();
        (await world.Gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(1, because: "a disabled user is still found");
        await world.CompareAsync();

        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200, because: "once more is no mistake");
        (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200);
        world.Stage.User("ada")!.GetsIn.Should().BeTrue();
        world.Stage.Members("devs").Should().Equal("ada");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task LetInByHand_IsShown_AndTakenOutAgain(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.SetActiveAsync(id, false);

        world.Stage.LetIn("ada");

        ((bool)(await world.Gateway.GetAsync($"/Users/{id}"))["active"]!).Should().BeTrue(because: "the app is the truth");
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        world.Stage.User("ada")!.GetsIn.Should().BeFalse(because: "a write that looks like no change is still sent");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Put_WhatGetShowed_ChangesNothing(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        var before = await world.Gateway.GetAsync($"/Users/{id}");

        (await world.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", before.Json)).Status.Should().Be(200);

        var after = await world.Gateway.GetAsync($"/Users/{id}");
        Without(after.Json!, "meta").ToJsonString().Should().Be(Without(before.Json!, "meta").ToJsonString());
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Rename_Native_SameIdNewName(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        if (!world.Stage.Traits.Renames)
        {
            var refused = await world.Gateway.ReplaceAttributeAsync(await world.Gateway.CreateUserAsync("ada@contoso.com"), "userName", "king@contoso.com");
            (refused.Status, refused.ScimType).Should().Be((400, "mutability"), because: "an app that cannot rename says so");
            world.Stage.User("ada").Should().NotBeNull();
            await world.CompareAsync();
            return;
        }

        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateMemberAsync("ada@contoso.com", group);

        (await world.Gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com")).Status.Should().Be(200);

        (world.Stage.User("ada"), world.Stage.User("king")!.GetsIn).Should().Be((null, true));
        (await world.Gateway.FindUserAsync("king@contoso.com")).TotalResults.Should().Be(1);
        (await world.Gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        world.Stage.Members("devs").Should().Equal("king");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Rename_ToATakenName_409AndNothingChanged(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        if (!world.Stage.Traits.Renames)
        {
            return;
        }

        world.Stage.AddUser("king", "king@fabrikam.com");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        var reply = await world.Gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com");

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"), because: reply.Text);
        world.Stage.User("ada").Should().NotBeNull();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Rename_Keep_AppKeepsItsName(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Rename", "Keep"));
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        (await world.Gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com")).Status.Should().Be(200);

        world.Stage.User("ada").Should().NotBeNull();
        (await world.Gateway.FindUserAsync("king@contoso.com")).TotalResults.Should().Be(1);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Delete_Deactivate_NoAccessAndGoneForEntra(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateMemberAsync("ada@contoso.com", group);

        (await world.Gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        world.Stage.User("ada")!.GetsIn.Should().BeFalse();
        world.Stage.Members("devs").Should().BeEmpty(because: "the memberships that the gateway gave go too");
        await GoneForEntraAsync(world, id);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Delete_Delete_AccountIsGone(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Delete", "Delete"));
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        (await world.Gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        world.Stage.User("ada").Should().BeNull();
        await GoneForEntraAsync(world, id);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Delete_Ignore_AccountStays(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Delete", "Ignore"));
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        (await world.Gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        world.Stage.User("ada")!.GetsIn.Should().BeTrue();
        await GoneForEntraAsync(world, id);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task HiredAgain_SameExternalId_TakesUpTheAccount(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        (await world.Gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        var again = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        again.Status.Should().Be(201, because: again.Text);
        again.Id.Should().Be(id);
        world.Stage.User("ada")!.GetsIn.Should().BeTrue();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task RenamedByHand_IsFollowed(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        world.Stage.RenameUser("ada", "countess");
        (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id))).Status.Should().Be(204, because: "a name that is gone is resolved again by key");

        world.Stage.Members("devs").Should().Equal("countess");
        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        world.Stage.User("countess")!.GetsIn.Should().BeFalse();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task NameGivenToAnother_NobodyElseIsTouched(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.GetAsync($"/Users/{id}");

        world.Stage.RenameUser("ada", "countess");
        world.Stage.AddUser("ada", "another@fabrikam.com");
        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);

        (world.Stage.User("countess")!.GetsIn, world.Stage.User("ada")!.GetsIn).Should().Be((false, true));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task DeletedByHand_404AndTheLinkIsKeptAsMissing(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        world.Stage.DeleteUser("ada");

        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await world.Gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(404);
        (await world.Gateway.Store.FindLinkAsync(world.Stage.App.Connection, ResourceKind.User, id, TestContext.Current.CancellationToken))!.State.Should().Be(LinkState.Missing);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Adopt_Confirmed_OnlyWhereTheMailFits(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        world.Stage.AddUser("ada", "ada@contoso.com");
        world.Stage.AddUser("eve", "eve@elsewhere.com");

        (await world.Gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(1);
        (await world.Gateway.FindUserAsync("eve@contoso.com")).TotalResults.Should().Be(0);
        var adopted = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));
        var refused = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("eve@contoso.com"));

        adopted.Status.Should().Be(201, because: adopted.Text);
        (refused.Status, refused.ScimType).Should().Be((409, "uniqueness"));
        refused.Detail.Should().Contain("eve");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Adopt_ByName_TakesUpWhoeverHasTheName(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Adopt", "ByName"));
        world.Stage.AddUser("eve", "eve@elsewhere.com");

        var adopted = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("eve@contoso.com"));

        adopted.Status.Should().Be(201, because: adopted.Text);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Adopt_Never_NeitherShownNorTakenUp(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Adopt", "Never"));
        world.Stage.AddUser("ada", "ada@contoso.com");

        (await world.Gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
        (await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"))).Status.Should().Be(409);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Administrator_IsLeftAlone_UnlessAllowed(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        world.Stage.AddAdministrator("boss", "boss@contoso.com");
        var before = world.Stage.Snapshot();

        (await world.Gateway.FindUserAsync("boss@contoso.com")).TotalResults.Should().Be(0);
        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("boss@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"), because: reply.Text);
        world.Stage.Snapshot().Should().Be(before);

        await world.Gateway.ReconfigureAsync(Users("AllowAdministrators", new JsonArray("boss")));
        (await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("boss@contoso.com"))).Status.Should().Be(201);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Protected_Name_IsNeverTouched(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, connection => connection["Protected"] = new JsonArray("root*"));
        world.Stage.AddUser("root2", "root2@contoso.com");
        var before = world.Stage.Snapshot();

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("root2@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        world.Stage.Snapshot().Should().Be(before);
    }

    private static async Task GoneForEntraAsync(ConformanceGateway world, string id)
    {
        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await world.Gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404);
        (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(404);
        (await world.Gateway.FindAsync("Users", "externalId eq \"ext-ada\"")).TotalResults.Should().Be(0);
    }

    private static JsonObject Without(JsonNode resource, string member)
    {
        var copy = resource.DeepClone().AsObject();
        copy.Remove(member);
        return copy;
    }
}
