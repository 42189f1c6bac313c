using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.BadInput;

/// <summary>PATCH bodies that cannot be carried out: refused whole, before the first app call, and nothing is stored.</summary>
public sealed class PatchBodyTests : IClassFixture<WarmGateway>
{
    private readonly WarmGateway _warm;

    public PatchBodyTests(WarmGateway warm)
    {
        _warm = warm;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _warm.Gateway;

    [Theory]
    [InlineData("""{"Operations":[{"op":"replace","path":"displayName","value":"X"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{}}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":"all"}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["replace"]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"path":"displayName","value":"X"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"move","path":"displayName","value":"X"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":7,"path":"displayName","value":"X"}]}""")]
    public async Task Patch_NoPatchMessage_InvalidSyntax(string body)
    {
        (await Gateway.SendTextAsync(HttpMethod.Patch, $"/Users/{_warm.User}", body)).ShouldRefuse(Gateway, 400, "invalidSyntax");
        (await Gateway.SendTextAsync(HttpMethod.Patch, $"/Groups/{_warm.Group}", body)).ShouldRefuse(Gateway, 400, "invalidSyntax");
    }

    [Theory]
    [InlineData("replace", "shoeSize", "42", "invalidPath")]
    [InlineData("add", "name.nickName", "X", "invalidPath")]
    [InlineData("add", "emails[type eq \"work\"].shoe", "X", "invalidPath")]
    [InlineData("add", "displayName[type eq \"work\"].value", "X", "invalidPath")]
    [InlineData("add", "..", "X", "invalidPath")]
    [InlineData("add", "emails[type eq \"work\"", "X", "invalidFilter")]
    [InlineData("add", "emails[type eq ].value", "X", "invalidFilter")]
    [InlineData("add", "emails[shoe eq \"x\"].value", "X", "invalidFilter")]
    [InlineData("replace", "id", "other", "mutability")]
    [InlineData("replace", "meta.version", "W/\"9\"", "mutability")]
    [InlineData("add", "groups", "red", "mutability")]
    [InlineData("replace", "active", "maybe", "invalidValue")]
    [InlineData("replace", "userName", "", "invalidValue")]
    [InlineData("replace", "userName", "a\u0007b", "invalidValue")]
    [InlineData("replace", "name", "text", "invalidValue")]
    public async Task PatchUser_OperationThatCannotBe_IsRefusedWithItsWord(string op, string path, string value, string scimType)
    {
        var reply = await Gateway.PatchAsync($"/Users/{_warm.User}", ScimBodies.Op("Replace", "displayName", "Not stored"), ScimBodies.Op(op, path, value));

        reply.ShouldRefuse(Gateway, 400, scimType);
        ((string?)(await Gateway.GetAsync($"/Users/{_warm.User}"))["displayName"]).Should().Be("Person ada");
    }

    [Fact]
    public async Task PatchUser_UserNameRemoved_Mutability() =>
        (await Gateway.PatchAsync($"/Users/{_warm.User}", new JsonObject { ["op"] = "remove", ["path"] = "userName" })).ShouldRefuse(Gateway, 400, "mutability");

    [Fact]
    public async Task Patch_RemoveWithoutPath_NoTarget() =>
        (await Gateway.PatchAsync($"/Users/{_warm.User}", new JsonObject { ["op"] = "remove" })).ShouldRefuse(Gateway, 400, "noTarget");

    [Fact]
    public async Task Patch_PathlessValueThatIsNoObject_InvalidValue() =>
        (await Gateway.PatchAsync($"/Users/{_warm.User}", ScimBodies.Op("replace", null, "text"))).ShouldRefuse(Gateway, 400, "invalidValue");

    [Fact]
    public async Task Patch_PathlessUnknownAttribute_InvalidPath() =>
        (await Gateway.PatchAsync($"/Users/{_warm.User}", ScimBodies.Op("replace", null, new JsonObject { ["shoeSize"] = 42 }))).ShouldRefuse(Gateway, 400, "invalidPath");

    [Theory]
    [InlineData("displayName", 256)]
    [InlineData("userName", 300)]
    [InlineData("emails[type eq \"work\"].value", 300)]
    public async Task PatchUser_ValueThatIsTooLong_InvalidValue(string path, int length) =>
        (await Gateway.ReplaceAttributeAsync(_warm.User, path, new string('x', length))).ShouldRefuse(Gateway, 400, "invalidValue");

    [Theory]
    [InlineData("add", "members", "invalidValue")]
    [InlineData("replace", "displayName", "invalidValue")]
    [InlineData("replace", "owners", "invalidPath")]
    [InlineData("replace", "id", "mutability")]
    public async Task PatchGroup_OperationThatCannotBe_IsRefused(string op, string path, string scimType) =>
        (await Gateway.PatchAsync($"/Groups/{_warm.Group}", ScimBodies.Op(op, path, 7))).ShouldRefuse(Gateway, 400, scimType);

    [Fact]
    public async Task PatchGroup_MemberThatDoesNotExist_IsNamedAndTheOthersJoin()
    {
        var reply = await Gateway.PatchAsync($"/Groups/{_warm.Group}", ScimBodies.Members("Add", "JIRAUSER99999", _warm.User, "../../admin", "~%%%"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Detail.Should().Contain("JIRAUSER99999").And.Contain("../../admin").And.Contain("~%%%").And.Contain("1 of 4");
        Gateway.Jira.State.Members("red").Should().Equal("ada");
        await Gateway.PatchAsync($"/Groups/{_warm.Group}", ScimBodies.Members("Remove", _warm.User));
    }

    [Fact]
    public async Task PatchGroup_MemberListThatNamesNobodyInRemove_RemovesNobody()
    {
        await Gateway.PatchAsync($"/Groups/{_warm.Group}", ScimBodies.Members("Add", _warm.User));
        Gateway.Jira.Calls.Clear();

        var reply = await Gateway.PatchAsync($"/Groups/{_warm.Group}", ScimBodies.Members("Remove"));

        reply.Status.Should().Be(204, because: reply.Text);
        Gateway.Jira.Calls.All.Should().BeEmpty();
        Gateway.Jira.State.Members("red").Should().Equal("ada");
        await Gateway.PatchAsync($"/Groups/{_warm.Group}", ScimBodies.Members("Remove", _warm.User));
    }

    [Fact]
    public async Task IfMatch_AnotherVersion_412AndNothingIsSent()
    {
        foreach (var (method, path, body) in new (HttpMethod, string, JsonNode?)[]
        {
            (HttpMethod.Patch, $"/Users/{_warm.User}", ScimBodies.Patch(ScimBodies.Active(false))),
            (HttpMethod.Put, $"/Users/{_warm.User}", ScimBodies.User("ada@contoso.com")),
            (HttpMethod.Delete, $"/Users/{_warm.User}", null),
            (HttpMethod.Patch, $"/Groups/{_warm.Group}", ScimBodies.Patch(ScimBodies.Members("Add", _warm.User))),
            (HttpMethod.Put, $"/Groups/{_warm.Group}", ScimBodies.Group("red")),
            (HttpMethod.Delete, $"/Groups/{_warm.Group}", null),
        })
        {
            var reply = await Gateway.SendAsync(method, path, body, request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"999999\""));
            reply.ShouldRefuse(Gateway, 412, null);
        }
    }

    [Fact]
    public async Task IfMatch_TheVersionThatWasRead_IsServedAndTheOldOneNoLonger()
    {
        var version = (await Gateway.GetAsync($"/Users/{_warm.User}")).ETag;
        version.Should().StartWith("W/\"");

        var first = await Gateway.SendAsync(HttpMethod.Patch, $"/Users/{_warm.User}", ScimBodies.Patch(ScimBodies.Op("Add", "title", "X")), request => request.Headers.TryAddWithoutValidation("If-Match", version));
        var second = await Gateway.SendAsync(HttpMethod.Patch, $"/Users/{_warm.User}", ScimBodies.Patch(ScimBodies.Op("Add", "title", "Y")), request => request.Headers.TryAddWithoutValidation("If-Match", version));
        var any = await Gateway.SendAsync(HttpMethod.Patch, $"/Users/{_warm.User}", ScimBodies.Patch(new JsonObject { ["op"] = "remove", ["path"] = "title" }), request => request.Headers.TryAddWithoutValidation("If-Match", "*"));

        first.Status.Should().Be(200, because: first.Text);
        first.ETag.Should().NotBe(version);
        second.Status.Should().Be(412, because: second.Text);
        any.Status.Should().Be(200, because: any.Text);
    }

    [Fact]
    public async Task IfNoneMatch_SameVersion_304WithoutABody()
    {
        var version = (await Gateway.GetAsync($"/Users/{_warm.User}")).ETag!;

        var same = await Gateway.SendAsync(HttpMethod.Get, $"/Users/{_warm.User}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", version));
        var other = await Gateway.SendAsync(HttpMethod.Get, $"/Users/{_warm.User}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"0\""));

        same.Status.Should().Be(304);
        same.Text.Should().BeEmpty();
        same.ETag.Should().Be(version);
        other.Status.Should().Be(200);
    }

    [Fact]
    public async Task IfNoneMatch_ChangedByHand_IsShownAndNot304()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var version = (await gateway.GetAsync($"/Users/{id}")).ETag!;
        gateway.Jira.State.SetDisplayName("ada", "By hand");

        var reply = await gateway.SendAsync(HttpMethod.Get, $"/Users/{id}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", version));

        reply.Status.Should().Be(200, because: reply.Text);
        ((string?)reply["displayName"]).Should().Be("By hand");
    }
}
