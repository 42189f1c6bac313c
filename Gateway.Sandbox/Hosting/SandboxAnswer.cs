using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Sandbox.Hosting;

/// <summary>What an emulated app answers, whole and not yet sent.</summary>
internal sealed class SandboxAnswer
{
    public const string JsonType = "application/json;charset=UTF-8";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SandboxAnswer(int status, string? contentType, ReadOnlyMemory<byte> body) =>
        (Status, ContentType, Body) = (status, contentType, body);

    public int Status { get; }

    public string? ContentType { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public static SandboxAnswer Empty(int status) => new(status, null, default);

    public static SandboxAnswer Text(int status, string contentType, string body) => new(status, contentType, Encoding.UTF8.GetBytes(body));

    public static SandboxAnswer Bytes(int status, string contentType, ReadOnlyMemory<byte> body) => new(status, contentType, body);

    public static SandboxAnswer Html(int status, string title) => Text(
        status,
        "text/html;charset=UTF-8",
        $"<!DOCTYPE html><html><head><title>{HtmlEncoder.Default.Encode(title)}</title></head><body><h1>{HtmlEncoder.Default.Encode(title)}</h1></body></html>");

    public static SandboxAnswer Json<T>(int status, T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer, value);
        }

        return new(status, JsonType, buffer.WrittenMemory);
    }

    public SandboxAnswer With(string header, string value)
    {
        Headers.Add(new(header, value));
        return this;
    }
}
