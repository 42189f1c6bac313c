using Gateway.Scim.Filters;
using Gateway.Scim.Resources;

namespace Gateway.Provisioning;

/// <summary>The attributes by which a resource is found without reading them all.</summary>
internal enum LookupKey
{
    /// <summary>No such term: every stored resource is looked at.</summary>
    None,
    Id,
    IdpName,
    ExternalId,
    Email,
}

/// <summary>How a filter is answered: by one key, and whether the key says it all or the rest is evaluated on what is stored.</summary>
/// <param name="IsWhole">The filter is this one comparison: unlinked users of the app are looked for as well.</param>
internal sealed record LookupPlan(LookupKey Key, string Value, bool IsWhole)
{
    /// <param name="idpName"><c>userName</c> for users, <c>displayName</c> for groups.</param>
    public static LookupPlan For(Filter filter, string idpName) => filter switch
    {
        AndFilter and => Narrower(For(and.Left, idpName), For(and.Right, idpName)),
        ComparisonFilter { Operator: ComparisonOperator.Equal, Value: ScimString value } comparison => new(KeyOf(comparison.Path, idpName), value.Value, true),
        ValuePathFilter { Path: { Attribute: var attribute, SubAttribute: null }, Then: ComparisonFilter { Operator: ComparisonOperator.Equal, Value: ScimString value } then }
            when Is(attribute, "emails") && Is(then.Path.Attribute, "value") => new(LookupKey.Email, value.Value, true),
        _ => Scan,
    };

    private static LookupPlan Scan { get; } = new(LookupKey.None, string.Empty, false);

    private static LookupPlan Narrower(LookupPlan left, LookupPlan right)
    {
        var best = left.Key != LookupKey.None && (right.Key == LookupKey.None || left.Key <= right.Key) ? left : right;
        return best.Key is LookupKey.None or LookupKey.Email ? Scan : best with { IsWhole = false };
    }

    private static LookupKey KeyOf(AttributePath path, string idpName) => (path.Attribute, path.SubAttribute) switch
    {
        (var name, null) when Is(name, "id") => LookupKey.Id,
        (var name, null) when Is(name, idpName) => LookupKey.IdpName,
        (var name, null) when Is(name, "externalId") => LookupKey.ExternalId,
        (var name, null) when Is(name, "emails") => LookupKey.Email,
        (var name, { } sub) when Is(name, "emails") && Is(sub, "value") => LookupKey.Email,
        _ => LookupKey.None,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
