namespace Gateway.Authentication.OAuth;

/// <summary>A refusal of the token endpoint (RFC 6749 section 5.2).</summary>
/// <param name="Code">The <c>error</c> member.</param>
/// <param name="Description">The <c>error_description</c> member, for whoever sets up the client.</param>
internal sealed record OAuthError(int Status, string Code, string Description)
{
    /// <summary>Sent as Retry-After.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One for a wrong client and an unknown connection, so that nobody learns which connections there are.</summary>
    public static OAuthError InvalidClient { get; } = new(401, "invalid_client", "The client is not known here, or did not prove to be it.");

    public static OAuthError UnsupportedGrantType { get; } = new(400, "unsupported_grant_type", "Only grant_type=client_credentials is supported.");

    public static OAuthError InvalidScope { get; } = new(400, "invalid_scope", "The scope is not a list of scope tokens.");

    public static OAuthError InvalidRequest(string description) => new(400, "invalid_request", description);

    public static OAuthError Unavailable(int status, string description, TimeSpan retryAfter) => new(status, "temporarily_unavailable", description) { RetryAfter = retryAfter };
}
