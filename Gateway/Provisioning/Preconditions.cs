using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>If-Match against the weak entity tag of a link (RFC 7644 section 3.14).</summary>
internal static class Preconditions
{
    /// <summary>412 when none of the tags is the stored version; null to go on.</summary>
    public static ScimError? Check(Link link, string? ifMatch)
    {
        if (ifMatch is null || ifMatch.Trim() == "*")
        {
            return null;
        }

        var version = ResourceRendering.Version(link);
        return ifMatch.Split(',').Any(tag => Opaque(tag) == Opaque(version))
            ? null
            : new(412, null, $"Connection '{link.Connection}': the resource has version {version} now, not {ifMatch}.");
    }

    /// <summary>If-None-Match: whether the client has this version already.</summary>
    public static bool IsCurrent(string? ifNoneMatch, string? version) =>
        ifNoneMatch is not null && version is not null && (ifNoneMatch.Trim() == "*" || ifNoneMatch.Split(',').Any(tag => Opaque(tag) == Opaque(version)));

    private static string Opaque(string tag)
    {
        var trimmed = tag.Trim();
        return trimmed.StartsWith("W/", StringComparison.Ordinal) ? trimmed[2..] : trimmed;
    }
}
