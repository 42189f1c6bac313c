using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios;

/// <summary>An answer of the gateway.</summary>
public sealed record ScimReply(int Status, string Text, string? ContentType, TimeSpan? RetryAfter, string? ETag, Uri? Location)
{
    public JsonNode? Json => Text.Length == 0 ? null : JsonNode.Parse(Text);

    public string Id => (string)Json!["id"]!;

    public string Detail => (string?)Json?["detail"] ?? string.Empty;

    public string? ScimType => (string?)Json?["scimType"];

    public JsonNode? this[string member] => Json?[member];

    public int TotalResults => (int)Json!["totalResults"]!;

    public static async Task<ScimReply> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Content.Headers.ContentType?.ToString(),
        response.Headers.RetryAfter?.Delta,
        response.Headers.ETag?.ToString(),
        response.Headers.Location);
}

/// <summary>Bodies as Entra sends them.</summary>
public static class ScimBodies
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static JsonObject User(string userName)
    {
        var local = userName.Split('@')[0];
        return new()
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Enterprise),
            ["externalId"] = "ext-" + local,
            ["userName"] = userName,
            ["active"] = true,
            ["displayName"] = "Person " + local,
            ["emails"] = new JsonArray(new JsonObject { ["primary"] = true, ["type"] = "work", ["value"] = userName }),
            ["meta"] = new JsonObject { ["resourceType"] = "User" },
            ["roles"] = new JsonArray(),
        };
    }

    public static JsonObject Group(string displayName) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"),
        ["externalId"] = "object-" + displayName,
        ["displayName"] = displayName,
        ["meta"] = new JsonObject { ["resourceType"] = "Group" },
    };

    public static JsonObject Patch(params IEnumerable<JsonObject> operations) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        ["Operations"] = new JsonArray([.. operations]),
    };

    public static JsonObject Op(string op, string? path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op };
        if (path is not null)
        {
            operation["path"] = path;
        }

        operation["value"] = value;
        return operation;
    }

    public static JsonObject Members(string op, params IEnumerable<string> ids) =>
        Op(op, "members", new JsonArray([.. ids.Select(id => new JsonObject { ["$ref"] = null, ["value"] = id })]));

    public static JsonObject Active(bool active) => Op("Replace", "active", active ? "True" : "False");
}
