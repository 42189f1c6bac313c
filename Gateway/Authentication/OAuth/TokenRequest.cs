using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gateway.Authentication.OAuth;

/// <summary>
/// A request for an access token by client credentials (RFC 6749 section 4.4.2). Read from body and Authorization header, never
/// from the address. A secret or an assertion, never both.
/// </summary>
/// <param name="ClientId">Null where an assertion alone says who it is (RFC 7521 section 4.2).</param>
internal sealed record TokenRequest(string? ClientId, string? Secret, string? Assertion, string? Scope)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string Basic = "Basic ";
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Never the secret or the assertion.</summary>
    public override string ToString() => $"token request of {ClientId}";

    /// <summary>The request, or what is wrong with it whoever sent it.</summary>
    public static async Task<(TokenRequest? Request, OAuthError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase))
        {
            return (null, OAuthError.InvalidRequest($"Send {FormType}."));
        }

        if (await ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return (null, OAuthError.InvalidRequest("The body is not a form, or too large."));
        }

        // RFC 6749 section 3.2: a parameter is sent once; one without a value counts as not sent.
        if (form.Any(parameter => parameter.Value.Count > 1) || request.Headers.Authorization.Count > 1)
        {
            return (null, OAuthError.InvalidRequest("A parameter or the Authorization header is sent more than once."));
        }

        return Read(name => form[name].ToString() is { Length: > 0 } value ? value : null, request.Headers.Authorization.ToString());
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static (TokenRequest? Request, OAuthError? Error) Read(Func<string, string?> form, string authorization)
    {
        if (form("grant_type") is not { } grant)
        {
            return (null, OAuthError.InvalidRequest("grant_type is missing."));
        }

        if (grant != "client_credentials")
        {
            return (null, OAuthError.UnsupportedGrantType);
        }

        var scope = form("scope");
        if (scope?.Split(' ').Any(token => token.Length == 0 || token.Any(letter => letter is <= ' ' or '"' or '\\' or > '~')) == true)
        {
            return (null, OAuthError.InvalidScope);
        }

        var (clientId, secret) = (form("client_id"), form("client_secret"));
        if (authorization.Length > 0)
        {
            // A header that says nothing is a client that did not prove itself: it meets the same check as a wrong one.
            var (headerId, headerSecret) = ReadBasic(authorization) ?? ("", "");
            // Entra can be told to send both; RFC 6749 section 2.3 allows one method a request, so they must at least be one client.
            if ((clientId is not null && clientId != headerId) || (secret is not null && secret != headerSecret))
            {
                return (null, OAuthError.InvalidRequest("Header and body name different clients or secrets."));
            }

            (clientId, secret) = (headerId, headerSecret);
        }

        return (form("client_assertion"), form("client_assertion_type")) switch
        {
            (null, null) => (new TokenRequest(clientId, secret, null, scope), null),
            (not null, AssertionType) when secret is null => (new TokenRequest(clientId, null, form("client_assertion"), scope), null),
            (not null, AssertionType) => (null, OAuthError.InvalidRequest("Send a secret or an assertion, not both.")),
            _ => (null, OAuthError.InvalidRequest($"client_assertion goes with client_assertion_type={AssertionType}.")),
        };
    }

    // RFC 6749 section 2.3.1: both are form-encoded before they are joined and put into Base64.
    private static (string Id, string Secret)? ReadBasic(string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var encoded = authorization[Basic.Length..].Trim(' ');
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (WebUtility.UrlDecode(text[..colon]), WebUtility.UrlDecode(text[(colon + 1)..]));
    }
}
