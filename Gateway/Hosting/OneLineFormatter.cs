using Gateway.Scim.Messages;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Hosting;

/// <summary>
/// The console's log: one line an entry, whatever a message or an exception quotes. A name with a line end, or with a sequence that a
/// terminal obeys, neither forges an entry nor hides one. Chosen with <c>Logging:Console:FormatterName</c> (the default is this one); its
/// options are <c>TimestampFormat</c>, <c>UseUtcTimestamp</c> and <c>IncludeScopes</c> in <c>Logging:Console:FormatterOptions</c>. Thread-safe.
/// </summary>
internal sealed class OneLineFormatter(TimeProvider clock, IOptionsMonitor<ConsoleFormatterOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "oneline";

    private const string TimeOfDay = "HH:mm:ss ";

    /// <summary>The console with this formatter.</summary>
    public static void AddTo(ILoggingBuilder logging)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        // Before the console's own registration, which reads the configuration: what an operator chooses there wins.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = FormatterName);
        logging.AddConsole().AddConsoleFormatter<OneLineFormatter, ConsoleFormatterOptions>();
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (settings, now) = (options.CurrentValue, clock.GetUtcNow());
        textWriter.Write((settings.UseUtcTimestamp ? now : now.ToLocalTime()).ToString(settings.TimestampFormat ?? TimeOfDay, System.Globalization.CultureInfo.InvariantCulture));
        textWriter.Write($"{Word(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] ");
        if (settings.IncludeScopes)
        {
            scopeProvider?.ForEachScope(static (scope, line) => line.Write($"=> {Printable.OneLine($"{scope}")} "), textWriter);
        }

        textWriter.Write(Printable.OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(' ');
            textWriter.Write(Printable.OneLine($"{exception}"));
        }

        textWriter.WriteLine();
    }

    // As .NET's own formatters write them.
    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
