namespace Gateway.Tests.Transforms;

/// <summary>What a script must not be able to do. Each attack fails its own request with 500, and the next request is fine.</summary>
public sealed class ScriptLimitsTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("for (;;) {}", "limit of")]
    [InlineData("while (true) { try { for (;;) {} } catch { } }", "limit of")]
    [InlineData("for (;;) { try { throw 1; } catch { } finally { continue; } }", "limit of")]
    [InlineData("const p = new Proxy({}, { get() { for (;;) {} } }); return p.x;", "limit of")]
    [InlineData("for (const x of { [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }) {}", "limit of")]
    [InlineData("const f = () => f(); return f();", "nested calls")]
    [InlineData("const o = { get x() { return this.x; } }; return o.x;", "64 nested calls")]
    [InlineData("const o = { toString() { return '' + this; } }; return '' + o;", "call stack")]
    [InlineData("return /(a+)+$/.test('a'.repeat(60) + 'b') ? 'x' : 'y';", "regular expression")]
    [InlineData("return /^(\\w|\\w\\w)+(?<x>q)\\k<x>$/v.test('a'.repeat(60) + 'b') ? 'x' : 'y';", "regular expression")]
    [InlineData("new Array(10001).fill(0); return 'x';", "memory or 8192 array elements")]
    [InlineData("const a = []; for (let i = 0; i < 20000; i++) a.push(i); return 'x';", "memory or 8192 array elements")]
    [InlineData("return Array.from({ length: 20000 }).join();", "memory or 8192 array elements")]
    [InlineData("return [].concat.call([], ...Array(30).fill(Array(1000).fill(1))).join();", "memory or 8192 array elements")]
    [InlineData("Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1); return 'x';", "memory or 8192 array elements")]
    [InlineData("Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 1); return 'x';", "memory or 8192 array elements")]
    [InlineData("Array.prototype.map.call({ length: 2 ** 53 - 1 }, x => x); return 'x';", "Invalid array length")]
    [InlineData("Array.prototype.reverse.call({ length: 2 ** 53 - 1 }); return 'x';", "memory or 8192 array elements")]
    [InlineData("Array.prototype.join.call({ length: 2 ** 53 - 1 }); return 'x';", "memory or 8192 array elements")]
    [InlineData("Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1); return 'x';", "memory or 8192 array elements")]
    [InlineData("Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 1); return 'x';", "memory or 8192 array elements")]
    [InlineData("Array.prototype.findLast.call({ length: 2 ** 53 - 1 }, x => x); return 'x';", "50000 statements")]
    [InlineData("return Array(8000).fill('x'.repeat(60000)).join('');", "65536")]
    [InlineData("return 'a'.repeat(60000).split('').sort((a, b) => 1).join('');", "memory or 8192 array elements")]
    [InlineData("return JSON.stringify(Array(8000).fill(Array(8000).fill('x')));", "65536")]
    [InlineData("const a = Array(8000).fill('x'); for (let i = 0; i < 9; i++) a[i] = a.slice(); return `${a}` + String(a.map(() => a));", "65536")]
    [InlineData("return String.raw({ raw: { length: 2 ** 53 - 1 } });", "memory or 8192 array elements")]
    [InlineData("return Object.assign([], 'x'.repeat(60000)).length + '';", "memory or 8192 array elements")]
    [InlineData("return Reflect.apply(String.fromCharCode, null, { length: 2 ** 32 });", "Invalid array-like length")]
    [InlineData("let s = 'xxxxxxxx'; for (;;) s += s;", "limit of")]
    [InlineData("let s = 'xxxxxxxx'; for (;;) s = `${s}${s}`;", "limit of")]
    [InlineData("let s = 'x'.repeat(60000); for (;;) s.split('');", "limit of")]
    [InlineData("return JSON.parse('['.repeat(1000));", "depth level")]
    [InlineData("return (() => {}).constructor('return 1')();", "String compilation")]
    [InlineData("return globalThis['ev' + 'al']('1');", "not a function")]
    [InlineData("return 'a'.repeat(2 ** 28);", "65536")]
    [InlineData("return 'a'.padEnd(2 ** 28);", "65536")]
    [InlineData("return 'a'.padStart('268435456');", "65536")]
    [InlineData("return 'a'.repeat(60000).replaceAll('a', 'b'.repeat(10000));", "65536")]
    [InlineData("return 'a'.repeat(60000).replace(/a/g, 'b'.repeat(10000));", "65536")]
    [InlineData("return 'a'.repeat(5000).replace(/a/g, \"$`\");", "65536")]
    [InlineData("return new (globalThis['Array' + 'Buffer'])(2 ** 31);", "not a constructor")]
    [InlineData("return globalThis['Big' + 'Int']('9'.repeat(2000));", "not a function")]
    [InlineData("return new Date()['toTemporal' + 'Instant']().epochNanoseconds;", "not a function")]
    [InlineData("globalThis['Ato' + 'mics'].wait();", "Cannot read property")]
    [InlineData("return 'a'.repeat(300);", "returned 300 characters, more than 255")]
    [InlineData("return { then() {} };", "a value of type object")]
    [InlineData("return 42;", "a value of type number")]
    [InlineData("return '\\ud83d';", "half a character")]
    [InlineData("return 'x'.normalize('NFZ');", "knows NFC, NFD, NFKC and NFKD")]
    [InlineData("throw new Error('mine');", "mine")]
    [InlineData("return user.nothing.at.all;", "Cannot read properties")]
    public async Task TransformUser_Attack_FailsAloneAndTheNextIsFine(string body, string reason)
    {
        var transform = await _bench.TransformAsync($$"""
            export const attributes = { displayName: (user, context) => { if (user.title !== 'attack') return 'fine'; {{body}} } };
            """);

        var attacked = await transform.TransformUserAsync(Bench.Json("""{"userName":"u","title":"attack"}"""), Bench.Context, Bench.Stop);
        var next = await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);

        attacked.Error.Should().BeEquivalentTo(new { Status = 500, ScimType = (string?)null });
        attacked.Error!.Detail.Should().StartWith("Transform rules.js").And.Contain("attributes.displayName")
            .And.ContainAny([reason, "the limit of 250 ms"], because: "on a busy machine the clock may strike first");
        next.Value.Fields.Should().ContainSingle().Which.Value.Should().Be("fine");
    }

    [Fact]
    public async Task TransformUser_OneOperationThatCannotBeInterrupted_IsGivenUpAndTheNextIsFine()
    {
        var transform = await _bench.TransformAsync("""
            export const username = user => user.userName === 'attack'
              ? String(Array(30).fill(Array(8000).fill(Array(8000).fill([]))).flat(3).length)
              : 'fine';
            """);

        var attacked = await transform.TransformUserAsync(Bench.Json("""{"userName":"attack"}"""), Bench.Context, Bench.Stop);
        var next = await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);

        attacked.Error.Should().BeEquivalentTo(new { Status = 500, Detail = "Transform rules.js: username did not come back within 1200 ms" });
        next.Value.Name.Should().Be("fine");
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
    [InlineData("export const username = user => usr.userName;", "rules.js:1:33: 'usr' is not defined*")]
    [InlineData("export const username = ;", "rules.js:1:25: *")]
    [InlineData("for (;;) {}", "rules.js*(top level) hit the limit of*")]
    [InlineData("throw new Error('at load');", "rules.js:1:7: (top level) threw an error: at load")]
    [InlineData("export const usrename = 1;", "rules.js:1:14: usrename: is not known; a transform exports username, attributes, status, groups, errors, request, examples")]
    [InlineData("export const status = { get length() { return 1; } };", "rules.js:1:14: status: must be a list, not a value of type object")]
    [InlineData("   \n ", "rules.js: the file is empty*")]
    public async Task Load_ScriptThatCannotBeStoppedOrUsed_IsRefusedWithPlace(string script, string expected) =>
        (await _bench.RefusalAsync(script)).Should().Match(expected);

    [Fact]
    public async Task Load_DeeplyNestedSource_IsRefused() =>
        (await _bench.RefusalAsync($"export const examples = {new string('[', 20_000)}{new string(']', 20_000)};")).Should().Contain("rules.js");

    [Fact]
    public async Task Load_FileTooLarge_IsRefused() =>
        (await _bench.RefusalAsync($"// {new string('x', 300_000)}")).Should().Be("rules.js: the script is larger than 256 KiB");

    [Fact]
    public async Task TransformUser_GlobalOrPrototypeChanged_DoesNotLeakIntoTheNextCall()
    {
        var transform = await _bench.TransformAsync("""
            let calls = 0;
            export const username = user => {
              calls++;
              globalThis.leak = (globalThis.leak ?? 0) + 1;
              Object.prototype.zz = (Object.prototype.zz ?? 0) + 1;
              return `${calls}${globalThis.leak}${Object.prototype.zz}`;
            };
            """);

        var first = await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);
        var second = await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);

        first.Value.Name.Should().Be("111");
        second.Value.Name.Should().Be("111", because: "each operation has an engine of its own");
    }

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
