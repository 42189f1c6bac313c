using Gateway.Scim.Quirks.Entra;

namespace Gateway.Scim.Resources;

/// <summary>
/// A User (RFC 7643 section 4.1) read by name. A view of <paramref name="Source"/>, which holds everything, also what has no property
/// here. What is absent, or not of its type, is null. Immutable.
/// </summary>
public sealed record UserResource(ScimObject Source)
{
    /// <summary>id, given by the service provider.</summary>
    public string? Id => Source.GetString("id");

    /// <summary>externalId, given by the client.</summary>
    public string? ExternalId => Source.GetString("externalId");

    /// <summary>userName with the identity provider.</summary>
    public string? UserName => Source.GetString("userName");

    /// <summary>displayName</summary>
    public string? DisplayName => Source.GetString("displayName");

    /// <summary>title</summary>
    public string? Title => Source.GetString("title");

    /// <summary>active, also where it stands as text (<c>"False"</c>).</summary>
    public bool? Active => Source["active"] switch
    {
        ScimBoolean flag => flag.Value,
        ScimString text => BooleanTextQuirk.Read(text)?.Value,
        _ => null,
    };

    /// <summary>name.formatted</summary>
    public string? FormattedName => Name("formatted");

    /// <summary>name.givenName</summary>
    public string? GivenName => Name("givenName");

    /// <summary>name.familyName</summary>
    public string? FamilyName => Name("familyName");

    /// <summary>emails, in order; those without a value left out.</summary>
    public IReadOnlyList<TypedValue> Emails => TypedValue.List(Source["emails"]);

    /// <summary>phoneNumbers, in order; those without a value left out.</summary>
    public IReadOnlyList<TypedValue> PhoneNumbers => TypedValue.List(Source["phoneNumbers"]);

    /// <summary>Id of the manager, from the enterprise extension.</summary>
    public string? ManagerId => (Source[Schemas.EnterpriseUserSchema.Urn] as ScimObject)?["manager"] switch
    {
        ScimObject manager => manager.GetString("value"),
        ScimString text => text.Value,
        _ => null,
    };

    private string? Name(string part) => (Source["name"] as ScimObject)?.GetString(part);
}

/// <summary>A value of a multi-valued attribute (RFC 7643 section 2.4).</summary>
/// <param name="Value">value</param>
/// <param name="Type">type; null when it has none.</param>
/// <param name="Primary">primary; false when it says nothing.</param>
public sealed record TypedValue(string Value, string? Type, bool Primary)
{
    internal static IReadOnlyList<TypedValue> List(ScimValue? values)
    {
        List<TypedValue> list = [];
        foreach (var item in values as ScimArray ?? ScimArray.Empty)
        {
            if (item is ScimObject complex && complex.GetString("value") is { } value)
            {
                list.Add(new TypedValue(value, complex.GetString("type"), Patching.Elements.IsPrimary(complex)));
            }
        }

        return list;
    }
}
