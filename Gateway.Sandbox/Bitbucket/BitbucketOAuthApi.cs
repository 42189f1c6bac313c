using Gateway.Sandbox.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// <c>POST /rest/oauth2/latest/token</c>, the grant <c>refresh_token</c>: another access token, and with rotation another refresh token.
/// Parameters are read from a form body, or from the query as Atlassian's pages write them. Errors have RFC 6749's shape (section 5.2).
/// </summary>
internal sealed class BitbucketOAuthApi(BitbucketSandboxOptions options, BitbucketState state)
{
    public const string Path = "/rest/oauth2/latest/token";

    public SandboxAnswer Token(SandboxRequest request, BitbucketSettings settings)
    {
        if (request.Method != "POST")
        {
            return SandboxAnswer.Html(405, "HTTP Status 405 – Method Not Allowed").With("Allow", "POST");
        }

        var form = request.Headers.ContentType.ToString().StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(request.Body.Span))
            : [];
        if (Parameter("client_id") != options.ClientId || Parameter("client_secret") != options.ClientSecret)
        {
            return Refuse(401, "invalid_client", "Client authentication failed");
        }

        if (Parameter("grant_type") != "refresh_token")
        {
            return Refuse(400, "unsupported_grant_type", "Only refresh_token is emulated");
        }

        if (options.RedirectUri is { } redirect && Parameter("redirect_uri") != redirect)
        {
            return Refuse(400, "invalid_grant", "The provided redirect_uri does not match");
        }

        if (Parameter("refresh_token") is not { } refresh || state.OAuth.Refresh(refresh, settings.RotateRefreshTokens, settings.OAuthScope) is not { } tokens)
        {
            return Refuse(400, "invalid_grant", "The refresh token is invalid, expired or revoked");
        }

        return BitbucketAnswers.Object(200, writer =>
        {
            writer.WriteString("access_token", tokens.Access);
            writer.WriteString("token_type", "bearer");
            writer.WriteNumber("expires_in", (long)options.AccessTokenLifetime.TotalSeconds);
            writer.WriteString("refresh_token", tokens.Refresh);
            writer.WriteString("scope", settings.OAuthScope);
            writer.WriteNumber("created_at", options.Time.GetUtcNow().ToUnixTimeSeconds());
        }).With("Cache-Control", "no-store");

        string? Parameter(string name) => form.TryGetValue(name, out var values) ? values.ToString() : request.Parameter(name);
    }

    private static SandboxAnswer Refuse(int status, string error, string description) => BitbucketAnswers.Object(status, writer =>
    {
        writer.WriteString("error", error);
        writer.WriteString("error_description", description);
    });
}
