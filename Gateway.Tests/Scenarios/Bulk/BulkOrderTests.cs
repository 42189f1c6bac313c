using static Gateway.Tests.Scenarios.Bulk.BulkSteps;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Bulk;

/// <summary>References and order, seen in Jira.</summary>
public sealed class BulkOrderTests
{
    [Fact]
    public async Task Reference_ToALaterPost_WaitsForIt()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");

        var reply = await gateway.BulkAsync(
            Patch($"/Groups/{group}", ScimBodies.Members("Add", "bulkId:a", "bulkId:b")),
            Patch("/Users/bulkId:a", ScimBodies.Op("Replace", "displayName", "Alice")),
            PostUser("a", "alice@contoso.com"),
            PostUser("b", "bob@contoso.com"));

        reply.ShouldSay("204", "200", "201", "201");
        reply.Location(1).Should().Be(reply.Location(2));
        gateway.Jira.State.Members("red").Should().BeEquivalentTo("alice", "bob");
        gateway.Jira.State.User("alice")!.DisplayName.Should().Be("Alice");
    }

    [Fact]
    public async Task Reference_ThatFailedOrDoesNotExist_IsInvalidValueAndNothingIsSent()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("taken@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.BulkAsync(
            PostUser("a", "taken@contoso.com"),
            Patch($"/Groups/{group}", ScimBodies.Members("Add", "bulkId:a")),
            Patch($"/Groups/{group}", ScimBodies.Members("Add", "bulkId:nobody")),
            Delete("/Users/bulkId:a"));

        reply.ShouldSay("409", "400", "400", "400");
        reply.ScimType(1).Should().Be("invalidValue");
        reply.Detail(1).Should().Contain("bulkId:a").And.Contain("409");
        reply.Detail(2).Should().Contain("bulkId:nobody");
        reply.Location(3).Should().BeNull(because: "the reference led to no resource");
        gateway.Writes().Should().BeEmpty();
    }

    [Fact]
    public async Task SameUserName_TwoPosts_TheFirstIs201TheSecond409AndThereIsOneAccount()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.BulkAsync([
            PostUser("a", "ada@contoso.com"),
            .. Enumerable.Range(1, 20).Select(number => PostUser($"other{number}", $"user{number}@contoso.com")),
            PostUser("b", "ADA@contoso.com")]);

        reply.ShouldSay([.. Enumerable.Repeat("201", 21), "409"]);
        reply.ScimType(21).Should().Be("uniqueness");
        gateway.Jira.State.Users.Count(user => user.Name.Equals("ada", StringComparison.OrdinalIgnoreCase)).Should().Be(1);
    }

    [Fact]
    public async Task AddThenDelete_OfOneUser_KeepTheirOrder()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", "Delete"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var (red, blue) = (await gateway.CreateGroupAsync("red"), await gateway.CreateGroupAsync("blue"));

        var calls = await gateway.CallsOfAsync(async () => (await gateway.BulkAsync(
            Patch($"/Groups/{red}", ScimBodies.Members("Add", id)),
            Patch($"/Groups/{blue}", ScimBodies.Op("Add", $"members[value eq \"{id}\"].display", "Ada")),
            Delete($"/Users/{id}"))).Statuses[2].Should().Be("204"));

        calls[^1].Should().Be($"DELETE {UserPath}");
        calls.SkipLast(1).Should().Contain($"POST {MemberPath}");
    }

    [Fact]
    public async Task SameResource_ManyChanges_AllAreDoneAndTheLastOneStands()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.BulkAsync(Enumerable.Range(1, 30).Select(number => Patch($"/Users/{id}", ScimBodies.Op("Replace", "displayName", $"Ada {number}"))));

        reply.ShouldSay(Enumerable.Repeat("200", 30));
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Ada 30");
        reply.Operations.Select(operation => (string?)operation!["version"]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task DeleteThenPost_OfOneName_TheNameIsFree()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", "Delete"));
        var ids = await gateway.CreateUsersAsync(8);

        var reply = await gateway.BulkAsync([
            .. ids.Select(id => Delete($"/Users/{id}")),
            .. Enumerable.Range(1, 8).Select(number => PostUser($"again{number}", $"user{number}@contoso.com"))]);

        reply.ShouldSay([.. Enumerable.Repeat("204", 8), .. Enumerable.Repeat("201", 8)]);
        gateway.Jira.State.Users.Count(user => user.Name.StartsWith("user", StringComparison.Ordinal)).Should().Be(8);
    }
}
