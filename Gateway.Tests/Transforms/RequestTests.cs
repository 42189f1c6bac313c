using Gateway.Scim.Messages;
using Gateway.Transforms;

namespace Gateway.Tests.Transforms;

/// <summary>The export <c>request</c>: what it may add to an app call, and what it may not change.</summary>
public sealed class RequestTests : IDisposable
{
    private static readonly ScriptCall Call = new("PUT", "/rest/api/2/user", "?key=JIRAUSER1", new Dictionary<string, string>(), Bench.Json("""{"displayName":"Ada","n":1.0,"tags":["a"],"deep":{"x":true}}"""));

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    private async Task<Outcome<ScriptCall>> TouchAsync(string body, ScriptCall? call = null)
    {
        var rules = await _bench.TransformAsync($"export function request(call, context) {{ {body} }}");
        rules.TouchesCalls.Should().BeTrue();
        return await rules.TouchAsync(call ?? Call, Bench.Context, Bench.Stop);
    }

    [Fact]
    public async Task Touch_HeaderAndField_AreAdded()
    {
        var touched = (await TouchAsync("call.headers['X-Origin'] = context.operation; call.body.notification = false; call.body.deep.y = 2; return call;")).Value;

        touched.Headers.Should().Equal(new Dictionary<string, string> { ["X-Origin"] = "create" });
        touched.Body.Should().Be(Bench.Json("""{"displayName":"Ada","n":1.0,"tags":["a"],"deep":{"x":true,"y":2},"notification":false}"""));
        touched.Path.Should().Be("/rest/api/2/user");
    }

    [Theory]
    [InlineData("")]
    [InlineData("return call;")]
    [InlineData("return { ...call };")]
    [InlineData("return undefined;")]
    public async Task Touch_NothingChanged_IsTheSameCall(string body)
    {
        var touched = (await TouchAsync(body)).Value;

        touched.Headers.Should().BeEmpty();
        touched.Body.Should().BeSameAs(Call.Body, because: "what the script does not change is sent as it was written");
    }

    [Theory]
    [InlineData("call.method = 'DELETE'; return call;", "changed the method")]
    [InlineData("call.path = '/rest/api/2/group'; return call;", "changed the path")]
    [InlineData("call.query = '?key=admin'; return call;", "changed the query")]
    [InlineData("call.body.displayName = 'Eve'; return call;", "changed or took away the body field 'displayName'")]
    [InlineData("delete call.body.displayName; return call;", "changed or took away the body field 'displayName'")]
    [InlineData("call.body.tags.push('b'); return call;", "changed or took away the body field 'tags'")]
    [InlineData("call.body.deep = {}; return call;", "changed or took away the body field 'deep'")]
    [InlineData("call.body.name = 'admin'; return call;", "added the body field 'name'")]
    [InlineData("call.body.Key = 'JIRAUSER2'; return call;", "added the body field 'Key'")]
    [InlineData("call.body.active = true; return call;", "added the body field 'active'")]
    [InlineData("call.body.password = 'x'; return call;", "added the body field 'password'")]
    [InlineData("call.body = null; return call;", "changed the body")]
    [InlineData("call.body.f = () => 1; return call;", "plain data")]
    [InlineData("call.headers.Authorization = 'Basic x'; return call;", "set the header 'Authorization'")]
    [InlineData("call.headers['content-LENGTH'] = '0'; return call;", "set the header 'content-LENGTH'")]
    [InlineData("call.headers.Host = 'evil'; return call;", "set the header 'Host'")]
    [InlineData("call.headers.Cookie = 'a=b'; return call;", "set the header 'Cookie'")]
    [InlineData("call.headers['X-A'] = 'a\\r\\nEvil: 1'; return call;", "set the header 'X-A' to what is not a text")]
    [InlineData("call.headers['X A'] = 'a'; return call;", "a header whose name is none")]
    [InlineData("call.headers['X-A'] = 5; return call;", "set the header 'X-A' to what is not a text")]
    [InlineData("call.headers['X-A'] = '1'; call.headers['x-a'] = '2'; return call;", "set the header 'x-a' twice")]
    [InlineData("for (let i = 0; i < 30; i++) call.headers['X-' + i] = 'a'; return call;", "more than 20 headers")]
    [InlineData("return 5;", "must return the call")]
    [InlineData("return null;", "must return the call")]
    [InlineData("return [];", "must return the call")]
    [InlineData("throw new Error('no');", "threw an error: no")]
    [InlineData("for (;;) {}", "hit the limit")]
    public async Task Touch_WhatItMayNot_Is500NamingScriptAndExport(string body, string reason)
    {
        var error = (await TouchAsync(body)).Error!;

        error.Status.Should().Be(500);
        error.Detail.Should().StartWith("Transform rules.js").And.Contain("request").And.Contain(reason);
    }

    [Fact]
    public async Task Touch_Password_IsNotShownAndStillSent()
    {
        var call = Call with { Body = Bench.Json("""{"name":"ada","password":"secret"}""") };

        var touched = (await TouchAsync("if ('password' in call.body) throw new Error('seen'); call.body.notification = true; return call;", call)).Value;

        touched.Body.Should().Be(Bench.Json("""{"name":"ada","password":"secret","notification":true}"""));
    }

    [Fact]
    public async Task Touch_CallWithoutBody_MayNotGetOne()
    {
        var read = new ScriptCall("GET", "/rest/api/2/myself", "", new Dictionary<string, string>(), null);

        (await TouchAsync("call.headers['X-A'] = 'b'; return call;", read)).Value.Headers.Should().ContainKey("X-A");
        (await TouchAsync("call.body = {}; return call;", read)).Error!.Detail.Should().Contain("gave a body");
    }

    [Fact]
    public async Task Load_RequestThatIsNoFunction_IsRefused() =>
        (await _bench.RefusalAsync("export const request = { 'X-Origin': 'scim' };")).Should().Contain("request: must be a function");

    [Fact]
    public async Task TouchesCalls_WithoutRequest_IsFalse() =>
        (await _bench.TransformAsync("export const username = { pattern: '(.*)@.*', replacement: '$1' };")).TouchesCalls.Should().BeFalse();
}
