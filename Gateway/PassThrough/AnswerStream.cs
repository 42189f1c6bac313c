using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.PassThrough;

/// <summary>
/// The answer to a read on its way to the client, with the gateway's addresses. The first 64 KiB are held back: an answer that ends within
/// them is proved whole before anything is said, and so can still become an error; a longer one is sent on as it comes, at the client's pace,
/// and what is found out behind that ends the connection. Only 200 with JSON is taken; the rest is gathered.
/// </summary>
internal sealed class AnswerStream(HttpResponse response, Addresses addresses) : Stream, IAnswerSink
{
    private const int HoldBackBytes = 64 * 1024;

    private readonly HeldBytes _held = new();
    private AddressRewriter? _rewriter;
    private string? _etag;

    public bool HasStarted { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public Stream? Open(int status, IHeaderDictionary headers)
    {
        if (status != StatusCodes.Status200OK || !headers.ContentType.ToString().Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        _rewriter?.Dispose();
        _rewriter = new AddressRewriter(addresses);
        _held.Clear();
        _etag = headers.ETag;
        return this;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // For the forwarder what is no JSON is an answer that could not be written.
        Feed(buffer.Span, isFinal: false);
        if (HasStarted || _held.Count > HoldBackBytes)
        {
            await SendAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The answer has ended. Why it is no answer of a SCIM service; null: it is, and it is sent.</summary>
    public async Task<string?> CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            Feed([], isFinal: true);
        }
        catch (JsonException)
        {
            return "its answer is not JSON, or ended half way";
        }

        if (!_rewriter!.IsScim)
        {
            return "its answer is JSON, but no SCIM message (it has no schemas)";
        }

        if (!HasStarted)
        {
            response.ContentLength = _held.Count;
        }

        await SendAsync(cancellationToken);
        return null;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _rewriter?.Dispose();
        _held.Dispose();
        base.Dispose(disposing);
    }

    private void Feed(ReadOnlySpan<byte> piece, bool isFinal) => _rewriter!.Feed(piece, _held, isFinal);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (!HasStarted)
        {
            HasStarted = true;
            AnswerHead.Write(response, StatusCodes.Status200OK, _etag, location: null);
        }

        await response.BodyWriter.WriteAsync(_held.Written, cancellationToken);
        _held.Clear();
    }
}

/// <summary>What is said of every answer.</summary>
internal static class AnswerHead
{
    public const string MediaType = "application/scim+json";

    public static void Write(HttpResponse response, int status, string? etag, string? location)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
        {
            response.ContentType = MediaType;
        }

        if (!string.IsNullOrEmpty(etag))
        {
            response.Headers.ETag = etag;
        }

        if (location is not null)
        {
            response.Headers.Location = location;
        }
    }
}
