using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Authentication;

/// <summary>A request as it goes over the wire, headers written as a test wants them; the answer byte for byte.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Whole header lines.</param>
internal sealed record RawRequest(string Target, params string[] Headers)
{
    public string Method { get; init; } = "GET";

    public string Body { get; init; } = "";

    /// <summary>A request of Users with this Authorization header.</summary>
    public static RawRequest With(string authorization, string connection = "jira") => new($"/scim/{connection}/v2/Users?count=0", $"Authorization: {authorization}");

    /// <summary>A request of Users with this bearer token.</summary>
    public static RawRequest Bearer(string token, string connection = "jira") => With($"Bearer {token}", connection);

    /// <summary>A form to the token endpoint.</summary>
    public static RawRequest Form(string body, string connection = "jira", params string[] headers) =>
        new($"/scim/{connection}/oauth2/token", ["Content-Type: application/x-www-form-urlencoded", .. headers]) { Method = "POST", Body = body };

    /// <summary>Status line, headers and body but for the date.</summary>
    public async Task<string> SendAsync(Uri gateway)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Host, gateway.Port, cancel);
        await using var stream = client.GetStream();
        var head = string.Join("\r\n", [$"{Method} {Target} HTTP/1.1", $"Host: {gateway.Authority}", "Connection: close", $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}", .. Headers]);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n\r\n{Body}"), cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(cancel);
        return string.Join("\r\n", answer.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)));
    }
}
