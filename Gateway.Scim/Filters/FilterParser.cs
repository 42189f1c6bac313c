using Gateway.Scim.Messages;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>
/// Parses filters: the whole grammar of RFC 7644 section 3.4.2.2 (figure 1), keywords and operators in any case, any blanks
/// between words, and two forms that Entra sends or documents: <c>emails[type eq "work"].value eq "x"</c> and unquoted
/// values (<c>externalId eq jyoung</c>). Linear in the length of the text. Thread-safe.
/// </summary>
public static class FilterParser
{
    /// <summary>Characters of the longest filter that is read.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>How deep parentheses, brackets and <c>not</c> may nest.</summary>
    public const int MaxDepth = 50;

    /// <summary>A filter, or 400 invalidFilter naming the position (from 1, in characters) and what was expected there.</summary>
    public static Outcome<Filter> Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return ScimError.InvalidFilter($"The filter has {text.Length} characters (at most {MaxLength}).");
        }

        var reader = new FilterReader(text);
        return reader.ReadAll();
    }

    /// <summary>
    /// As <see cref="Parse(string)"/>, and checked against a schema: an unknown attribute or sub-attribute (but anything behind an unknown
    /// URN is fine), an operator that the attribute's type does not have (<c>gt</c> on a boolean: RFC 7644 table 3), a literal
    /// of another type, and a password are 400 invalidFilter naming the attribute and its position. Literals come back in the attribute's type.
    /// </summary>
    public static Outcome<Filter> Parse(string text, ResourceSchema schema) =>
        Parse(text).TryGet(out var filter, out var error) ? FilterChecker.Check(filter, schema) : error;

    /// <summary>
    /// The same for a query over several resource types (RFC 7644 section 3.4.2.1): one filter a type, in their order. An attribute that only some of them
    /// have is, in the others, one without a value; one that none of them has is 400 invalidFilter.
    /// </summary>
    public static Outcome<IReadOnlyList<Filter>> Parse(string text, IReadOnlyList<ResourceSchema> schemas)
    {
        if (!Parse(text).TryGet(out var filter, out var error))
        {
            return error;
        }

        var filters = new Filter[schemas.Count];
        for (var i = 0; i < filters.Length; i++)
        {
            if (!FilterChecker.Check(filter, schemas[i], schemas).TryGet(out var typed, out error))
            {
                return error;
            }

            filters[i] = typed;
        }

        return filters;
    }
}
