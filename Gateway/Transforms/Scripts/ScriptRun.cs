using Gateway.Scim.Resources;
using Gateway.Transforms.Rules;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Gateway.Transforms.Scripts;

/// <summary>A script's functions bound to one resource and one context, for one SCIM operation. Used by one thread.</summary>
internal sealed class ScriptRun : IScriptCalls, IDisposable
{
    private const int MaxLogLines = 20;
    private const int MaxLogText = 500;

    private readonly ScriptEngine _engine;
    private readonly RunProgress _progress;
    private readonly JsValue _resource;
    private readonly JsValue _context;
    private readonly List<string> _log = [];

    private ScriptRun(ScriptEngine engine, Func<Engine, JsObject> resource, TransformContext context, RunProgress progress)
    {
        _engine = engine;
        _progress = progress;
        _resource = resource(engine.Engine);
        _context = Context(context);
    }

    /// <summary>What the script said with <c>context.log</c>.</summary>
    public IReadOnlyList<string> LogLines => _log;

    public static ScriptRun OfUser(ScriptProgram program, TransformLimits limits, ScimObject user, TransformContext context, RunProgress progress) =>
        new(ScriptEngine.Open(program, limits, context.Now), engine => ScriptValues.User(engine, user), context, progress);

    public static ScriptRun OfGroup(ScriptProgram program, TransformLimits limits, ScimObject group, TransformContext context, RunProgress progress) =>
        new(ScriptEngine.Open(program, limits, context.Now), engine => ScriptValues.Group(engine, group), context, progress);

    public static ScriptRun OfCall(ScriptProgram program, TransformLimits limits, Func<Engine, JsObject> call, TransformContext context, RunProgress progress) =>
        new(ScriptEngine.Open(program, limits, context.Now), call, context, progress);

    /// <summary>The call as the function returned it; without a result, as it left the one that it was given.</summary>
    public ScriptCall Touch(ScriptFunction function, ScriptCall call)
    {
        var result = Invoke(function);
        return CallValues.FromScript(result.IsUndefined() ? _resource : result, call, what => _engine.Wrong(function, what));
    }

    public string? Text(ScriptFunction function, int maxLength)
    {
        var result = Invoke(function);
        return result switch
        {
            // Asked before the text is made: a rope of a gigabyte is only joined when it is read.
            JsString { Length: var length } when length > maxLength => throw _engine.Wrong(function, $"returned {length} characters, more than {maxLength}"),
            JsString text => Checked(function, text.ToString()),
            _ when result.IsNull() || result.IsUndefined() => null,
            _ => throw _engine.Wrong(function, $"returned {Describe(result)}; it must return a string"),
        };
    }

    public bool Truth(ScriptFunction function)
    {
        var result = Invoke(function);
        return result switch
        {
            JsBoolean truth => truth == JsBoolean.True,
            JsString text => text.Length > 0,
            JsNumber number => number.AsNumber() is not (0 or double.NaN),
            _ => result.IsObject(),
        };
    }

    public void Dispose() => _engine.Dispose();

    private JsValue Invoke(ScriptFunction function)
    {
        _progress.Export = function.ToString();
        var result = _engine.Call(function, _resource, _context);
        return result.IsPromise() ? throw _engine.Wrong(function, "returned a promise; it must return its result at once") : result;
    }

    private string Checked(ScriptFunction function, string text) =>
        TextCheck.IsWellFormed(text) ? text : throw _engine.Wrong(function, "returned a text with half a character");

    private JsObject Context(TransformContext context)
    {
        var engine = _engine.Engine;
        var target = new JsObject(engine);
        target.FastSetDataProperty("connection", JsString.Create(context.Connection));
        target.FastSetDataProperty("app", JsString.Create(context.App));
        target.FastSetDataProperty("operation", JsString.Create(context.Operation));
        target.FastSetDataProperty("current", context.Current is null ? JsValue.Null : ScriptValues.User(engine, context.Current));
        target.FastSetDataProperty("now", new JsDate(engine, context.Now));
        target.FastSetDataProperty("log", new ClrFunction(engine, "log", Note, 1, PropertyFlag.AllForbidden));
        return target;
    }

    private JsValue Note(JsValue self, JsValue[] arguments)
    {
        if (_log.Count < MaxLogLines && arguments.Length > 0)
        {
            var text = arguments[0] is JsString or JsNumber or JsBoolean ? arguments[0].ToString() : Describe(arguments[0]);
            _log.Add(text.Length <= MaxLogText ? text : text[..MaxLogText]);
        }

        return JsValue.Undefined;
    }

    private static string Describe(JsValue value) => value switch
    {
        JsArray => "an array",
        _ when value.IsCallable() => "a function",
        _ when value.IsUndefined() => "undefined",
        _ when value.Type == Types.Null => "null",
        _ => $"a value of type {value.Type.ToString().ToLowerInvariant()}",
    };
}
