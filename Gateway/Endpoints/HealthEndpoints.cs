using System.Text.Json;

namespace Gateway.Endpoints;

/// <summary>How well one part is, in words without names of people.</summary>
/// <param name="Part"><c>store</c>, <c>configuration</c>, or a connection.</param>
/// <param name="Level">0 well, 1 unwell (Degraded), 2 failed (503).</param>
internal sealed record HealthFinding(string Part, int Level, string Detail)
{
    public static HealthFinding Note(string part, string detail) => new(part, 0, detail);

    public static HealthFinding Degraded(string part, string detail) => new(part, 1, detail);

    public static HealthFinding Failed(string part, string detail) => new(part, 2, detail);
}

/// <summary>Looks at store, configuration and connections.</summary>
internal interface IReadiness
{
    Task<IReadOnlyList<HealthFinding>> LookAsync(CancellationToken cancellationToken);
}

/// <summary>/healthz/live and /healthz/ready: 200 Healthy or Degraded, 503 when the store or the configuration fails.</summary>
internal static class HealthEndpoints
{
    public static void MapLive(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/healthz/live", context => context.Response.WriteAsync("Healthy", context.RequestAborted));

    public static void MapReady(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/healthz/ready", async context =>
    {
        var findings = await context.RequestServices.GetRequiredService<IReadiness>().LookAsync(context.RequestAborted);
        var level = findings.Select(finding => finding.Level).DefaultIfEmpty(0).Max();
        context.Response.StatusCode = level == 2 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("status", Word(level));
        writer.WriteStartArray("details");
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("part", finding.Part);
            writer.WriteString("status", Word(finding.Level));
            writer.WriteString("detail", finding.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Word(int level) => level switch
    {
        0 => "Healthy",
        1 => "Degraded",
        _ => "Unhealthy",
    };
}
