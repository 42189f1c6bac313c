namespace Gateway.Transforms;

/// <summary>What this room says. Attribute values and a script's own words are told at Debug only.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Information, "Connection {Connection}: transform {Version} is in force ({Source}, {Examples} examples passed).")]
    public static partial void TransformInForce(this ILogger logger, string connection, string version, string source, int examples);

    [LoggerMessage(401, LogLevel.Error, "Connection {Connection}: {Problem} Transform {Version} stays in force.")]
    public static partial void TransformRefused(this ILogger logger, string connection, string problem, string version);

    [LoggerMessage(402, LogLevel.Error, "Connection {Connection}: {Problem} There is no transform; the connection answers 503.")]
    public static partial void TransformNeverLoaded(this ILogger logger, string connection, string problem);

    [LoggerMessage(403, LogLevel.Warning, "Connection {Connection}: transform {Script}, {Export} at line {Line}: {Kind}. The operation was answered 500, nothing was sent.")]
    public static partial void ScriptFailed(this ILogger logger, string connection, string script, string export, int line, string kind);

    [LoggerMessage(404, LogLevel.Debug, "Connection {Connection}: {Message}")]
    public static partial void ScriptFailedDetail(this ILogger logger, string connection, string message);

    [LoggerMessage(405, LogLevel.Debug, "Connection {Connection}: script says: {Text}")]
    public static partial void ScriptSays(this ILogger logger, string connection, string text);

    [LoggerMessage(406, LogLevel.Critical, "Transform {Script} did not come back within {Milliseconds} ms. Its thread is given up and replaced.")]
    public static partial void ScriptStuck(this ILogger logger, string script, int milliseconds);

    [LoggerMessage(407, LogLevel.Error, "Transforms could not be looked at; the versions in force stay.")]
    public static partial void RefreshFailed(this ILogger logger, Exception fault);
}
