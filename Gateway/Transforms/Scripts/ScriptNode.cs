using System.Globalization;
using Gateway.Scim.Resources;
using Gateway.Transforms.Rules;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// A value in a script's exports with its place, read while the script is loaded. Every "Need…" throws
/// <see cref="TransformRefusedException"/> naming the place when the value is not of that kind.
/// </summary>
internal readonly struct ScriptNode(JsValue value, IReadOnlyList<string> path)
{
    private const int MaxItems = 1000;

    public IReadOnlyList<string> Path => path;

    public bool IsAbsent => value.IsUndefined();

    public bool IsNull => value.IsNull();

    public bool IsFunction => value.IsCallable();

    public bool IsText => value.IsString();

    public bool IsList => value is JsArray;

    public bool IsRegExp => value is JsRegExp;

    public ScriptFunction Function => new(path);

    /// <summary>An error at this place.</summary>
    public TransformRefusedException Refused(string reason) => new(reason, path);

    public string NeedText(int maxLength = 4000)
    {
        if (value is not JsString text)
        {
            throw Refused($"must be a text, not {Describe()}");
        }

        return text.Length <= maxLength ? text.ToString() : throw Refused($"is longer than {maxLength} characters");
    }

    /// <summary>A whole number.</summary>
    public int NeedInteger() => value is JsNumber number && number.AsNumber() is var amount && amount == Math.Truncate(amount) && Math.Abs(amount) <= int.MaxValue
        ? (int)amount
        : throw Refused($"must be a whole number, not {Describe()}");

    /// <summary>Source and whether case is ignored, of a text or of a regular expression.</summary>
    public (string Source, bool IgnoreCase) NeedPattern()
    {
        if (value is not JsRegExp pattern)
        {
            return (NeedText(), false);
        }

        var flags = pattern.Flags;
        return flags.All(flag => flag is 'i' or 'u')
            ? (pattern.Source, flags.Contains('i', StringComparison.Ordinal))
            : throw Refused($"has the flags '{flags}'; only i and u make sense, for the pattern matches the whole value");
    }

    /// <summary>One of the words, which compare exactly.</summary>
    public T NeedWord<T>(IReadOnlyDictionary<string, T> words)
    {
        var text = NeedText();
        return words.TryGetValue(text, out var word) ? word : throw Refused($"is '{text}'; it must be one of {string.Join(", ", words.Keys)}");
    }

    public IReadOnlyList<ScriptNode> NeedList()
    {
        if (value is not JsArray array)
        {
            throw Refused($"must be a list, not {Describe()}");
        }

        if (array.Length > MaxItems)
        {
            throw Refused($"has more than {MaxItems} entries");
        }

        var items = new List<ScriptNode>();
        for (uint i = 0; i < array.Length; i++)
        {
            items.Add(new(array[i], [.. path, i.ToString(CultureInfo.InvariantCulture)]));
        }

        return items;
    }

    /// <summary>The members of an object by name.</summary>
    public IReadOnlyDictionary<string, ScriptNode> NeedMembers()
    {
        if (value is not ObjectInstance complex || value is JsArray or JsRegExp || value.IsCallable())
        {
            throw Refused($"must be an object, not {Describe()}");
        }

        var members = new Dictionary<string, ScriptNode>(StringComparer.Ordinal);
        foreach (var key in complex.GetOwnPropertyKeys(Types.String).Take(MaxItems))
        {
            var name = key.ToString();
            members.Add(name, new(complex.Get(key), [.. path, name]));
        }

        return members;
    }

    /// <summary>The members of an object that may have these and no other.</summary>
    public IReadOnlyDictionary<string, ScriptNode> NeedMembers(params string[] known)
    {
        var members = NeedMembers();
        foreach (var (name, member) in members)
        {
            if (!known.Contains(name))
            {
                throw member.Refused($"is not known here; there are {string.Join(", ", known)}");
            }
        }

        return members;
    }

    public ScimObject NeedScimObject()
    {
        NeedMembers();
        return ScriptValues.ToScim(value) as ScimObject ?? throw Refused("must be plain data of at most 5000 values: no functions, and no name twice");
    }

    public string Describe() => value switch
    {
        JsArray => "a list",
        JsRegExp => "a regular expression",
        _ when value.IsPromise() => "a promise",
        _ when value.IsCallable() => "a function",
        _ when value.IsUndefined() => "undefined",
        _ when value.IsNull() => "null",
        _ => $"a value of type {value.Type.ToString().ToLowerInvariant()}",
    };
}
