using Gateway.Configuration;

namespace Gateway.Directories;

/// <summary>What an app's REST can do and hold.</summary>
/// <param name="Fields">The app fields that a transform may fill, by the app's REST names, with the longest value in characters.</param>
/// <param name="FreeFieldPrefix">Prefix of freely named fields (Crowd's <c>attributes.</c>); null where there are none.</param>
public sealed record DirectoryTraits(AppKind App, IReadOnlyDictionary<string, int> Fields, string? FreeFieldPrefix)
{
    /// <summary>Whether a new user may come with a password.</summary>
    public bool TakesPassword { get; init; }

    /// <summary>Whether <see cref="IDirectory.SetPasswordAsync"/> has a way.</summary>
    public bool ChangesPassword { get; init; }

    /// <summary>Whether a change of a field must hold all of them (Bitbucket's update has no absent fields): the others are sent as the rules make them.</summary>
    public bool WritesAllFields { get; init; }

    /// <summary>Fields by which <see cref="IDirectory.FindUsersByFieldAsync"/> can look; a free field by its prefix.</summary>
    public IReadOnlySet<string> SearchableFields { get; init; } = new HashSet<string>();

    /// <summary>Fields that no read tells (Confluence's <c>email</c>): what was written is what is shown.</summary>
    public IReadOnlySet<string> UntoldFields { get; init; } = new HashSet<string>();

    /// <summary>Whether the app keeps the SCIM id and externalId of a group for us.</summary>
    public bool LabelsGroups { get; init; }

    /// <summary>The longest value of a free field, in characters; null: not known.</summary>
    public int? FreeFieldLength { get; init; }

    /// <summary>Whether the app speaks SCIM itself: any SCIM path of a user is a field (<c>username</c> and <c>status</c> are about userName and active).</summary>
    public bool TakesScimPaths { get; init; }

    public bool HasField(string name) => TakesScimPaths || Fields.ContainsKey(name)
        || (FreeFieldPrefix is not null && name.StartsWith(FreeFieldPrefix, StringComparison.Ordinal) && name.Length > FreeFieldPrefix.Length);

    /// <summary>Whether the app can look for users by a value of this field.</summary>
    public bool CanSearch(string field) => SearchableFields.Contains(field)
        || (FreeFieldPrefix is not null && SearchableFields.Contains(FreeFieldPrefix) && field.StartsWith(FreeFieldPrefix, StringComparison.Ordinal));
}
