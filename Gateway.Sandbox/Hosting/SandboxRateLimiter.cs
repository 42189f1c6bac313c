using System.Globalization;

namespace Gateway.Sandbox.Hosting;

/// <summary>A token bucket an account and node, with the headers that Jira and Confluence send. Called under the state's lock.</summary>
internal sealed class SandboxRateLimiter(TimeProvider time)
{
    private readonly Dictionary<(string Account, int Node), Bucket> buckets = [];

    public void Reset() => buckets.Clear();

    /// <summary>Takes a token; the refusal when there is none. <paramref name="mark"/> puts the headers on whatever is answered.</summary>
    public SandboxAnswer? Take(string account, int node, SandboxRateLimit limit, out Action<SandboxAnswer> mark)
    {
        var now = time.GetUtcNow();
        if (!buckets.TryGetValue((account, node), out var bucket))
        {
            buckets[(account, node)] = bucket = new Bucket { Tokens = limit.Limit, Since = now };
        }

        var interval = TimeSpan.FromSeconds(limit.IntervalSeconds);
        var intervals = (int)Math.Min((now - bucket.Since) / interval, limit.Limit);
        bucket.Tokens = Math.Min(limit.Limit, bucket.Tokens + (intervals * limit.FillRate));
        bucket.Since = intervals > 0 && bucket.Tokens == limit.Limit ? now : bucket.Since + (intervals * interval);
        var refused = bucket.Tokens == 0;
        bucket.Tokens -= refused ? 0 : 1;
        var wait = refused ? (int)Math.Max(1, Math.Ceiling((bucket.Since + interval - now).TotalSeconds)) : 0;
        var remaining = bucket.Tokens;
        mark = answer => answer
            .With("X-RateLimit-Limit", Text(limit.Limit))
            .With("X-RateLimit-Remaining", Text(remaining))
            .With("X-RateLimit-Interval-Seconds", Text(limit.IntervalSeconds))
            .With("X-RateLimit-FillRate", Text(limit.FillRate))
            .With("Retry-After", Text(wait));
        return refused ? SandboxAnswer.Text(429, SandboxAnswer.JsonType, """{"message":"Rate limit exceeded."}""") : null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Bucket
    {
        public int Tokens { get; set; }

        public DateTimeOffset Since { get; set; }
    }
}

/// <summary>A token bucket an account and node (Jira 8.6+, Confluence 7.3+, Bitbucket).</summary>
/// <param name="Limit">Size of the bucket.</param>
/// <param name="FillRate">Tokens that come back each interval.</param>
/// <param name="IntervalSeconds">Length of an interval.</param>
public sealed record SandboxRateLimit(int Limit, int FillRate, int IntervalSeconds);
