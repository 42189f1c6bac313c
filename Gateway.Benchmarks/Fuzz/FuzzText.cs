using System.Text;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>
/// Fuzzed bytes as the text that a query parameter may hold: UTF-8, but bytes that are none become characters all the same, so that half
/// surrogate pairs (<c>ED A0 80</c>) and stray bytes get as far as the parser.
/// </summary>
internal static class FuzzText
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune);
            }
            else if (bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                length = 3;
            }
            else
            {
                text.Append((char)bytes[0]);
                length = 1;
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
