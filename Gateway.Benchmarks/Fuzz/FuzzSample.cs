using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>A user and a group with something of everything, for filters to look at and PATCHes to change.</summary>
internal static class FuzzSample
{
    public static ScimObject User { get; } = Read("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223","externalId":"BJ","userName":"bjensen@example.com",
        "name":{"formatted":"Ms. Barbara J Jensen","familyName":"Jensen","givenName":"Barbara"},"displayName":"Babs Jensen","title":"Tour Guide","active":true,
        "emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.org","type":"home"}],
        "phoneNumbers":[{"value":"+1 555 0100","type":"work"}],"addresses":[{"type":"work","locality":"Hollywood","country":"US"}],
        "roles":[{"value":"admin","primary":true}],"meta":{"resourceType":"User","created":"2010-01-23T04:56:22Z","lastModified":"2011-05-13T04:42:34Z"},
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","department":"Tours","manager":{"value":"26118915"}},
        "urn:example:2.0:User":{"costTag":"A-17","level":3,"box":{"size":"L"},"tags":["x","y"]}}
        """);

    public static ScimObject Group { get; } = Read("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"e9e30dba","displayName":"Tour Guides","externalId":"g-1",
        "members":[{"value":"2819c223","$ref":"https://scim.example.com/v2/Users/2819c223","display":"Babs Jensen","type":"User"},{"value":"1"},{"value":"2"}],
        "meta":{"resourceType":"Group"}}
        """);

    public static ScimObject Read(string json) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(json)).Value;
}
