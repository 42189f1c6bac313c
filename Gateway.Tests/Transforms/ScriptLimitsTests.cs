using Gateway.Benchmarks.Transforms.Attacks;

namespace Gateway.Tests.Transforms;

/// <summary>What a script must not be able to do. Each attack fails its own request with 500, and the next request is fine.</summary>
public sealed class ScriptLimitsTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string> Attacks => new(ScriptAttacks.All.Select(attack => (attack.Body, attack.StoppedBy)));

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task TransformUser_Attack_FailsAloneAndTheNextIsFine(string body, string reason)
    {
        var transform = await _bench.TransformAsync($$"""
            export const attributes = { displayName: (user, context) => { if (user.title !== 'attack') return 'fine'; {{body}} } };
            """);

        var attacked = await transform.TransformUserAsync(Bench.Json("""{"userName":"u","title":"attack"}"""), Bench.Context, Bench.Stop);
        var next = await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);

        attacked.Error.Should().BeEquivalentTo(new { Status = 500, ScimType = (string?)null });
        attacked.Error!.Detail.Should().StartWith("Transform rules.js").And.Contain("attributes.displayName")
            .And.ContainAny([reason, "the limit of 250 ms", "did not come back within 450 ms"], because: "on a busy machine the clock may strike first");
        next.Value.Fields.Should().ContainSingle().Which.Value.Should().Be("fine");
    }

    [Fact]
    public async Task TransformUser_OneOperationThatCannotBeInterrupted_IsGivenUpAndTheNextIsFine()
    {
        var transform = await _bench.TransformAsync($$"""
            export const username = user => { if (user.userName !== 'attack') return 'fine'; {{ScriptAttacks.Stuck}} };
            """);

        var attacked = await transform.TransformUserAsync(Bench.Json("""{"userName":"attack"}"""), Bench.Context, Bench.Stop);
        var next = await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);

        attacked.Error.Should().BeEquivalentTo(new { Status = 500, Detail = "Transform rules.js: username did not come back within 450 ms" });
        next.Value.Name.Should().Be("fine");
    }

    [Fact]
    public async Task TransformUser_OneScriptIsStuck_TheOthersAndItsNextVersionAreNot()
    {
        var stuck = await _bench.TransformAsync($"export const username = user => {{ {ScriptAttacks.Stuck} }};");
        var other = await _bench.TransformAsync("export const username = user => 'fine';");
        var user = Bench.Json("""{"userName":"u"}""");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => stuck.TransformUserAsync(user, Bench.Context, Bench.Stop).AsTask()));

        var third = await stuck.TransformUserAsync(user, Bench.Context, Bench.Stop);

        third.Error.Should().BeEquivalentTo(new { Status = 503, Detail = "Transform rules.js: earlier runs of it are stuck; none is started until one ends, or the script is changed." });
        (await other.TransformUserAsync(user, Bench.Context, Bench.Stop)).Value.Name.Should().Be("fine");
    }

    [Theory]
    [InlineData("export const username = { pattern: 'a', replacement: 'b' };\nconst big = 10n;", "rules.js:2:13: BigInt is not available*")]
    [InlineData("export const username = async user => user.userName;", "rules.js:1:25: promises*")]
    [InlineData("export const username = user => Promise.resolve('x');", "rules.js:1:33: 'Promise'*")]
    [InlineData("import { x } from './x.js';", "rules.js:1:19: import of './x.js': the file does not exist")]
    [InlineData("export * from './x.js';", "rules.js:1:15: import of './x.js': the file does not exist")]
    [InlineData("export const username = user => import('./x.js');", "rules.js:1:33: import() is not available in transforms*")]
    [InlineData("export default {};", "rules.js:1:1: there is no default export*")]
    [InlineData("export const username = user => eval('1');", "rules.js:1:33: 'eval'*")]
    [InlineData("export const username = user => new Function('1')();", "rules.js:1:37: 'Function'*")]
    [InlineData("console.log('x');", "rules.js:1:1: 'console'*context.log*")]
    [InlineData("export const username = user => fetch('https://x');", "rules.js:1:33: 'fetch'*")]
    [InlineData("new Uint8Array(1);", "rules.js:1:5: 'Uint8Array'*")]
    [InlineData("export const username = user => new RegExp(user.title).source;", "rules.js:1:37: 'RegExp'*between slashes*")]
    [InlineData("export const username = user => Iterator.from([]).toArray();", "rules.js:1:33: 'Iterator'*")]
    [InlineData("export const username = user => usr.userName;", "rules.js:1:33: 'usr' is not defined*")]
    [InlineData("export const username = ;", "rules.js:1:25: *")]
    [InlineData("for (;;) {}", "rules.js*(top level) hit the limit of*")]
    [InlineData("throw new Error('at load');", "rules.js:1:7: (top level) threw an error: at load")]
    [InlineData("export const usrename = 1;", "rules.js:1:14: usrename: is not known; a transform exports username, attributes, status, groups, errors, request, examples")]
    [InlineData("export const status = { get length() { return 1; } };", "rules.js:1:14: status: must be a list, not a value of type object")]
    [InlineData("   \n ", "rules.js: the file is empty*")]
    public async Task Load_ScriptThatCannotBeStoppedOrUsed_IsRefusedWithPlace(string script, string expected) =>
        (await _bench.RefusalAsync(script)).Should().Match(expected);

    [Theory]
    [InlineData(" + ", "a", "")]
    [InlineData("", "${a}", "`")]
    public async Task Load_OneStatementJoinsHundreds_IsRefused(string between, string part, string quote)
    {
        string Script(int parts) => $"export const username = user => {{\n  const a = 'x';\n  return {quote}{string.Join(between, Enumerable.Repeat(part, parts))}{quote};\n}};";

        (await _bench.RefusalAsync(Script(100))).Should().Match("rules.js:3:*: one statement joins more than 32 values; write it as several, or as [a, b, c].join('')");
        (await _bench.NameAsync(Script(32), "u")).Should().Be(new string('x', 32));
    }

    [Fact]
    public async Task Load_DeeplyNestedSource_IsRefused() =>
        (await _bench.RefusalAsync($"export const examples = {new string('[', 20_000)}{new string(']', 20_000)};")).Should().Contain("rules.js");

    [Fact]
    public async Task Load_FileTooLarge_IsRefused() =>
        (await _bench.RefusalAsync($"// {new string('x', 300_000)}")).Should().Be("rules.js: the script is larger than 256 KiB");

    [Fact]
    public async Task TransformUser_DataNamedLikeAPrototype_IsOnlyData()
    {
        var outcome = await _bench.UserAsync(
            "export const username = user => String(user.evil) + typeof user.toString + Object.keys(user).includes('__proto__');",
            """{"userName":"u","__proto__":{"evil":"yes"}}""");

        outcome.Value.Name.Should().Be("undefinedfunctiontrue");
    }

    [Fact]
    public async Task TransformUser_ScriptLooksAtTheClock_SeesTheTimeOfTheOperation()
    {
        var outcome = await _bench.UserAsync(
            "export const username = (user, context) => new Date().toISOString() + (Date.now() === context.now.getTime());", """{"userName":"u"}""");

        outcome.Value.Name.Should().Be("2026-03-01T12:00:00.000Ztrue");
    }

    [Fact]
    public async Task TransformUser_PasswordAndLongValues_AreNotShownToTheScript()
    {
        var outcome = await _bench.UserAsync(
            "export const username = user => typeof user.password + typeof user.nickName + user.title.length;",
            $$"""{"userName":"u","password":"secret","nickName":"{{new string('n', 4097)}}","title":"{{new string('t', 4096)}}"}""");

        outcome.Value.Name.Should().Be("undefinedundefined4096");
    }

    [Fact]
    public async Task TransformUser_NothingSentButUserName_NamesAndListsAreThere()
    {
        var outcome = await _bench.UserAsync(
            $"export const username = user => `${{user.name.givenName}}${{user.emails.length}}${{user['{Bench.Urn}'].department}}`;", """{"userName":"u"}""");

        outcome.Value.Name.Should().Be("undefined0undefined");
    }

    [Fact]
    public async Task TransformUser_NamesInAnyCase_AreSpelledAsTheRfcAndForeignExtensionsAsTheyAre()
    {
        var outcome = await _bench.UserAsync(
            "export const username = user => user.displayName + user.emails[0].value + user['urn:x:y'].Title;",
            """{"userName":"u","DISPLAYNAME":"d","Emails":[{"VALUE":"e"}],"urn:x:y":{"Title":"t"}}""");

        outcome.Value.Name.Should().Be("det");
    }
}
