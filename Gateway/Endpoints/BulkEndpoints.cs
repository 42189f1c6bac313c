using Gateway.Scim.Bulk;
using Gateway.Scim.Schemas;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Endpoints;

/// <summary>/Bulk (RFC 7644 section 3.7): many operations in one request, each done and answered as it would be on its own. A body of up to 8 MiB, here only.</summary>
internal sealed class BulkEndpoints(IEnumerable<IResourceCalls> calls, BulkRun run, IPublicUrl publicUrl)
{
    private readonly ResourceSchema[] _types = [.. calls.Select(known => known.Schema)];

    public void Map(IEndpointRouteBuilder scim) => scim.MapPost("/Bulk", RunAsync);

    private async Task RunAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BulkRequest.MaxPayloadBytes;
        }

        if (!(await ScimBody.ReadAsync(context.Request, context.RequestAborted)).TryGet(out var body, out var error)
            || !BulkRequest.Parse(body, _types).TryGet(out var request, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        var call = ScimCall.Of(context, publicUrl.Current);
        var progress = await run.RunAsync(call, request, context.RequestAborted);

        // Section 3.7.3: what failed says so in its own operation; the request itself was served.
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = ScimBody.MediaType;
        context.Response.Headers.CacheControl = "no-store";
        BulkResponse.Write(context.Response.BodyWriter, progress.Answers(call.BaseUrl));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
