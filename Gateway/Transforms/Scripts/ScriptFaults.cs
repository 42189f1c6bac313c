using System.Text.RegularExpressions;
using Gateway.Transforms.Rules;
using Jint;
using Jint.Runtime;

namespace Gateway.Transforms.Scripts;

/// <summary>What the engine throws, in words that name script, export and limit.</summary>
internal static class ScriptFaults
{
    // Longest error text of a script that is passed on, in characters.
    private const int MaxText = 200;

    /// <summary>A script that ran, and gave what it must not give.</summary>
    public static ScriptFailedException Wrong(string script, string export, string what) => new(script, export, what, "", null);

    /// <summary>A script that did not run to its end.</summary>
    public static ScriptFailedException Translate(Exception fault, string script, string export, TransformLimits limits) => fault as ScriptFailedException
        ?? Located(fault, script, export, limits);

    private static ScriptFailedException Located(Exception fault, string script, string export, TransformLimits limits)
    {
        var start = Locate(fault);
        // A fault in an imported file has that file's lines.
        return new(
            start?.File ?? script,
            export,
            Kind(fault, limits),
            fault is JavaScriptException or PromiseRejectedException ? Shorten(fault.Message) : "",
            start is { } at ? (at.Line, at.Column) : null,
            fault);
    }

    private static string Kind(Exception fault, TransformLimits limits) => fault switch
    {
        StatementsCountOverflowException => $"hit the limit of {limits.Statements} statements",
        MemoryLimitExceededException => $"hit the limit of {limits.MemoryBytes / 1_000_000} MB of memory or {limits.ArrayLength} array elements",
        OutOfMemoryException => "ran out of memory",
        RecursionDepthOverflowException => $"hit the limit of {limits.Recursion} nested calls",
        InsufficientExecutionStackException => "nests too deeply",
        RegexMatchTimeoutException => $"hit the limit of {limits.Regex.TotalMilliseconds:0} ms for a regular expression",
        TimeoutException or OperationCanceledException => $"hit the limit of {limits.Entry.TotalMilliseconds:0} ms",
        JavaScriptException => "threw an error",
        PromiseRejectedException => "rejected a promise",
        _ => $"failed ({fault.GetType().Name})",
    };

    private static (string? File, int Line, int Column)? Locate(Exception fault)
    {
        if (fault is JavaScriptException thrown && thrown.Location.Start.Line > 0)
        {
            return (thrown.Location.SourceFile, thrown.Location.Start.Line, thrown.Location.Start.Column + 1);
        }

        return JintException.TryGetJavaScriptLocation(fault, out var location) && location.Start.Line > 0
            ? (location.SourceFile, location.Start.Line, location.Start.Column + 1)
            : null;
    }

    private static string Shorten(string text) => text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
}
