using System.Security.Cryptography;
using System.Text;
using Gateway.Transforms.Scripts;

namespace Gateway.Transforms;

/// <summary>The content of a script as it was read, or why it could not be.</summary>
/// <param name="Hash">Of content or fault: equal hashes mean that nothing has changed.</param>
internal sealed record ScriptFile(string Path, string? Text, string? Fault, string Hash)
{
    /// <summary>Reads the file, through links, whole or not at all. Never throws for what the file system says.</summary>
    public static ScriptFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[ScriptParser.MaxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > ScriptParser.MaxBytes
                ? Failed(path, $"the script is larger than {ScriptParser.MaxBytes / 1024} KiB")
                : Decode(path, buffer.AsSpan(0, length));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed(path, "the file does not exist");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Failed(path, $"the file cannot be read: {fault.Message}");
        }
    }

    private static ScriptFile Decode(string path, ReadOnlySpan<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return new(path, null, "the file is not UTF-8", hash);
        }

        // An editor that was stopped half-way leaves an empty file; it would parse, and put every name back to its default.
        return string.IsNullOrWhiteSpace(text)
            ? new(path, null, "the file is empty; to have no script, take Script out of the settings", hash)
            : new(path, text, null, hash);
    }

    private static ScriptFile Failed(string path, string fault) => new(path, null, fault, $"!{fault}");
}
