using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Filters;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Quirks.Microsoft;

namespace Gateway.Scim.Schemas;

/// <summary>A resource type (RFC 7643 section 6): endpoint, core schema and extensions. Immutable; one instance a type.</summary>
public sealed record ResourceSchema
{
    private static readonly SearchValues<char> _versionChars = SearchValues.Create("0123456789.");

    private readonly FrozenDictionary<string, AttributeDefinition> _common;
    private readonly FrozenDictionary<string, AttributeDefinition> _core;
    private readonly FrozenDictionary<string, SchemaDefinition> _extensions;
    private readonly FrozenDictionary<AttributeDefinition, AttributePlaces> _places;

    private ResourceSchema(string name, string endpoint, string description, SchemaDefinition core, params SchemaDefinition[] extensions)
    {
        (Name, Endpoint, Description, Core, Extensions) = (name, endpoint, description, core, extensions);
        _common = CommonAttributes.All.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
        _core = core.Attributes.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
        _extensions = extensions.ToFrozenDictionary(e => e.Id, StringComparer.OrdinalIgnoreCase);
        _places = CommonAttributes.All.Concat(core.Attributes).Select(attribute => KeyValuePair.Create(attribute, new AttributePlaces(null, attribute)))
            .Concat(extensions.SelectMany(e => e.Attributes.Select(attribute => KeyValuePair.Create(attribute, new AttributePlaces(e.Id, attribute)))))
            .ToFrozenDictionary(ReferenceEqualityComparer.Instance);
    }

    /// <summary>Core User and enterprise User (RFC 7643 sections 4.1 and 4.3).</summary>
    public static ResourceSchema User { get; } = new("User", "/Users", "User Account", UserSchema.Core, EnterpriseUserSchema.Extension);

    /// <summary>Core Group (RFC 7643 section 4.2).</summary>
    public static ResourceSchema Group { get; } = new("Group", "/Groups", "Group", GroupSchema.Core);

    /// <summary>The resource type's name, as in <c>meta.resourceType</c>.</summary>
    public string Name { get; }

    /// <summary>The endpoint relative to the SCIM base URL, with a leading slash.</summary>
    public string Endpoint { get; }

    /// <summary>For people.</summary>
    public string Description { get; }

    /// <summary>The core schema.</summary>
    public SchemaDefinition Core { get; }

    /// <summary>The known extensions; none is required.</summary>
    public IReadOnlyList<SchemaDefinition> Extensions { get; }

    /// <summary>Whether a name is a schema URN and so, at a resource's top level, holds an extension: it has a colon, which no attribute name has.</summary>
    public static bool IsUrn(string name) => name.Contains(':', StringComparison.Ordinal);

    /// <summary>A top-level attribute, common or core; null when there is none of that name.</summary>
    public AttributeDefinition? FindCore(string name) =>
        _core.TryGetValue(name, out var core) ? core : _common.GetValueOrDefault(name);

    /// <summary>A known extension by URN, without case; null when it is unknown.</summary>
    public SchemaDefinition? FindExtension(string urn) => _extensions.GetValueOrDefault(urn);

    /// <summary>
    /// Finds what a path names. Accepted: names of the core schema, bare or behind its URN; names of a known extension, behind
    /// its URN or bare (Entra sends <c>manager</c>); a URN alone; anything behind an unknown URN, untyped. A bare or core name
    /// that no schema has, and an unknown sub-attribute of a known attribute, is refused with <paramref name="reason"/>.
    /// </summary>
    public bool TryResolve(AttributePath path, [NotNullWhen(true)] out ResolvedAttribute? resolved, [NotNullWhen(false)] out string? reason)
    {
        (resolved, reason) = (null, null);
        path = DottedUrnQuirk.Read(path, this);
        if (path.Schema is null)
        {
            return IsUrn(path.Attribute)
                ? TryResolveUrn(path.Attribute, out resolved, out reason)
                : TryResolveBare(path, out resolved, out reason);
        }

        if (path.Schema.Equals(Core.Id, StringComparison.OrdinalIgnoreCase))
        {
            return TryResolveBare(path with { Schema = null }, out resolved, out reason);
        }

        if (path.SubAttribute is null && EndsInSchemaName(path))
        {
            return TryResolveUrn($"{path.Schema}:{path.Attribute}", out resolved, out reason);
        }

        var extension = FindExtension(path.Schema);
        return TryResolveIn(extension?.Id ?? path.Schema, extension?.Find(path.Attribute), path, out resolved, out reason);
    }

    /// <summary>Whether a path that this type does not have is one of <paramref name="others"/>. What stands behind this type's own URN is nobody else's.</summary>
    internal bool IsElsewhere(AttributePath path, IReadOnlyList<ResourceSchema> others) =>
        !Core.Id.Equals(path.Schema, StringComparison.OrdinalIgnoreCase) && others.Any(other => other != this && other.TryResolve(path, out _, out _));

    /// <inheritdoc/>
    public bool Equals(ResourceSchema? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Core.Id);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private bool TryResolveUrn(string urn, out ResolvedAttribute? resolved, out string? reason)
    {
        var isCore = urn.Equals(Core.Id, StringComparison.OrdinalIgnoreCase);
        resolved = isCore ? null : new ResolvedAttribute(FindExtension(urn)?.Id ?? urn, null, null, null, null);
        reason = isCore ? $"'{urn}' is the schema of the whole resource, not an attribute of it." : null;
        return !isCore;
    }

    private bool TryResolveBare(AttributePath path, out ResolvedAttribute? resolved, out string? reason)
    {
        if (FindCore(path.Attribute) is { } core)
        {
            return TryResolveIn(null, core, path, out resolved, out reason);
        }

        if (TopLevelEnterpriseQuirk.Find(path.Attribute, this) is var (extension, definition))
        {
            return TryResolveIn(extension.Id, definition, path, out resolved, out reason);
        }

        (resolved, reason) = (null, $"A {Name} has no attribute '{path.Attribute}'.");
        return false;
    }

    private bool TryResolveIn(string? extension, AttributeDefinition? definition, AttributePath path, out ResolvedAttribute? resolved, out string? reason)
    {
        if (definition is null)
        {
            (resolved, reason) = (new ResolvedAttribute(extension, path.Attribute, null, path.SubAttribute, null), null);
            return true;
        }

        var places = _places[definition];
        resolved = path.SubAttribute is null ? places.Whole : places.Part(path.SubAttribute);
        reason = resolved is null ? $"The attribute '{definition.Name}' has no sub-attribute '{path.SubAttribute}'." : null;
        return resolved is not null;
    }

    // "urn:…:2.0:User" reads as attribute "User" of "urn:…:2.0": the version before the last name tells that it is the URN itself.
    private static bool EndsInSchemaName(AttributePath path)
    {
        var version = path.Schema.AsSpan()[(path.Schema!.LastIndexOf(':') + 1)..];
        return !version.IsEmpty && char.IsAsciiDigit(version[0]) && !version.ContainsAnyExcept(_versionChars);
    }
}
