using Gateway.Scim.Bulk;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Messages;

/// <summary>What the service can do (RFC 7643 section 5). Immutable.</summary>
public sealed record ServiceProviderConfig
{
    /// <summary>urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig</summary>
    public const string Urn = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    /// <summary>URL of the documentation for people; null: none is named. Default null.</summary>
    public string? DocumentationUri { get; init; }

    /// <summary>Whether PATCH works. Default true.</summary>
    public bool Patch { get; init; } = true;

    /// <summary>Operations of the largest bulk request; 0: no bulk. Default 1 000.</summary>
    public int BulkMaxOperations { get; init; } = BulkRequest.MaxOperations;

    /// <summary>Bytes of the largest bulk request. Default 8 MiB.</summary>
    public long BulkMaxPayloadBytes { get; init; } = BulkRequest.MaxPayloadBytes;

    /// <summary>Resources on the largest page; 0: no filter. Default 100.</summary>
    public int FilterMaxResults { get; init; } = 100;

    /// <summary>Whether a password can be changed. Default false.</summary>
    public bool ChangePassword { get; init; }

    /// <summary>Whether lists can be sorted. Default true.</summary>
    public bool Sort { get; init; } = true;

    /// <summary>Whether resources have ETags. Default true.</summary>
    public bool Etag { get; init; } = true;

    /// <summary>Ways to authenticate, the best first. Default none.</summary>
    public IReadOnlyList<AuthenticationScheme> AuthenticationSchemes { get; init; } = [];

    /// <summary>The resource.</summary>
    /// <param name="location">Absolute URL of it.</param>
    public ScimObject ToObject(string location)
    {
        var config = ScimObject.Of(("schemas", ScimArray.Own(new ScimString(Urn))));
        if (DocumentationUri is not null)
        {
            config = config.With("documentationUri", new ScimString(DocumentationUri));
        }

        return config
            .With("patch", Supported(Patch))
            .With("bulk", Supported(BulkMaxOperations > 0).With("maxOperations", ScimNumber.Of(BulkMaxOperations)).With("maxPayloadSize", ScimNumber.Of(BulkMaxPayloadBytes)))
            .With("filter", Supported(FilterMaxResults > 0).With("maxResults", ScimNumber.Of(FilterMaxResults)))
            .With("changePassword", Supported(ChangePassword))
            .With("sort", Supported(Sort))
            .With("etag", Supported(Etag))
            .With("authenticationSchemes", new ScimArray(AuthenticationSchemes.Select((scheme, i) => scheme.ToObject(isPrimary: i == 0))))
            .With("meta", ScimObject.Of(("resourceType", new ScimString("ServiceProviderConfig")), ("location", new ScimString(location))));
    }

    private static ScimObject Supported(bool value) => ScimObject.Of(("supported", ScimValue.From(value)));
}

/// <summary>A way to authenticate (RFC 7643 section 5).</summary>
/// <param name="Type">oauth, oauth2, oauthbearertoken, httpbasic or httpdigest.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">For people.</param>
public sealed record AuthenticationScheme(string Type, string Name, string Description)
{
    /// <summary>URL of the scheme's specification; null: none is named. Default null.</summary>
    public string? SpecUri { get; init; }

    /// <summary>URL of the scheme's documentation for people; null: none is named. Default null.</summary>
    public string? DocumentationUri { get; init; }

    internal ScimObject ToObject(bool isPrimary)
    {
        var scheme = ScimObject.Of(("type", new ScimString(Type)), ("name", new ScimString(Name)), ("description", new ScimString(Description)));
        scheme = SpecUri is null ? scheme : scheme.With("specUri", new ScimString(SpecUri));
        scheme = DocumentationUri is null ? scheme : scheme.With("documentationUri", new ScimString(DocumentationUri));
        return scheme.With("primary", ScimValue.From(isPrimary));
    }
}
