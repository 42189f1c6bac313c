using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>meta and ETags (RFC 7643 section 3.1, RFC 7644 section 3.14): true, stable, and another one when something else is shown.</summary>
public sealed class VersionTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Meta_OfANewUser_TellsTypeTimesVersionAndLocation()
    {
        await using var gateway = await GatewayFixture.StartAsync(clock: new FakeTimeProvider(_start));

        var created = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        created["meta"]!.ToJsonString().Should().Be(
            $$"""{"resourceType":"User","created":"2026-03-01T12:00:00.000Z","lastModified":"2026-03-01T12:00:00.000Z","version":"W/\u00221\u0022","location":"{{gateway.BaseUrl}}/Users/{{created.Id}}"}""");
        created.ETag.Should().Be("W/\"1\"");
        created.Location.Should().Be(new Uri($"{gateway.BaseUrl}/Users/{created.Id}"));
    }

    [Fact]
    public async Task Meta_AfterAChange_KeepsCreatedAndMovesLastModifiedAndVersion()
    {
        var clock = new FakeTimeProvider(_start);
        await using var gateway = await GatewayFixture.StartAsync(clock: clock);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        clock.Advance(TimeSpan.FromMinutes(1));

        var patched = await gateway.ReplaceAttributeAsync(id, "title", "Countess");

        ((string?)patched["meta"]!["created"]).Should().Be("2026-03-01T12:00:00.000Z");
        ((string?)patched["meta"]!["lastModified"]).Should().Be("2026-03-01T12:01:00.000Z");
        patched.ETag.Should().Be("W/\"2\"").And.Be((string?)patched["meta"]!["version"]);
    }

    [Fact]
    public async Task Meta_RepeatedReadsRestartAndReload_StaysTheSame()
    {
        var clock = new FakeTimeProvider(_start);
        await using var gateway = await GatewayFixture.StartAsync(clock: clock);
        var user = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("staff");
        gateway.Jira.State.AddMember("staff", "ada");
        var paths = new[] { $"/Users/{user}", $"/Groups/{group}", $"/Groups/{group}?excludedAttributes=members" };
        var before = await AllAsync(gateway, paths);

        clock.Advance(TimeSpan.FromMinutes(20));
        (await AllAsync(gateway, paths)).Should().Equal(before);
        await gateway.ReconfigureAsync(connection => connection["RateLimit"]!["Burst"] = 9999);
        (await AllAsync(gateway, paths)).Should().Equal(before);
        await gateway.RestartAsync(TimeSpan.FromHours(1));
        (await AllAsync(gateway, paths)).Should().Equal(before);
    }

    [Fact]
    public async Task ETag_OfEveryAnswerWithTheUser_IsItsVersion()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var other = ScimBodies.User("ada@contoso.com");
        other["title"] = "Lady";

        var put = await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", other);
        put.ETag.Should().Be("W/\"2\"").And.Be((string?)put["meta"]!["version"]);
        var patched = await gateway.ReplaceAttributeAsync(id, "title", "Countess");
        patched.ETag.Should().Be("W/\"3\"");
        (await gateway.GetAsync($"/Users/{id}")).ETag.Should().Be("W/\"3\"");
        (await gateway.GetAsync($"/Users/{id}?attributes=userName")).ETag.Should().Be("W/\"3\"", because: "it is the version of the resource, not of what is shown of it");
        ((string?)(await gateway.FindUserAsync("ada@contoso.com")).Resources()[0]["meta"]!["version"]).Should().Be("W/\"3\"");
    }

    [Fact]
    public async Task ETag_OfANewGroup_IsTheOneThatGetAnswers()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var created = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("staff"));

        (await gateway.GetAsync($"/Groups/{created.Id}")).ETag.Should().Be(created.ETag);
        (await gateway.GetAsync($"/Groups/{created.Id}?excludedAttributes=members")).ETag.Should().Be(created.ETag);
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("\"0\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("strong", 304)]
    [InlineData("W/\"0\"", 200)]
    [InlineData("W/\"0\", W/\"99\"", 200)]
    public async Task IfNoneMatch_ComparesWeaklyOverTheList(string header, int status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var version = (await gateway.GetAsync($"/Users/{id}")).ETag!;
        var sent = header == "strong" ? version[2..] : string.Format(System.Globalization.CultureInfo.InvariantCulture, header, version);

        var reply = await gateway.SendAsync(HttpMethod.Get, $"/Users/{id}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", sent));

        reply.Status.Should().Be(status);
        reply.ETag.Should().Be(version);
        (reply.Text.Length == 0).Should().Be(status == 304);
    }

    [Theory]
    [InlineData("PATCH", "{0}", true)]
    [InlineData("PATCH", "*", true)]
    [InlineData("PATCH", "W/\"77\", {0}", true)]
    [InlineData("PATCH", "strong", true)]
    [InlineData("PATCH", "W/\"77\"", false)]
    [InlineData("PATCH", "W/\"77\",\"78\"", false)]
    [InlineData("PUT", "{0}", true)]
    [InlineData("PUT", "W/\"77\"", false)]
    [InlineData("DELETE", "{0}", true)]
    [InlineData("DELETE", "W/\"77\"", false)]
    public async Task IfMatch_OnUsersAndGroups_IsHeldTo(string method, string header, bool matches)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var user = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("staff");
        foreach (var (path, body) in new[] { ($"/Users/{user}", ScimBodies.User("ada@contoso.com")), ($"/Groups/{group}", ScimBodies.Group("staff")) })
        {
            var version = (await gateway.GetAsync(path)).ETag!;
            var sent = header == "strong" ? version[2..] : string.Format(System.Globalization.CultureInfo.InvariantCulture, header, version);
            JsonObject? content = method switch
            {
                "PATCH" => ScimBodies.Patch(ScimBodies.Op("Replace", "externalId", "other")),
                "PUT" => body,
                _ => null,
            };
            gateway.Jira.Calls.Clear();

            var reply = await gateway.SendAsync(new HttpMethod(method), path, content, request => request.Headers.TryAddWithoutValidation("If-Match", sent));

            if (matches)
            {
                reply.Status.Should().BeOneOf([200, 204], because: reply.Text);
                continue;
            }

            reply.Status.Should().Be(412);
            reply.Detail.Should().Contain($"has version {version} now");
            gateway.Writes().Should().BeEmpty();
            (await gateway.GetAsync(path)).ETag.Should().Be(version);
        }
    }

    [Fact]
    public async Task ETag_HandChangesAndChangesBack_FollowsWhatIsShown()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var written = await gateway.GetAsync($"/Users/{id}");

        gateway.Jira.State.SetDisplayName("ada", "By Hand");
        var changed = await gateway.GetAsync($"/Users/{id}");
        changed.ETag.Should().NotBe(written.ETag);
        (await gateway.GetAsync($"/Users/{id}")).ETag.Should().Be(changed.ETag);
        gateway.Jira.State.SetDisplayName("ada", "Person ada");

        (await gateway.GetAsync($"/Users/{id}")).Should().Be(written);
    }

    [Fact]
    public async Task ETag_MembersChangeByHand_IsAnotherOneWhereMembersAreShown()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("staff");
        var empty = (await gateway.GetAsync($"/Groups/{group}")).ETag;

        gateway.Jira.State.AddMember("staff", "ada");
        var joined = (await gateway.GetAsync($"/Groups/{group}")).ETag;
        gateway.Jira.State.SetDisplayName("ada", "Another Name");
        var renamed = await gateway.GetAsync($"/Groups/{group}");

        joined.Should().NotBe(empty);
        ((string?)renamed["members"]![0]!["display"]).Should().Be("Another Name");
        renamed.ETag.Should().NotBe(joined);
    }

    [Fact]
    public async Task ETag_UserHealedFromItsId_IsAnotherOneWhenAHandRenamesIt()
    {
        await using var first = await GatewayFixture.StartAsync();
        var id = await first.CreateUserAsync("ada@contoso.com");
        await using var gateway = await first.StartBesideAsync(sameStore: false);
        (await gateway.ReplaceAttributeAsync(id, "title", "Countess")).Status.Should().Be(200);
        var before = await gateway.GetAsync($"/Users/{id}");

        first.Jira.State.RenameUser("ada", "lovelace");
        var renamed = await gateway.GetAsync($"/Users/{id}");
        await UntilNameIsKnownAsync(gateway, id, "lovelace");
        var again = await gateway.GetAsync($"/Users/{id}");

        ((string?)before["userName"]).Should().Be("ada");
        ((string?)renamed["userName"]).Should().Be("lovelace");
        renamed.ETag.Should().NotBe(before.ETag);
        again.ETag.Should().Be(renamed.ETag, because: "nothing else is shown");
    }

    [Fact]
    public async Task PatchGroup_AttributesAsked_200WithTheGroupElse204()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("staff");

        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "externalId", "one"))).Status.Should().Be(204);
        var shown = await gateway.PatchAsync($"/Groups/{group}?attributes=externalId,meta.version", ScimBodies.Op("Replace", "externalId", "other"));

        shown.Status.Should().Be(200);
        ((string?)shown["externalId"]).Should().Be("other");
        shown["displayName"].Should().BeNull();
        shown.ETag.Should().Be((string?)shown["meta"]!["version"]);
        (await gateway.GetAsync($"/Groups/{group}?excludedAttributes=members")).ETag.Should().Be(shown.ETag);
    }

    private static async Task<IReadOnlyList<ScimReply>> AllAsync(GatewayFixture gateway, IEnumerable<string> paths)
    {
        var replies = new List<ScimReply>();
        foreach (var path in paths)
        {
            var reply = await gateway.GetAsync(path);
            // The port of a test gateway is another one after a restart; a real one has its own address.
            replies.Add(reply with { Text = reply.Text.Replace(gateway.BaseUrl, "https://scim", StringComparison.Ordinal) });
        }

        return replies;
    }

    private static Task UntilNameIsKnownAsync(GatewayFixture gateway, string id, string name) => GatewaySteps.UntilAsync(async () =>
        (await gateway.Store.FindLinkAsync(GatewayFixture.Connection, Gateway.State.ResourceKind.User, id, TestContext.Current.CancellationToken))?.AppName == name);
}
