using Gateway.Scim.Resources;

namespace Gateway.Transforms;

/// <summary>An example of a script: a resource, and what the rules must make of it. Null expectations are not checked.</summary>
/// <param name="Name">As the admin called it, or its number.</param>
/// <param name="Path">Its place in the exports.</param>
/// <param name="Fields">App fields with the values wanted; null: the field must not be filled. Fields that are not listed are not checked.</param>
/// <param name="Group">The app group wanted; the empty string: the group must be refused.</param>
internal sealed record Example(
    string Name,
    IReadOnlyList<string> Path,
    ScimObject Given,
    string? Username,
    IReadOnlyDictionary<string, string?> Fields,
    UserStatus? Status,
    string? Reason,
    IReadOnlyList<string>? AddTo,
    IReadOnlyList<string>? RemoveFrom,
    string? Group)
{
    /// <summary>For an example of <c>errors</c>; null: it is about a user or a group.</summary>
    public ErrorExample? Error { get; init; }
}

/// <summary>An answer of the app, and what <c>errors</c> must make of it.</summary>
/// <param name="Expected">Null: no rule may match. Its scimType and detail are checked where they are given.</param>
internal sealed record ErrorExample(int Status, string Message, ErrorAnswer? Expected);
