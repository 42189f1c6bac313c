using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.Benchmarks.Scim;

/// <summary>A user as Entra's default mapping sends it: 1 kB.</summary>
internal static class SampleUser
{
    public static byte[] Json { get; } = Encoding.UTF8.GetBytes("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"ada.lovelace@contoso.com","active":true,"displayName":"Ada Lovelace","title":"Engineer",
        "preferredLanguage":"en","name":{"givenName":"Ada","familyName":"Lovelace","formatted":"Ada Lovelace"},
        "emails":[{"primary":true,"type":"work","value":"ada.lovelace@contoso.com"},{"type":"home","value":"ada@example.org"}],
        "addresses":[{"type":"work","locality":"Redmond","region":"WA","country":"US","streetAddress":"One Way","postalCode":"98052"}],
        "phoneNumbers":[{"type":"work","value":"+1 555 0100"},{"type":"mobile","value":"+1 555 0101"},{"type":"fax","value":"+1 555 0102"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","department":"Research","manager":{"value":"JIRAUSER10001"}}}
        """);

    public static ScimObject Resource { get; } = ScimJson.ParseObject(Json).Value;
}
