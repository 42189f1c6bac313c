using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Schemas;

/// <summary>Bounds of the names that end up in other systems' names, paths and queries.</summary>
internal static class TextRules
{
    // The column width of user and group names in the products that are provisioned.
    private const int MaxNameLength = 255;

    /// <summary>400 invalidValue for a userName or displayName over 255 characters, and for control characters in one of them or in externalId; else null.</summary>
    internal static ScimError? Check(string? extension, string name, ScimValue value)
    {
        if (extension is not null || value is not ScimString { Value: var text })
        {
            return null;
        }

        var isName = name is "userName" or "displayName";
        if (isName && text.Length > MaxNameLength)
        {
            return ScimError.InvalidValue($"The value of '{name}' has {text.Length} characters (at most {MaxNameLength}).");
        }

        return (isName || name == "externalId") && text.Any(char.IsControl)
            ? ScimError.InvalidValue($"The value of '{name}' has a control character.")
            : null;
    }
}
