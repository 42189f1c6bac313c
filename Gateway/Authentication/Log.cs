using System.Net;

namespace Gateway.Authentication;

/// <summary>Log lines of authentication: events 200 to 299. Never a token, nor a part of one.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Refused a request for connection {Connection} from {Address}: {Reason}.")]
    public static partial void Refused(ILogger logger, string connection, IPAddress? address, string reason);

    [LoggerMessage(201, LogLevel.Error, "Tokens cannot be checked: the store is unavailable.")]
    public static partial void StoreUnavailable(ILogger logger, Exception error);

    [LoggerMessage(202, LogLevel.Warning, "The last use of token {Name} could not be noted.")]
    public static partial void UseNotNoted(ILogger logger, string name, Exception error);

    [LoggerMessage(203, LogLevel.Warning, "Token {Name} of connection {Connection} ends on {NotAfter:u}: Entra goes into quarantine then. Add its successor.")]
    public static partial void TokenEnds(ILogger logger, string name, string connection, DateTimeOffset notAfter);

    [LoggerMessage(204, LogLevel.Information, "Fetched the keys of {Address}: {Count}.")]
    public static partial void KeysFetched(ILogger logger, string address, int count);

    [LoggerMessage(205, LogLevel.Warning, "The keys of {Address} could not be fetched: {Reason}. Last good ones: {KeptSince}; they are used for two days. Tokens of other keys of that issuer are answered 503.")]
    public static partial void KeysNotFetched(ILogger logger, string address, string reason, string keptSince);

    [LoggerMessage(206, LogLevel.Warning, "The keys of {Address} could not be read from the store or kept in it: {Reason}. An outage of the provider would not outlast a restart.")]
    public static partial void KeysNotKept(ILogger logger, string address, string reason);

    [LoggerMessage(207, LogLevel.Warning, "A token was answered 503: {Address} cannot be asked for its key.")]
    public static partial void KeysMissing(ILogger logger, string address);

    [LoggerMessage(208, LogLevel.Information, "Gave an access token of connection {Connection} to its client, who proved itself by {Proof}.")]
    public static partial void AccessTokenGiven(ILogger logger, string connection, string proof);

    [LoggerMessage(209, LogLevel.Information, "Refused an access token of connection {Connection} to {Address}: {Reason}.")]
    public static partial void AccessTokenRefused(ILogger logger, string connection, IPAddress? address, string reason);

    [LoggerMessage(210, LogLevel.Information, "Made the signing key {Id} for access tokens.")]
    public static partial void SigningKeyMade(ILogger logger, string id);
}
