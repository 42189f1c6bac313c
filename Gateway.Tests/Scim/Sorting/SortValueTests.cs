using CsCheck;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Scim.Sorting;

namespace Gateway.Tests.Scim.Sorting;

public sealed class SortValueTests
{
    private static readonly AttributeDefinition _exact = new("exact", AttributeType.String, "") { CaseExact = true };
    private static readonly AttributeDefinition _time = new("time", AttributeType.DateTime, "");

    private static readonly Gen<(ScimValue? Value, AttributeDefinition? Definition)> _any = Gen.Select(
        Gen.OneOf(
            ScimGen.Leaf,
            Gen.String[Gen.Char["aAbBéÉ\uFF01\uE000"], 0, 3].Select(ScimValue (text) => new ScimString(text)),
            Gen.OneOfConst("1e400", "-1e400", "1.0", "1", "1e0", "0", "-0", "79228162514264337593543950336").Select(ScimValue (digits) => new ScimNumber(digits)),
            Gen.OneOfConst("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.5Z", "2025-12-31T23:59:59", "soon", "").Select(ScimValue (text) => new ScimString(text))),
        Gen.OneOfConst<AttributeDefinition?>(null, _exact, _time),
        (value, definition) => ((ScimValue?)value, definition));

    [Theory]
    [InlineData("2026-01-01T01:00:00+02:00", "2026-01-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.001Z")]
    [InlineData("2025-12-31T23:00:00-05:00", "2026-01-01T05:00:00Z")]
    public void CompareTo_Times_ByInstant(string earlier, string later) => Before(new ScimString(earlier), new ScimString(later), _time);

    [Fact]
    public void CompareTo_TimesOfOneInstant_AreEqual() =>
        (Of(new ScimString("2026-01-01T01:00:00+01:00"), _time) == Of(new ScimString("2026-01-01T00:00:00Z"), _time)).Should().BeTrue();

    [Theory]
    [InlineData("9", "10")]
    [InlineData("-2", "-1")]
    [InlineData("0.1", "0.11")]
    [InlineData("1", "1e1")]
    [InlineData("7e28", "1e400")]
    [InlineData("-1e400", "-7")]
    public void CompareTo_Numbers_BySize(string smaller, string larger) => Before(new ScimNumber(smaller), new ScimNumber(larger), null);

    [Fact]
    public void CompareTo_FalseAndTrue_FalseFirst() => Before(ScimBoolean.False, ScimBoolean.True, null);

    [Theory]
    [InlineData("a", "B")]
    [InlineData("Ä", "ö")]
    [InlineData("a", "aa")]
    [InlineData("Z", "\u00E9")]
    [InlineData("\uFF5A", "\U0001F600")]
    public void Rfc7644_3_4_2_3_TextWithoutCase_ByCodePoints(string first, string second) => Before(new ScimString(first), new ScimString(second), null);

    [Theory]
    [InlineData("B", "a")]
    [InlineData("Z", "a")]
    [InlineData("\uFFFD", "\U00010000")]
    public void Rfc7644_3_4_2_3_CaseExactText_ByCodePoints(string first, string second) => Before(new ScimString(first), new ScimString(second), _exact);

    [Fact]
    public void CompareTo_SameLettersInOtherCase_AreEqualUnlessCaseCounts()
    {
        (Of(new ScimString("straße É"), null) == Of(new ScimString("STRAßE é"), null)).Should().BeTrue();
        (Of(new ScimString("a"), _exact) == Of(new ScimString("A"), _exact)).Should().BeFalse();
    }

    [Fact]
    public void CompareTo_Missing_FollowsEverything()
    {
        Before(ScimBoolean.True, null, null);
        Before(new ScimString("\uFFFD"), ScimNull.Value, null);
        SortValue.Missing.CompareTo(Of(new ScimString(""), null)).Should().Be(0);
    }

    [Fact]
    public void CompareTo_AnyValues_IsATotalOrder() =>
        Gen.Select(_any, _any, _any).Sample(
            three =>
            {
                var (a, b, c) = (Of(three.Item1), Of(three.Item2), Of(three.Item3));
                return Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
                    && a.CompareTo(a) == 0
                    && !(a <= b && b <= c && a > c)
                    && (a != b || Math.Sign(a.CompareTo(c)) == Math.Sign(b.CompareTo(c)))
                    && (a != b || a.GetHashCode() == b.GetHashCode());
            },
            iter: 10_000);

    private static void Before(ScimValue? first, ScimValue? second, AttributeDefinition? definition)
    {
        (Of(first, definition) < Of(second, definition)).Should().BeTrue();
        (Of(second, definition) > Of(first, definition)).Should().BeTrue();
    }

    private static SortValue Of((ScimValue? Value, AttributeDefinition? Definition) given) => Of(given.Value, given.Definition);

    private static SortValue Of(ScimValue? value, AttributeDefinition? definition) => SortValue.Of(value, definition);
}
