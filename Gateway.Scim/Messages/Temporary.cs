using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Messages;

public sealed record ListResponse(int Total, int StartIndex, IReadOnlyList<ScimObject> Resources)
{
    public ScimObject ToObject() => ScimObject.Of(("schemas", ScimArray.Own(new ScimString("urn:ietf:params:scim:api:messages:2.0:ListResponse"))), ("totalResults", ScimNumber.Of(Total)), ("startIndex", ScimNumber.Of(StartIndex)), ("itemsPerPage", ScimNumber.Of(Resources.Count)), ("Resources", new ScimArray(Resources)));
}

public sealed record AttributeProjection(string[] Only, string[] Not)
{
    public static AttributeProjection Parse(string? attributes, string? excluded, ResourceSchema schema) => new(Split(attributes), Split(excluded));

    public bool Includes(string name) => Only.Length > 0 ? Only.Contains(name, StringComparer.OrdinalIgnoreCase) : !Not.Contains(name, StringComparer.OrdinalIgnoreCase);

    public ScimObject Apply(ScimObject resource) => resource.Where(member => member.Key is not ("schemas" or "id") && !Includes(member.Key)).Aggregate(resource, (all, member) => all.Without(member.Key));

    private static string[] Split(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

public sealed record ServiceProviderConfig
{
    public bool Patch { get; init; }
    public bool Bulk { get; init; }
    public bool Filter { get; init; }
    public int FilterMaxResults { get; init; }
    public bool ChangePassword { get; init; }
    public bool Sort { get; init; }
    public bool ETag { get; init; }
    public ScimObject ToObject(string location) => ScimObject.Of(("location", new ScimString(location)), ("patch", ScimObject.Of(("supported", ScimValue.From(Patch)))));
}

public static class ResourceValidation
{
    public static Outcome<ScimObject> Validate(ScimObject body, ResourceSchema schema)
    {
        var name = schema.Name == "User" ? "userName" : "displayName";
        if (body.GetString(name) is not { Length: > 0 and < 256 })
        {
            return ScimError.InvalidValue($"{name} is required.");
        }

        var result = body.Without("id").Without("meta").Without("groups").Without("schemas");
        foreach (var (key, value) in body)
        {
            if (value.IsUnassigned)
            {
                result = result.Without(key);
            }
            else if (key.StartsWith("urn:", StringComparison.Ordinal) && value is ScimObject ext && ext["manager"] is ScimString m)
            {
                result = result.With(key, ext.With("manager", ScimObject.Of(("value", m))));
            }
        }

        return result;
    }
}
