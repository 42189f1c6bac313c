using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

/// <summary>What a PATCH operation does (RFC 7644 section 3.5.2).</summary>
public enum PatchOp
{
    /// <summary>Adds values, or sets an attribute that has none.</summary>
    Add,

    /// <summary>Takes values away.</summary>
    Remove,

    /// <summary>Puts values in the place of others.</summary>
    Replace,
}

/// <summary>One operation of a PATCH.</summary>
/// <param name="Path">null: <paramref name="Value"/> is an object whose names are the paths.</param>
/// <param name="Value">null when the request has none (remove).</param>
public sealed record PatchOperation(PatchOp Op, PatchPath? Path, ScimValue? Value);
