using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Forwarding;

/// <summary>
/// Takes the app's answer as the forwarder copies it: one array, capped. A small answer of known length is written straight
/// into the array that the caller gets; anything else into a pooled one, copied once at the end. One writer, one owner.
/// </summary>
internal sealed class AnswerBuffer(int capBytes) : Stream, IHttpResponseBodyFeature
{
    private const int ExactBytes = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;
    private bool _pooled;
    private PipeWriter? _writer;
    private Stream? _onward;
    private Action? _progress;

    /// <summary>The answer went past the cap.</summary>
    public bool Overflowed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    Stream IHttpResponseBodyFeature.Stream => this;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer ??= PipeWriter.Create(this);

    /// <summary>Whether the body goes to a sink instead.</summary>
    public bool IsStreamed => _onward is not null;

    /// <summary>Hands the body on as it comes; nothing is kept, and there is no cap.</summary>
    /// <param name="progress">Called for each piece.</param>
    public void HandOn(Stream onward, Action progress) => (_onward, _progress) = (onward, progress);

    /// <summary>Tells the length that the app announced, before the first byte.</summary>
    public void Expect(long? contentLength)
    {
        if (_length == 0 && !_pooled && contentLength is > 0 and <= ExactBytes)
        {
            _bytes = GC.AllocateUninitializedArray<byte>((int)contentLength);
        }
    }

    /// <summary>The whole answer; the buffer is spent afterwards.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var answer = _pooled ? _bytes.AsSpan(0, _length).ToArray() : _bytes.AsMemory(0, _length);
        Release();
        return answer;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > capBytes - _length)
        {
            Overflowed = true;
            throw new IOException($"The answer is larger than {capBytes} bytes.");
        }

        if (buffer.Length > _bytes.Length - _length)
        {
            Grow(_length + buffer.Length);
        }

        buffer.CopyTo(_bytes.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_onward is { } onward)
        {
            _progress!();
            return onward.WriteAsync(buffer, cancellationToken);
        }

        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CompleteAsync() => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(capBytes, Math.Max(needed, Math.Max(4096, _bytes.Length * 2))));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        var length = _length;
        Release();
        (_bytes, _length, _pooled) = (larger, length, true);
    }

    private void Release()
    {
        if (_pooled)
        {
            // Answers hold people's data: nobody else's renting shall see it.
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }

        (_bytes, _length, _pooled) = ([], 0, false);
    }
}
