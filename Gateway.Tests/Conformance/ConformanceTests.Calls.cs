using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance;

public sealed partial class ConformanceTests
{
    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Calls_OfEveryOperationOnUsers_AreExact(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var (gateway, budget) = (world.Gateway, world.Stage.Traits.Calls);
        var groups = new[] { await gateway.CreateGroupAsync("first"), await gateway.CreateGroupAsync("second") };
        var id = string.Empty;

        async Task Expect(int expected, string what, Func<Task> run)
        {
            var calls = await world.CallsOfAsync(run);
            calls.Should().HaveCount(expected, because: $"{app}, {what}: {string.Join(", ", calls)}");
        }

        await Expect(budget.Create, "create", async () => id = await gateway.CreateUserAsync("ada@contoso.com"));
        await Expect(budget.CreateInactive, "create inactive", () => gateway.CreateUserAsync("ina@contoso.com", body => body["active"] = false));
        await Expect(budget.Get, "get", () => gateway.GetAsync($"/Users/{id}"));
        await Expect(budget.LookUp, "look up by userName", () => gateway.FindUserAsync("ada@contoso.com"));
        await Expect(budget.LookUp, "look up by externalId", () => gateway.FindAsync("Users", "externalId eq \"ext-ada\""));
        await Expect(budget.LookUp, "look up nobody", () => gateway.FindUserAsync("nobody@contoso.com"));
        await Expect(budget.Change, "change", () => gateway.ReplaceAttributeAsync(id, "displayName", "Ada"));
        await Expect(0, "change of what lives in the link", () => gateway.ReplaceAttributeAsync(id, "title", "Countess"));
        foreach (var group in groups)
        {
            await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));
        }

        var inGroups = world.Stage.Groups.Count(group => group.Value.Contains("ada"));
        await Expect(budget.Deactivate + (budget.DeactivateEachGroup * inGroups), "deactivate", () => gateway.SetActiveAsync(id, false));
        await Expect(budget.GetInactive, "get inactive", () => gateway.GetAsync($"/Users/{id}"));
        await Expect(budget.Activate, "activate", () => gateway.SetActiveAsync(id, true));
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Calls_OfEveryOperationOnGroups_AreExact(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var (gateway, budget) = (world.Gateway, world.Stage.Traits.Calls);
        var ids = await gateway.CreateUsersAsync(5);
        var group = string.Empty;

        async Task Expect(int expected, string what, Func<Task> run)
        {
            var calls = await world.CallsOfAsync(run);
            calls.Should().HaveCount(expected, because: $"{app}, {what}: {string.Join(", ", calls)}");
        }

        await Expect(budget.CreateGroup, "create group", async () => group = await gateway.CreateGroupAsync("devs"));
        await Expect(1, "get group", () => gateway.GetAsync($"/Groups/{group}?excludedAttributes=members"));
        await Expect(budget.AddMembers ?? 5, "add members", () => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids])));
        await Expect(3, "remove members", () => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[0], ids[1], ids[2])));
        await Expect(0, "rename Keep", () => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "Developers")));
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Calls_OfADelete_AreExact(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, GatewaySteps.Users("Delete", "Delete"));
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        var calls = await world.CallsOfAsync(() => world.Gateway.DeleteAsync($"/Users/{id}"));

        calls.Should().HaveCount(world.Stage.Traits.Calls.Delete, because: string.Join(", ", calls));
    }
}
