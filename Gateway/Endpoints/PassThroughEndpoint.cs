using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.PassThrough;
using Gateway.Scim.Bulk;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Endpoints;

/// <summary>Everything below the SCIM base URL of a connection whose target speaks SCIM itself. Behind authentication and rate limit, before the endpoints of the other connections.</summary>
internal sealed class PassThroughEndpoint(RequestDelegate next, PassThroughService service, IPublicUrl publicUrl)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ScimCaller>() is not { Connection.App: AppKind.Scim } caller || !context.Request.Path.StartsWithSegments($"/scim/{caller.Connection.Name}/v2", out var rest))
        {
            await next(context);
            return;
        }

        if (!(await ReadAsync(context, caller, rest.Value ?? string.Empty)).TryGet(out var request, out var error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        if (await service.RunAsync(request, context) is { } failed)
        {
            await ScimResults.WriteErrorAsync(context, failed);
        }
    }

    private async Task<Outcome<PassThroughRequest>> ReadAsync(HttpContext context, ScimCaller caller, string rest)
    {
        // In a decoded path a slash and the text %2F inside of an id look alike: what could mean two resources means none.
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Contains("%252F", StringComparison.OrdinalIgnoreCase) && rest.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return ScimError.NotFound("There is no such endpoint.");
        }

        if (TargetPath.Parse(rest) is not { } path)
        {
            return ScimError.NotFound("There is no such endpoint.");
        }

        var http = context.Request;
        if (path.Form == TargetForm.Bulk && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BulkRequest.MaxPayloadBytes;
        }

        ScimObject? body = null;
        if (http.Method is "POST" or "PUT" or "PATCH" && !(await ScimBody.ReadAsync(http, context.RequestAborted)).TryGet(out body, out var error))
        {
            return error;
        }

        var call = ScimCall.Of(context, publicUrl.Current);
        return new PassThroughRequest(
            caller.Connection,
            caller.TokenName,
            call.BaseUrl,
            HttpMethods.IsHead(http.Method) ? HttpMethods.Get : http.Method,
            path,
            [.. http.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? string.Empty)))],
            Preconditions(http.Headers),
            body);
    }

    private static Dictionary<string, string> Preconditions(IHeaderDictionary headers)
    {
        var found = new Dictionary<string, string>(2, StringComparer.OrdinalIgnoreCase);
        if (headers.IfMatch is { Count: > 0 } match)
        {
            found["If-Match"] = match.ToString();
        }

        if (headers.IfNoneMatch is { Count: > 0 } none)
        {
            found["If-None-Match"] = none.ToString();
        }

        return found;
    }
}
