namespace Gateway.Directories.Crowd;

/// <summary>The app fields of a user, by the REST's names.</summary>
internal static class CrowdFields
{
    public const string FirstName = "first-name";
    public const string LastName = "last-name";
    public const string DisplayName = "display-name";
    public const string Email = "email";

    /// <summary>In front of the name of an attribute: any text may be kept there.</summary>
    public const string AttributePrefix = "attributes.";

    /// <summary>The longest text that a column or an attribute of Crowd holds.</summary>
    public const int MaxLength = 255;

    /// <summary>Attributes by which the gateway knows its groups again when its store is lost.</summary>
    public const string GroupId = "scim.id";

    public const string ExternalId = "scim.externalId";

    /// <summary>Those that one PUT replaces together.</summary>
    public static IReadOnlyList<string> Replaced { get; } = [FirstName, LastName, DisplayName, Email];

    public static bool IsAttribute(string field) => field.StartsWith(AttributePrefix, StringComparison.Ordinal);

    public static string AttributeOf(string field) => field[AttributePrefix.Length..];

    /// <summary>What a search calls the field.</summary>
    public static string PropertyOf(string field) => field switch
    {
        FirstName => "firstName",
        LastName => "lastName",
        DisplayName => "displayName",
        _ when IsAttribute(field) => AttributeOf(field),
        _ => field,
    };
}
