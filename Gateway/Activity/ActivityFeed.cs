using System.Globalization;

namespace Gateway.Activity;

/// <summary>
/// Each record of the audit trail as a structured log entry of the category <see cref="Category"/>, once it is stored: OpenTelemetry's log
/// exporter sends it to a collector where one is named. Notes, changes and calls are JSON texts, as an exporter takes no lists of objects. It names people, so no other log gets it unless <c>Logging</c> says so. Thread-safe.
/// </summary>
internal sealed partial class ActivityFeed(ILoggerFactory loggers)
{
    public const string Category = "Gateway.Activity";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public void Tell(ActivityRecord record)
    {
        if (_logger.IsEnabled(LogLevel.Information))
        {
            Log.Recorded(
                _logger, record.At.ToString("O", CultureInfo.InvariantCulture), record.Connection, record.Token, record.Operation, record.Resource, record.Id, record.IdpName, record.AppName, record.Status, record.Outcome,
                record.Detail, record.TransformVersion, ActivityJson.Notes(record).ToJsonString(), ActivityJson.Changes(record).ToJsonString(), ActivityJson.Calls(record).ToJsonString(), record.TraceId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "{At} {Connection} {Token} {Operation} {Resource} {Id} {IdpName} {AppName} {Status} {Outcome} {Detail} {TransformVersion} {Notes} {Changes} {Calls} {TraceId}")]
        public static partial void Recorded(
            ILogger logger, string at, string connection, string? token, string operation, string resource, string? id, string? idpName, string? appName, int status, string outcome,
            string? detail, string? transformVersion, string notes, string changes, string calls, string? traceId);
    }
}
