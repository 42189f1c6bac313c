using System.Buffers;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Hosting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Gateway.Sandbox.Faults;

/// <summary>Sends an answer, or what a fault leaves of it.</summary>
internal static class FaultyWriter
{
    private const int ChunkBytes = 64 << 10;

    public static async Task WriteAsync(HttpContext http, SandboxAnswer answer, FaultEffect? fault, SandboxCall call)
    {
        if (fault is FaultEffect.LoseAnswer lost)
        {
            await CloseAsync(http, lost.Orderly);
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers.Append(name, value);
        }

        switch (fault)
        {
            case FaultEffect.Truncate cut:
                await TruncateAsync(http, answer.Body, cut.Orderly);
                return;
            case FaultEffect.Huge huge:
                await WriteHugeAsync(http, huge.Bytes);
                break;
            default:
                await WriteWholeAsync(http, fault is FaultEffect.Malform ? answer.Body[..(answer.Body.Length / 2)] : answer.Body);
                break;
        }

        call.Answered = true;
    }

    /// <summary>Ends the connection without another byte.</summary>
    public static async Task CloseAsync(HttpContext http, bool orderly)
    {
        if (orderly)
        {
            // The end of the output is the end of the socket: Kestrel shuts it down before it resets anything.
            await http.Features.Get<IConnectionTransportFeature>()!.Transport.Output.CompleteAsync();
            var closed = new TaskCompletionSource();
            await using var registration = http.RequestAborted.Register(closed.SetResult);
            await closed.Task;
        }

        http.Abort();
    }

    private static async Task WriteWholeAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        // 204 and 304 have no body and no length (RFC 9110 section 8.6).
        if (http.Response.StatusCode is 204 or 304)
        {
            return;
        }

        http.Response.ContentLength = body.Length;
        if (!body.IsEmpty && http.Request.Method != "HEAD")
        {
            await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
        }
    }

    private static async Task TruncateAsync(HttpContext http, ReadOnlyMemory<byte> body, bool orderly)
    {
        http.Response.ContentLength = Math.Max(body.Length, 2);
        await http.Response.BodyWriter.WriteAsync(body[..(body.Length / 2)], http.RequestAborted);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        await CloseAsync(http, orderly);
    }

    private static async Task WriteHugeAsync(HttpContext http, int bytes)
    {
        http.Response.ContentType = SandboxAnswer.JsonType;
        http.Response.ContentLength = bytes;
        var chunk = new byte[ChunkBytes];
        chunk.AsSpan().Fill((byte)'x');
        var (head, tail) = ("{\"padding\":\""u8.ToArray(), "\"}"u8.ToArray());
        var left = bytes - head.Length - tail.Length;
        http.Response.BodyWriter.Write(head);
        for (; left > 0; left -= ChunkBytes)
        {
            await http.Response.BodyWriter.WriteAsync(chunk.AsMemory(0, Math.Min(left, ChunkBytes)), http.RequestAborted);
        }

        await http.Response.BodyWriter.WriteAsync(tail, http.RequestAborted);
    }
}
