using Gateway.Transforms.Scripts.Unicode;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// Takes out of an engine what its limits cannot stop (seen with Jint 4.18.0): they are looked at between statements, so
/// one operation that builds a text of gigabytes, or multiplies large integers, would run to its end. A long text can still
/// be joined (<see cref="ScriptJoins"/> bounds how long), but nothing else can be done with it. What is left is the workers' to give up.
/// </summary>
internal static class ScriptGuards
{
    /// <summary>What makes a text, or a list of its parts, as long as the text itself.</summary>
    private static readonly string[] OfTheText =
    [
        "indexOf", "lastIndexOf", "includes", "localeCompare", "match", "matchAll", "search", "slice", "split", "substr", "substring",
        "toLocaleLowerCase", "toLocaleUpperCase", "toLowerCase", "toUpperCase", "toWellFormed", "trim", "trimEnd", "trimStart",
    ];

    /// <summary>Of old browsers: each builds a text of its argument.</summary>
    private static readonly string[] Html = ["anchor", "big", "blink", "bold", "fixed", "fontcolor", "fontsize", "italics", "link", "small", "strike", "sub", "sup"];

    public static void Install(Engine engine)
    {
        // A pattern takes long to be made of a long text, which nothing limits; a literal is made when the script loads.
        var pattern = Prototype(engine, "RegExp");
        pattern.RemoveOwnProperty("constructor");
        pattern.RemoveOwnProperty("compile");
        // Over an endless iterator these run without a statement.
        var helpers = Prototype(engine, "Iterator");
        foreach (var name in helpers.GetOwnPropertyKeys(Types.String))
        {
            helpers.RemoveOwnProperty(name);
        }

        foreach (var name in engine.Global.GetOwnPropertyKeys(Types.String))
        {
            if (!ScriptParser.Globals.Contains(name.ToString()))
            {
                engine.Global.RemoveOwnProperty(name);
            }
        }

        Prototype(engine, "Date").RemoveOwnProperty("toTemporalInstant");
        var text = Prototype(engine, "String");
        foreach (var name in Html)
        {
            text.RemoveOwnProperty(name);
        }

        foreach (var name in OfTheText)
        {
            Wrap(engine, text, name, (self, _) => Length(self));
        }

        Wrap(engine, text, "repeat", (self, arguments) => Length(self) * Math.Max(0, Number(arguments, 0)));
        Wrap(engine, text, "padStart", (_, arguments) => Number(arguments, 0));
        Wrap(engine, text, "padEnd", (_, arguments) => Number(arguments, 0));
        Wrap(engine, text, "replace", Replaced);
        Wrap(engine, text, "replaceAll", Replaced);
        Wrap(engine, text, "concat", (self, arguments) => Length(self) + arguments.Sum(Length));
        var array = Prototype(engine, "Array");
        array.RemoveOwnProperty("toLocaleString");
        Wrap(engine, array, "join", (self, arguments) => Measure(self, arguments.Length > 0 ? Length(arguments[0]) : 1));
        Wrap(engine, array, "flat", (self, _) => Measure(self, 1));
        Wrap(engine, array, "flatMap", (self, _) => Measure(self, 1));
        Wrap(engine, (ObjectInstance)engine.Global.Get("JSON"), "stringify", (_, arguments) => arguments.Length > 0 ? Measure(arguments[0], 1) : 0);
        foreach (var name in (string[])["keys", "values", "entries", "getOwnPropertyNames", "getOwnPropertyDescriptors"])
        {
            Wrap(engine, (ObjectInstance)engine.Global.Get("Object"), name, (_, arguments) => arguments.Length > 0 ? Length(arguments[0]) : 0);
        }

        foreach (var name in (string[])["encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent", "escape", "unescape"])
        {
            Wrap(engine, engine.Global, name, (_, arguments) => arguments.Length > 0 ? Length(arguments[0]) : 0);
        }

        // Without ICU the runtime would answer the text unchanged, which would be a silent lie.
        text.FastSetProperty("normalize", new PropertyDescriptor(new ClrFunction(engine, "normalize", (self, arguments) => Normalize(engine, self, arguments), 0, PropertyFlag.Configurable), PropertyFlag.NonEnumerable));
    }

