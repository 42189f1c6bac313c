using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gateway.Scim.Messages;

namespace Gateway.Authentication;

/// <summary>Writes a SCIM error (RFC 7644 section 3.12) before any endpoint has been reached.</summary>
internal static class ScimErrorAnswer
{
    public const string MediaType = "application/scim+json";

    public static async Task WriteAsync(HttpContext context, ScimError error, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var body = Body(error);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Body(ScimError error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("schemas");
        writer.WriteStringValue(ScimError.Urn);
        writer.WriteEndArray();
        // A string on the wire: RFC 7644 section 3.12.
        writer.WriteString("status", error.Status.ToString(CultureInfo.InvariantCulture));
        if (error.ScimType is not null)
        {
            writer.WriteString("scimType", error.ScimType);
        }

        writer.WriteString("detail", error.Detail);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
