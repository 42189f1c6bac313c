namespace Gateway.Authentication.Jwt;

/// <summary>What came out for a token.</summary>
/// <param name="Caller">Who is calling; null: refused.</param>
/// <param name="Reason">Why it was refused, for the log; nothing out of the token.</param>
/// <param name="Holds">Whether the keys that vouched for the token are still in force.</param>
internal readonly record struct JwtVerdict(TokenIdentity? Caller, string Reason, Func<bool>? Holds)
{
    public static JwtVerdict Accepted(TokenIdentity caller, Func<bool> holds) => new(caller, "", holds);

    public static JwtVerdict Refused(string reason) => new(null, reason, null);
}
