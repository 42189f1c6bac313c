using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Hosting;

/// <summary>A socket that sends exactly what it is told, as no HTTP client would.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return client;
    }

    public async Task SendAsync(string text) =>
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>All that comes until the server closes the connection; it may cut it.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var answer = new MemoryStream();
        try
        {
            await _client.GetStream().CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset, as what we were still sending was not read.
        }

        return Encoding.ASCII.GetString(answer.ToArray());
    }

    public void Dispose() => _client.Dispose();
}
