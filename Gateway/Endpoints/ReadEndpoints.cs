namespace Gateway.Endpoints;

/// <summary>Endpoints that are read: HEAD is GET whose body the web server leaves out, and whoever has the one has the other (RFC 9110 section 9.3.2).</summary>
internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapRead(this IEndpointRouteBuilder endpoints, string pattern, RequestDelegate read) =>
        endpoints.MapMethods(pattern, Methods, read);

    /// <param name="read">With the <c>id</c> of the path.</param>
    public static void MapRead(this IEndpointRouteBuilder endpoints, string pattern, Func<HttpContext, string, Task> read) =>
        endpoints.MapMethods(pattern, Methods, read);
}
