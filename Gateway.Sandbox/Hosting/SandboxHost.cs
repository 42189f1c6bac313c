using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Control;
using Gateway.Sandbox.Faults;
using Microsoft.AspNetCore.Http;

namespace Gateway.Sandbox.Hosting;

/// <summary>The nodes of one emulated app, and the way of a request through fault, latency, app and call log.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private const int MaxBodyBytes = 8 << 20;

    private readonly IEmulatedApp app;
    private readonly TimeProvider time;
    private readonly SandboxNode[] nodes;
    private readonly ControlApi control;

    public SandboxHost(IEmulatedApp app, SandboxCallLog calls, SandboxFaults faults, int nodeCount, int port, string controlToken, TimeProvider time)
    {
        this.app = app;
        this.time = time;
        Calls = calls;
        Faults = faults;
        control = new ControlApi(app, calls, faults, controlToken);
        nodes = [.. Enumerable.Range(0, nodeCount).Select(index => new SandboxNode(port == 0 ? 0 : port + index, http => HandleAsync(http, index)))];
    }

    public SandboxCallLog Calls { get; }

    public SandboxFaults Faults { get; }

    /// <summary>Base addresses, each ending in a slash, as YARP wants a destination.</summary>
    public IReadOnlyList<Uri> Addresses => [.. nodes.Select(node => new Uri($"http://127.0.0.1:{node.Port}{app.ContextPath}/"))];

    public bool IsRunning(int node) => nodes[node].Running;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            await node.StartAsync(cancellationToken);
        }
    }

    public Task StartNodeAsync(int node, CancellationToken cancellationToken) => nodes[node].StartAsync(cancellationToken);

    public Task StopNodeAsync(int node, bool kill) => nodes[node].StopAsync(kill);

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext http, int node)
    {
        if (http.Request.Path.StartsWithSegments(ControlApi.Path, out var rest))
        {
            await control.HandleAsync(http, rest.Value ?? string.Empty);
            return;
        }

        var inside = http.Request.Path.StartsWithSegments(app.ContextPath, StringComparison.Ordinal, out var path);
        var body = await ReadBodyAsync(http);
        var request = CreateRequest(http, node, inside ? path : http.Request.Path, body);
        try
        {
            await AnswerAsync(http, request, inside);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            request.Call.Answered = false;
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            // A mistake of the sandbox must not pass for an answer of the app.
            http.Response.StatusCode = StatusCodes.Status501NotImplemented;
            await http.Response.WriteAsync($"The sandbox failed: {exception}", CancellationToken.None);
        }
        finally
        {
            Calls.Left(request.Call);
        }
    }

    private async Task AnswerAsync(HttpContext http, SandboxRequest request, bool inside)
    {
        var fault = Faults.Take(request);
        request.Call.Fault = fault?.GetType().Name;
        if (fault is FaultEffect.CloseBefore close)
        {
            await FaultyWriter.CloseAsync(http, close.Orderly);
            return;
        }

        await WaitAsync(fault, afterwards: false, http.RequestAborted);
        if (app.Latency > TimeSpan.Zero)
        {
            await Task.Delay(app.Latency, time, http.RequestAborted);
        }

        var answer = fault is FaultEffect.Answer planned ? planned.ToAnswer() : Process(request, inside);
        request.Call.Status = answer.Status;
        await WaitAsync(fault, afterwards: true, http.RequestAborted);
        request.Call.Elapsed = time.GetElapsedTime(request.Call.Started);
        Calls.Left(request.Call);
        await FaultyWriter.WriteAsync(http, answer, fault, request.Call);
    }

    private SandboxAnswer Process(SandboxRequest request, bool inside)
    {
        request.Call.Processed = true;
        return inside ? app.Handle(request) : SandboxAnswer.Html(404, "HTTP Status 404 – Not Found");
    }

    private Task WaitAsync(FaultEffect? fault, bool afterwards, CancellationToken aborted) => fault switch
    {
        FaultEffect.Delay delay when delay.AfterProcessing == afterwards => Task.Delay(delay.Duration, time, aborted),
        FaultEffect.Freeze freeze when freeze.AfterProcessing == afterwards => Faults.UntilReleasedAsync(aborted),
        _ => Task.CompletedTask,
    };

    private SandboxRequest CreateRequest(HttpContext http, int node, PathString path, ReadOnlyMemory<byte> body)
    {
        var call = new SandboxCall(http.Request, path.Value ?? string.Empty, node, body, time.GetUtcNow(), time.GetTimestamp());
        Calls.Entered(call);
        return new SandboxRequest
        {
            Method = http.Request.Method,
            Path = call.Path,
            RawQuery = call.Query,
            Query = http.Request.Query,
            Headers = http.Request.Headers,
            Body = body,
            Node = node,
            Call = call,
        };
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or 0 && !http.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return default;
        }

        http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MaxBodyBytes;
        var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, MaxBodyBytes));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
