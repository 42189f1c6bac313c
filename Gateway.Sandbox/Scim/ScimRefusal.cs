namespace Gateway.Sandbox.Scim;

/// <summary>Why a request is refused (RFC 7644 section 3.12).</summary>
/// <param name="status">HTTP status.</param>
/// <param name="scimType">A word of table 9; null: none.</param>
internal sealed class ScimRefusal(int status, string? scimType, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string? ScimType { get; } = scimType;

    public static ScimRefusal Syntax(string detail) => new(400, "invalidSyntax", detail);

    public static ScimRefusal Value(string detail) => new(400, "invalidValue", detail);

    public static ScimRefusal Path(string detail) => new(400, "invalidPath", detail);

    public static ScimRefusal Filter(string detail) => new(400, "invalidFilter", detail);

    public static ScimRefusal Missing(string detail) => new(404, null, detail);
}
