using System.Text.Json;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>Which filters are 400 invalidFilter, because an operator or a literal does not fit the attribute's type (RFC 7644 section 3.4.2.2 and table 3).</summary>
internal static class FilterRules
{
    public static bool Accepts(ModelFilter filter, ModelSchema schema) => Accepts(filter, path =>
        path.Urn is null or ModelSchema.EnterpriseUrn || path.Urn == schema.Core
            ? schema.Find(null, path.Name ?? "") ?? schema.Find(schema.Extension, path.Name ?? "")
            : null);

    /// <summary>For the brackets of an attribute, whose sub-attributes the filter names.</summary>
    public static bool AcceptsInside(ModelFilter filter, ModelAttribute parent) =>
        filter.All().All(part => part is not (ModelFilter.Present or ModelFilter.Compare) || parent.Sub(Name(part)) is not null)
        && Accepts(filter, path => parent.Sub(path.Name!));

    private static string Name(ModelFilter part) => (part as ModelFilter.Present)?.Path.Name ?? ((ModelFilter.Compare)part).Path.Name!;

    private static bool Accepts(ModelFilter filter, Func<ModelPath, ModelAttribute?> find) => filter switch
    {
        ModelFilter.And and => Accepts(and.Left, find) && Accepts(and.Right, find),
        ModelFilter.Or or => Accepts(or.Left, find) && Accepts(or.Right, find),
        ModelFilter.Not not => Accepts(not.Inner, find),
        ModelFilter.Compare compare => Accepts(compare, compare.Path.Sub is null ? find(compare.Path) : find(compare.Path)?.Sub(compare.Path.Sub)),
        // What is never answered is not to be asked for.
        ModelFilter.Present present => (present.Path.Sub is null ? find(present.Path) : find(present.Path)?.Sub(present.Path.Sub)) is not { Secret: true },
        ModelFilter.Selected path => Accepts(path.Inner, inner => find(path.Path)?.Sub(inner.Name!)) && (path.Then is null || Accepts(path.Then, inner => find(path.Path)?.Sub(inner.Name!))),
        _ => true,
    };

    private static bool Accepts(ModelFilter.Compare compare, ModelAttribute? definition)
    {
        // A complex attribute is compared by its "value".
        var isComplex = definition is { IsComplex: true };
        definition = isComplex ? definition!.Sub("value") : definition;
        return definition is null ? !isComplex : compare switch
        {
            // What is never answered is not to be guessed by comparing.
            _ when definition.Secret => false,
            { Operator: "co" or "sw" or "ew" } when definition.Kind == "boolean" => false,
            // An order of booleans and of binary values is a failed request.
            { Operator: "gt" or "ge" or "lt" or "le" } when definition.Kind is "boolean" or "binary" => false,
            { Kind: JsonValueKind.Null } => compare.Operator is "eq" or "ne",
            // Entra compares flags with text: roles[primary eq "True"].
            _ when definition.Kind == "boolean" => compare.Literal.Trim('"').ToUpperInvariant() is "TRUE" or "FALSE",
            _ when definition.Kind == "dateTime" => compare.Kind == JsonValueKind.String,
            _ => true,
        };
    }
}
