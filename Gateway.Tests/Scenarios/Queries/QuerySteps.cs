using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>How queries are asked, and how their answers are read.</summary>
internal static class QuerySteps
{
    /// <summary>A query string; values are escaped.</summary>
    public static string Query(params (string Name, string Value)[] parameters) =>
        "?" + string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));

    public static Task<ScimReply> SearchAsync(this GatewayFixture gateway, string endpoint, params (string Name, JsonNode? Value)[] members)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest") };
        foreach (var (name, value) in members)
        {
            body[name] = value;
        }

        return gateway.SendAsync(HttpMethod.Post, endpoint + "/.search", body);
    }

    public static IReadOnlyList<JsonNode> Resources(this ScimReply reply)
    {
        reply.Status.Should().Be(200, because: reply.Text);
        return [.. reply["Resources"]!.AsArray().Select(resource => resource!)];
    }

    /// <summary>Of a user the userName before the @, of a group the displayName.</summary>
    public static IEnumerable<string> Names(this ScimReply reply) =>
        reply.Resources().Select(resource => ((string?)resource["userName"])?.Split('@')[0] ?? (string)resource["displayName"]!);

    public static IEnumerable<string> Ids(this ScimReply reply) => reply.Resources().Select(resource => (string)resource["id"]!);

    public static (int Total, long StartIndex, int ItemsPerPage) Page(this ScimReply reply)
    {
        var shown = (Total: reply.TotalResults, StartIndex: (long)reply["startIndex"]!, ItemsPerPage: (int)reply["itemsPerPage"]!);
        shown.ItemsPerPage.Should().Be(reply.Resources().Count, because: "itemsPerPage is what is on the page");
        return shown;
    }
}
