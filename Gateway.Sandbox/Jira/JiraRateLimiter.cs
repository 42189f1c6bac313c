using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>A token bucket a user and node. Called under the state's lock.</summary>
internal sealed class JiraRateLimiter(TimeProvider time)
{
    private readonly Dictionary<(JiraUser User, int Node), Bucket> buckets = [];

    public void Reset() => buckets.Clear();

    /// <summary>Takes a token; the refusal when there is none. <paramref name="mark"/> puts the headers on whatever is answered.</summary>
    public SandboxAnswer? Take(JiraUser user, int node, JiraRateLimit limit, out Action<SandboxAnswer> mark)
    {
        var now = time.GetUtcNow();
        if (!buckets.TryGetValue((user, node), out var bucket))
        {
            buckets[(user, node)] = bucket = new Bucket { Tokens = limit.Limit, Since = now };
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
