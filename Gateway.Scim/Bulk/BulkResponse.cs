using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Bulk;

/// <summary>The answer to a bulk request (RFC 7644 sections 3.7 and 3.7.3).</summary>
public static class BulkResponse
{
    /// <summary>urn:ietf:params:scim:api:messages:2.0:BulkResponse</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    private static readonly byte[] _start = Encoding.UTF8.GetBytes($$"""{"schemas":["{{Urn}}"],"Operations":[""");

    /// <summary>Writes the message as UTF-8 JSON, one operation at a time.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="operations">As from <see cref="BulkProgress.Answers"/>; none is held once it is written.</param>
    public static void Write(IBufferWriter<byte> output, IEnumerable<ScimObject> operations)
    {
        output.Write(_start);
        var isFirst = true;
        foreach (var operation in operations)
        {
            if (!isFirst)
            {
                output.Write(","u8);
            }

            isFirst = false;
            ScimJson.Write(output, operation);
        }

        output.Write("]}"u8);
    }

    /// <summary>
    /// One of the answer's operations: location of every one but a failed POST, method, bulkId, version, status as text, and the error as <c>response</c> of
    /// one that failed. One that succeeded has no response, which section 3.7 leaves to the server.
    /// </summary>
    internal static ScimObject Operation(BulkOperation operation, string? id, BulkResult result, string baseUrl)
    {
        var builder = new ScimObject.Builder(6);
        if (operation.Type is { } type && LocationOf(operation, type, id, result) is { } location)
        {
            builder.TryAdd("location", new ScimString(baseUrl + location));
        }

        AddText(builder, "method", operation.Method?.ToString().ToUpperInvariant() ?? operation.MethodText);
        AddText(builder, "bulkId", operation.BulkId);
        AddText(builder, "version", result.Version);
        AddText(builder, "status", result.Status.ToString(CultureInfo.InvariantCulture));
        if (result.Error is not null)
        {
            builder.TryAdd("response", Told(result.Error).ToObject());
        }

        return builder.Build();
    }

    /// <summary>An operation has no Retry-After header: its detail says when.</summary>
    private static ScimError Told(ScimError error) => error.RetryAfter is { } wait
        ? error with { Detail = string.Create(CultureInfo.InvariantCulture, $"{error.Detail} Retry after {Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))} s.") }
        : error;

    /// <summary>Null for a POST that failed, and for a reference in the path that led nowhere.</summary>
    private static string? LocationOf(BulkOperation operation, Schemas.ResourceSchema type, string? id, BulkResult result)
    {
        var hasResource = operation.Method == BulkMethod.Post ? result.Error is null : id is not null || operation.PathReference is null;
        return !hasResource ? null
            : id is null ? type.Endpoint
            : $"{type.Endpoint}/{Uri.EscapeDataString(id)}";
    }

    private static void AddText(ScimObject.Builder builder, string name, string? text)
    {
        if (text is not null)
        {
            builder.TryAdd(name, new ScimString(text));
        }
    }
}
