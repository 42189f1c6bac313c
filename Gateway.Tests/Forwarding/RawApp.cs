using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Forwarding;

/// <summary>A bare socket server on loopback: reads whole requests, counts them, then does to the connection what a broken app does.</summary>
internal sealed class RawApp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private int _requests;

    public RawApp(Func<Socket, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>An address where nobody listens.</summary>
    public static string Refusing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    /// <summary>Sends the text and ends the connection.</summary>
    public static Func<Socket, CancellationToken, Task> Says(string text) =>
        async (socket, cancel) => await socket.SendAsync(Encoding.ASCII.GetBytes(text), cancel);

    /// <summary>Ends the connection without a word.</summary>
    public static Task Closes(Socket socket, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Resets the connection (RST).</summary>
    public static Task Resets(Socket socket, CancellationToken cancel)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        return Task.CompletedTask;
    }

    /// <summary>Never answers.</summary>
    public static Task Hangs(Socket socket, CancellationToken cancel) => Task.Delay(Timeout.Infinite, cancel);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                if (await ReadRequestAsync(socket))
                {
                    Interlocked.Increment(ref _requests);
                    await _answer(socket, _stop.Token);
                }
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // The other side, or the test, has ended.
            }
        }
    }

    private async Task<bool> ReadRequestAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return false;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && request.Length >= end + 4 + BodyLength(request))
            {
                return true;
            }
        }
    }

    private static int BodyLength(string request)
    {
        const string Name = "Content-Length:";
        var at = request.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(request.AsSpan(at + Name.Length, request.IndexOf('\r', at) - at - Name.Length), provider: null);
    }
}
