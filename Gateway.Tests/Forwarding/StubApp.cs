using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Forwarding;

/// <summary>A request as it arrived at a stub.</summary>
internal sealed record Arrived(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A real Kestrel on loopback that answers as told and keeps what arrived. <c>/status</c> answers <see cref="Status"/> and is not kept.</summary>
internal sealed class StubApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _inFlight;
    private int _mostInFlight;

    private StubApp(WebApplication app) => _app = app;

    public ConcurrentQueue<Arrived> Requests { get; } = [];

    /// <summary>Paths at which <c>/status</c> was asked.</summary>
    public ConcurrentQueue<string> Probes { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = context => Json(context, 200, "{\"ok\":true}");

    /// <summary>Status code and body of <c>/status</c>.</summary>
    public (int Code, string Body) Status { get; set; } = (200, """{"state":"RUNNING"}""");

    public string Address => _app.Urls.First();

    public int MostInFlight => Volatile.Read(ref _mostInFlight);

    /// <param name="tls">Makes it speak TLS, on 127.0.0.1.</param>
    public static async Task<StubApp> StartAsync(Func<HttpContext, Task>? answer = null, string address = "http://127.0.0.1:0", Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        if (tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(tls)));
        }

        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(1));
        var app = builder.Build();
        var stub = new StubApp(app);
        if (answer is not null)
        {
            stub.Answer = answer;
        }

        app.Run(stub.ServeAsync);
        await app.StartAsync();
        return stub;
    }

    public static Task Json(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.EndsWith("/status", StringComparison.Ordinal))
        {
            Probes.Enqueue(context.Request.Path.Value!);
            await Json(context, Status.Code, Status.Body);
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Requests.Enqueue(new Arrived(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
        var now = Interlocked.Increment(ref _inFlight);
        InterlockedMax(now);
        try
        {
            await Answer(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private void InterlockedMax(int value)
    {
        var seen = Volatile.Read(ref _mostInFlight);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref _mostInFlight, value, seen) is var before && before == seen ? value : before;
        }
    }
}
