using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>
/// Confluence's reads. It says 404 with <c>authorized:false</c> of what is not there and of what the account may not see alike, so such a
/// 404 counts only when the account is known to see people.
/// </summary>
internal sealed class ConfluenceCalls(AppCalls calls, ConfluenceMemory memory)
{
    private static readonly AppUri OnePerson = AppUri.Of("/rest/api/user/list").With("limit", "1");

    public AppCalls App => calls;

    public ConfluenceMemory Memory => memory;

    /// <summary>A read whose NotFound is believed at once; whether the account sees people is asked once a minute.</summary>
    public async Task<AppResult<T>> ReadAsync<T>(AppUri uri, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class =>
        await SeenAsync(await calls.ReadAsync(uri, read, cancellationToken), isFresh: false, cancellationToken);

    /// <summary>A read whose NotFound takes a second read, and a look at whether the account sees people at this moment.</summary>
    public async Task<AppResult<T>> ReadProvedAsync<T>(AppUri uri, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class =>
        await SeenAsync(await calls.ReadProvedAsync(uri, read, cancellationToken), isFresh: true, cancellationToken);

    /// <summary>All items of a list, page after page, each page proved where <paramref name="isProved"/>; ends early when <paramref name="until"/> has what it wants.</summary>
    public async Task<AppResult<IReadOnlyList<T>>> ReadAllAsync<T>(AppUri uri, Func<JsonElement, T?> read, Func<T, string> key, bool isProved, Func<T, bool> until, CancellationToken cancellationToken)
        where T : class
    {
        const int PageSize = 200;
        var all = new List<T>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var start = 0;
        while (true)
        {
            var page = uri.With("start", ConfluenceJson.Text(start)).With("limit", ConfluenceJson.Text(PageSize));
            var answer = isProved
                ? await ReadProvedAsync(page, bean => ConfluenceJson.ReadPage(bean, read), cancellationToken)
                : await ReadAsync(page, bean => ConfluenceJson.ReadPage(bean, read), cancellationToken);
            if (!answer.TryGet(out var items, out var failure))
            {
                return failure;
            }

            // Who joins or leaves between two pages shifts them: nobody is listed twice.
            var before = all.Count;
            all.AddRange(items.Items.Where(item => seen.Add(key(item))));
            if (!items.HasNext || items.Items.Any(until))
            {
                return all;
            }

            // Confluence caps pages below what is asked: what counts is how many it showed.
            start += items.Items.Count;
            if (all.Count == before)
            {
                return new AppFailure(AppFailureKind.Broken, "Confluence repeats a page or announces one after an empty one.", 200);
            }
        }
    }

    /// <summary>Learns whether the account sees people; a failure is told by the calls that need it.</summary>
    public async Task LookAroundAsync(CancellationToken cancellationToken) =>
        await SeenAsync(await calls.ReadAsync(OnePerson, bean => ConfluenceJson.ReadPage(bean, ConfluenceJson.ReadPerson), cancellationToken), isFresh: false, cancellationToken);

    private async Task<AppResult<T>> SeenAsync<T>(AppResult<T> result, bool isFresh, CancellationToken cancellationToken)
        where T : class
    {
        if (result.IsOk)
        {
            memory.SawPeople();
            return result;
        }

        if (result.Failure is not AppRefusal { Kind: AppFailureKind.NotFound } absent || !absent.Errors.Has(ConfluenceDialect.Unauthorized) || (memory.SeesPeople && !isFresh))
        {
            return result;
        }

        var people = await calls.ReadAsync(OnePerson, bean => ConfluenceJson.ReadPage(bean, ConfluenceJson.ReadPerson), cancellationToken);
        if (people.IsOk)
        {
            memory.SawPeople();
            return result;
        }

        memory.SeesNobody();
        return people.Failure.Kind is AppFailureKind.TargetRefused or AppFailureKind.NotFound or AppFailureKind.Rejected
            ? new AppFailure(AppFailureKind.Broken, $"Confluence hides users and groups from the gateway's own account, so what it calls unknown may be there ({absent.Message}). Give the account back its licence and its system administration.", 404)
            : people.Failure;
    }
}
