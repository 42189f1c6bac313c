using System.Globalization;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Endpoints;

/// <summary>Writes SCIM answers: media type, Retry-After, ETag, Location.</summary>
internal static class ScimResults
{
    public static Task WriteErrorAsync(HttpContext context, ScimError error)
    {
        var response = context.Response;
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (error.Status == 401)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        return WriteAsync(context, error.Status, error.ToObject());
    }

    /// <summary>A resource with its ETag; 304 when the client has that version.</summary>
    public static Task WriteResourceAsync(HttpContext context, int status, ScimObject resource, AttributeProjection projection, bool withLocation = false)
    {
        var meta = resource["meta"] as ScimObject;
        if (meta?.GetString("version") is { } version)
        {
            context.Response.Headers.ETag = version;
            if (HttpMethods.IsGet(context.Request.Method) && Preconditions.IsCurrent(context.Request.Headers.IfNoneMatch, version))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        if (withLocation && meta?.GetString("location") is { } location)
        {
            context.Response.Headers.Location = location;
        }

        return WriteAsync(context, status, projection.Apply(resource));
    }

    public static Task WriteListAsync(HttpContext context, ScimPage page, AttributeProjection projection) =>
        WriteAsync(context, StatusCodes.Status200OK, new ListResponse(page.Total, page.StartIndex, [.. page.Resources.Select(projection.Apply)]).ToObject());

    public static async Task WriteAsync(HttpContext context, int status, ScimObject body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ScimBody.MediaType;
        response.Headers.CacheControl = "no-store";
        ScimJson.Write(response.BodyWriter, body);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
