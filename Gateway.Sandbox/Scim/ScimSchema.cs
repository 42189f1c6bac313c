using System.Text.Json.Nodes;

namespace Gateway.Sandbox.Scim;

/// <summary>What an attribute of the emulated service holds.</summary>
internal enum ScimType
{
    Text,
    Flag,
    Complex,
    Texts,
    Complexes,
}

/// <summary>The attributes that the service knows, by resource type. What is not listed is refused.</summary>
internal static class ScimSchema
{
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    public const string List = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string Search = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";
    public const string Bulk = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    public const string BulkAnswer = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    private static readonly Dictionary<string, ScimType> Users = new(StringComparer.OrdinalIgnoreCase)
    {
        ["schemas"] = ScimType.Texts,
        ["id"] = ScimType.Text,
        ["externalId"] = ScimType.Text,
        ["meta"] = ScimType.Complex,
        ["userName"] = ScimType.Text,
        ["name"] = ScimType.Complex,
        ["displayName"] = ScimType.Text,
        ["nickName"] = ScimType.Text,
        ["profileUrl"] = ScimType.Text,
        ["title"] = ScimType.Text,
        ["userType"] = ScimType.Text,
        ["preferredLanguage"] = ScimType.Text,
        ["locale"] = ScimType.Text,
        ["timezone"] = ScimType.Text,
        ["active"] = ScimType.Flag,
        ["password"] = ScimType.Text,
        ["emails"] = ScimType.Complexes,
        ["phoneNumbers"] = ScimType.Complexes,
        ["addresses"] = ScimType.Complexes,
        ["roles"] = ScimType.Complexes,
        ["ims"] = ScimType.Complexes,
        ["photos"] = ScimType.Complexes,
        ["groups"] = ScimType.Complexes,
        [Enterprise] = ScimType.Complex,
    };

    private static readonly Dictionary<string, ScimType> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["schemas"] = ScimType.Texts,
        ["id"] = ScimType.Text,
        ["externalId"] = ScimType.Text,
        ["meta"] = ScimType.Complex,
        ["displayName"] = ScimType.Text,
        ["members"] = ScimType.Complexes,
    };

    /// <summary>Null: unknown.</summary>
    public static ScimType? TypeOf(bool isUser, string attribute) =>
        (isUser ? Users : Groups).TryGetValue(attribute, out var type) ? type : null;

    /// <summary>The attribute as the schema spells it.</summary>
    public static string Spelling(bool isUser, string attribute) =>
        (isUser ? Users : Groups).Keys.First(key => key.Equals(attribute, StringComparison.OrdinalIgnoreCase));

    /// <summary>Throws <see cref="ScimRefusal"/> for a value of another type: text that says a boolean is none.</summary>
    public static void Check(bool isUser, string attribute, JsonNode? value)
    {
        var type = TypeOf(isUser, attribute) ?? throw ScimRefusal.Value($"Attribute '{attribute}' is not known.");
        var fits = type switch
        {
            ScimType.Text => value is JsonValue text && text.TryGetValue<string>(out _),
            ScimType.Flag => value is JsonValue flag && flag.TryGetValue<bool>(out _),
            ScimType.Complex => value is JsonObject,
            ScimType.Texts => value is JsonArray,
            _ => value is JsonArray items && items.All(item => item is JsonObject one && Fits(one)),
        };
        if (!fits)
        {
            throw ScimRefusal.Value($"Attribute '{attribute}' has a value of another type.");
        }
    }

    private static bool Fits(JsonObject item) => item.All(part => part.Key == "primary"
        ? part.Value is JsonValue flag && flag.TryGetValue<bool>(out _)
        : part.Value is JsonValue text && text.TryGetValue<string>(out _));
}
