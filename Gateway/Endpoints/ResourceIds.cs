using Gateway.Scim.Messages;

namespace Gateway.Endpoints;

/// <summary>Ids as they come in paths.</summary>
internal static class ResourceIds
{
    // Encoded ids are at most 512 characters; what is longer is nobody's.
    private const int MaxLength = 600;

    /// <summary>404 for an absurd id, before anybody is asked; else null.</summary>
    public static ScimError? Check(ScimCall call, string resource, string id) => id.Length is 0 or > MaxLength || id.Any(char.IsControl)
        ? ScimError.NotFound($"Connection '{call.Connection.Name}' has no such {resource.ToLowerInvariant()}.")
        : null;
}
