using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Forwarding;

/// <summary>
/// Refresh tokens that took the place of the configured one, a file a connection, readable by the gateway's account only. A file counts
/// only for the refresh token that it descends from, so that a new consent in gateway.json wins. Thread-safe.
/// </summary>
/// <param name="folder">Made when it is needed; null: kept in memory.</param>
internal sealed class RefreshTokens(string? folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConcurrentDictionary<string, Kept> _memory = new(StringComparer.Ordinal);

    public string? Folder => folder;

    /// <summary>The successor of the configured refresh token; null: it has none.</summary>
    public async Task<string?> FindAsync(string connection, string configured)
    {
        var hash = Hash(configured);
        if (folder is not null && _memory.GetValueOrDefault(connection) is not { IsUnsaved: true })
        {
            try
            {
                await using var file = File.OpenRead(PathOf(connection));
                using var document = await JsonDocument.ParseAsync(file);
                if (document.RootElement.GetProperty("configured").GetString() == hash)
                {
                    return document.RootElement.GetProperty("current").GetString();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // None yet, or one that cannot be read: what is in memory or configured is tried, and the endpoint says whether it is good.
            }
        }

        return _memory.TryGetValue(connection, out var kept) && kept.Configured == hash ? kept.Current : null;
    }

    /// <summary>Keeps a successor. Null when it is kept for good; else why it is in memory only.</summary>
    public async Task<string?> KeepAsync(string connection, string configured, string current)
    {
        var hash = Hash(configured);
        if (folder is null)
        {
            _memory[connection] = new(hash, current, IsUnsaved: false);
            return null;
        }

        _memory[connection] = new(hash, current, IsUnsaved: true);

        try
        {
            Directory.CreateDirectory(folder);
            var target = PathOf(connection);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            // Written beside and moved: a crash leaves the old file or the new one, never half of one.
            var draft = target + ".new";
            await using (var file = new FileStream(draft, options))
            {
                await JsonSerializer.SerializeAsync(file, new Dictionary<string, string> { ["configured"] = hash, ["current"] = current });
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: true);
            _memory[connection] = new(hash, current, IsUnsaved: false);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <param name="IsUnsaved">The file holds an older one, if any.</param>
    private sealed record Kept(string Configured, string Current, bool IsUnsaved);

    private static string Hash(string configured) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configured)));

    // A connection's name is a-z, 0-9 and -.
    private string PathOf(string connection) => Path.Combine(folder!, $"{connection}.json");
}
