using System.Text.Json;
using Gateway.Scim.Resources;

namespace Gateway.Benchmarks.Fuzz.Targets;

/// <summary>JSON is read, written, and read again; and read by the framework beside it.</summary>
internal sealed class JsonTarget() : FuzzTarget("json", Dialect.Json)
{
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = ScimJson.DefaultMaxDepth, AllowDuplicateProperties = false };

    public override void Run(byte[] input, FuzzProbe probe)
    {
        if (!ScimJson.Parse(input).TryGet(out var value, out var error))
        {
            probe.Error("value", error);
            return;
        }

        probe.Ok(value.GetType().Name);
        probe.Expect(IsJson(input), "what the framework does not take for JSON");
        var utf8 = ScimJson.ToUtf8(value);
        probe.Expect(IsJson(utf8), "an answer that is not JSON");
        probe.Expect(ScimJson.Parse(utf8).TryGet(out var again, out _) && again.Equals(value) && again.GetHashCode() == value.GetHashCode(), "a value that reads back as another");
    }

    private static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            using var parsed = JsonDocument.Parse(text.ToArray(), _strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
