namespace Gateway.Tests.Scim.Models.Schemas;

/// <summary>
/// The schemas of RFC 7643 as text, written down apart from the code under test. A line is an attribute: name, kind, marks;
/// indented ones are sub-attributes of the one above. <c>values</c> is a multi-valued complex attribute with the default set of section 2.4.
/// </summary>
internal sealed record ModelSchema(string Core, string? Extension, IReadOnlyList<ModelAttribute> Attributes, IReadOnlyList<ModelAttribute> Extended)
{
    public const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    // Section 3.1; the ids of section 8.7.1 print caseExact false, but section 3.1 says that an id is case exact.
    private const string CommonText =
        """
        schemas reference many required
        id text exact readOnly
        externalId text exact
        meta complex readOnly
          resourceType text exact readOnly
          created dateTime readOnly
          lastModified dateTime readOnly
          location reference readOnly
          version text exact readOnly
        """;

    private const string UserText =
        """
        userName text required
        name complex
          formatted text
          familyName text
          givenName text
          middleName text
          honorificPrefix text
          honorificSuffix text
        displayName text
        nickName text
        profileUrl reference
        title text
        userType text
        preferredLanguage text
        locale text
        timezone text
        active boolean
        password text exact secret
        emails values text
        phoneNumbers values text
        ims values text
        photos values reference
        addresses complex many
          formatted text
          streetAddress text
          locality text
          region text
          postalCode text
          country text
          type text
          primary boolean
        groups complex many readOnly
          value text exact readOnly
          $ref reference readOnly
          display text readOnly
          type text readOnly
        entitlements values text
        roles values text
        x509Certificates values binary
        """;

    private const string EnterpriseText =
        """
        employeeNumber text
        costCenter text
        organization text
        division text
        department text
        manager complex
          value text exact
          $ref reference
          displayName text readOnly
        """;

    private const string GroupText =
        """
        displayName text required
        members complex many
          value text exact immutable required
          $ref reference immutable
          display text immutable
          type text immutable
        """;

    public static ModelSchema User { get; } = new(
        "urn:ietf:params:scim:schemas:core:2.0:User", EnterpriseUrn, [.. Read(CommonText), .. Read(UserText)], Read(EnterpriseText));

    public static ModelSchema Group { get; } = new(
        "urn:ietf:params:scim:schemas:core:2.0:Group", null, [.. Read(CommonText), .. Read(GroupText)], []);

    /// <summary>What stands under a name: at the top level (null), or in an extension.</summary>
    public ModelAttribute? Find(string? urn, string name) =>
        (urn is null ? Attributes : urn == Extension ? Extended : []).FirstOrDefault(a => a.Name == name);

    private static List<ModelAttribute> Read(string text)
    {
        List<ModelAttribute> attributes = [];
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(' '))
            {
                var parent = attributes[^1];
                attributes[^1] = parent with { Subs = [.. parent.Subs, new ModelAttribute(words[0], words[1], words[2..], [])] };
            }
            else
            {
                attributes.Add(words[1] == "values" ? Values(words[0], words[2]) : new ModelAttribute(words[0], words[1], words[2..], []));
            }
        }

        return attributes;
    }

    private static ModelAttribute Values(string name, string kind) => new(
        name,
        "complex",
        ["many"],
        [new("value", kind, [], []), new("display", "text", [], []), new("type", "text", [], []), new("primary", "boolean", [], [])]);
}
