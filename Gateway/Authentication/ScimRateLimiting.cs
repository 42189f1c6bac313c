using System.Threading.RateLimiting;
using Gateway.Scim.Messages;
using Microsoft.AspNetCore.RateLimiting;

namespace Gateway.Authentication;

/// <summary>
/// A token bucket per connection. It runs after authentication, so that strangers cannot use up a connection's share, and
/// queues nothing: Entra repeats by itself.
/// </summary>
internal static class ScimRateLimiting
{
    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = OnRejectedAsync;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Partition>(PartitionOf);
    }

    // The settings are part of the key, as a partition keeps the limits with which it was made: new settings, new bucket.
    private static RateLimitPartition<Partition> PartitionOf(HttpContext context) =>
        context.Features.Get<ScimCaller>() is { } caller
            ? RateLimitPartition.GetTokenBucketLimiter(
                new Partition(caller.Connection.Name, caller.Connection.RateLimit.RequestsPerSecond, caller.Connection.RateLimit.Burst), OptionsOf)
            : RateLimitPartition.GetNoLimiter(default(Partition));

    private static TokenBucketRateLimiterOptions OptionsOf(Partition partition)
    {
        // As many equal refills a second, at most ten, as the rate can be parted into.
        var refills = Enumerable.Range(1, 10).Last(count => partition.RequestsPerSecond % count == 0);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(partition.Burst, partition.RequestsPerSecond / refills),
            TokensPerPeriod = partition.RequestsPerSecond / refills,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / refills,
            QueueLimit = 0,
        };
    }

    private static async ValueTask OnRejectedAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        var error = new ScimError(429, null, "More requests a second than this connection takes (RateLimit.RequestsPerSecond); try again later.", wait);
        await ScimErrorAnswer.WriteAsync(rejected.HttpContext, error, cancellationToken);
    }

    private readonly record struct Partition(string Connection, int RequestsPerSecond, int Burst);
}
