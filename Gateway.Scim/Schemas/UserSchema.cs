using static Gateway.Scim.Schemas.Define;

namespace Gateway.Scim.Schemas;

/// <summary>The core User schema (RFC 7643 sections 4.1 and 8.7.1).</summary>
internal static class UserSchema
{
    internal const string Urn = "urn:ietf:params:scim:schemas:core:2.0:User";

    internal static SchemaDefinition Core { get; } = new(Urn, "User", "User Account",
    [
        Text("userName", "Name of the user with the identity provider; unique without case.") with { Required = true, Uniqueness = Uniqueness.Server },
        Complex(
            "name",
            "Parts of the user's name.",
            Text("formatted", "The whole name, for display."),
            Text("familyName", "Family name."),
            Text("givenName", "Given name."),
            Text("middleName", "Middle names."),
            Text("honorificPrefix", "Title before the name."),
            Text("honorificSuffix", "Suffix after the name.")),
        Text("displayName", "Name for display."),
        Text("nickName", "Casual name."),
        Reference("profileUrl", "URL of the user's profile.", "external"),
        Text("title", "Job title."),
        Text("userType", "Relation to the organisation, such as Employee or Contractor."),
        Text("preferredLanguage", "Preferred languages, as in Accept-Language."),
        Text("locale", "Locale for numbers and dates."),
        Text("timezone", "Time zone by its IANA name."),
        Flag("active", "Whether the user may use the application."),
        Text("password", "Password to set; never answered.") with { Mutability = Mutability.WriteOnly, Returned = Returned.Never, CaseExact = true },
        Values("emails", "E-mail addresses.", Text("value", "The address."), "work", "home", "other"),
        Values("phoneNumbers", "Telephone numbers.", Text("value", "The number."), "work", "home", "mobile", "fax", "pager", "other"),
        Values("ims", "Instant messaging addresses.", Text("value", "The address."), "aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"),
        Values("photos", "Photos by URL.", Reference("value", "URL of the photo.", "external"), "photo", "thumbnail"),
        Addresses,
        Groups,
        Values("entitlements", "Entitlements.", Text("value", "The entitlement.")),
        Values("roles", "Roles.", Text("value", "The role.")),
        Values("x509Certificates", "Certificates.", new AttributeDefinition("value", AttributeType.Binary, "DER certificate in base64.") { CaseExact = true }),
    ]);

    private static AttributeDefinition Addresses => Complex(
        "addresses",
        "Postal addresses.",
        Text("formatted", "The whole address, for display."),
        Text("streetAddress", "Street, number, box."),
        Text("locality", "City."),
        Text("region", "State or region."),
        Text("postalCode", "Postal code."),
        Text("country", "Country by its ISO 3166-1 alpha-2 code."),
        Text("type", "What the address is for.") with { CanonicalValues = ["work", "home", "other"] },
        Flag("primary", "Whether this is the preferred address; true at most once.")) with
    {
        MultiValued = true,
    };

    private static AttributeDefinition Groups => Complex(
        "groups",
        "Groups of the user; changed through the groups.",
        // RFC 7643 section 8.7.1 prints caseExact false for ids; an id is case exact (section 3.1), and so is whatever refers to it.
        Text("value", "Id of the group.") with { Mutability = Mutability.ReadOnly, CaseExact = true },
        Reference("$ref", "URL of the group.", "User", "Group") with { Mutability = Mutability.ReadOnly },
        Text("display", "Name for people.") with { Mutability = Mutability.ReadOnly },
        Text("type", "How the user is a member.") with { Mutability = Mutability.ReadOnly, CanonicalValues = ["direct", "indirect"] }) with
    {
        MultiValued = true,
        Mutability = Mutability.ReadOnly,
    };
}
