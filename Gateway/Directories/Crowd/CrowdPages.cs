using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>Lists over all pages. No answer tells a total: the last page is the first that is shorter than asked.</summary>
internal static class CrowdPages
{
    // A page that is short and round may be an administrator's lower cap, so it is not taken for the last.
    private const int RoundCap = 50;

    /// <summary>Everything, each once.</summary>
    /// <param name="keyOf">What tells two entries apart.</param>
    public static async Task<AppResult<IReadOnlyList<T>>> ReadAllAsync<T>(
        AppCalls calls, AppUri list, Func<JsonElement, IReadOnlyList<T>?> read, Func<T, string> keyOf, string what, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var start = 0; ;)
        {
            var answer = await calls.ReadProvedAsync(CrowdUris.Page(list, start), read, cancellationToken);
            if (!answer.TryGet(out var page, out var failure))
            {
                return failure;
            }

            // An entry that comes or goes between two pages shifts them: nothing is listed twice.
            var before = all.Count;
            all.AddRange(page.Where(entry => seen.Add(keyOf(entry))));
            if (page.Count == 0 || (page.Count < CrowdUris.PageSize && page.Count % RoundCap != 0))
            {
                return all;
            }

            if (all.Count == before)
            {
                return new AppFailure(AppFailureKind.Broken, $"A page of {what} is repeated.", 200);
            }

            start += page.Count;
        }
    }
}
