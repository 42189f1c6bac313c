namespace Gateway.Tests.Transforms;

/// <summary>Nothing that a script keeps survives the operation: each attempt to smuggle a count into the next one.</summary>
public sealed class IsolationTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("globalThis.n = (globalThis.n ?? 0) + 1; return globalThis.n;")]
    [InlineData("return ++top;")]
    [InlineData("return ++Closure.n;")]
    [InlineData("Object.prototype.n = (Object.prototype.n ?? 0) + 1; return Object.prototype.n;")]
    [InlineData("Array.n = (Array.n ?? 0) + 1; return Array.n;")]
    [InlineData("Math.abs.n = (Math.abs.n ?? 0) + 1; return Math.abs.n;")]
    [InlineData("JSON[Symbol.for('n')] = (JSON[Symbol.for('n')] ?? 0) + 1; return JSON[Symbol.for('n')];")]
    [InlineData("String.prototype.toLowerCase.n = (String.prototype.toLowerCase.n ?? 0) + 1; return 'x'.toLowerCase.n;")]
    [InlineData("literal.test('x'); return literal.lastIndex;")]
    [InlineData("return next();")]
    [InlineData("shared.list.push(1); return shared.list.length;")]
    [InlineData("seen.add({}); return seen.size;")]
    [InlineData("weak.set(Object.prototype, (weak.get(Object.prototype) ?? 0) + 1); return weak.get(Object.prototype);")]
    [InlineData("user.n = (user.n ?? 0) + 1; context.n = (context.n ?? 0) + 1; return user.n * context.n;")]
    [InlineData("user.emails.push({ value: 'x' }); return user.emails.length;")]
    [InlineData("context.now.setTime(context.now.getTime() + 1000); return new Date().getMilliseconds() + 1;")]
    [InlineData("context.log.n = 1; Object.getPrototypeOf(context).n = (Object.getPrototypeOf(context).n ?? 0) + 1; return Object.getPrototypeOf(context).n;")]
    [InlineData("import.meta.n = (import.meta.n ?? 0) + 1; return import.meta.n;")]
    [InlineData("Symbol.iterator.description; Reflect.getPrototypeOf([].values()).n ??= 0; return ++Reflect.getPrototypeOf([].values()).n;")]
    [InlineData("const error = new Error(); Error.prototype.n = (error.n ?? 0) + 1; return Error.prototype.n;")]
    [InlineData("const strings = tagged`x`; kept.set(strings, (kept.get(strings) ?? 0) + 1); return kept.get(strings);")]
    public async Task TransformUser_StateIsSmuggled_EachOperationBeginsAnew(string body)
    {
        File.WriteAllText(_bench.File("shared.js"), "export const shared = { list: [] }; let n = 0; export function next() { return ++n; }");
        var transform = await _bench.TransformAsync($$"""
            import { next, shared } from './shared.js';
            let top = 0;
            class Closure { static n = 0; }
            const literal = /x/g;
            const seen = new Set();
            const weak = new WeakMap();
            const kept = new Map();
            const tagged = strings => strings;
            function attempt(user, context) { {{body}} }
            export const username = (user, context) => String(attempt(user, context));
            """);

        var names = new List<string>();
        for (var time = 0; time < 3; time++)
        {
            names.Add((await transform.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop)).Value.Name);
        }

        names.Should().AllBe("1");
    }

    [Fact]
    public async Task TransformUser_FunctionsOfOneOperation_ShareItsEngineOnly()
    {
        var transform = await _bench.TransformAsync("""
            let n = 0;
            export const username = () => String(++n);
            export const attributes = { displayName: () => String(++n) };
            """);
        var user = Bench.Json("""{"userName":"u"}""");

        var both = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => transform.TransformUserAsync(user, Bench.Context, Bench.Stop).AsTask()));

        both.Should().AllSatisfy(one => (one.Value.Name, one.Value.Fields.Single(field => field.Field == "displayName").Value).Should().Be(("1", "2")));
    }
}
