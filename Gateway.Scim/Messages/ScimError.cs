using System.Globalization;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Messages;

/// <summary>
/// A SCIM error as a value (RFC 7644 section 3.12): HTTP status, optional scimType of table 9, and a detail that a
/// person can act on: at most 1 000 characters, those in the middle left out, and none that a terminal would obey. <paramref name="RetryAfter"/>
/// becomes the Retry-After header (whole seconds, at least 1).
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ScimType">A word of table 9; null: the status says it all.</param>
/// <param name="Detail">For people; never a secret.</param>
/// <param name="RetryAfter">When to ask again; null: not told.</param>
public sealed record ScimError(int Status, string? ScimType, string Detail, TimeSpan? RetryAfter = null)
{
    private readonly string _detail = Printable.Of(Detail);

    /// <summary>For people.</summary>
    public string Detail
    {
        get => _detail;
        init => _detail = Printable.Of(value);
    }

    /// <summary>urn:ietf:params:scim:api:messages:2.0:Error</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>400 invalidFilter: the filter is not valid, or names an attribute that does not exist.</summary>
    public static ScimError InvalidFilter(string detail) => new(400, "invalidFilter", detail);

    /// <summary>400 tooMany: the filter yields more than can be answered truthfully.</summary>
    public static ScimError TooMany(string detail) => new(400, "tooMany", detail);

    /// <summary>409 uniqueness: a value is in use already.</summary>
    public static ScimError Uniqueness(string detail) => new(409, "uniqueness", detail);

    /// <summary>400 mutability: the change is not compatible with the target's mutability or state.</summary>
    public static ScimError Mutability(string detail) => new(400, "mutability", detail);

    /// <summary>400 invalidSyntax: the body is not JSON, or not of the message's shape.</summary>
    public static ScimError InvalidSyntax(string detail) => new(400, "invalidSyntax", detail);

    /// <summary>400 invalidPath: a PATCH path is malformed or names an attribute that does not exist.</summary>
    public static ScimError InvalidPath(string detail) => new(400, "invalidPath", detail);

    /// <summary>400 noTarget: the path's filter matches nothing where it must.</summary>
    public static ScimError NoTarget(string detail) => new(400, "noTarget", detail);

    /// <summary>400 invalidValue: a required value is missing, or a value does not fit the attribute.</summary>
    public static ScimError InvalidValue(string detail) => new(400, "invalidValue", detail);

    /// <summary>404: the resource does not exist; nothing else is ever answered with this.</summary>
    public static ScimError NotFound(string detail) => new(404, null, detail);

    /// <summary>The error as a resource; <c>status</c> is a string on the wire (RFC 7644 section 3.12).</summary>
    public ScimObject ToObject()
    {
        var error = ScimObject.Of(
            ("schemas", ScimArray.Own(new ScimString(Urn))),
            ("status", new ScimString(Status.ToString(CultureInfo.InvariantCulture))));
        if (ScimType is not null)
        {
            error = error.With("scimType", new ScimString(ScimType));
        }

        return error.With("detail", new ScimString(Detail));
    }
}
