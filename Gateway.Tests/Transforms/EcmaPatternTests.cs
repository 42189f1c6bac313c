using CsCheck;
using Gateway.Transforms.Rules;
using Jint;

namespace Gateway.Tests.Transforms;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("(.*)@.*", "$1", "a.b@contoso.com", "a.b")]
    [InlineData("(?<first>[a-z]+)\\.(?<last>[a-z]+)", "$<last>.$<first>", "anna.berg", "berg.anna")]
    [InlineData("(.)(?<n>.)(.)", "$3$2$1", "abc", "cba")]
    [InlineData("(a)|(b)", "[$1$2]", "b", "[b]")]
    [InlineData(".*", "$&$&", "ab", "abab")]
    [InlineData("(.*)", "$$1", "a", "$1")]
    [InlineData("(.*)", "cost $ $1", "a", "cost $ a")]
    [InlineData("(.*)", "$10", "a", "a0")]
    [InlineData("(.*)", "$01", "a", "a")]
    [InlineData("a\\/b", "x", "a/b", "x")]
    [InlineData("[[]a", "x", "[a", "x")]
    [InlineData("(?=a)(.).*", "$1", "abc", "a")]
    [InlineData("(.)\\1", "$1", "zz", "z")]
    [InlineData("(?<q>.)\\k<q>", "$<q>", "zz", "z")]
    public void Fill_PatternMatches_FollowsEcmaScript(string pattern, string replacement, string value, string expected)
    {
        var compiled = EcmaPattern.Parse(pattern, ignoreCase: false);

        EcmaReplacement.Parse(replacement, compiled).Fill(compiled.Match(value)!).Should().Be(expected);
    }

    [Theory]
    [InlineData("b", "abc")]
    [InlineData("a", "a\n")]
    [InlineData("a$", "a\n")]
    [InlineData("\\d", "\u0663")]
    [InlineData("\\w", "\u00e9")]
    [InlineData("[a-z-[aeiou]]", "b")]
    public void Match_NotTheWholeValueOrAnotherDialect_IsNull(string pattern, string value) =>
        EcmaPattern.Parse(pattern, ignoreCase: false).Match(value).Should().BeNull();

    [Theory]
    [InlineData("(", "does not compile")]
    [InlineData("a\\", "ends with a backslash")]
    [InlineData("(?<a>.)(?<a>.)", "stands twice")]
    [InlineData("\\2(.)", "refers to group 2")]
    [InlineData("\\k<x>", "refers to a group")]
    [InlineData("(?>a)", "does not know at position 1")]
    public void Parse_PatternIsWrong_SaysWhy(string pattern, string reason) =>
        FluentActions.Invoking(() => EcmaPattern.Parse(pattern, ignoreCase: false)).Should().Throw<FormatException>().WithMessage($"*{reason}*");

    [Theory]
    [InlineData("(.*)", "$2", "it has 1")]
    [InlineData("(.*)", "$0", "it has 1")]
    [InlineData("(?<a>.*)", "$<b>", "'b'")]
    public void Parse_ReplacementNamesMissingGroup_IsRefused(string pattern, string replacement, string reason) =>
        FluentActions.Invoking(() => EcmaReplacement.Parse(replacement, EcmaPattern.Parse(pattern, ignoreCase: false)))
            .Should().Throw<FormatException>().WithMessage($"*{reason}*");

    [Fact]
    public void Match_PatternExplodesForBacktrackingEngines_IsLinear()
    {
        var pattern = EcmaPattern.Parse("(a+)+b", ignoreCase: false);

        pattern.Match(new string('a', 5000)).Should().BeNull(because: "a pattern without look-around runs in linear time");
    }

    [Theory]
    [InlineData("(.*)@.*", 5000)]
    [InlineData("(?!b)(.*)", 100)]
    public void Limit_OfALinearPattern_IsForStarvedMachinesAlone(string pattern, int milliseconds) =>
        EcmaPattern.Parse(pattern, ignoreCase: false).Limit.TotalMilliseconds.Should().Be(milliseconds);

    [Fact]
    public void Fill_AnyPatternAndValue_AgreesWithTheEngineOfScripts()
    {
        var engine = new Engine();
        var patterns = Gen.OneOfConst(
            "(.*)@.*", "(.*)@(.*)", "(a*)(?<mid>.?)(.*)", "(?<x>[^@]+)@?(.*)", "(a|b)*(.*)", "([\\w.]+)(.*)", "(\\d*)(\\D*)", "(.)(.?)\\1*.*", "(?!b)(.*)", "((a)|(b)|.)*");
        var replacements = Gen.OneOfConst("$1", "$&", "$$1", "x$1y", "$1$1", "-", "$1.", "$", "$1$");

        Gen.Select(patterns, replacements, Gen.String[Gen.OneOfConst('a', 'b', '.', '@', '1', '_', '\u00e9', '-'), 0, 12]).Sample((pattern, replacement, value) =>
        {
            var expected = engine.SetValue("p", $"^(?:{pattern})$").SetValue("r", replacement).SetValue("v", value)
                .Evaluate("new RegExp(p).test(v) ? v.replace(new RegExp(p), r) : null");
            var compiled = EcmaPattern.Parse(pattern, ignoreCase: false);
            var captures = compiled.Match(value);
            var actual = captures is null ? null : EcmaReplacement.Parse(replacement, compiled).Fill(captures);
            return actual == (expected.IsNull() ? null : expected.AsString());
        }, iter: 5000, threads: 1);
    }
}
