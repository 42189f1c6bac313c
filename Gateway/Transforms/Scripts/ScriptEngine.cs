using Gateway.Transforms.Rules;
using Jint;
using Jint.Constraints;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// One engine with one script in it, for one SCIM operation: made, used and dropped, so that nothing passes from one
/// operation to the next. Used by one thread. Every failure is a <see cref="ScriptFailedException"/>.
/// </summary>
internal sealed class ScriptEngine : IDisposable
{
    private readonly ScriptProgram _program;
    private readonly TransformLimits _limits;
    private readonly Engine _engine;
    private readonly ObjectInstance _exports;

    private ScriptEngine(ScriptProgram program, TransformLimits limits, Engine engine, ObjectInstance exports) =>
        (_program, _limits, _engine, _exports) = (program, limits, engine, exports);

    /// <summary>The engine itself, for building values.</summary>
    public Engine Engine => _engine;

    /// <summary>Makes an engine and runs the script's top level.</summary>
    /// <param name="now">The only clock that the script sees.</param>
    public static ScriptEngine Open(ScriptProgram program, TransformLimits limits, DateTimeOffset now)
    {
        Engine? engine = null;
        try
        {
            var deadline = new OperationDeadlineConstraint();
            engine = new Engine(options => Configure(options, program, limits, deadline, now));
            ScriptGuards.Install(engine);
            deadline.Begin(limits.Deadline, CancellationToken.None);
            return new(program, limits, engine, engine.Modules.Import(program.Name));
        }
        catch (Exception fault)
        {
            // Whatever the engine throws ends this run and nothing else.
            engine?.Dispose();
            throw ScriptFaults.Translate(fault, program.Name, "(top level)", limits);
        }
    }

    /// <summary>Names of the exports.</summary>
    public IReadOnlyList<string> ExportNames() => [.. _exports.GetOwnPropertyKeys(Types.String).Select(key => key.ToString())];

    /// <summary>The value at a place; undefined when there is none.</summary>
    public JsValue Read(IReadOnlyList<string> path)
    {
        try
        {
            JsValue value = _exports;
            foreach (var key in path)
            {
                if (value is not ObjectInstance complex)
                {
                    return JsValue.Undefined;
                }

                value = complex.Get(key);
            }

            return value;
        }
        catch (Exception fault)
        {
            throw ScriptFaults.Translate(fault, _program.Name, ExportPath.Write(path), _limits);
        }
    }

    /// <summary>Calls a function of the script.</summary>
    public JsValue Call(ScriptFunction function, params JsValue[] arguments)
    {
        var callee = Read(function.Path);
        if (!callee.IsCallable())
        {
            throw ScriptFaults.Wrong(_program.Name, function.ToString(), "is not the function that it was when the script was loaded");
        }

        try
        {
            return _engine.Call(callee, JsValue.Undefined, arguments);
        }
        catch (Exception fault)
        {
            throw ScriptFaults.Translate(fault, _program.Name, function.ToString(), _limits);
        }
    }

    /// <summary>A failure of this script.</summary>
    public ScriptFailedException Wrong(ScriptFunction function, string what) => ScriptFaults.Wrong(_program.Name, function.ToString(), what);

    public void Dispose() => _engine.Dispose();

    private static void Configure(Options options, ScriptProgram program, TransformLimits limits, OperationDeadlineConstraint deadline, DateTimeOffset now)
    {
        options.MaxStatements(limits.Statements)
            .LimitMemory(limits.MemoryBytes)
            .TimeoutInterval(limits.Entry)
            .LimitRecursion(limits.Recursion)
            .MaxArraySize(limits.ArrayLength)
            .MaxJsonParseDepth(limits.JsonDepth)
            .RegexTimeoutInterval(limits.Regex)
            .DisableStringCompilation()
            .Constraint(deadline);
        options.Modules.ModuleLoader = new SiblingLoader(program);
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.PromiseTimeout = limits.Entry;
        options.AgentCanSuspend = false;
        options.TimeZone = TimeZoneInfo.Utc;
        options.TimeSystem = new FixedTime(now);
    }
}
