using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

/// <summary>One change (RFC 7644 section 3.5.2), checked against the schema. Immutable.</summary>
/// <param name="Op">What to do.</param>
/// <param name="Path">Where. An operation that came without path was split into one operation a key.</param>
/// <param name="Value">
/// In the attribute's type. Add, replace: <see cref="ScimNull"/> unassigns, also as a part of an object. Remove: null for all that the path selects, or the list of the
/// values to take away (Entra's form). A multi-valued attribute without filter has an array here.
/// </param>
public sealed record PatchOperation(PatchOp Op, PatchPath Path, ScimValue? Value);

/// <summary>RFC 7644 section 3.5.2.</summary>
public enum PatchOp
{
    /// <summary>add</summary>
    Add,

    /// <summary>replace</summary>
    Replace,

    /// <summary>remove</summary>
    Remove,
}
