using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Provisioning;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>What an endpoint reads from an HTTP request: caller, projection, query, precondition, body.</summary>
internal sealed record ScimRequest(HttpContext Context, ScimCall Call, ResourceSchema Schema)
{
    public string? IfMatch => Context.Request.Headers.IfMatch is { Count: > 0 } tags ? tags.ToString() : null;

    /// <summary>Whether the client names the attributes that it wants to see.</summary>
    public bool AsksForAttributes => !string.IsNullOrWhiteSpace(Context.Request.Query["attributes"]);

    /// <summary><c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 section 3.9). Other query parameters are nobody's business: Entra's flag may arrive here.</summary>
    public AttributeProjection Projection() =>
        AttributeProjection.Parse(Context.Request.Query["attributes"], Context.Request.Query["excludedAttributes"], Schema);

    /// <summary>filter, startIndex and count (RFC 7644 section 3.4.2).</summary>
    public Outcome<ListQuery> Query(AttributeProjection projection)
    {
        var query = Context.Request.Query;
        if (!Number(query["startIndex"], "startIndex", 1, out var startIndex, out var error) || !Number(query["count"], "count", ScimPage.MaxCount, out var count, out error))
        {
            return error;
        }

        Filter? filter = null;
        if (query.TryGetValue("filter", out var text) && !FilterParser.Parse(text.ToString(), Schema).TryGet(out filter, out error))
        {
            return error;
        }

        return new ListQuery(filter, Math.Max(1, startIndex), Math.Clamp(count, 0, ScimPage.MaxCount), projection.Includes("members"));
    }

    public Task<Outcome<ScimObject>> BodyAsync() => ScimBody.ReadAsync(Context.Request, Context.RequestAborted);

    private static bool Number(string? text, string name, int missing, out int value, [NotNullWhen(false)] out ScimError? error)
    {
        (value, error) = (missing, null);
        if (string.IsNullOrEmpty(text) || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        error = ScimError.InvalidValue($"{name} must be a whole number.");
        return false;
    }
}
