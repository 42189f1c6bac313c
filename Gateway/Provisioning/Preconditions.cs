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
        return ifMatch.Split(',').Any(tag => OfLink(tag) == Opaque(version))
            ? null
            : new(412, null, $"Connection '{link.Connection}': the resource has version {version} now, not {ifMatch}.");
    }

    /// <summary>If-None-Match: whether the client has this version already.</summary>
    public static bool IsCurrent(string? ifNoneMatch, string? version) =>
        ifNoneMatch is not null && version is not null && (ifNoneMatch.Trim() == "*" || ifNoneMatch.Split(',').Any(tag => Opaque(tag) == Opaque(version)));

    /// <summary>The link's part of a tag, <c>"3"</c> of <c>W/"3-5f2c"</c>: what stands behind it tells of the app's own state, which no tag can guard.</summary>
    private static string OfLink(string tag)
    {
        var opaque = Opaque(tag);
        var dash = opaque.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? opaque : opaque[..dash] + '"';
    }

    private static string Opaque(string tag)
    {
        var trimmed = tag.Trim();
        return trimmed.StartsWith("W/", StringComparison.Ordinal) ? trimmed[2..] : trimmed;
    }
}
