using Gateway.Configuration;
using Gateway.Directories;

namespace Gateway.Transforms.Rules;

/// <summary>What fills the fields of each app when nobody says otherwise. App fields have the app's own REST names.</summary>
internal static class DefaultFields
{
    public const string WorkEmail = "emails[type eq \"work\"].value";

    /// <summary>Where an app with free attributes keeps the externalId, searchable, so that a lost store heals.</summary>
    public const string ExternalIdAttribute = "attributes.scim.externalId";

    private static readonly IReadOnlyList<FieldSource> FullName = [Path("displayName"), Path("name.formatted"), new JoinedNameSource()];
    private static readonly IReadOnlyList<FieldSource> Email = [new EmailSource(), new AddressOfUserNameSource()];
    private static readonly IReadOnlyList<FieldSource> GivenName = [Path("name.givenName")];
    private static readonly IReadOnlyList<FieldSource> FamilyName = [Path("name.familyName")];

    // Crowd's usermanagement REST, which Jira serves for a directory connection, too.
    private static readonly (string Field, IReadOnlyList<FieldSource> Sources)[] Directory =
        [("display-name", FullName), ("first-name", GivenName), ("last-name", FamilyName), ("email", Email), (ExternalIdAttribute, [Path("externalId")])];

    /// <summary>The default rules of an app, for those fields that it has.</summary>
    public static IReadOnlyList<FieldRule> For(AppKind app, EndpointKind endpoint, DirectoryTraits traits)
    {
        (string Field, IReadOnlyList<FieldSource> Sources)[] table = (app, endpoint) switch
        {
            (AppKind.Jira, EndpointKind.User) => [("displayName", FullName), ("emailAddress", Email)],
            (AppKind.Bitbucket, _) => [("displayName", FullName), ("emailAddress", Email)],
            (AppKind.Confluence, _) => [("fullName", FullName), ("email", Email)],
            (AppKind.Scim, _) => [],
            (AppKind.Crowd, _) or (AppKind.Jira, _) => Directory,
            _ => throw new ArgumentOutOfRangeException(nameof(app), app, "No such app."),
        };
        return [.. table.Where(row => traits.HasField(row.Field))
            .Select(row => new FieldRule(row.Field, row.Sources, MaxLengthOf(traits, row.Field), RuleOrigin.Default))];
    }

    /// <summary>Longest value of a field in characters; null for one whose limit is not known.</summary>
    public static int? MaxLengthOf(DirectoryTraits traits, string field) => traits.Fields.TryGetValue(field, out var length) ? length : traits.HasField(field) ? traits.FreeFieldLength : null;

    private static PathSource Path(string text) => new(ScimPath.Simple(text));
}
