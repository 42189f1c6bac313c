using Gateway.Activity;
using Gateway.Authentication;
using Gateway.Forwarding;
using Gateway.Provisioning;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Gateway.Hosting;

/// <summary>Metrics for Prometheus, and metrics, traces and logs (the activity among them) for an OTLP collector where one is named.</summary>
internal static class Telemetry
{
    private const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IServiceCollection services)
    {
        var otlp = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OtlpVariable));
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(ProvisioningMetrics.MeterName, ForwardingExtensions.TelemetryName, "Gateway.State", TokenExpiryNotice.MeterName, "Gateway.Transforms", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");
            metrics.AddPrometheusExporter();
            if (otlp)
            {
                metrics.AddOtlpExporter();
            }
        });
        if (otlp)
        {
            telemetry.WithTracing(traces => traces.AddSource(ProvisioningService.SourceName, PassThrough.PassThroughService.SourceName, ForwardingExtensions.TelemetryName).AddAspNetCoreInstrumentation().AddOtlpExporter())
                .WithLogging(logs => logs.AddOtlpExporter());
            services.AddLogging(logs => logs.AddFilter<OpenTelemetryLoggerProvider>(ActivityFeed.Category, LogLevel.Information));
        }
    }

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint("/metrics");
}