    private static ObjectInstance Prototype(Engine engine, string name) =>
        (ObjectInstance)((ObjectInstance)engine.Global.Get(name)).Get("prototype");

    /// <summary>ECMA-262 section 22.1.3.15.</summary>
    private static JsString Normalize(Engine engine, JsValue self, JsValue[] arguments)
    {
        if (self.IsNull() || self.IsUndefined())
        {
            throw Error(engine, "TypeError", "normalize() was called on nothing");
        }

        var text = TypeConverter.ToString(self);
        if (text.Length > TransformLimits.BuiltText)
        {
            throw Error(engine, "RangeError", $"normalize() of more than {TransformLimits.BuiltText} characters");
        }

        var form = arguments.Length == 0 || arguments[0].IsUndefined() ? "NFC" : TypeConverter.ToString(arguments[0]);
        return NormalForms.Apply(text, form) is { } normal
            ? JsString.Create(normal)
            : throw Error(engine, "RangeError", $"normalize() knows NFC, NFD, NFKC and NFKD, not '{(form.Length <= 20 ? form : form[..20])}'");
    }

    /// <summary>Puts a check of the length to be built before a method.</summary>
    private static void Wrap(Engine engine, ObjectInstance prototype, string name, Func<JsValue, JsValue[], double> built)
    {
        // A call through the engine inside a run counts on (tested): only the outermost one starts the limits anew.
        var original = prototype.Get(name);
        var guard = new ClrFunction(
            engine,
            name,
            (self, arguments) =>
            {
                engine.Constraints.Check();
                var length = built(self, arguments);
                return length <= TransformLimits.BuiltText
                    ? engine.Call(original, self, arguments)
                    : throw Error(engine, "RangeError", $"{name}() would build more than {TransformLimits.BuiltText} characters");
            },
            1,
            PropertyFlag.Configurable);
        prototype.FastSetProperty(name, new PropertyDescriptor(guard, PropertyFlag.NonEnumerable));
    }

    private static JavaScriptException Error(Engine engine, string type, string message) => new(engine.Construct(type, JsString.Create(message)));

    private static double Length(JsValue value) => value switch
    {
        JsString text => text.Length,
        // A text in an object of its own: new String(text).
        ObjectInstance boxed and not (JsArray or JsObject) => boxed.GetOwnProperty("length") is { Get: null, Value: JsNumber length } ? length.AsNumber() : 0,
        _ => 0,
    };

    // NaN and what is not a number counts as 0, as the method itself reads it.
    private static double Number(JsValue[] arguments, int index) =>
        index < arguments.Length && arguments[index] is JsNumber number && !double.IsNaN(number.AsNumber()) ? number.AsNumber()
        : index < arguments.Length && arguments[index] is JsString text && double.TryParse(text.ToString(), out var parsed) && !double.IsNaN(parsed) ? parsed
        : 0;

    // The most that a replacement can build: a match at each place, each replaced by the text with its references filled.
    private static double Replaced(JsValue self, JsValue[] arguments)
    {
        var length = Length(self);
        if (arguments.Length < 2 || arguments[1] is not JsString replacement)
        {
            return length;
        }

        var text = replacement.ToString();
        var around = text.Contains("$`", StringComparison.Ordinal) || text.Contains("$'", StringComparison.Ordinal);
        var references = text.Count(c => c == '$');
        return length + ((length + 1) * text.Length) + (references * length * (around ? length : 1));
    }

    /// <summary>Characters that a tree of values has as text, at least; stops counting past the limit, for a small tree can be a large text.</summary>
    private static double Measure(JsValue root, double separator)
    {
        var open = new Stack<JsValue>();
        open.Push(root);
        var total = 0d;
        while (total <= TransformLimits.BuiltText && open.TryPop(out var value))
        {
            total += separator + Length(value);
            if (value is JsArray array)
            {
                foreach (var item in array)
                {
                    open.Push(item);
                }
            }
            else if (value is JsObject complex)
            {
                foreach (var (key, property) in complex.GetOwnProperties())
                {
                    total += Length(key);
                    // A getter is code; what it gives is not asked for here.
                    if (property.Get is null)
                    {
                        open.Push(property.Value);
                    }
                }
            }
        }

        return total;
    }
}
