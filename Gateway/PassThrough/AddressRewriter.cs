using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.PassThrough;

/// <summary>
/// Copies JSON as it comes, byte for byte, but for the addresses of the target. It holds no more than the one value that is cut at the end
/// of a piece. Throws <see cref="JsonException"/> for what is no JSON object, or a value of more than 1 MiB.
/// </summary>
internal sealed class AddressRewriter(Addresses addresses) : IDisposable
{
    private const int MaxValueBytes = 1024 * 1024;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    private JsonReaderState _state = new(Options);
    private byte[] _left = [];
    private int _leftLength;
    private bool _isAddress;
    private bool _hasBegun;

    /// <summary>Whether the root has <c>schemas</c>, as every SCIM message has: a proxy's own JSON has not.</summary>
    public bool IsScim { get; private set; }

    /// <param name="isFinal">Nothing follows: the JSON must be whole.</param>
    public void Feed(ReadOnlySpan<byte> piece, IBufferWriter<byte> output, bool isFinal)
    {
        if (_leftLength == 0)
        {
            Keep(piece[Copy(piece, output, isFinal)..]);
            return;
        }

        var length = _leftLength + piece.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            _left.AsSpan(0, _leftLength).CopyTo(whole);
            piece.CopyTo(whole.AsSpan(_leftLength));
            Keep(whole.AsSpan(0, length)[Copy(whole.AsSpan(0, length), output, isFinal)..]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        }
    }

    public void Dispose()
    {
        if (_left.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_left, clearArray: true);
            _left = [];
        }
    }

    /// <summary>How many bytes are done with.</summary>
    private int Copy(ReadOnlySpan<byte> json, IBufferWriter<byte> output, bool isFinal)
    {
        var reader = new Utf8JsonReader(json, isFinal, _state);
        var copied = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _isAddress = reader.ValueTextEquals("$ref"u8) || reader.ValueTextEquals("location"u8);
                    IsScim |= reader.CurrentDepth == 1 && reader.ValueTextEquals("schemas"u8);
                    continue;
                case JsonTokenType.String when _isAddress && !reader.ValueIsEscaped:
                    if (addresses.TryGetGateway(reader.ValueSpan, out var start, out var rest))
                    {
                        output.Write(json[copied..((int)reader.TokenStartIndex + 1)]);
                        output.Write(start);
                        output.Write(rest);
                        copied = (int)reader.BytesConsumed - 1;
                    }

                    break;
                case JsonTokenType.String when _isAddress && addresses.ToGateway(reader.GetString()!) is { } address:
                    output.Write(json[copied..(int)reader.TokenStartIndex]);
                    output.Write("\""u8);
                    output.Write(JsonEncodedText.Encode(address, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                    output.Write("\""u8);
                    copied = (int)reader.BytesConsumed;
                    break;
                default:
                    if (!_hasBegun && reader.TokenType != JsonTokenType.StartObject)
                    {
                        throw new JsonException("The answer is JSON, but not an object.");
                    }

                    break;
            }

            _hasBegun = true;
            _isAddress = false;
        }

        _state = reader.CurrentState;
        var taken = (int)reader.BytesConsumed;
        output.Write(json[copied..taken]);
        return taken;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > MaxValueBytes)
        {
            throw new JsonException($"A single value has more than {MaxValueBytes} bytes.");
        }

        if (rest.Length > _left.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(rest.Length);
            Dispose();
            _left = larger;
        }

        rest.CopyTo(_left);
        _leftLength = rest.Length;
    }
}
