using System.Globalization;
using System.Text;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Schemas;

namespace Gateway.Transforms.Typings;

/// <summary>
/// Writes <c>transforms/gateway.d.ts</c>: app fields from what the connectors hold (<see cref="DirectoryTraits"/>), users and groups from the SCIM
/// schemas, the rest as the template has it.
/// </summary>
internal static class TypingsWriter
{
    private const string Several = "MultiValue";

    private const string Resource = "Typings/gateway.d.ts.template";

    /// <summary>Each app with the endpoint whose fields count.</summary>
    private static readonly (AppKind App, EndpointKind Endpoint, string? Comment)[] Apps =
    [
        (AppKind.Jira, EndpointKind.User, null),
        (AppKind.Confluence, EndpointKind.User, null),
        (AppKind.Bitbucket, EndpointKind.User, null),
        (AppKind.Crowd, EndpointKind.Directory, "Also Jira with `\"Endpoint\": \"directory\"`."),
        (AppKind.Scim, EndpointKind.User, "Any SCIM path of a user."),
    ];

    public static string Write(IDirectoryFactory directories)
    {
        using var stream = typeof(TypingsWriter).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var user = ResourceSchema.User.Core.Attributes.Where(IsShown).ToList();
        return reader.ReadToEnd()
            .Replace("/*{fields}*/", string.Concat(Apps.Select(app => Fields(directories, app.App, app.Endpoint, app.Comment))), StringComparison.Ordinal)
            .Replace("/*{values}*/", Values(user), StringComparison.Ordinal)
            .Replace("/*{user}*/", User(user), StringComparison.Ordinal)
            .Replace("/*{group}*/", string.Concat(WithExternalId(ResourceSchema.Group.Core.Attributes.Where(attribute => !attribute.MultiValued)).Select(attribute => Member(attribute))), StringComparison.Ordinal);
    }

    private static string Fields(IDirectoryFactory directories, AppKind app, EndpointKind endpoint, string? comment)
    {
        var name = app.ToString().ToLowerInvariant();
        var traits = directories.TraitsOf(new ConnectionSettings { Name = name, App = app, Endpoint = endpoint, Cluster = name });
        var fields = traits.Fields.Keys.Select(field => $"'{field}'").Concat(traits.FreeFieldPrefix is { } prefix ? [$"`{prefix}${{string}}`"] : []);
        return $"{(comment is null ? "" : $"  /** {comment} */\n")}  {name}: {(traits.TakesScimPaths ? "string" : string.Join(" | ", fields))};\n";
    }

    /// <summary>The complex attributes, each as an interface; those of several values with the same parts share one.</summary>
    private static string Values(IReadOnlyList<AttributeDefinition> user)
    {
        var written = new StringBuilder();
        var complex = user.Concat(ResourceSchema.User.Extensions.SelectMany(extension => extension.Attributes)).Where(attribute => attribute.Type == AttributeType.Complex);
        foreach (var one in complex.DistinctBy(TypeOf))
        {
            written.Append(CultureInfo.InvariantCulture, $"export interface {TypeOf(one)} {{\n{string.Concat(one.SubAttributes.Select(part => Member(TypeOf(one) == Several && part.Name == "value" ? part with { Description = "The value itself." } : part)))}}}\n\n");
        }

        foreach (var extension in ResourceSchema.User.Extensions)
        {
            written.Append(CultureInfo.InvariantCulture, $"/** {extension.Id} */\nexport interface {extension.Name} {{\n{string.Concat(extension.Attributes.Select(part => Member(part)))}}}\n\n");
        }

        return written.ToString();
    }

    /// <summary>Lists, the name and the extensions are always there, as scripts see a user.</summary>
    private static string User(IReadOnlyList<AttributeDefinition> user) =>
        string.Concat(WithExternalId(user).Select(attribute => Member(attribute with { Required = attribute.Required || attribute.Type == AttributeType.Complex })))
        + string.Concat(ResourceSchema.User.Extensions.Select(extension => $"  readonly '{extension.Id}': {extension.Name};\n"));

    private static IEnumerable<AttributeDefinition> WithExternalId(IEnumerable<AttributeDefinition> attributes) =>
        attributes.SelectMany((attribute, index) => index == 0 ? [attribute, ResourceSchema.User.FindCore("externalId")!] : (IEnumerable<AttributeDefinition>)[attribute]);

    private static string Member(AttributeDefinition attribute)
    {
        var type = attribute.Type == AttributeType.Complex ? TypeOf(attribute) : attribute.Type switch
        {
            AttributeType.Boolean => "boolean",
            AttributeType.Decimal or AttributeType.Integer => "number",
            _ => "string",
        };
        return $"  /** {attribute.Description} */\n  readonly {Name(attribute.Name)}{(attribute.Required ? "" : "?")}: {(attribute.MultiValued ? "readonly " : "")}{type}{(attribute.MultiValued ? "[]" : "")};\n";
    }

    private static string Name(string attribute) => attribute.All(char.IsLetterOrDigit) ? attribute : $"'{attribute}'";

    /// <summary>What the server owns is not in what Entra sends, the password is not shown, and certificates are longer than any value that is.</summary>
    private static bool IsShown(AttributeDefinition attribute) =>
        attribute.Mutability != Mutability.ReadOnly && attribute.Returned != Returned.Never && attribute.Name is not "x509Certificates";

    private static string TypeOf(AttributeDefinition attribute) => attribute switch
    {
        { MultiValued: true } when attribute.Sub("value") is not null => Several,
        { MultiValued: true } => "Address",
        { Name: "name" } => "Name",
        _ => "Manager",
    };
}
