using Gateway.Scim.Patching;

namespace Gateway.Scim.Resources;

/// <summary>A Group (RFC 7643 section 4.2) read by name; a view of <paramref name="Source"/>. What is absent is null. Immutable.</summary>
public sealed record GroupResource(ScimObject Source)
{
    /// <summary>id, given by the service provider.</summary>
    public string? Id => Source.GetString("id");

    /// <summary>externalId, given by the client.</summary>
    public string? ExternalId => Source.GetString("externalId");

    /// <summary>displayName</summary>
    public string? DisplayName => Source.GetString("displayName");

    /// <summary>Ids of the members, each once; null when the resource says nothing of members.</summary>
    public IReadOnlyList<string>? MemberIds => Source["members"] is { } members ? GroupPatch.Ids(members) : null;
}
