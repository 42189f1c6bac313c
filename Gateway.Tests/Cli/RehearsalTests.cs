using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Cli;
using Gateway.Cli.Try;
using Gateway.Sandbox.Calls;
using Gateway.Scim.Resources;
using Gateway.Tests.Conformance;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Cli;

/// <summary><c>gateway try</c>: what it shows is what the app is then told, call by call, and it tells the app nothing itself.</summary>
public sealed class RehearsalTests
{
    private static readonly Gen<JsonObject> Users =
        from local in Gen.OneOfConst("ada", "Ada.King", "o'neil", "müller", "a+b", "x_y#EXT#", "d%20e")
        from display in Gen.OneOfConst("Ada King", "Żaneta \"Z\"", "李 雷", "<b>", "")
        from mail in Gen.OneOfConst<string?>("ada@contoso.com", "A.B@Fabrikam.com", null)
        from active in Gen.Bool
        from title in Gen.OneOfConst<string?>("Countess", null)
        select Body(local, display, mail, active, title);

    public static TheoryData<string> Apps => ConformanceTests.Apps;

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Try_EveryKindOfWrite_ShowsTheCallsThatTheAppThenGets(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.CreateMemberAsync("ada@contoso.com", group);
        var other = await world.Gateway.CreateUserAsync("eve@contoso.com");
        await world.Gateway.GetAsync($"/Users/{id}");

        await SameAsync(world, "GET", $"/Users/{id}", null);
        await SameAsync(world, "GET", "/Users?filter=userName+eq+%22ada%40contoso.com%22", null);
        await SameAsync(world, "POST", "/Users", ScimBodies.User("new@contoso.com"));
        await SameAsync(world, "PATCH", $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("Replace", "displayName", "Countess"), ScimBodies.Op("Add", "title", "Countess")));
        await SameAsync(world, "PATCH", $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("Add", "nickName", "Ada")));
        await SameAsync(world, "PATCH", $"/Groups/{group}", ScimBodies.Patch(ScimBodies.Members("Add", other)));
        await SameAsync(world, "PATCH", $"/Groups/{group}", ScimBodies.Patch(ScimBodies.Members("Remove", other)));
        await SameAsync(world, "POST", "/Groups", ScimBodies.Group("fresh"));
        await SameAsync(world, "PATCH", $"/Users/{other}", ScimBodies.Patch(ScimBodies.Active(false)));
        await SameAsync(world, "DELETE", $"/Users/{other}", null);
        await SameAsync(world, "GET", $"/Users/{other}", null);
    }

    [Fact]
    public async Task Try_AnyNewUser_ShowsTheCallsThatJiraThenGets()
    {
        await using var world = await ConformanceGateway.StartAsync("jira");
        await world.WarmUpAsync();
        var number = 0;
        await Users.SampleAsync(
            async body =>
            {
                body["userName"] = $"{++number}{(string)body["userName"]!}";
                await SameAsync(world, "POST", "/Users", body);
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public async Task Try_Script_TellsWhichRuleGaveEachField()
    {
        const string Script = """
            export const username = { pattern: '(.*)@.*', replacement: '$1' };
            export const attributes = { displayName: user => `${user.name.givenName} (guest)` };
            export const status = [ { when: 'userType eq "Guest"', then: 'inactive' } ];
            """;
        await using var world = await ConformanceGateway.StartAsync("jira", script: Script);
        var body = ScimBodies.User("ada@contoso.com");
        body["userType"] = "Guest";
        body["name"] = new JsonObject { ["givenName"] = "Ada" };

        var result = await TryAsync(world, new("POST", "/Users", body));

        result.User!.Name.Should().Be("ada");
        result.User.Status.Should().Be("Inactive by rule 1");
        result.User.Fields.Should().BeEquivalentTo([
            new { Field = "displayName", Value = "Ada (guest)", From = "function", Rule = "function (Script)" },
            new { Field = "emailAddress", Value = "ada@contoso.com", From = "emails[type eq \"work\"].value" } as object]);
        result.Status.Should().Be(201);
        world.Stage.Sandbox.Calls.All.Should().BeEmpty(because: "a rehearsal tells the app nothing");
        world.Stage.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task Try_Password_IsShownNowhere()
    {
        await using var world = await ConformanceGateway.StartAsync("bitbucket");
        var body = ScimBodies.User("ada@contoso.com");
        body["password"] = "canary-s3cret";

        var result = await TryAsync(world, new("POST", "/Users", body));

        result.Calls.Should().NotBeEmpty();
        string.Join('\n', result.Calls.Select(call => $"{call.Target} {call.Body?.ToJsonString()}")).Should().Contain("***").And.NotContain("canary");
    }

    [Fact]
    public async Task Try_RefusedByARule_SaysWhatEntraWouldBeTold()
    {
        await using var world = await ConformanceGateway.StartAsync("jira", connection => connection["Users"] = new JsonObject { ["Create"] = false });

        var result = await TryAsync(world, new("POST", "/Users", ScimBodies.User("ada@contoso.com")));

        result.Status.Should().Be(400);
        ((string)result.Answer!["detail"]!).Should().Contain("Users.Create is off");
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("""{ "method": "SING", "path": "/Users" }""", "must be one of")]
    [InlineData("""{ "method": "GET", "path": "Users" }""", "what stands behind the SCIM base URL")]
    public async Task Read_FileThatIsNoRequest_SaysWhatIsMissing(string text, string reason)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var read = () => TryRequest.ReadAsync(file, TestContext.Current.CancellationToken);

        (await read.Should().ThrowAsync<IOException>()).WithMessage($"*{reason}*");
        File.Delete(file);
    }

    /// <summary>Rehearsed, then done: the same calls, bodies and answer.</summary>
    private static async Task SameAsync(ConformanceGateway world, string method, string path, JsonObject? body)
    {
        world.Stage.Sandbox.Calls.Clear();
        var rehearsed = await TryAsync(world, new(method, path, body?.DeepClone()));
        world.Stage.Sandbox.Calls.All.Should().BeEmpty(because: "a rehearsal tells the app nothing");

        var reply = await world.Gateway.SendAsync(new HttpMethod(method), path, body);

        rehearsed.Status.Should().Be(reply.Status, because: $"{method} {path}: {rehearsed.Answer?.ToJsonString()} {reply.Text}");
        var (here, there) = (KeyOf(rehearsed.Answer), KeyOf(reply.Json));
        rehearsed.Calls.Select(call => Text(call.Method, call.Target, call.Body, here)).Should().Equal(
            world.Stage.Sandbox.Calls.All.Select(call => Done(call, there)), because: $"{method} {path}");
    }

    private static string Done(SandboxCall call, string? key) =>
        Text(call.Method, call.Path + Secrets.Mask(call.Query), Secrets.Mask(call.BodyText.Length == 0 ? null : JsonNode.Parse(call.BodyText)), key);

    /// <summary>A new account has another key here and there.</summary>
    private static string Text(string method, string target, JsonNode? body, string? key)
    {
        var text = $"{method} {target} {body?.ToJsonString()}";
        return key is null ? text : text.Replace(Uri.EscapeDataString(key), "{key}", StringComparison.Ordinal).Replace(key, "{key}", StringComparison.Ordinal);
    }

    private static string? KeyOf(JsonNode? answer) =>
        answer is JsonObject && (string?)answer["id"] is { } id ? ScimId.TryDecode(id, out var key) ? key : id : null;

    private static async Task<RehearsalResult> TryAsync(ConformanceGateway world, TryRequest request)
    {
        await using var store = await Store.OpenAsync(Path.Combine(world.Gateway.Folder, "gateway.json"), TestContext.Current.CancellationToken);
        await using var rehearsal = new Rehearsal(store, store.Connection(world.Stage.App.Connection), null);

        // Without --live the version is the emulation's own; the stage of a later one says which it is, as the app would.
        return await rehearsal.RunAsync(request, world.App == "confluence 10" ? "10.2.2" : null, TestContext.Current.CancellationToken);
    }

    private static JsonObject Body(string local, string display, string? mail, bool active, string? title)
    {
        var body = ScimBodies.User($"{local}@contoso.com");
        body["displayName"] = display;
        body["active"] = active;
        if (mail is null)
        {
            body.Remove("emails");
        }
        else
        {
            body["emails"]![0]!["value"] = mail;
        }

        if (title is not null)
        {
            body["title"] = title;
        }

        return body;
    }
}
