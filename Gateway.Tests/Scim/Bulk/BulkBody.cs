using Gateway.Scim.Bulk;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Bulk;

/// <summary>Short ways to write bulk requests in tests.</summary>
internal static class BulkBody
{
    public static ScimObject Of(params IEnumerable<string> operations) => Sample.Read(
        $$"""{"schemas":["{{BulkRequest.Urn}}"],"Operations":[{{string.Join(',', operations)}}]}""");

    public static string Post(string bulkId, string type, string data) =>
        $$"""{"method":"POST","bulkId":"{{bulkId}}","path":"/{{type}}","data":{{data}}}""";

    public static string User(string bulkId, string userName = "", string more = "") =>
        Post(bulkId, "Users", $$"""{"userName":"{{(userName.Length == 0 ? bulkId : userName)}}"{{more}}}""");

    public static string Group(string bulkId, params IEnumerable<string> members) =>
        Post(bulkId, "Groups", $$"""{"displayName":"{{bulkId}}","members":[{{string.Join(',', members.Select(member => $$"""{"value":"{{member}}"}"""))}}]}""");

    public static string Patch(string path, string operation) =>
        $$$"""{"method":"PATCH","path":"{{{path}}}","data":{"Operations":[{{{operation}}}]}}""";

    public static string AddMember(string path, string id) => Patch(path, $$"""{"op":"add","path":"members","value":[{"value":"{{id}}"}]}""");

    public static string Delete(string path) => $$"""{"method":"DELETE","path":"{{path}}"}""";

    public static BulkRequest Parse(params IEnumerable<string> operations) => Parse(Of(operations));

    public static BulkRequest Parse(ScimObject body) => BulkRequest.Parse(body, ResourceSchema.User, ResourceSchema.Group).Value;

    public static BulkPlan Plan(params IEnumerable<string> operations) => BulkPlan.For(Parse(operations));
}
