using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Scim.Bulk;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Scenarios.Bulk.BulkSteps;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Bulk;

/// <summary>Sizes, calls, and bodies that are refused whole.</summary>
public sealed class BulkLimitTests
{
    [Fact]
    public async Task Posts_OfNUsers_AreNCalls()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        var calls = await gateway.CallsOfAsync(() => gateway.BulkAsync(Enumerable.Range(1, 20).Select(number => PostUser($"u{number}", $"user{number}@contoso.com"))));

        calls.Should().Equal(Enumerable.Repeat($"POST {UserPath}", 20));
    }

    [Fact]
    public async Task Mixed_Operations_CostWhatTheyCostAlone()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(3);
        var group = await gateway.CreateGroupAsync("red");

        var calls = await gateway.CallsOfAsync(() => gateway.BulkAsync(
            Patch($"/Users/{ids[0]}", ScimBodies.Op("Replace", "displayName", "Changed")),
            Patch($"/Users/{ids[1]}", ScimBodies.Op("Replace", "title", "Countess")),
            Delete($"/Users/{ids[2]}"),
            Patch($"/Groups/{group}", ScimBodies.Members("Add", ids[0], ids[1]))));

        calls.Should().BeEquivalentTo($"PUT {UserPath}", $"PUT {UserPath}", $"POST {MemberPath}", $"POST {MemberPath}");
    }

    [Fact]
    public async Task ThousandOperations_AllAreDone()
    {
        // A clock that stands still: this test is about number, not about time.
        await using var gateway = await GatewayFixture.StartAsync(clock: new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        await gateway.WarmUpAsync();

        var calls = await gateway.CallsOfAsync(async () =>
        {
            var reply = await gateway.BulkAsync([
                PostGroup("g", "everybody"),
                .. Enumerable.Range(1, 998).Select(number => PostUser($"u{number}", $"user{number}@contoso.com")),
                Patch("/Groups/bulkId:g", ScimBodies.Members("Add", Enumerable.Range(1, 100).Select(number => $"bulkId:u{number}")))]);
            reply.ShouldSay([.. Enumerable.Repeat("201", 999), "204"]);
        });

        calls.Should().HaveCount(1 + 998 + 100);
        gateway.Jira.State.Members("everybody").Should().HaveCount(100);
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(998);
    }

    [Fact]
    public async Task Rfc7644_3_7_4_TooManyOperations_413NamingTheLimit()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Bulk", Body(null, Enumerable.Range(1, 1001).Select(number => Delete($"/Users/{number}"))));

        reply.Status.Should().Be(413);
        reply.ContentType.Should().StartWith("application/scim+json");
        reply.Detail.Should().Contain("maxOperations (1000)");
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Rfc7644_3_7_4_Payload_IsReadUpToItsLimitAndRefusedPastItNamingIt()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var body = Body(null, [PostUser("a", "alice@contoso.com")]).ToJsonString();

        var fits = await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", body.PadRight((int)BulkRequest.MaxPayloadBytes));
        // A client that does not wait for the answer may find the connection closed while it still sends.
        var tooLarge = await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", body.PadRight((int)BulkRequest.MaxPayloadBytes + 1), request => request.Headers.ExpectContinue = true);
        var chunked = await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", body.PadRight((int)BulkRequest.MaxPayloadBytes + 1), request => request.Headers.TransferEncodingChunked = true);
        var elsewhere = await gateway.SendTextAsync(HttpMethod.Post, "/Users", ScimBodies.User("bob@contoso.com").ToJsonString().PadRight((1024 * 1024) + 1), request => request.Headers.ExpectContinue = true);

        fits.Status.Should().Be(200, because: fits.Text);
        new[] { tooLarge, chunked }.Should().AllSatisfy(reply =>
        {
            reply.Status.Should().Be(413);
            reply.Detail.Should().Contain("8 MiB").And.Contain("8388608");
        });
        elsewhere.Status.Should().Be(413);
        elsewhere.Detail.Should().Contain("1 MiB (1048576 bytes)");
    }

    [Fact]
    public async Task EightMebibytes_OfMembers_AreReadAndPlanned()
    {
        await using var gateway = await GatewayFixture.StartAsync(clock: new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        var body = new StringBuilder($$"""{"schemas":["{{Urn}}"],"Operations":[""");
        for (var group = 0; body.Length < BulkRequest.MaxPayloadBytes - 30_000; group++)
        {
            var members = string.Join(',', Enumerable.Range(0, 800).Select(number => $$"""{"value":"nobody{{number}}"}"""));
            body.Append(CultureInfo.InvariantCulture, $$$"""{{{(group == 0 ? "" : ",")}}}{"method":"PUT","path":"/Groups/nothing{{{group}}}","data":{"displayName":"g","members":[{{{members}}}]}}""");
        }

        var reply = new BulkReply(await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", body.Append("]}").ToString()));

        reply.Reply.Status.Should().Be(200, because: reply.Reply.Text);
        reply.Statuses.Should().HaveCountGreaterThan(400).And.OnlyContain(status => status == "404");
        gateway.Writes().Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"schemas":["URN"],"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"a","username":"b"}}]}""")]
    [InlineData("""{"schemas":["URN"],"Operations":[],"operations":[]}""")]
    [InlineData("""{"schemas":["URN"],"Operations":[]}""")]
    [InlineData("""{"schemas":["URN"],"failOnErrors":0,"Operations":[{"method":"DELETE","path":"/Users/1"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"method":"DELETE","path":"/Users/1"}]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Body_WrongAsAWhole_InvalidSyntaxAndNothingIsDone(string body)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", body.Replace("URN", Urn, StringComparison.Ordinal));

        reply.Status.Should().Be(400);
        reply.ScimType.Should().Be("invalidSyntax");
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Body_NestedTooDeep_InvalidSyntax()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var deep = string.Concat(Enumerable.Repeat("[", 30)) + string.Concat(Enumerable.Repeat("]", 30));

        var reply = await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", $$$"""{"schemas":["{{{Urn}}}"],"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":{"x":{{{deep}}}}}]}""");

        (reply.Status, reply.ScimType).Should().Be((400, "invalidSyntax"));
    }

    [Fact]
    public async Task Token_Wrong_401AndTheBodyIsNotLookedAt()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.SendTextAsync(HttpMethod.Post, "/Bulk", "{", request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong"));

        reply.Status.Should().Be(401);
    }

    [Fact]
    public async Task Method_Get_405AndContentTypeText_415()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        (await gateway.GetAsync("/Bulk")).Status.Should().Be(405);
        (await gateway.SendAsync(HttpMethod.Post, "/Bulk", new JsonObject(), request => request.Content!.Headers.ContentType = new("text/plain"))).Status.Should().Be(415);
    }

    [Fact]
    public async Task RateLimit_CountsTheRequestOnce()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("RateLimit", ("RequestsPerSecond", 1), ("Burst", 1)), clock: new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));

        var reply = await gateway.BulkAsync(Enumerable.Range(1, 10).Select(number => PostUser($"u{number}", $"user{number}@contoso.com")));

        reply.ShouldSay(Enumerable.Repeat("201", 10));
    }
}
