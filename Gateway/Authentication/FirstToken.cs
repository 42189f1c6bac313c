using Gateway.Configuration;
using Gateway.State;

namespace Gateway.Authentication;

/// <summary>A token made at the first start.</summary>
/// <param name="Token">Shown or written once; never logged.</param>
public sealed record IssuedToken(string Connection, string Token)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => $"token of {Connection}";
}

/// <summary>On a first start a connection without any way in gets a token, so that a fresh install can be tried without a default credential.</summary>
public static class FirstToken
{
    /// <summary>The name of such a token in the store.</summary>
    public const string Name = "first";

    /// <summary>
    /// Makes a token for each connection that has none, neither in the configuration nor in the store, and stores its hash. A connection
    /// with another way in (OAuth, Entra) gets none: a token that nobody asked for is a way in that nobody watches.
    /// The caller prints the tokens to a terminal or calls <see cref="WriteAsync"/>. Throws <see cref="StateUnavailableException"/>.
    /// </summary>
    public static async Task<IReadOnlyList<IssuedToken>> EnsureAsync(
        IReadOnlyList<ConnectionSettings> connections, IControlStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var stored = (await store.ListTokensAsync(cancellationToken)).Select(token => token.Connection).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var issued = new List<IssuedToken>();
        foreach (var connection in connections.Where(connection => connection.Authentication is { Tokens.Count: 0, OAuth: null, Entra: null } && !stored.Contains(connection.Name)))
        {
            var created = TokenFactory.Create();
            try
            {
                await store.AddTokenAsync(new StoredToken(connection.Name, Name, created.Sha256, time.GetUtcNow(), null, null), cancellationToken);
            }
            catch (StateConflictException)
            {
                // Another replica, starting at the same moment, was first: its token is the one to use.
                continue;
            }

            issued.Add(new IssuedToken(connection.Name, created.Token));
        }

        return issued;
    }

    /// <summary>Writes <c>connection token</c> lines to a new file that only this user can read (mode 0600 where there are modes), replacing an old one.</summary>
    public static async Task WriteAsync(string file, IReadOnlyList<IssuedToken> tokens, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        // Deleted first: the mode is given when the file is made, and must hold before the token is in it.
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, options);
        await using var writer = new StreamWriter(stream);
        foreach (var token in tokens)
        {
            await writer.WriteLineAsync($"{token.Connection} {token.Token}".AsMemory(), cancellationToken);
        }
    }
}
