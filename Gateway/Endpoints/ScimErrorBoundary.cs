using Gateway.Scim.Messages;

namespace Gateway.Endpoints;

/// <summary>
/// Every error below <c>/scim</c> has a SCIM body: routes that do not exist, methods that are not allowed, bodies that are
/// too large, and bugs. Sits outside of authentication.
/// </summary>
internal sealed partial class ScimErrorBoundary(RequestDelegate next, ILogger<ScimErrorBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/scim"))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
            return;
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await ScimResults.WriteErrorAsync(context, exception.StatusCode == 413
                ? ScimBody.TooLarge(context)
                : new(exception.StatusCode, exception.StatusCode == 400 ? "invalidSyntax" : null, "The request could not be read."));
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            Log.Bug(logger, context.Request.Method, exception);
            await ScimResults.WriteErrorAsync(context, new(500, null, $"The gateway failed on this request (trace {System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier}); its log says why."));
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
        {
            await ScimResults.WriteErrorAsync(context, ForStatus(context.Response.StatusCode, context.Request.Method));
        }
    }

    private static ScimError ForStatus(int status, string method) => status switch
    {
        404 => ScimError.NotFound("There is no such endpoint."),
        405 => new(405, null, $"{method} is not allowed here."),
        415 => new(415, null, $"Send {ScimBody.MediaType}."),
        _ => new(status, null, "The request was refused."),
    };

    private static partial class Log
    {
        [LoggerMessage(800, LogLevel.Error, "A bug answered a {Method} with 500")]
        public static partial void Bug(ILogger logger, string method, Exception exception);
    }
}
