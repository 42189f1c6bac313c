using Gateway.Configuration;

namespace Gateway.Tests.Transforms;

public sealed class UsernameTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task TransformUser_NoSettingsNoScript_KeepsUserName() =>
        (await _bench.NameAsync(null, "Anna@Contoso.com")).Should().Be("Anna@Contoso.com");

    [Fact]
    public async Task TransformUser_Confluence_LowersTheName() =>
        (await _bench.NameAsync(null, "Anna", Bench.Jira with { App = AppKind.Confluence })).Should().Be("anna");

    [Theory]
    [InlineData("a.b@contoso.com", "a.b")]
    [InlineData("nobody", "nobody")]
    public async Task TransformUser_SettingsPattern_IsUsed(string userName, string expected) =>
        (await _bench.NameAsync(null, userName, Bench.Jira with { Username = new() { Pattern = "(.*)@.*" } })).Should().Be(expected);

    [Fact]
    public async Task TransformUser_SettingsRejectAndNoMatch_IsInvalidValue()
    {
        var settings = Bench.Jira with { Username = new() { Pattern = "(.*)@.*", OnNoMatch = OnNoMatch.Reject } };

        var outcome = await _bench.UserAsync(null, """{"userName":"nobody"}""", settings);

        outcome.Error.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        outcome.Error!.Detail.Should().Contain("'nobody'").And.Contain("(.*)@.*");
    }

    [Theory]
    [InlineData("{ pattern: '(.*)@.*', replacement: '$1' }", "A@x", "A")]
    [InlineData("{ pattern: '(.*)@.*', replacement: '$1', case: 'lower' }", "A@x", "a")]
    [InlineData("{ pattern: /(.*)@X/i, replacement: '$1' }", "A@x", "A")]
    [InlineData("[{ pattern: 'a(.*)', replacement: '1$1' }, { pattern: '(.*)', replacement: '2$1' }]", "ab", "1b")]
    [InlineData("[{ pattern: 'a(.*)', replacement: '1$1' }, { pattern: '(.*)', replacement: '2$1' }]", "ba", "2ba")]
    [InlineData("[{ pattern: 'x', replacement: 'y' }]", "ab", "ab")]
    [InlineData("user => user.userName.split('@')[0].toUpperCase()", "ab@x", "AB")]
    [InlineData("function (user, context) { return context.app + context.connection + context.operation + context.now.getUTCFullYear() }", "a", "jirajiracreate2026")]
    public async Task TransformUser_ScriptUsername_OverridesSettings(string rule, string userName, string expected) =>
        (await _bench.NameAsync($"export const username = {rule};", userName, Bench.Jira with { Username = new() { Pattern = "(.*)", Replacement = "settings" } }))
            .Should().Be(expected);

    [Theory]
    [InlineData("ab@x", "AB")]
    [InlineData("AB", "AB")]
    public async Task TransformUser_ScriptSaysNothingOfCase_SettingsCaseHolds(string userName, string unexpected) =>
        (await _bench.NameAsync("export const username = { pattern: '(.*)@.*', replacement: '$1' };", userName, Bench.Jira with { Username = new() { Case = NameCase.Lower } }))
            .Should().Be("ab").And.NotBe(unexpected);

    [Fact]
    public async Task TransformUser_LastOfListRejects_UnmatchedIsInvalidValue()
    {
        const string Script = "export const username = [{ pattern: 'a', replacement: 'b' }, { pattern: 'c', replacement: 'd', onNoMatch: 'reject' }];";

        (await _bench.UserAsync(Script, """{"userName":"x"}""")).Error!.ScimType.Should().Be("invalidValue");
    }

    [Theory]
    [InlineData("' a'", "blank")]
    [InlineData("''", "empty")]
    [InlineData("'a\\u0007b'", "control")]
    [InlineData("'a'.repeat(256)", "256 characters")]
    public async Task TransformUser_NameThatNoAppTakes_IsInvalidValue(string result, string reason)
    {
        var outcome = await _bench.UserAsync($"export const username = () => {result};", """{"userName":"x"}""");

        outcome.Error.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        outcome.Error!.Detail.Should().Contain(reason);
    }

    [Fact]
    public async Task NameForLookup_Pattern_GivesTheName()
    {
        var transform = await _bench.TransformAsync("export const username = { pattern: '(.*)@.*', replacement: '$1' };");

        (await transform.NameForLookupAsync("a@x", Bench.Stop)).Value.Should().Be("a");
    }

    [Fact]
    public async Task NameForLookup_Function_IsNull()
    {
        var transform = await _bench.TransformAsync("export const username = user => user.userName;");

        (await transform.NameForLookupAsync("a@x", Bench.Stop)).Value.Should().BeNull();
    }

    [Fact]
    public async Task Load_SettingsPatternDoesNotCompile_IsRefusedNamingTheSetting()
    {
        var load = await _bench.LoadAsync(null, Bench.Jira with { Username = new() { Pattern = "(" } });

        load.Problems.Should().ContainSingle().Which.ToString().Should().Contain("Connections:jira:Username").And.Contain("does not compile");
    }
}
