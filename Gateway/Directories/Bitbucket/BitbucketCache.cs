using System.Collections.Frozen;

namespace Gateway.Directories.Bitbucket;

/// <summary>What is asked once a minute, or once, for a connection. Thread-safe.</summary>
internal sealed class BitbucketCache(TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private volatile Kept? _grants;
    private volatile IReadOnlyList<string>? _directories;

    /// <summary>Groups with a global permission; null: not asked within the last minute.</summary>
    public FrozenDictionary<string, string>? Grants
    {
        get => _grants is { } kept && clock.GetElapsedTime(kept.At) <= Age ? kept.Grants : null;
        set => _grants = value is null ? null : new(value, clock.GetTimestamp());
    }

    /// <summary>Names of the user directories; null: not asked yet.</summary>
    public IReadOnlyList<string>? Directories
    {
        get => _directories;
        set => _directories = value;
    }

    private sealed record Kept(FrozenDictionary<string, string> Grants, long At);
}
