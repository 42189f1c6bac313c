using System.Collections.Frozen;
using Acornima;
using Acornima.Ast;
using Gateway.Transforms.Scripts.Unicode;
using Jint;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// Parses a script and refuses at once what the engine could not stop while it runs, or what a transform never has:
/// BigInt (one multiplication can take minutes), promises, imports from elsewhere, <c>eval</c>, names that are not ECMAScript.
/// </summary>
internal static class ScriptParser
{
    /// <summary>Largest script in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The globals that a script has; everything else is taken out of the engine, too.</summary>
    public static FrozenSet<string> Globals { get; } = new[]
    {
        "Infinity", "NaN", "undefined", "globalThis", "isFinite", "isNaN", "parseFloat", "parseInt", "decodeURI", "decodeURIComponent",
        "encodeURI", "encodeURIComponent", "escape", "unescape", "Array", "Boolean", "Date", "JSON", "Map", "Math", "Number", "Object",
        "Proxy", "Reflect", "Set", "String", "Symbol", "WeakMap", "WeakSet", "AggregateError", "Error", "EvalError", "RangeError",
        "ReferenceError", "SyntaxError", "TypeError", "URIError",
        // Methods of the global object itself, as every object has them.
        "toString",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The program with its imports. Throws <see cref="TransformRefusedException"/>.</summary>
    public static ScriptProgram Parse(ScriptFile script)
    {
        var modules = new Dictionary<string, Prepared<Module>>(StringComparer.Ordinal);
        Add(script.Name, script, script, modules);
        return new(script.Path, modules);
    }

    private static void Add(string name, ScriptFile file, ScriptFile script, Dictionary<string, Prepared<Module>> modules)
    {
        Prepared<Module> prepared;
        IReadOnlyList<(string Name, ScriptFile File)> imports;
        try
        {
            prepared = Prepare(name, file.Text!);
            imports = [.. prepared.Program!.Body.Select(Source).OfType<StringLiteral>().Select(source => Find(name, source, script))];
        }
        catch (TransformRefusedException refused) when (file != script)
        {
            throw refused.In(file.Path);
        }

        modules.Add(name, prepared);
        foreach (var import in imports.Where(import => !modules.ContainsKey(import.Name)))
        {
            Add(import.Name, import.File, script, modules);
        }
    }

    private static StringLiteral? Source(Statement statement) => statement switch
    {
        ImportDeclaration import => import.Source,
        ExportNamedDeclaration export => export.Source,
        ExportAllDeclaration export => export.Source,
        _ => null,
    };

    /// <summary>The file that an import means.</summary>
    private static (string Name, ScriptFile File) Find(string importer, StringLiteral source, ScriptFile script)
    {
        var start = source.Location.Start;
        TransformRefusedException Refused(string reason) => new($"import of '{source.Value}': {reason}", (start.Line, start.Column + 1));
        if (ScriptImports.Resolve(importer, source.Value) is not { } name)
        {
            throw Refused("a transform imports .js files of its own folder only, as './name.js'");
        }

        if (name == script.Name)
        {
            return (name, script);
        }

        return !script.Imports.TryGetValue(name, out var file) ? throw Refused($"a transform has at most {ScriptImports.MaxFiles} files")
            : file.Text is null ? throw Refused(file.Fault!)
            : (name, file);
    }

    private static Prepared<Module> Prepare(string name, string text)
    {
        var options = new ModulePreparationOptions
        {
            CollectReferencedGlobals = true,
            // Folding would compute 2n ** 999999999n before it can be refused.
            FoldConstants = false,
            ParsingOptions = new ModuleParsingOptions { RegexTimeout = TransformLimits.Request.Regex },
        };
        Prepared<Module> prepared;
        try
        {
            prepared = Engine.PrepareModule(text, name, options);
        }
        catch (ParseErrorException fault)
        {
            throw new TransformRefusedException(fault.Description, (fault.LineNumber, fault.Column + 1));
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TransformRefusedException("it is nested too deeply");
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever the parser throws is the text's fault; the version before stays.
            throw fault.InnerException is ParseErrorException inner
                ? new TransformRefusedException(inner.Description, (inner.LineNumber, inner.Column + 1))
                : new TransformRefusedException($"it cannot be parsed: {fault.Message}");
        }

        if (prepared.Program is not { } module)
        {
            throw new TransformRefusedException("it cannot be parsed");
        }

        Check(module, prepared.ReferencedGlobals);
        if (text.Contains("normalize", StringComparison.Ordinal))
        {
            NormalForms.Prepare();
        }

        return prepared;
    }

    private static void Check(Module module, ReferencedGlobals? globals)
    {
        // With the joins of the statement that a node is in.
        var open = new Stack<(Node Node, ScriptJoins Joins)>();
        open.Push((module, new ScriptJoins()));
        while (open.TryPop(out var next))
        {
            var (node, joins) = next;
            if ((Fault(node, globals) ?? joins.Add(node)) is { } reason)
            {
                var start = node.Location.Start;
                throw new TransformRefusedException(reason, (start.Line, start.Column + 1));
            }

            joins = node is Statement or IFunction ? new ScriptJoins() : joins;
            // Last child first, so that the first fault in the text is the one told.
            var children = new List<Node>();
            foreach (var child in node.ChildNodes)
            {
                if (child is not null)
                {
                    children.Add(child);
                }
            }

            for (var i = children.Count - 1; i >= 0; i--)
            {
                open.Push((children[i], joins));
            }
        }
    }

    private static string? Fault(Node node, ReferencedGlobals? globals) => node switch
    {
        Literal { Kind: TokenKind.BigIntLiteral } => "BigInt is not available in transforms",
        ImportExpression => "import() is not available in transforms; write import { name } from './name.js' at the top",
        ImportDeclaration { Attributes.Count: > 0 } or ExportNamedDeclaration { Attributes.Count: > 0 } or ExportAllDeclaration { Attributes.Count: > 0 } => "imports with attributes are not available in transforms",
        ExportDefaultDeclaration => "there is no default export: a transform exports username, attributes, status, groups, errors, request, examples by name",
        IFunction { Async: true } or AwaitExpression or ForOfStatement { Await: true } => "promises (async, await) are not available in transforms",
        // It leads to a BigInt.
        Identifier { Name: "toTemporalInstant" } => "Temporal is not available in transforms",
        Identifier identifier when globals is not null && globals.Contains(identifier.Name) && !Globals.Contains(identifier.Name) => Unknown(identifier.Name),
        _ => null,
    };

    private static string Unknown(string name) => name switch
    {
        "console" => "'console' is not available in transforms; use context.log(text)",
        "Function" or "eval" => $"'{name}' is not available in transforms: code cannot be made from text",
        "Promise" or "setTimeout" or "setInterval" or "queueMicrotask" => $"'{name}' is not available in transforms: a function must return its result",
        "RegExp" => "'RegExp' is not available in transforms: write the pattern between slashes, /like this/",
        "fetch" or "XMLHttpRequest" or "require" or "process" or "module" => $"'{name}' is not available in transforms: they cannot reach files or the network",
        _ => $"'{name}' is not defined, or not available in transforms",
    };
}
