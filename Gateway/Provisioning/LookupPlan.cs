using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

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
/// <param name="Path">What the one comparison is about; null: there is none.</param>
internal sealed record LookupPlan(LookupKey Key, string Value, bool IsWhole, AttributePath? Path = null)
{
    /// <summary>The plan for a filter on resources of that type; no filter takes them all.</summary>
    public static LookupPlan For(Filter? filter, ResourceSchema type) => filter switch
    {
        AndFilter and => Narrower(For(and.Left, type), For(and.Right, type)),
        ComparisonFilter { Operator: ComparisonOperator.Equal, Value: ScimString value } comparison => new(KeyOf(comparison.Path, type), value.Value, true, comparison.Path),
        ValuePathFilter { Path: { SubAttribute: null } path, Then: ComparisonFilter { Operator: ComparisonOperator.Equal, Value: ScimString value } then }
            when KeyOf(path, type) == LookupKey.Email && Is(then.Path.Attribute, "value") => new(LookupKey.Email, value.Value, true),
        _ => Scan,
    };

    /// <summary>No key: every stored resource is looked at.</summary>
    public static LookupPlan Scan { get; } = new(LookupKey.None, string.Empty, false);

    private static LookupPlan Narrower(LookupPlan left, LookupPlan right)
    {
        var best = left.Key != LookupKey.None && (right.Key == LookupKey.None || left.Key <= right.Key) ? left : right;
        return best.Key is LookupKey.None or LookupKey.Email ? Scan : best with { IsWhole = false };
    }

    // Behind the URN of an extension stands another attribute, whatever its name.
    private static LookupKey KeyOf(AttributePath path, ResourceSchema type) =>
        path.Schema is null || Is(path.Schema, type.Core.Id) ? KeyOf(path.Attribute, path.SubAttribute, type) : LookupKey.None;

    private static LookupKey KeyOf(string name, string? sub, ResourceSchema type) => sub switch
    {
        null when Is(name, "id") => LookupKey.Id,
        null when Is(name, type == ResourceSchema.User ? "userName" : "displayName") => LookupKey.IdpName,
        null when Is(name, "externalId") => LookupKey.ExternalId,
        null when Is(name, "emails") => LookupKey.Email,
        not null when Is(name, "emails") && Is(sub, "value") => LookupKey.Email,
        _ => LookupKey.None,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
