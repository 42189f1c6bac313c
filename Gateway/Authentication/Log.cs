using System.Net;

namespace Gateway.Authentication;

/// <summary>Log lines of authentication: events 200 to 299. Never a token, nor a part of one.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Refused a request for connection {Connection} from {Address}: no valid token.")]
    public static partial void Refused(ILogger logger, string connection, IPAddress? address);

    [LoggerMessage(230, LogLevel.Warning, "Refused a request for connection {Connection} from {Address}: not in Authentication.AllowedNetworks.")]
    public static partial void RefusedAddress(ILogger logger, string connection, IPAddress? address);

    [LoggerMessage(201, LogLevel.Error, "Tokens cannot be checked: the store is unavailable.")]
    public static partial void StoreUnavailable(ILogger logger, Exception error);

    [LoggerMessage(202, LogLevel.Warning, "The last use of token {Name} could not be noted.")]
    public static partial void UseNotNoted(ILogger logger, string name, Exception error);

    [LoggerMessage(203, LogLevel.Warning, "Token {Name} of connection {Connection} ends on {NotAfter:u}: Entra goes into quarantine then. Add its successor.")]
    public static partial void TokenEnds(ILogger logger, string name, string connection, DateTimeOffset notAfter);
}
