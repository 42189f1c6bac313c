using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Bulk;

/// <summary>Bulk requests and their answers.</summary>
internal static class BulkSteps
{
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    public static Task<BulkReply> BulkAsync(this GatewayFixture gateway, params IEnumerable<JsonObject> operations) => gateway.BulkAsync(null, operations);

    /// <summary>Sends the operations and expects that the request was served.</summary>
    public static async Task<BulkReply> BulkAsync(this GatewayFixture gateway, int? failOnErrors, IEnumerable<JsonObject> operations)
    {
        var reply = await gateway.SendAsync(HttpMethod.Post, "/Bulk", Body(failOnErrors, operations));
        reply.Status.Should().Be(200, because: reply.Text);
        return new(reply);
    }

    public static JsonObject Body(int? failOnErrors, IEnumerable<JsonObject> operations)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(Urn) };
        if (failOnErrors is not null)
        {
            body["failOnErrors"] = failOnErrors;
        }

        body["Operations"] = new JsonArray([.. operations]);
        return body;
    }

    public static JsonObject PostUser(string bulkId, string userName) => Post(bulkId, "/Users", ScimBodies.User(userName));

    public static JsonObject PostGroup(string bulkId, string displayName, params IEnumerable<string> members)
    {
        var data = ScimBodies.Group(displayName);
        data["members"] = new JsonArray([.. members.Select(member => new JsonObject { ["value"] = member })]);
        return Post(bulkId, "/Groups", data);
    }

    public static JsonObject Post(string bulkId, string path, JsonObject data) =>
        new() { ["method"] = "POST", ["bulkId"] = bulkId, ["path"] = path, ["data"] = data };

    public static JsonObject Patch(string path, params IEnumerable<JsonObject> operations) =>
        new() { ["method"] = "PATCH", ["path"] = path, ["data"] = ScimBodies.Patch(operations) };

    public static JsonObject Put(string path, JsonObject data) => new() { ["method"] = "PUT", ["path"] = path, ["data"] = data };

    public static JsonObject Delete(string path) => new() { ["method"] = "DELETE", ["path"] = path };

    public static JsonObject WithVersion(this JsonObject operation, string? version)
    {
        operation["version"] = version;
        return operation;
    }
}

/// <summary>The answer to a bulk request.</summary>
internal sealed record BulkReply(ScimReply Reply)
{
    public JsonArray Operations => Reply["Operations"]!.AsArray();

    public IReadOnlyList<string> Statuses => [.. Operations.Select(operation => (string)operation!["status"]!)];

    public string? Location(int index) => (string?)Operations[index]!["location"];

    public string? Version(int index) => (string?)Operations[index]!["version"];

    public string Detail(int index) => (string?)Operations[index]!["response"]?["detail"] ?? string.Empty;

    public string? ScimType(int index) => (string?)Operations[index]!["response"]?["scimType"];

    public void ShouldSay(params IEnumerable<string> statuses) => Statuses.Should().Equal(statuses, (one, other) => one == other, because: Reply.Text);

    /// <summary>Id of the resource at the location.</summary>
    public string Id(int index) => Location(index)!.Split('/')[^1];
}
