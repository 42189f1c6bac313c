using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>
/// <c>[URN:]attribute[.subAttribute]</c> (RFC 7644 section 3.10). Names keep the spelling that arrived; they compare
/// without case. Equality is without case. A schema URN alone (a whole extension) is an <paramref name="Attribute"/>, as it is
/// in the resource itself.
/// </summary>
/// <param name="Schema">The schema URN before the attribute, without the last colon; null when none was given.</param>
/// <param name="Attribute">The attribute, or a schema URN alone.</param>
/// <param name="SubAttribute">The part of it; null when the path names none.</param>
public sealed record AttributePath(string? Schema, string Attribute, string? SubAttribute)
{
    private static readonly SearchValues<char> _nameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$");

    // Neither filter syntax nor blanks: what is left of RFC 3986 and of what providers put into URNs.
    private static readonly SearchValues<char> _notInUrn = SearchValues.Create(" \t\r\n\"\\()[]{}<>,");

    private AttributePath(AttributePath original) => (Schema, Attribute, SubAttribute, Position) = (original.Schema, original.Attribute, original.SubAttribute, original.Position);

    /// <summary>Where the path starts in the text that it was read from, from 1; 0: it was not read from a text. No part of equality.</summary>
    internal int Position { get; private init; }

    // Where a path that was checked leads, so that it is not found anew in each of a hundred thousand resources. No part of equality, nor of a copy.
    private ResourceSchema? KnownTo { get; init; }

    private ResolvedAttribute? Known { get; init; }

    /// <summary>
    /// Reads a path; false when it is not of the grammar. The last colon ends the URN
    /// (<c>urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value</c>); where what follows it is no attribute
    /// name (<c>http://host/2.0/Group</c>), the whole text is taken for a schema URN.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out AttributePath? path) => TryParse(text, 0, out path);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AttributePath?)"/>
    /// <param name="position">Where <paramref name="text"/> starts in the whole text, from 1.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, int position, [NotNullWhen(true)] out AttributePath? path)
    {
        path = null;
        var colon = text.LastIndexOf(':');
        if (colon == 0 || (colon > 0 && text.ContainsAny(_notInUrn)))
        {
            return false;
        }

        var local = text[(colon + 1)..];
        var dot = local.IndexOf('.');
        var name = dot < 0 ? local : local[..dot];
        var sub = dot < 0 ? default : local[(dot + 1)..];
        if (IsName(name) && (dot < 0 || IsName(sub)))
        {
            path = new AttributePath(colon < 0 ? null : KnownTexts.Of(text[..colon]), KnownTexts.Of(name), dot < 0 ? null : KnownTexts.Of(sub)) { Position = position };
        }
        else if (colon > 0 && !local.IsEmpty)
        {
            path = new AttributePath(null, KnownTexts.Of(text), null) { Position = position };
        }

        return path is not null;
    }

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

    /// <summary>The path of a filter that was checked.</summary>
    internal AttributePath Checked(ResourceSchema schema, ResolvedAttribute resolved) => new(this) { KnownTo = schema, Known = resolved };

    /// <summary>Where the path leads in a resource; null when the schema has no such attribute.</summary>
    internal ResolvedAttribute? In(ResourceSchema schema) => KnownTo == schema ? Known
        : schema.TryResolve(this, out var resolved, out _) ? resolved : null;

    // RFC 7644 figure 1: ATTRNAME = ALPHA *(nameChar); "$ref" is the one name that starts otherwise.
    private static bool IsName(ReadOnlySpan<char> name) =>
        !name.IsEmpty && (char.IsAsciiLetter(name[0]) || (name[0] == '$' && name.Length > 1)) && !name.ContainsAnyExcept(_nameChars);
}
