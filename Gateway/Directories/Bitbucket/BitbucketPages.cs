using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>
/// Lists over their pages. Where the next page starts is what <c>nextPageStart</c> says and nothing else: pages have gaps, and
/// there is no total. A page that cannot be read whole spoils the answer.
/// </summary>
internal sealed class BitbucketPages(AppCalls calls)
{
    // The server may lower it; 1000 is the usual cap.
    private const string Limit = "1000";

    /// <summary>Every value of a list.</summary>
    public async Task<AppResult<BitbucketList<T>>> AllAsync<T>(AppUri uri, Func<JsonElement, T?> read, bool elsewhere, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        var pages = 0;
        var walked = await WalkAsync(uri, read, elsewhere, page =>
        {
            pages++;
            all.AddRange(page);
            return false;
        }, cancellationToken);
        return walked.IsOk ? new BitbucketList<T>(all, pages) : walked.Failure;
    }

    /// <summary>The first value that <paramref name="isIt"/>; reads no further than its page. An empty list when there is none.</summary>
    public async Task<AppResult<BitbucketList<T>>> FirstAsync<T>(AppUri uri, Func<JsonElement, T?> read, Func<T, bool> isIt, bool elsewhere, CancellationToken cancellationToken)
        where T : class
    {
        T? found = null;
        var pages = 0;
        var walked = await WalkAsync(uri, read, elsewhere, page =>
        {
            pages++;
            found = page.FirstOrDefault(isIt);
            return found is not null;
        }, cancellationToken);
        return walked.IsOk ? new BitbucketList<T>(found is null ? [] : [found], pages) : walked.Failure;
    }

    private async Task<AppResult<Done>> WalkAsync<T>(AppUri uri, Func<JsonElement, T?> read, bool elsewhere, Func<IReadOnlyList<T>, bool> take, CancellationToken cancellationToken)
        where T : class
    {
        for (long start = 0; ;)
        {
            var from = uri.With("limit", Limit).With("start", $"{start}");
            var answer = elsewhere
                ? await calls.ReadElsewhereAsync(from, page => ReadPage(page, read), cancellationToken)
                : await calls.ReadAsync(from, page => ReadPage(page, read), cancellationToken);
            if (!answer.TryGet(out var page, out var failure))
            {
                return failure;
            }

            if (take(page.Values) || page.IsLast)
            {
                return Done.Value;
            }

            if (page.Next is not { } next || next <= start)
            {
                return new AppFailure(AppFailureKind.Broken, "Bitbucket says that a list goes on and does not say where.", 200);
            }

            start = next;
        }
    }

    private static Page<T>? ReadPage<T>(JsonElement page, Func<JsonElement, T?> read)
        where T : class
    {
        if (AppJson.Items(page, "values") is not { } items || AppJson.Flag(page, "isLastPage") is not { } isLast)
        {
            return null;
        }

        var values = new List<T>();
        foreach (var item in items)
        {
            if (read(item) is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return new(values, isLast, AppJson.Number(page, "nextPageStart"));
    }

    private sealed record Page<T>(IReadOnlyList<T> Values, bool IsLast, long? Next);
}

/// <param name="Pages">How many pages were read.</param>
internal sealed record BitbucketList<T>(IReadOnlyList<T> Values, int Pages)
{
    public T? First => Values.Count > 0 ? Values[0] : default;
}
