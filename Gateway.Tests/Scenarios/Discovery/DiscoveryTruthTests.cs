using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Discovery;

/// <summary>
/// For every option of a connection: what discovery says is what happens. A client that knows nothing but /Schemas writes each attribute
/// that it lists, once with the resource and once after, and looks whether the mutability that was told came true.
/// </summary>
public sealed class DiscoveryTruthTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private const string First = "First-Password-1";
    private const string Second = "Second-Password-2";

    private static readonly Dictionary<string, Action<JsonObject>> Options = new(StringComparer.Ordinal)
    {
        ["as it comes"] = _ => { },
        ["Users.Update off"] = Users("Update", false),
        ["Users.Create off"] = Users("Create", false),
        ["Users.Create and Update off"] = Section("Users", ("Create", false), ("Update", false)),
        ["Users.Activate off"] = Users("Activate", false),
        ["Users.Deactivate off"] = Users("Deactivate", false),
        ["Users.Activate and Deactivate off"] = Section("Users", ("Activate", false), ("Deactivate", false)),
        ["Users.Rename Refuse"] = Users("Rename", "Refuse"),
        ["Users.Rename Keep"] = Users("Rename", "Keep"),
        ["Groups.Update off"] = Groups("Update", false),
        ["Groups.Create off"] = Groups("Create", false),
        ["Groups.Create and Update off"] = Section("Groups", ("Create", false), ("Update", false)),
        ["Groups.Rename Refuse"] = Groups("Rename", "Refuse"),
        ["Groups.Rename Recreate"] = Groups("Rename", "Recreate"),
    };

    public static TheoryData<string> UserOptions => [.. Options.Keys.Where(name => !name.StartsWith("Groups", StringComparison.Ordinal))];

    public static TheoryData<string> GroupOptions => [.. Options.Keys.Where(name => !name.StartsWith("Users", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(UserOptions))]
    public async Task User_EachListedAttribute_IsWrittenWhenItsMutabilitySaysSo(string option)
    {
        await using var gateway = await GatewayFixture.StartAsync(Options[option]);
        var (core, extension) = (await SchemaClient.ReadAsync(gateway, User), await SchemaClient.ReadAsync(gateway, ScimBodies.Enterprise));
        if (option.Contains("Create", StringComparison.Ordinal))
        {
            gateway.Jira.State.AddUser("user1", "displayName-1", "user1@contoso.com");
        }

        var body = core.Resource(1, UserValue);
        body[ScimBodies.Enterprise] = extension.Resource(1, UserValue);
        var created = await gateway.SendAsync(HttpMethod.Post, "/Users", body);
        created.Status.Should().Be(201, because: created.Text);
        var path = $"/Users/{created.Id}";

        foreach (var (client, attribute) in core.Attributes.Select(one => (core, one)).Concat(extension.Attributes.Select(one => (extension, one))).Where(IsForThis))
        {
            var (first, second) = (UserValue(attribute, 1), UserValue(attribute, 2));
            ShouldShow(client, attribute, await gateway.GetAsync(path), attribute.Mutability == "readOnly" ? null : first, $"{option}: it was created so");

            var reply = await client.ReplaceAsync(path, attribute, second?.DeepClone());

            ShouldBeHonest(reply, attribute);
            ShouldShow(client, attribute, await gateway.GetAsync(path), attribute.Mutability switch
            {
                "readWrite" => second,
                "immutable" => first,
                _ => null,
            }, $"{option}: it is {attribute.Mutability}, and the change was answered {reply.Text}");
            await client.ReplaceAsync(path, attribute, first?.DeepClone());
        }

        // Asked for apart: its way out of false may be closed. And a value that goes one way only is a matter of its own.
        static bool IsForThis((SchemaClient, SchemaClient.Attribute Attribute) pair) =>
            pair.Attribute.Name is not ("id" or "active" or "password");
    }

    [Theory]
    [MemberData(nameof(UserOptions))]
    public async Task User_Password_IsSetWhenDiscoverySaysSoAndNeverShown(string option)
    {
        await using var gateway = await GatewayFixture.StartAsync(Options[option]);
        var listed = (await SchemaClient.ReadAsync(gateway, User)).Find("password");
        var mayChange = (bool)(await gateway.GetAsync("/ServiceProviderConfig"))["changePassword"]!["supported"]!;
        if (option.Contains("Create", StringComparison.Ordinal))
        {
            gateway.Jira.State.AddUser("user1", "Person user1", "user1@contoso.com");
        }

        var id = await gateway.CreateUserAsync("user1@contoso.com", user => user["password"] = First);
        (gateway.Jira.State.User("user1")!.Password == First).Should().Be(listed is not null, because: $"{option}: a password is {(listed is null ? "not " : "")}listed");
        var before = gateway.Jira.State.User("user1")!.Password;

        var reply = await gateway.ReplaceAttributeAsync(id, "password", Second);

        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.State.User("user1")!.Password.Should().Be(mayChange ? Second : before);
        (listed?.Mutability == "writeOnly").Should().Be(mayChange, because: "the schema and the service provider configuration tell the same");
        (listed?.Returned ?? "never").Should().Be("never");
        (await gateway.GetAsync($"/Users/{id}?attributes=password")).Text.Should().NotContain(First).And.NotContain(Second);
    }

    [Theory]
    [MemberData(nameof(UserOptions))]
    public async Task User_Active_GoesTheWaysThatAreTold(string option)
    {
        await using var gateway = await GatewayFixture.StartAsync(Options[option]);
        var listed = (await SchemaClient.ReadAsync(gateway, User)).Find("active")!;
        gateway.Jira.State.AddUser("leaver", "Person leaver", "leaver@contoso.com");
        gateway.Jira.State.AddUser("returner", "Person returner", "returner@contoso.com");
        gateway.Jira.State.SetActive("returner", false);
        var leaver = await gateway.CreateUserAsync("leaver@contoso.com");
        var returner = await gateway.CreateUserAsync("returner@contoso.com", user => user["active"] = false);

        var left = await gateway.SetActiveAsync(leaver, false);
        var returned = await gateway.SetActiveAsync(returner, true);

        var (becomesFalse, becomesTrue) = (!gateway.Jira.State.User("leaver")!.Active, gateway.Jira.State.User("returner")!.Active);
        ((bool)left["active"]!, (bool)returned["active"]!).Should().Be((!becomesFalse, becomesTrue), "an answer shows what the app has");
        (listed.Mutability == "readWrite").Should().Be(becomesFalse || becomesTrue, because: option);
        listed.Description.Contains("Users.Deactivate is off", StringComparison.Ordinal).Should().Be(becomesTrue && !becomesFalse);
        listed.Description.Contains("Users.Activate is off", StringComparison.Ordinal).Should().Be(becomesFalse && !becomesTrue);
    }

    [Fact]
    public async Task User_ActiveReadOnly_ANewUserIsActiveWhateverWasAsked()
    {
        await using var gateway = await GatewayFixture.StartAsync(Options["Users.Activate and Deactivate off"]);

        await gateway.CreateUserAsync("ada@contoso.com", user => user["active"] = false);

        gateway.Jira.State.User("ada")!.Active.Should().BeTrue(because: "a value for a read-only attribute is ignored");
    }

    [Theory]
    [MemberData(nameof(GroupOptions))]
    public async Task Group_EachListedAttribute_IsWrittenWhenItsMutabilitySaysSo(string option)
    {
        await using var gateway = await GatewayFixture.StartAsync(Options[option]);
        var users = await gateway.CreateUsersAsync(2);
        var client = await SchemaClient.ReadAsync(gateway, Group);
        if (option.Contains("Create", StringComparison.Ordinal))
        {
            gateway.Jira.State.AddGroup("displayName-1");
        }

        var created = await gateway.SendAsync(HttpMethod.Post, "/Groups", client.Resource(1, GroupValue));
        created.Status.Should().Be(201, because: created.Text);
        var path = $"/Groups/{created.Id}";

        foreach (var attribute in client.Attributes.Where(attribute => attribute.Name != "id"))
        {
            var (first, second) = (GroupValue(attribute, 1), GroupValue(attribute, 2));
            ShouldShow(client, attribute, await gateway.GetAsync(path), attribute.Mutability == "readOnly" ? null : first, $"{option}: it was created so");

            var reply = await client.ReplaceAsync(path, attribute, second?.DeepClone());

            ShouldBeHonest(reply, attribute);
            ShouldShow(client, attribute, await gateway.GetAsync(path), attribute.Mutability switch
            {
                "readWrite" => second,
                "immutable" => first,
                _ => null,
            }, $"{option}: it is {attribute.Mutability}, and the change was answered {reply.Text}");
            await client.ReplaceAsync(path, attribute, first?.DeepClone());
        }

        JsonNode? GroupValue(SchemaClient.Attribute attribute, int which) => attribute.Name == "members"
            ? new JsonArray(new JsonObject { ["value"] = users[which - 1] })
            : SchemaClient.Value(attribute.Definition, attribute.Name, which);
    }

    [Theory]
    [InlineData("Users", "userName")]
    [InlineData("Groups", "displayName")]
    public async Task Unique_InEitherCase_IsAConflictInPostPatchAndPut(string resource, string name)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var one = Body("ada@contoso.com");
        var other = Body("ben@contoso.com");
        var listed = (await SchemaClient.ReadAsync(gateway, resource == "Users" ? User : Group)).Find(name)!.Definition;
        var id = (await gateway.SendAsync(HttpMethod.Post, "/" + resource, one)).Id;
        (await gateway.SendAsync(HttpMethod.Post, "/" + resource, other)).Status.Should().Be(201);
        one[name] = "BEN@contoso.com";
        one["externalId"] = "somebody else";

        var replies = new[]
        {
            await gateway.SendAsync(HttpMethod.Post, "/" + resource, one),
            await gateway.PatchAsync($"/{resource}/{id}", ScimBodies.Op("replace", name, "BEN@contoso.com")),
            await gateway.SendAsync(HttpMethod.Put, $"/{resource}/{id}", one),
        };

        ((string?)listed["uniqueness"], (bool)listed["caseExact"]!).Should().Be(("server", false));
        replies.Should().AllSatisfy(reply => reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text));

        JsonObject Body(string value) => resource == "Users" ? ScimBodies.User(value) : ScimBodies.Group(value);
    }

    [Theory]
    [InlineData("Users", "userName eq \"ADA@CONTOSO.COM\"", 1)]
    [InlineData("Users", "displayName eq \"PERSON ADA\"", 1)]
    [InlineData("Users", "emails.value eq \"ADA@contoso.com\"", 1)]
    [InlineData("Users", "externalId eq \"EXT-ADA\"", 0)]
    [InlineData("Users", "id eq \"jirauser10100\"", 0)]
    [InlineData("Groups", "displayName eq \"STAFF\"", 1)]
    [InlineData("Groups", "externalId eq \"OBJECT-staff\"", 0)]
    public async Task CaseExact_IsHowALookUpCompares(string resource, string filter, int found)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("staff");

        (await gateway.FindAsync(resource, filter)).TotalResults.Should().Be(found);
    }

    private static JsonNode? UserValue(SchemaClient.Attribute attribute, int which) => attribute.Name switch
    {
        // What the app checks: names that become other names, and addresses.
        "userName" => $"user{which}@contoso.com",
        "emails" => new JsonArray(new JsonObject { ["value"] = $"user{which}@contoso.com", ["type"] = "work", ["primary"] = true }),
        "password" => which == 1 ? First : Second,
        _ => SchemaClient.Value(attribute.Definition, attribute.Name, which),
    };

    /// <summary>A change that does not happen is refused as one of an attribute that is not to be changed, or it is the admin's wish and answered with what there is.</summary>
    private static void ShouldBeHonest(ScimReply reply, SchemaClient.Attribute attribute)
    {
        var refusal = reply.Status == 400;
        reply.Status.Should().BeOneOf([200, 204, 400], because: reply.Text);
        if (refusal)
        {
            attribute.Mutability.Should().NotBe("readWrite", because: reply.Text);
            reply.ScimType.Should().Be("mutability", because: reply.Text);
        }
    }

    private static void ShouldShow(SchemaClient client, SchemaClient.Attribute attribute, ScimReply resource, JsonNode? expected, string because)
    {
        var shown = client.Shown(resource, attribute.Name);
        if (attribute.Name == "members")
        {
            shown?.AsArray().Select(member => (string)member!["value"]!).Should().BeEquivalentTo(expected?.AsArray().Select(member => (string)member!["value"]!) ?? [], because);
            return;
        }

        JsonNode.DeepEquals(shown, expected).Should().BeTrue($"{because}: {attribute.Name} should be {expected?.ToJsonString()} and is {shown?.ToJsonString()}");
    }
}
