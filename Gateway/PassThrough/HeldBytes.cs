using System.Buffers;

namespace Gateway.PassThrough;

/// <summary>What is held back of an answer, in an array of the pool: it grows with the answer to a little more than what is held back, and no further.</summary>
internal sealed class HeldBytes : IBufferWriter<byte>, IDisposable
{
    private const int StartBytes = 4096;

    private byte[] _bytes = [];

    /// <summary>How many bytes are held.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that are held; valid until the next is written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Forgets what was held.</summary>
    public void Clear() => Count = 0;

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            // Answers hold people's data: nobody else's renting shall see it.
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }

        (_bytes, Count) = ([], 0);
    }

    private void Grow(int more)
    {
        if (_bytes.Length - Count >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(StartBytes, Math.Max(_bytes.Length * 2, Count + more)));
        var count = Count;
        Written.CopyTo(larger);
        Dispose();
        (_bytes, Count) = (larger, count);
    }
}
