using Gateway.Scim.Messages;

namespace Gateway.Scim.Filters;

/// <summary>Parses filters. Placeholder of the house's first commit: the parser lands with the protocol core.</summary>
public static class FilterParser
{
    /// <summary>A filter, or 400 invalidFilter naming the position. Linear in the length of the text.</summary>
    public static Outcome<Filter> Parse(string text) => ScimError.InvalidFilter(text);
}
