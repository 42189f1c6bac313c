using System.Net;
using System.Text;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.State;
using Gateway.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Gateway.Tests.Authentication;

/// <summary>What came back.</summary>
internal sealed record PipelineAnswer(int Status, string Body, IHeaderDictionary Headers, ScimCaller? Caller);

/// <summary>Authentication and rate limit as the host registers them, before an endpoint that answers 200 "served".</summary>
internal sealed class ScimPipeline : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    /// <param name="jira">Members of the connection "jira"; its token "right" is in the store.</param>
    public ScimPipeline(string jira = "")
    {
        _folder.Jira(jira);
        Settings = _folder.Open();
        Store.With("jira", "right", Token.Sha256);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_folder.Time)
            .AddSingleton<IControlStore>(Store)
            .AddSingleton<IKeyStore>(new KeyStoreFake())
            .AddSingleton(Settings)
            .AddSingleton<ILogger<ScimAuthentication>>(Log)
            .AddLogging()
            .AddScimAuthentication()
            .AddScimRateLimiting()
            .BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseScimAuthentication().UseScimRateLimiting();
        app.Run(context => context.Response.WriteAsync("served"));
        _pipeline = app.Build();
    }

    public SettingsStore Settings { get; }

    public ControlStoreFake Store { get; } = new();

    public NewToken Token { get; } = TokenFactory.Create();

    public LogCapture<ScimAuthentication> Log { get; } = new();

    /// <summary>Lays other members over the connection "jira" and reloads.</summary>
    public void Change(string jira)
    {
        _folder.Jira(jira);
        Settings.Reload().Should().BeNull();
    }

    public void Advance(TimeSpan time) => _folder.Time.Advance(time);

    public Task<PipelineAnswer> SendRightAsync(string path = "/scim/jira/v2/Users") => SendAsync(path, $"Bearer {Token.Token}");

    public async Task<PipelineAnswer> SendAsync(string path, StringValues authorization, string address = "192.0.2.1")
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Path = path;
        context.Request.Headers.Authorization = authorization;
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Response.Body = body;
        var served = _pipeline(context);
        if (!served.IsCompleted)
        {
            // Held back: nothing else here waits for anything.
            _folder.Time.Advance(FailureHold.Longest);
        }

        await served;
        return new PipelineAnswer(context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), context.Response.Headers, context.Features.Get<ScimCaller>());
    }

    /// <summary>Sends one after the other; the statuses.</summary>
    public async Task<IReadOnlyList<int>> SendManyAsync(int count, string path, string authorization, string address = "192.0.2.1")
    {
        var statuses = new List<int>();
        for (var sent = 0; sent < count; sent++)
        {
            statuses.Add((await SendAsync(path, authorization, address)).Status);
        }

        return statuses;
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }
}
