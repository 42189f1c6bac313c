using System.Globalization;
using System.Text.Json;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Endpoints;

/// <summary>Writes SCIM answers: media type, Retry-After, ETag, Location.</summary>
internal static class ScimResults
{
    // What is sent on before the rest of an answer is written: a page of large resources, a group of thousands of members.
    private const int FlushBytes = 32 * 1024;

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
            if ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && Preconditions.IsCurrent(context.Request.Headers.IfNoneMatch, version))
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

    /// <summary>A page, resource by resource: what is shown of each is made when its turn comes.</summary>
    public static Task WriteListAsync(HttpContext context, ScimPage page, Func<ScimObject, ScimObject> shown) =>
        WriteAsync(context, StatusCodes.Status200OK, writer => ListResponse.WriteSteps(writer, page.Total, page.StartIndex, page.Resources.Count, page.Resources.Select(shown)));

    public static Task WriteAsync(HttpContext context, int status, ScimObject body) =>
        WriteAsync(context, status, writer => ScimJson.WriteSteps(writer, body));

    private static async Task WriteAsync(HttpContext context, int status, Func<Utf8JsonWriter, IEnumerable<long>> write)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ScimBody.MediaType;
        response.Headers.CacheControl = "no-store";
        using var writer = ScimJson.CreateWriter(response.BodyWriter);
        var sent = 0L;
        foreach (var written in write(writer))
        {
            if (written - sent >= FlushBytes)
            {
                writer.Flush();
                await response.BodyWriter.FlushAsync(context.RequestAborted);
                sent = written;
            }
        }

        writer.Flush();
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
