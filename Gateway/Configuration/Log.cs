namespace Gateway.Configuration;

/// <summary>Log lines of the configuration: events 500 to 599. Never a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Information, "Configuration reloaded: {Connections} connections.")]
    public static partial void Reloaded(ILogger logger, int connections);

    [LoggerMessage(501, LogLevel.Error, "The changed configuration is refused, the old one stays:\n{Reasons}")]
    public static partial void ReloadRefused(ILogger logger, string reasons);

    [LoggerMessage(502, LogLevel.Warning, "Configuration: {Warning}")]
    public static partial void Doubtful(ILogger logger, string warning);

    [LoggerMessage(503, LogLevel.Error, "A part of the gateway failed while it took over new settings.")]
    public static partial void ReloadFailed(ILogger logger, Exception error);

    [LoggerMessage(504, LogLevel.Information, "Listener {Endpoint} shows the certificate of {File} from now on: {Subject}, good until {NotAfter:u}.")]
    public static partial void CertificateInForce(ILogger logger, string endpoint, string file, string subject, DateTime notAfter);
}
