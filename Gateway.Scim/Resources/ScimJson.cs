using System.Buffers;
using Gateway.Scim.Messages;

namespace Gateway.Scim.Resources;

/// <summary>JSON in and out. Placeholder of the house's first commit: reader and writer land with the protocol core.</summary>
public static class ScimJson
{
    /// <summary>An object, or 400 invalidSyntax.</summary>
    public static Outcome<ScimObject> ParseObject(ReadOnlySpan<byte> utf8) => ScimError.InvalidSyntax($"{utf8.Length} bytes");

    /// <summary>Writes UTF-8 JSON.</summary>
    public static void Write(IBufferWriter<byte> output, ScimValue value) => output.Advance(value is null ? 0 : 0);
}
