using Gateway.Scim.Messages;

namespace Gateway.Transforms.Rules;

/// <summary>
/// The functions of a script, bound to one resource and one context. Throws <see cref="ScriptFailedException"/> when the
/// function throws, hits a limit or returns the wrong type. Used by one thread at a time.
/// </summary>
internal interface IScriptCalls
{
    /// <summary>A string of at most <paramref name="maxLength"/> characters, or null for null and undefined.</summary>
    string? Text(ScriptFunction function, int maxLength);

    /// <summary>Whether the result is truthy.</summary>
    bool Truth(ScriptFunction function);
}

/// <summary>A function of a script by its place: <c>["attributes", "displayName"]</c>, <c>["status", "0", "when"]</c>.</summary>
internal sealed record ScriptFunction(IReadOnlyList<string> Path)
{
    /// <summary>As an admin would write it: <c>attributes.displayName</c>, <c>status[0].when</c>.</summary>
    public override string ToString() => ExportPath.Write(Path);
}

/// <summary>Writes the place of a value in a script's exports.</summary>
internal static class ExportPath
{
    public static string Write(IReadOnlyList<string> path) =>
        string.Concat(path.Select((key, index) => index == 0 ? key
            : char.IsAsciiDigit(key[0]) ? $"[{key}]"
            : key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $".{key}" : $"['{key}']"));
}

/// <summary>For rules without functions.</summary>
internal sealed class NoScript : IScriptCalls
{
    public static NoScript Instance { get; } = new();

    public string? Text(ScriptFunction function, int maxLength) => throw Unreachable(function);

    public bool Truth(ScriptFunction function) => throw Unreachable(function);

    private static InvalidOperationException Unreachable(ScriptFunction function) => new($"{function} was called without a script.");
}

/// <summary>A script's function failed. The message names script, export and limit and may hold the script's own error text, so it is logged at Debug only.</summary>
/// <param name="script">File name of the script.</param>
/// <param name="export">Place in the exports.</param>
/// <param name="kind">What happened, without any value: <c>threw an error</c>, <c>hit the limit of 50000 statements</c>.</param>
/// <param name="text">The script's own words; empty: none.</param>
/// <param name="location">Line and column, 1-based; null: unknown.</param>
internal sealed class ScriptFailedException(string script, string export, string kind, string text, (int Line, int Column)? location, Exception? inner = null)
    : Exception($"Transform {script}{(location is { } at ? $":{at.Line}:{at.Column}" : "")}: {export} {kind}{(text.Length == 0 ? "" : ": ")}{text}", inner)
{
    public string Script { get; } = script;

    public string Export { get; } = export;

    public string Kind { get; } = kind;

    public (int Line, int Column)? Location { get; } = location;

    /// <summary>The message without file and line.</summary>
    public string Reason { get; } = $"{export} {kind}{(text.Length == 0 ? "" : ": ")}{text}";

    /// <summary>What Entra is told: nothing was sent to the app.</summary>
    public ScimError ToScimError() => new(500, null, Message);
}
