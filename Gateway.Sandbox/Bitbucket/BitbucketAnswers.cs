using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>The shapes of Bitbucket's answers: the error bean, one object, a page.</summary>
internal static class BitbucketAnswers
{
    /// <summary>The error bean: an array <c>errors</c>, or its one element bare.</summary>
    public static SandboxAnswer Refuse(int status, string message, string? exception = null, string? context = null, bool bare = false) =>
        SandboxAnswer.Json(status, (message, exception, context, bare), static (writer, error) =>
        {
            if (!error.bare)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("errors");
            }

            writer.WriteStartObject();
            writer.WriteString("context", error.context);
            writer.WriteString("message", error.message);
            writer.WriteString("exceptionName", error.exception);
            writer.WriteEndObject();
            if (!error.bare)
            {
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        });

    /// <summary>One object, written by <paramref name="write"/> between its braces.</summary>
    public static SandboxAnswer Object(int status, Action<Utf8JsonWriter> write) => SandboxAnswer.Json(status, write, static (writer, write) =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });

    /// <summary>
    /// The page that <c>start</c> and <c>limit</c> ask for. <c>size</c> is the number of values on it, there is no total, and where the
    /// next one starts is for <c>nextPageStart</c> to say: with gaps between the values it is neither start + size nor start + limit.
    /// </summary>
    public static SandboxAnswer Page<T>(BitbucketCall call, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> write)
    {
        var stride = call.Settings.PageGap + 1;
        var start = Math.Max(call.Request.Number("start", 0), 0);
        var limit = Math.Clamp(call.Request.Number("limit", 25), 1, call.Settings.PageCap);
        var first = Math.Min((start + stride - 1) / stride, all.Count);
        var end = Math.Min(first + Math.Max(limit / stride, 1), all.Count);
        return Object(200, writer =>
        {
            writer.WriteNumber("size", end - first);
            writer.WriteNumber("limit", limit);
            writer.WriteBoolean("isLastPage", end == all.Count);
            writer.WriteStartArray("values");
            for (var index = first; index < end; index++)
            {
                write(writer, all[index]);
            }

            writer.WriteEndArray();
            writer.WriteNumber("start", start);
            if (end < all.Count)
            {
                writer.WriteNumber("nextPageStart", end * stride);
            }
        });
    }
}
