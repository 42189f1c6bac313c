namespace Gateway.Hosting;

/// <summary>
/// Headers of every answer, of both listeners: no type is guessed, nothing is kept by caches, nothing is shown in a frame or runs as a page. An endpoint that
/// is a page says its own. Over TLS, here or at a known proxy, browsers are told to stay there (RFC 6797).
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string OneYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = OneYear;
        }

        return next(context);
    }
}
