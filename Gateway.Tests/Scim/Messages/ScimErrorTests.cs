using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Messages;

public sealed class ScimErrorTests
{
    [Fact]
    public void Detail_ControlCharactersOfTheRequest_AreNotAnswered() =>
        FilterParser.Parse("title \u001b[31m\u0085 pr").Error!.Detail.Should().Contain("expected an operator").And.NotContainAny("\u001b", "\u0085");

    [Fact]
    public void Detail_LinesAndTabs_BecomeBlanks() =>
        ScimError.InvalidValue("one\ttwo\r\nthree").Detail.Should().Be("one two  three");

    [Theory]
    [InlineData(0xd83d)]
    [InlineData(0xde00)]
    public void Detail_HalfASurrogatePair_ReadsBackAsItWasWritten(int half)
    {
        var filter = $"title {(char)half} pr";
        var answer = FilterParser.Parse(filter).Error!.ToObject();

        ScimJson.ParseObject(ScimJson.ToUtf8(answer)).Value.ShouldEqual(answer);
    }

    [Fact]
    public void Detail_AWholePair_Stays() =>
        ScimError.InvalidValue("a 😀 b").Detail.Should().Be("a 😀 b");

    [Fact]
    public void Detail_NamesAPathOfThousandsOfCharacters_SaysWhatIsWrongAllTheSame()
    {
        var detail = FilterParser.Parse($"emails.{new string('x', 9_000)} pr", ResourceSchema.User).Error!.Detail;

        detail.Length.Should().BeLessThanOrEqualTo(1_000);
        detail.Should().Contain("The attribute 'emails' has no sub-attribute 'xxx").And.EndWith("xxx'.");
    }

    [Fact]
    public void Detail_CutInsideAPair_LeavesNoHalf() =>
        ScimError.InvalidValue(string.Concat(Enumerable.Repeat("😀", 2_000))).Detail.EnumerateRunes().Should().OnlyContain(rune => rune.Value == 0x1F600 || rune.Value == ' ' || rune.Value == '…');

    [Fact]
    public void Detail_SetAnew_IsCleanAsWell() =>
        (ScimError.InvalidValue("a") with { Detail = "b\0" }).Detail.Should().Be("b\uFFFD");
}
