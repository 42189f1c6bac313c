using CsCheck;
using Gateway.Forwarding;

namespace Gateway.Tests.Forwarding;

public sealed class AnswerBufferTests
{
    private const int Cap = 200_000;

    [Fact]
    public void Take_AnyPieces_GivesThemBackInOrder() =>
        Gen.Select(Gen.Byte.Array[0, 9000].Array[0, 12], Gen.Int[-1, 100_000]).Sample((pieces, announced) =>
        {
            using var buffer = new AnswerBuffer(Cap);
            buffer.Expect(announced < 0 ? null : announced);
            foreach (var piece in pieces)
            {
                buffer.Write(piece);
            }

            return buffer.Take().Span.SequenceEqual(pieces.SelectMany(piece => piece).ToArray());
        });

    [Fact]
    public void Write_PastTheCap_ThrowsAndSaysSo()
    {
        using var buffer = new AnswerBuffer(Cap);
        buffer.Write(new byte[Cap]);

        var act = () => buffer.Write(new byte[1]);

        act.Should().Throw<IOException>();
        buffer.Overflowed.Should().BeTrue();
    }
}
