using System.Globalization;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Provisioning;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>What every SCIM endpoint reads from a request: caller, connection, projection, query.</summary>
internal sealed record ScimRequest(HttpContext Context, ConnectionSettings Connection, string Caller, string BaseUrl, ResourceSchema Schema)
{
    // Encoded ids are at most 512 characters; what is longer is nobody's.
    private const int MaxIdLength = 600;

    public static ScimRequest Read(HttpContext context, ResourceSchema schema, string? publicUrl)
    {
        var caller = context.Features.Get<ScimCaller>() ?? throw new InvalidOperationException("Authentication did not run.");
        var origin = publicUrl?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return new(context, caller.Connection, caller.TokenName, $"{origin}/scim/{caller.Connection.Name}/v2", schema);
    }

    public OperationRequest Operation(string name) => new(Caller, name, Schema.Name, BaseUrl);

    /// <summary><c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 section 3.9). Other query parameters are nobody's business: Entra's flag may arrive here.</summary>
    public AttributeProjection Projection() =>
        AttributeProjection.Parse(Context.Request.Query["attributes"], Context.Request.Query["excludedAttributes"], Schema);

    public string? IfMatch => Context.Request.Headers.IfMatch is { Count: > 0 } tags ? tags.ToString() : null;

    /// <summary>The id of the path, or 404: an absurd id is nobody's.</summary>
    public Outcome<string> Id(string id) => id.Length is 0 or > MaxIdLength || id.Any(char.IsControl)
        ? ScimError.NotFound($"Connection '{Connection.Name}' has no such {Schema.Name.ToLowerInvariant()}.")
        : id;

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

    /// <summary>The body as a valid resource of this type.</summary>
    public async Task<Outcome<ScimObject>> ResourceAsync()
    {
        var body = await ScimBody.ReadAsync(Context.Request, Context.RequestAborted);
        return body.TryGet(out var resource, out var error) ? ResourceValidation.Validate(resource, Schema) : error;
    }

    private static bool Number(string? text, string name, int missing, out int value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ScimError? error)
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
