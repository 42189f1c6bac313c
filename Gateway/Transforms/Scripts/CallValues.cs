using System.Buffers;
using System.Collections.Frozen;
using Gateway.Scim.Resources;
using Gateway.Transforms.Rules;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Gateway.Transforms.Scripts;

/// <summary>An app call into an engine and out of it. What comes out may have more headers and more body fields, and is otherwise what went in.</summary>
internal static class CallValues
{
    private const int MaxHeaders = 20;
    private const int MaxHeaderText = 2000;

    // RFC 9110 section 5.6.2: token.
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly ScimString Mask = new("***");

    /// <summary>Who asks, whom, how long the message is, and what Forwarding says itself.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Proxy-Authorization", "Host", "Cookie", "Content-Length", "Content-Type", "Content-Encoding", "Accept", "Accept-Encoding",
        "Transfer-Encoding", "TE", "Trailer", "Connection", "Keep-Alive", "Upgrade", "Expect", "User-Agent", "X-Atlassian-Token");

    /// <summary>Fields by which the apps' REST is told whom a call is about, whether he may log in, and with what: the gateway would not know what it did.</summary>
    private static readonly FrozenSet<string> Deciding = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "key", "id", "name", "username", "userName", "self", "active", "password", "groupname", "group", "groups", "user", "users");

    public static JsObject ToScript(Engine engine, ScriptCall call)
    {
        var target = new JsObject(engine);
        target.FastSetDataProperty("method", JsString.Create(call.Method));
        target.FastSetDataProperty("path", JsString.Create(call.Path));
        target.FastSetDataProperty("query", JsString.Create(call.Query));
        target.FastSetDataProperty("headers", new JsObject(engine));
        target.FastSetDataProperty("body", call.Body is null ? JsValue.Null : ScriptValues.Plain(engine, Hidden(call.Body, call.Secret)));
        return target;
    }

    /// <param name="wrong">Makes the failure that is thrown when the script did what it must not.</param>
    public static ScriptCall FromScript(JsValue result, ScriptCall call, Func<string, ScriptFailedException> wrong)
    {
        if (result is not ObjectInstance given || result is JsArray)
        {
            throw wrong("must return the call");
        }

        Same(given, "method", call.Method, wrong);
        Same(given, "path", call.Path, wrong);
        Same(given, "query", call.Query, wrong);
        return call with { Headers = Headers(given.Get("headers"), wrong), Body = Body(given.Get("body"), call, wrong) };
    }

    private static void Same(ObjectInstance given, string name, string before, Func<string, ScriptFailedException> wrong)
    {
        if (given.Get(name) is not JsString text || text.ToString() != before)
        {
            throw wrong($"changed the {name} of an app call; it may add headers and body fields");
        }
    }

    private static Dictionary<string, string> Headers(JsValue value, Func<string, ScriptFailedException> wrong)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (value.IsNull() || value.IsUndefined())
        {
            return headers;
        }

        if (value is not ObjectInstance given || value is JsArray)
        {
            throw wrong("must leave 'headers' an object of texts");
        }

        foreach (var key in given.GetOwnPropertyKeys(Types.String))
        {
            var name = key.ToString();
            if (headers.Count == MaxHeaders)
            {
                throw wrong($"added more than {MaxHeaders} headers");
            }

            if (name.Length is 0 or > 100 || name.AsSpan().ContainsAnyExcept(Token))
            {
                throw wrong("added a header whose name is none");
            }

            if (Reserved.Contains(name))
            {
                throw wrong($"set the header '{name}', which is the gateway's own");
            }

            if (given.Get(key) is not JsString text || text.Length > MaxHeaderText || text.ToString().AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw wrong($"set the header '{name}' to what is not a text of at most {MaxHeaderText} printable ASCII characters");
            }

            if (!headers.TryAdd(name, text.ToString()))
            {
                throw wrong($"set the header '{name}' twice");
            }
        }

        return headers;
    }

    private static ScimValue? Body(JsValue value, ScriptCall call, Func<string, ScriptFailedException> wrong)
    {
        if (call.Body is not { } before)
        {
            return value.IsNull() || value.IsUndefined() ? null : throw wrong("gave a body to an app call that has none");
        }

        var after = ScriptValues.ToScim(value) ?? throw wrong("must leave 'body' plain data: no functions, and no name twice");
        return Merged(before, Hidden(before, call.Secret), after, wrong);
    }

    /// <summary>What was sent, with what the script added; a value that it was shown must be as it was.</summary>
    private static ScimValue Merged(ScimValue before, ScimValue shown, ScimValue after, Func<string, ScriptFailedException> wrong)
    {
        if (before is not ScimObject sent || shown is not ScimObject known || after is not ScimObject given)
        {
            return shown.Equals(after) ? before : throw wrong("changed the body of an app call; it may add fields");
        }

        foreach (var (name, value) in known)
        {
            if (given[name] is not { } kept || !Keeps(value, kept))
            {
                throw wrong($"changed or took away the body field '{name}'; it may add fields");
            }
        }

        foreach (var (name, value) in given)
        {
            if (known[name] is null && Deciding.Contains(name))
            {
                throw wrong($"added the body field '{name}', which says whom or what the call is about");
            }

            if (known[name] is not { } old || !Keeps(value, old))
            {
                sent = sent.With(name, known[name] is null ? value : With(sent[name]!, value));
            }
        }

        return sent;
    }

    /// <summary>What stands there as it was written, with the members that are new.</summary>
    private static ScimValue With(ScimValue before, ScimValue after)
    {
        if (before is not ScimObject old || after is not ScimObject now)
        {
            return before;
        }

        foreach (var (name, value) in now)
        {
            old = old.With(name, old[name] is { } kept ? With(kept, value) : value);
        }

        return old;
    }

    /// <summary>Whether all that was there still is; objects may have more.</summary>
    private static bool Keeps(ScimValue before, ScimValue after) => (before, after) switch
    {
        (ScimObject old, ScimObject now) => old.All(member => now[member.Key] is { } kept && Keeps(member.Value, kept)),
        (ScimNumber old, ScimNumber now) => old.TryGetDecimal(out var x) && now.TryGetDecimal(out var y) && x == y,
        _ => before.Equals(after),
    };

    /// <summary>A password is nobody's business, whatever the app calls it; it stays in the body that is sent.</summary>
    private static ScimValue Hidden(ScimValue body, string? secret)
    {
        var shown = body is ScimObject sent ? sent.Without("password") : body;
        return string.IsNullOrEmpty(secret) ? shown : Masked(shown, secret);
    }

    private static ScimValue Masked(ScimValue value, string secret) => value switch
    {
        ScimString text when text.Value == secret => Mask,
        ScimArray items => new ScimArray(items.Select(item => Masked(item, secret))),
        ScimObject members => members.Aggregate(members, (masked, member) => masked.With(member.Key, Masked(member.Value, secret))),
        _ => value,
    };
}
