using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Scim.Messages;

namespace Gateway.Scim.Resources;

/// <summary>
/// JSON text in and out of the attribute tree (RFC 8259, RFC 7644 section 3). Reading never throws; writing is the exact
/// inverse of reading. Linear in the length of the text. Thread-safe.
/// </summary>
public static class ScimJson
{
    /// <summary>Nesting of objects and arrays that is read when the caller gives no other bound.</summary>
    public const int DefaultMaxDepth = 32;

    // Arrays of more values are written in steps: pages of resources do not gain by it, groups of thousands of members do.
    private const int StepArray = 32;

    private static readonly JsonWriterOptions _writerOptions = new()
    {
        // The answer is application/scim+json, never HTML: names such as O'Brien stay readable on the wire.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// Reads an object. 400 invalidSyntax, with line and position (both from 1, position in bytes), for text that is not
    /// JSON, not UTF-8 (lone surrogates too), nested deeper than <paramref name="maxDepth"/>, followed by more text, or not an
    /// object; for a name that stands twice in one object (compared without case, RFC 7643 section 2.1), for NUL
    /// characters, and for numbers of more than 64 characters.
    /// </summary>
    public static Outcome<ScimObject> ParseObject(ReadOnlySpan<byte> utf8, int maxDepth = DefaultMaxDepth)
    {
        if (!Parse(utf8, maxDepth).TryGet(out var value, out var error))
        {
            return error;
        }

        return value is ScimObject read
            ? read
            : ScimError.InvalidSyntax("The body is JSON, but not an object.");
    }

    /// <summary>Reads any JSON value; errors as in <see cref="ParseObject"/>.</summary>
    public static Outcome<ScimValue> Parse(ReadOnlySpan<byte> utf8, int maxDepth = DefaultMaxDepth) => new ScimJsonReader(utf8, maxDepth).Read();

    /// <summary>Writes UTF-8 JSON without blanks.</summary>
    public static void Write(IBufferWriter<byte> output, ScimValue value)
    {
        using var writer = new Utf8JsonWriter(output, _writerOptions);
        Write(writer, value);
        writer.Flush();
    }

    /// <summary>Writes a value where the writer stands. The writer is not flushed.</summary>
    public static void Write(Utf8JsonWriter writer, ScimValue value)
    {
        switch (value)
        {
            case ScimString text:
                writer.WriteStringValue(text.Value);
                break;
            case ScimBoolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case ScimNumber number:
                writer.WriteRawValue(number.Digits);
                break;
            case ScimNull:
                writer.WriteNullValue();
                break;
            case ScimArray array:
                writer.WriteStartArray();
                foreach (var item in array)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ScimObject members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>A writer of the text that <see cref="Write(IBufferWriter{byte}, ScimValue)"/> writes. To be flushed and disposed of by the caller.</summary>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, _writerOptions);

    /// <summary>
    /// Writes a value where the writer stands, in steps, so that a caller can send on what is written before the rest of a large value is: the
    /// members of a group one by one. The same text as <see cref="Write(Utf8JsonWriter, ScimValue)"/>. Each step answers how many bytes the
    /// writer has written in all; nothing is written before it is asked for.
    /// </summary>
    public static IEnumerable<long> WriteSteps(Utf8JsonWriter writer, ScimValue value)
    {
        if (value is ScimObject members)
        {
            writer.WriteStartObject();
            foreach (var (name, member) in members)
            {
                writer.WritePropertyName(name);
                if (member is not ScimArray { Count: > StepArray } array)
                {
                    Write(writer, member);
                    continue;
                }

                writer.WriteStartArray();
                foreach (var item in array)
                {
                    Write(writer, item);
                    yield return writer.BytesCommitted + writer.BytesPending;
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }
        else
        {
            Write(writer, value);
        }

        yield return writer.BytesCommitted + writer.BytesPending;
    }

    /// <summary>The value as UTF-8 JSON.</summary>
    public static byte[] ToUtf8(ScimValue value)
    {
        using var output = new RentedBuffer();
        Write(output, value);
        return output.Written.ToArray();
    }

    /// <summary>The value as JSON text.</summary>
    public static string ToText(ScimValue value)
    {
        using var output = new RentedBuffer();
        Write(output, value);
        return Encoding.UTF8.GetString(output.Written);
    }
}
