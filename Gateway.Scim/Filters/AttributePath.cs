namespace Gateway.Scim.Filters;

/// <summary>
/// <c>[URN:]attribute[.subAttribute]</c> (RFC 7644 section 3.10). Names keep the spelling that arrived; they compare
/// without case. Equality is without case.
/// </summary>
/// <param name="Schema">The schema URN before the attribute, without the last colon; null when none was given.</param>
public sealed record AttributePath(string? Schema, string Attribute, string? SubAttribute)
{
    /// <inheritdoc/>
    public bool Equals(AttributePath? other) => other is not null
        && StringComparer.OrdinalIgnoreCase.Equals(Schema, other.Schema)
        && StringComparer.OrdinalIgnoreCase.Equals(Attribute, other.Attribute)
        && StringComparer.OrdinalIgnoreCase.Equals(SubAttribute, other.SubAttribute);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Attribute);

    /// <summary>As it is written in a filter.</summary>
    public override string ToString() =>
        $"{(Schema is null ? "" : Schema + ":")}{Attribute}{(SubAttribute is null ? "" : "." + SubAttribute)}";
}
