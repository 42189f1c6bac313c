using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.ScimBodies;

namespace Gateway.Tests.PassThrough;

/// <summary>Every operation without a rule: the target's ids and words, the gateway's addresses.</summary>
public sealed class OperationTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task Patch_SeveralPasswords_IsRefusedBeforeAnyCall()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.Calls.Clear();

        var reply = await stage.Gateway.PatchAsync("/Users/somebody", Op("Replace", "password", "first"), Op("Replace", "password", "second"));

        reply.Status.Should().Be(400);
        ((string?)reply["scimType"], (string?)reply["detail"]).Should().Be(("invalidValue", "One request sets a password once."));
        stage.Target.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_User_IsTheTargetsWithTheGatewaysLocation()
    {
        await using var stage = await PassThroughStage.StartAsync();

        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));

        made.Status.Should().Be(201);
        made.ContentType.Should().StartWith("application/scim+json");
        made.Location!.ToString().Should().Be($"{stage.Gateway.BaseUrl}/Users/{made.Id}");
        ((string?)made["meta"]!["location"]).Should().Be($"{stage.Gateway.BaseUrl}/Users/{made.Id}");
        made.ETag.Should().Be("W/\"1\"");
        ((string?)stage.Target.State.User(Ada)!["externalId"]).Should().Be("ext-ada");
        ((string?)stage.Target.State.User(Ada)!["id"]).Should().Be(made.Id);
        stage.Calls.Should().Equal("POST /Users");
    }

    [Fact]
    public async Task Post_User_StoresNoLink()
    {
        await using var stage = await PassThroughStage.StartAsync();

        var id = await stage.Gateway.CreateUserAsync(Ada);

        (await stage.LinkAsync(id)).Should().BeNull(because: "no rule changes its name");
    }

    [Fact]
    public async Task Get_User_IsByteForByteTheTargetsButForAddresses()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada, displayName: "Ada Lovelace");

        var read = await stage.Gateway.GetAsync($"/Users/{id}");

        read.Status.Should().Be(200);
        read.ETag.Should().Be("W/\"1\"");
        read.Text.Should().Be(stage.Target.State.User(Ada)!.ToJsonString().Replace(stage.Target.Address.AbsoluteUri.TrimEnd('/'), stage.Gateway.BaseUrl, StringComparison.Ordinal).Replace("\\u002B", "+", StringComparison.Ordinal).Replace("\\u0022", "\\\"", StringComparison.Ordinal));
        stage.Calls.Should().Equal($"GET /Users/{id}");
    }

    [Fact]
    public async Task Get_List_PagesAsTheTargetDoes()
    {
        await using var stage = await PassThroughStage.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            stage.Target.State.AddUser($"user{i}@contoso.com");
        }

        var page = await stage.Gateway.GetAsync("/Users?startIndex=2&count=3");

        page.TotalResults.Should().Be(6);
        page["Resources"]!.AsArray().Should().HaveCount(3);
        page["Resources"]!.AsArray().Select(user => (string)user!["meta"]!["location"]!).Should().OnlyContain(location => location.StartsWith(stage.Gateway.BaseUrl, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_Filter_IsEncodedAndFound()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser("o'neil&co=1+2@contoso.com");

        var found = await stage.Gateway.GetAsync($"/Users?filter={Uri.EscapeDataString("userName eq \"o'neil&co=1+2@contoso.com\"")}&aadOptscim062020");

        found.TotalResults.Should().Be(1);
        ((string?)found["Resources"]![0]!["id"]).Should().Be(id);
        stage.Target.Calls.All.Single().Query.Should().NotContain("aadOptscim");
    }

    [Fact]
    public async Task Head_User_IsAnsweredWithoutABody()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);

        var head = await stage.Gateway.SendAsync(HttpMethod.Head, $"/Users/{id}");

        head.Status.Should().Be(200);
        head.Text.Should().BeEmpty();
    }

    [Fact]
    public async Task Get_UnknownUser_IsTheTargets404ProvedTwice()
    {
        await using var stage = await PassThroughStage.StartAsync();

        var read = await stage.Gateway.GetAsync("/Users/nobody");

        read.Status.Should().Be(404);
        read.Detail.Should().Be("Resource nobody not found.");
        stage.Calls.Should().Equal("GET /Users/nobody", "GET /Users/nobody");
    }

    [Fact]
    public async Task Patch_AsEntraWritesIt_ReachesAStrictTarget()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = await stage.Gateway.CreateUserAsync(Ada);

        var patched = await stage.Gateway.PatchAsync($"/Users/{id}", Active(false), Op("Replace", "displayName", "Ada L."), Op("Add", "emails[type eq \"work\"].value", "new@contoso.com"));

        patched.Status.Should().Be(200, because: patched.Text);
        var held = stage.Target.State.User(Ada)!;
        ((bool)held["active"]!).Should().BeFalse();
        ((string?)held["displayName"]).Should().Be("Ada L.");
        ((string?)held["emails"]![0]!["value"]).Should().Be("new@contoso.com");
    }

    [Fact]
    public async Task Put_User_ReplacesAndKeepsActiveWhereItIsSilent()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada, active: false, displayName: "Old");

        var body = User(Ada);
        body.Remove("active");
        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body);

        put.Status.Should().Be(200, because: put.Text);
        var held = stage.Target.State.User(Ada)!;
        ((string?)held["displayName"]).Should().Be("Person ada");
        ((bool)held["active"]!).Should().BeFalse(because: "absence is nobody's wish to let a leaver in again");
    }

    [Fact]
    public async Task Delete_User_Is204AndGone()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);

        var first = await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Users/{id}");
        var second = await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Users/{id}");

        first.Status.Should().Be(204);
        second.Status.Should().Be(404);
        stage.Target.State.User(Ada).Should().BeNull();
    }

    [Fact]
    public async Task Groups_LifeCycle_WithReferencesRewrittenBothWays()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var (ada, ben) = (stage.Target.State.AddUser(Ada), stage.Target.State.AddUser("ben@contoso.com"));
        var group = await stage.Gateway.CreateGroupAsync("Team");

        var added = await stage.Gateway.PatchAsync($"/Groups/{group}", Members("Add", ada, ben));
        var read = await stage.Gateway.GetAsync($"/Groups/{group}");
        var removed = await stage.Gateway.PatchAsync($"/Groups/{group}", Op("Remove", $"members[value eq \"{ben}\"]", null));
        var renamed = await stage.Gateway.PatchAsync($"/Groups/{group}", Op("Replace", "displayName", "Crew"));

        added.Status.Should().Be(204, because: added.Text);
        read["members"]!.AsArray().Select(member => (string?)member!["$ref"]).Should().Equal($"{stage.Gateway.BaseUrl}/Users/{ada}", $"{stage.Gateway.BaseUrl}/Users/{ben}");
        removed.Status.Should().Be(204, because: removed.Text);
        renamed.Status.Should().Be(204);
        stage.Target.State.Group("Crew")!["members"]!.AsArray().Select(member => (string?)member!["value"]).Should().Equal(ada);
        (await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Groups/{group}")).Status.Should().Be(204);
        stage.Target.State.Group("Crew").Should().BeNull();
    }

    [Fact]
    public async Task Put_Group_SendsTheTargetsOwnReferences()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var ada = stage.Target.State.AddUser(Ada);
        var group = await stage.Gateway.CreateGroupAsync("Team");

        var body = Group("Team");
        body["members"] = new JsonArray(new JsonObject { ["value"] = ada, ["$ref"] = $"{stage.Gateway.BaseUrl}/Users/{ada}" });
        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Groups/{group}", body);

        put.Status.Should().Be(200, because: put.Text);
        stage.Target.Calls.All[^1].BodyText.Should().Contain($"{stage.Target.Address.AbsoluteUri.TrimEnd('/')}/Users/{ada}");
    }

    [Fact]
    public async Task Preconditions_ReachTheTarget()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);

        var unchanged = await stage.Gateway.SendAsync(HttpMethod.Get, $"/Users/{id}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"1\""));
        var stale = await stage.Gateway.SendAsync(HttpMethod.Patch, $"/Users/{id}", Patch(Op("replace", "title", "x")), request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"9\""));
        var fresh = await stage.Gateway.SendAsync(HttpMethod.Patch, $"/Users/{id}", Patch(Op("replace", "title", "x")), request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"1\""));

        unchanged.Status.Should().Be(304);
        unchanged.Text.Should().BeEmpty();
        stale.Status.Should().Be(412);
        fresh.Status.Should().Be(200);
        fresh.ETag.Should().Be("W/\"2\"");
    }

    [Fact]
    public async Task Search_ByPost_IsHandedOn()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.State.AddUser(Ada);

        var found = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users/.search", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"), ["filter"] = $"userName eq \"{Ada}\"" });

        found.Status.Should().Be(200);
        found.TotalResults.Should().Be(1);
    }

    [Theory]
    [InlineData("/ServiceProviderConfig")]
    [InlineData("/ResourceTypes")]
    [InlineData("/Schemas")]
    public async Task Discovery_IsTheTargetsUnderTheGatewaysAddress(string path)
    {
        await using var stage = await PassThroughStage.StartAsync();

        var read = await stage.Gateway.GetAsync(path);

        read.Status.Should().Be(200);
        read.Text.Should().Contain(stage.Gateway.BaseUrl).And.NotContain(stage.Target.Address.AbsoluteUri.TrimEnd('/'));
    }

    [Theory]
    [InlineData("GET", "/Me", 501, "There is no /Me here.")]
    [InlineData("PATCH", "/Me", 400, "gateway's own account")]
    [InlineData("GET", "/Unknown", 404, "no such endpoint")]
    [InlineData("GET", "/Users/a/b", 404, "no such endpoint")]
    [InlineData("POST", "/Users/a", 405, "not allowed")]
    public async Task OtherEndpoints_AnswerAsTheyShould(string method, string path, int status, string words)
    {
        await using var stage = await PassThroughStage.StartAsync();

        var answer = await stage.Gateway.SendAsync(new HttpMethod(method), path, method == "GET" ? null : Patch(Op("replace", "active", false)));

        answer.Status.Should().Be(status);
        answer.Detail.Should().Contain(words);
    }

    [Fact]
    public async Task Path_InAnotherCase_IsTheSameEndpoint()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Protected"] = new JsonArray("ada*"));
        var id = stage.Target.State.AddUser(Ada);

        var deleted = await stage.Gateway.SendAsync(HttpMethod.Delete, $"/USERS/{id}");

        deleted.Status.Should().Be(400, because: "no spelling goes around a rule");
        stage.Target.State.User(Ada).Should().NotBeNull();
    }

    [Fact]
    public async Task Activity_NamesOperationAndCalls()
    {
        await using var stage = await PassThroughStage.StartAsync();

        var id = await stage.Gateway.CreateUserAsync(Ada);
        await stage.Gateway.GetAsync($"/Users/{id}");

        var created = await stage.ActivityAsync("create");
        (created.Status, created.Outcome, created.Id, created.IdpName, created.AppName).Should().Be((201, "done", id, Ada, Ada));
        created.Calls.Should().ContainSingle().Which.Method.Should().Be("POST");
        (await stage.ActivityAsync("read")).Calls.Should().ContainSingle().Which.Status.Should().Be(200);
    }

    [Fact]
    public async Task Token_OfNobody_Is401AndNothingIsAsked()
    {
        await using var stage = await PassThroughStage.StartAsync();

        var answer = await stage.Gateway.SendAsync(HttpMethod.Get, "/Users", null, request => request.Headers.Authorization = new("Bearer", "wrong"));

        answer.Status.Should().Be(401);
        stage.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Paused_WritesWaitAndReadsGoOn()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Paused"] = true);

        var write = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));
        var read = await stage.Gateway.GetAsync("/Users");

        write.Status.Should().Be(503);
        write.RetryAfter.Should().NotBeNull();
        read.Status.Should().Be(200);
    }
}
