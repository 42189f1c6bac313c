using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// The target of a PATCH operation (RFC 7644 figure 7): <c>attribute</c>, <c>attribute.sub</c>, <c>attribute[filter]</c> or
/// <c>attribute[filter].sub</c>, known to the schema or behind an unknown URN. Immutable.
/// </summary>
public sealed record PatchPath
{
    // A filter in brackets may be as long as a filter elsewhere.
    private const int MaxLength = FilterParser.MaxLength;

    // A name that stands before a thousand keys is copied a thousand times.
    private const int MaxNameLength = 512;

    private PatchPath(ResolvedAttribute target, Filter? valueFilter) => (Target, ValueFilter) = (target, valueFilter);

    /// <summary>The attribute as the schema spells it, an extension's behind its URN; a URN alone is the whole extension.</summary>
    public AttributePath Attribute => Target.Name is null
        ? new AttributePath(null, Target.Extension!, null)
        : new AttributePath(Target.Extension, Target.Name, null);

    /// <summary>Selects among the values of a multi-valued attribute; null: all of them.</summary>
    public Filter? ValueFilter { get; }

    /// <summary>The part of the attribute, or of the selected values; null: whole values.</summary>
    public string? SubAttribute => Target.SubName;

    internal ResolvedAttribute Target { get; }

    /// <summary>
    /// Reads a path. 400 invalidPath when it is malformed, names a core attribute or a sub-attribute that does not exist, or selects among
    /// the values of an attribute that has one; 400 invalidFilter when the filter in the brackets is not valid.
    /// </summary>
    public static Outcome<PatchPath> Parse(string text, ResourceSchema schema)
    {
        if (text.Length > MaxLength)
        {
            return ScimError.InvalidPath($"The path has {text.Length} characters (at most {MaxLength}).");
        }

        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        var before = bracket < 0 ? text.AsSpan() : text.AsSpan(0, bracket);
        if (before.Length > MaxNameLength)
        {
            return ScimError.InvalidPath($"The attribute of the path has {before.Length} characters (at most {MaxNameLength}).");
        }

        if (!AttributePath.TryParse(before.Trim(), out var path))
        {
            return Malformed(text);
        }

        if (!schema.TryResolve(path, out var target, out var reason))
        {
            return ScimError.InvalidPath(reason);
        }

        return bracket < 0 ? new PatchPath(target, null) : ParseValuePath(text, bracket, path, target);
    }

    /// <summary>As it is written in a request.</summary>
    public override string ToString() =>
        $"{Attribute}{(ValueFilter is null ? "" : $"[{FilterWriter.Write(ValueFilter)}]")}{(SubAttribute is null ? "" : "." + SubAttribute)}";

    private static Outcome<PatchPath> ParseValuePath(string text, int bracket, AttributePath path, ResolvedAttribute target)
    {
        if (path.SubAttribute is not null || target.Name is null)
        {
            return Malformed(text);
        }

        if (target.Definition is { } known && !(known.MultiValued && known.Type == AttributeType.Complex))
        {
            return ScimError.InvalidPath($"'{known.Name}' has no values to select among.");
        }

        var reader = new FilterReader(text, bracket + 1);
        if (!reader.ReadBracketed().TryGet(out var filter, out var error)
            || !FilterChecker.CheckInside(filter, target.Definition).TryGet(out filter, out error))
        {
            return error;
        }

        var rest = text.AsSpan(reader.Position).TrimEnd();
        if (rest.IsEmpty)
        {
            return new PatchPath(target, filter);
        }

        if (rest[0] != '.' || !AttributePath.TryParse(rest[1..], out var sub) || sub.Schema is not null || sub.SubAttribute is not null
            || ResourceSchema.IsUrn(sub.Attribute))
        {
            return Malformed(text);
        }

        var definition = target.Definition?.Sub(sub.Attribute);
        return target.Definition is not null && definition is null
            ? ScimError.InvalidPath($"The attribute '{target.Name}' has no sub-attribute '{sub.Attribute}'.")
            : new PatchPath(target with { SubName = definition?.Name ?? sub.Attribute, SubDefinition = definition }, filter);
    }

    private static ScimError Malformed(string text) =>
        ScimError.InvalidPath($"The path '{(text.Length <= 200 ? text : text[..200])}' is not of the form attribute, attribute.sub or attribute[filter].sub.");
}
