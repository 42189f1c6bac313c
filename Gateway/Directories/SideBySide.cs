namespace Gateway.Directories;

/// <summary>Member changes of apps that take one member a call.</summary>
internal static class SideBySide
{
    /// <summary>One call a member, at most <paramref name="concurrency"/> at once, answers in the order asked. The first failure does not stop the others.</summary>
    public static async Task<IReadOnlyList<MemberChange>> ChangeAsync(
        IReadOnlyList<AppMember> members,
        int concurrency,
        Func<AppMember, CancellationToken, Task<MemberChange>> change,
        CancellationToken cancellationToken)
    {
        var results = new MemberChange[members.Count];
        if (members.Count == 1)
        {
            // A change that was begun goes on to its end: given up half way nobody would know what the app did.
            results[0] = cancellationToken.IsCancellationRequested ? new(members[0], OutOfTime) : await change(members[0], CancellationToken.None);
            return results;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(Enumerable.Range(0, members.Count), options, async (index, _) =>
        {
            // Out of time: what was not started is told as not done, so that the repeat sends only the rest.
            results[index] = cancellationToken.IsCancellationRequested
                ? new(members[index], OutOfTime)
                : await change(members[index], CancellationToken.None);
        });
        return results;
    }

    /// <summary>A member that was not tried because the request's time was up.</summary>
    public static AppFailure OutOfTime { get; } = new(AppFailureKind.Unavailable, "Not tried: the request's time was up.", RetryAfter: TimeSpan.FromSeconds(1));
}
