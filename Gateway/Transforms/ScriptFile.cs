using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Gateway.Transforms.Scripts;

namespace Gateway.Transforms;

/// <summary>The content of a script as it was read, with the files beside it that it imports, or why it could not be.</summary>
/// <param name="Hash">Of content or fault, imports included: equal hashes mean that nothing has changed.</param>
internal sealed record ScriptFile(string Path, string? Text, string? Fault, string Hash)
{
    /// <summary>What the script imports, by name (<see cref="ScriptImports"/>), read in the same way.</summary>
    public IReadOnlyDictionary<string, ScriptFile> Imports { get; private init; } = FrozenDictionary<string, ScriptFile>.Empty;

    /// <summary>The script's own name beside those of its imports.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads the script, through links, whole or not at all, and what it imports. Never throws for what the file system says.</summary>
    public static ScriptFile Read(string path)
    {
        var script = ReadOne(path);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var imports = new SortedDictionary<string, ScriptFile>(StringComparer.Ordinal);
        var open = new Queue<(string Name, ScriptFile File)>([(script.Name, script)]);
        while (open.TryDequeue(out var importer))
        {
            foreach (var specifier in ScriptImports.Mentioned(importer.File.Text ?? string.Empty))
            {
                if (ScriptImports.Resolve(importer.Name, specifier) is { } name && name != script.Name && !imports.ContainsKey(name) && imports.Count < ScriptImports.MaxFiles)
                {
                    var sibling = ReadOne(System.IO.Path.Combine(folder, name));
                    imports.Add(name, sibling);
                    open.Enqueue((name, sibling));
                }
            }
        }

        return imports.Count == 0 ? script : script with { Imports = imports, Hash = HashOf(script, imports) };
    }

    private static string HashOf(ScriptFile script, IEnumerable<KeyValuePair<string, ScriptFile>> imports) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', imports.Select(import => $"{import.Key} {import.Value.Hash}").Prepend(script.Hash)))));

    private static ScriptFile ReadOne(string path)
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
