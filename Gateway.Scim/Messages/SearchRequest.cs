using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Scim.Quirks.Microsoft;
using Gateway.Scim.Resources;
using Gateway.Scim.Sorting;

namespace Gateway.Scim.Messages;

/// <summary>
/// A query (RFC 7644 section 3.4.2): the parameters of a GET, or the body of a POST to <c>.search</c> (section 3.4.3). Read apart from any resource
/// type: filter, sortBy and attribute names are texts here. Immutable.
/// </summary>
public sealed record SearchRequest
{
    /// <summary>urn:ietf:params:scim:api:messages:2.0:SearchRequest</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>Names of the attributes to answer; null: not given.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>Names of the attributes to leave out; null: not given.</summary>
    public IReadOnlyList<string>? ExcludedAttributes { get; init; }

    /// <summary>The filter; null: not given.</summary>
    public string? Filter { get; init; }

    /// <summary>The attribute to order by; null: not given.</summary>
    public string? SortBy { get; init; }

    /// <summary>Default ascending; without a <see cref="SortBy"/> it says nothing.</summary>
    public SortOrder SortOrder { get; init; }

    /// <summary>Position of the first resource to answer, from 1; what was less than 1 is 1 (section 3.4.2.4). Default 1.</summary>
    public long StartIndex { get; init; } = 1;

    /// <summary>The most resources to answer, at least 0: what was negative is 0 (section 3.4.2.4). Null: not given.</summary>
    public long? Count { get; init; }

    /// <summary>
    /// Reads the body of a <c>.search</c>. Names in any case, what is unknown or null is left aside. 400 invalidSyntax when it does not say that it is a SearchRequest;
    /// invalidValue, naming the member, when one is not of its type. Lists of attributes may also be one text with commas, numbers text of digits.
    /// </summary>
    public static Outcome<SearchRequest> Parse(ScimObject body)
    {
        if (!Mentions(body["schemas"]))
        {
            return ScimError.InvalidSyntax($"The body of a search has the schema {Urn}.");
        }

        return List(body["attributes"], "attributes", out var attributes, out var error)
            && List(body["excludedAttributes"], "excludedAttributes", out var excluded, out error)
            && Text(body["filter"], "filter", out var filter, out error)
            && Text(body["sortBy"], "sortBy", out var sortBy, out error)
            && Text(body["sortOrder"], "sortOrder", out var sortOrder, out error)
            && Number(body["startIndex"], "startIndex", out var startIndex, out error)
            && Number(body["count"], "count", out var count, out error)
            && Order(sortOrder, out var order, out error)
            ? Of(attributes, excluded, filter, sortBy, order, startIndex, count)
            : error;
    }

    /// <summary>Reads the parameters of a GET. 400 invalidValue for a number or a sortOrder that is none; a parameter without text is not given, apart from <c>filter</c>.</summary>
    /// <param name="parameter">The decoded text of a parameter; null when the request has none of that name.</param>
    public static Outcome<SearchRequest> Parse(Func<string, string?> parameter)
    {
        return Number(TextOf(parameter("startIndex")), "startIndex", out var startIndex, out var error)
            && Number(TextOf(parameter("count")), "count", out var count, out error)
            && Order(parameter("sortOrder"), out var order, out error)
            ? Of(Split(parameter("attributes")), Split(parameter("excludedAttributes")), parameter("filter"), parameter("sortBy"), order, startIndex, count)
            : error;
    }

    private static SearchRequest Of(
        IReadOnlyList<string>? attributes, IReadOnlyList<string>? excluded, string? filter, string? sortBy, SortOrder order, long? startIndex, long? count) => new()
        {
            Attributes = attributes,
            ExcludedAttributes = excluded,
            Filter = filter,
            SortBy = string.IsNullOrWhiteSpace(sortBy) ? null : sortBy,
            SortOrder = order,
            StartIndex = Math.Max(1, startIndex ?? 1),
            Count = count is { } given ? Math.Max(0, given) : null,
        };

    private static bool Order(string? text, out SortOrder order, [NotNullWhen(false)] out ScimError? error)
    {
        (order, error) = (SortOrder.Ascending, null);
        if (string.IsNullOrEmpty(text) || text.Equals("ascending", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        order = SortOrder.Descending;
        error = text.Equals("descending", StringComparison.OrdinalIgnoreCase) ? null : ScimError.InvalidValue("sortOrder must be 'ascending' or 'descending'.");
        return error is null;
    }

    private static bool Text(ScimValue? value, string name, out string? text, [NotNullWhen(false)] out ScimError? error)
    {
        text = (value as ScimString)?.Value;
        error = value is null or ScimNull or ScimString ? null : ScimError.InvalidValue($"{name} must be text.");
        return error is null;
    }

    private static bool List(ScimValue? value, string name, out IReadOnlyList<string>? names, [NotNullWhen(false)] out ScimError? error)
    {
        names = value switch
        {
            ScimString text => Split(text.Value),
            ScimArray array when array.All(item => item is ScimString) => [.. array.Select(item => ((ScimString)item).Value.Trim()).Where(item => item.Length > 0)],
            _ => null,
        };
        error = names is not null || value is null or ScimNull or ScimString ? null : ScimError.InvalidValue($"{name} must be a list of texts.");
        return error is null;
    }

    private static bool Number(ScimValue? value, string name, out long? number, [NotNullWhen(false)] out ScimError? error)
    {
        (number, error) = (null, null);
        var digits = value switch
        {
            null or ScimNull => null,
            ScimNumber given => given.Digits,
            ScimString text => text.Value,
            _ => string.Empty,
        };
        if (digits is null)
        {
            return true;
        }

        // RFC 7643 section 2.3.4: an integer has neither fraction nor exponent.
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read))
        {
            number = read;
            return true;
        }

        error = ScimError.InvalidValue($"{name} must be a whole number.");
        return false;
    }

    private static ScimString? TextOf(string? text) => string.IsNullOrEmpty(text) ? null : new ScimString(text);

    private static string[]? Split(string? names) =>
        string.IsNullOrWhiteSpace(names) ? null : NameWithFilterQuirk.WithoutFilters(names).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Mentions(ScimValue? schemas) => schemas switch
    {
        ScimArray array => array.Any(Mentions),
        ScimString text => text.Value.Equals(Urn, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
