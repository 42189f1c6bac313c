namespace Gateway.Forwarding;

/// <summary>What a token endpoint said.</summary>
/// <param name="Token">The access token; null: there is none, and the rest says why.</param>
/// <param name="Reason">One sentence for people, without a secret.</param>
internal sealed record TokenAnswer(IssuedToken? Token, TokenError Error, int Status, string? Reason)
{
    public static TokenAnswer Unreachable(string reason) => new(null, TokenError.Unreachable, 0, reason);
}

/// <summary>An access token as it was issued.</summary>
/// <param name="Lifetime">Null: the endpoint does not tell.</param>
/// <param name="RefreshToken">What to ask with next time; null: as before.</param>
internal sealed record IssuedToken(string Value, TimeSpan? Lifetime, string? RefreshToken)
{
    /// <summary>Never the tokens.</summary>
    public override string ToString() => "issued token";
}

/// <summary>Why there is no access token.</summary>
internal enum TokenError
{
    /// <summary>No answer that means anything: it may be there another time.</summary>
    Unreachable,

    /// <summary>The endpoint refused client or refresh token.</summary>
    Refused,
}
