using System.Buffers;
using System.IO.Pipelines;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Endpoints;

/// <summary>Reads a request body into the attribute tree.</summary>
internal static class ScimBody
{
    /// <summary>RFC 7644 section 3.1: application/scim+json; application/json is accepted as well.</summary>
    public const string MediaType = "application/scim+json";

    private const int BytesPerMiB = 1024 * 1024;

    /// <summary>400 invalidSyntax, 413 or 415 when there is no such object.</summary>
    public static async Task<Outcome<ScimObject>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType))
        {
            return new ScimError(415, null, $"The content type '{Printable.Of(request.ContentType ?? string.Empty)}' is not SCIM: send {MediaType}.");
        }

        var reader = request.BodyReader;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(cancellationToken);
            }
            catch (BadHttpRequestException exception)
            {
                return exception.StatusCode == 413 ? TooLarge(request.HttpContext) : new ScimError(exception.StatusCode, null, "The body could not be read.");
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var body = Parse(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            return body;
        }
    }

    /// <summary>413 that names the limit which this request has.</summary>
    public static ScimError TooLarge(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0;
        return new(413, null, $"The body is larger than {limit / BytesPerMiB} MiB ({limit} bytes).");
    }

    private static Outcome<ScimObject> Parse(ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsSingleSegment)
        {
            return ScimJson.ParseObject(buffer.FirstSpan);
        }

        var length = checked((int)buffer.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.CopyTo(rented);
            return ScimJson.ParseObject(rented.AsSpan(0, length));
        }
        finally
        {
            // Bodies hold passwords.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return true;
        }

        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals(MediaType, StringComparison.OrdinalIgnoreCase) || type.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }
}
