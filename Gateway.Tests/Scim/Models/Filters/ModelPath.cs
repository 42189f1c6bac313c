namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>Where a filter or an operation points. Names are spelled as the schema spells them.</summary>
/// <param name="Urn">The extension; null: the resource's top level.</param>
/// <param name="Name">Null: the whole extension.</param>
internal sealed record ModelPath(string? Urn, string? Name, string? Sub = null)
{
    public override string ToString() => $"{Urn}{(Urn is null || Name is null ? "" : ":")}{Name}{(Sub is null ? "" : "." + Sub)}";
}
