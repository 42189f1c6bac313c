using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>What is kept of a group.</summary>
internal static class GroupLinks
{
    public static Link Confirmed(Operation operation, Link link, ScimObject resource)
    {
        var now = operation.Clock.GetUtcNow();
        return link with
        {
            IdpName = resource.GetString("displayName") ?? link.IdpName,
            ExternalId = resource.GetString("externalId"),
            Attributes = resource.Without("schemas").Without("id").Without("meta").Without("members").Without("displayName").Without("externalId"),
            State = LinkState.Live,
            NameProvedAt = now,
            Version = link.Version + 1,
            LastModified = now,
        };
    }

    /// <summary>The group as Entra last wrote it, without members: the base of a PATCH.</summary>
    public static ScimObject Written(Link link)
    {
        var resource = link.Attributes.With("displayName", new ScimString(link.IdpName ?? link.AppName));
        return link.ExternalId is null ? resource : resource.With("externalId", new ScimString(link.ExternalId));
    }

    /// <summary>Ids of a resource's <c>members</c>, each once.</summary>
    public static IReadOnlyList<string> MemberIds(ScimObject resource) =>
        [.. (resource["members"] as ScimArray ?? ScimArray.Empty)
            .Select(member => (member as ScimObject)?.GetString("value") ?? (member as ScimString)?.Value)
            .OfType<string>()
            .Where(id => id.Length > 0)
            .Distinct(StringComparer.Ordinal)];
}
