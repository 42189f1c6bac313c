using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary><c>GET /admin/user-directories</c>: names in the order of look-up, without ids and without saying which may be written to. An array or a page; the reference does not say which.</summary>
internal sealed class BitbucketDirectories(AppCalls calls, BitbucketCache cache)
{
    private static readonly AppUri Directories = AppUri.Of("/rest/api/latest/admin/user-directories").With("includeInactive", "true").With("limit", "1000");

    public Task<AppResult<IReadOnlyList<AppUserDirectory>>> ListAsync(CancellationToken cancellationToken) => calls.ReadAsync(Directories, Read, cancellationToken);

    /// <summary>Why users cannot live in this directory: Bitbucket has none of that name. Null: it has, or does not tell (before 8). Asked once a connection.</summary>
    public async Task<AppFailure?> RefuseAsync(string directory, CancellationToken cancellationToken)
    {
        if (cache.Directories is not { } names)
        {
            var read = await ListAsync(cancellationToken);
            if (!read.TryGet(out var list, out var failure))
            {
                // What Bitbucket does not tell is not held against the connection; an outage is told as one.
                return failure.Kind is AppFailureKind.NotFound or AppFailureKind.TargetRefused or AppFailureKind.Rejected || failure is { Kind: AppFailureKind.Broken, Status: 404 } ? null : failure;
            }

            cache.Directories = names = [.. list.Select(entry => entry.Name)];
        }

        if (names.Contains(directory, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        // It may have been made since.
        cache.Directories = null;
        return new(AppFailureKind.TargetRefused, $"Bitbucket has no user directory '{directory}' (Directory); it has {string.Join(", ", names.Select(name => $"'{name}'"))}.");
    }

    private static IReadOnlyList<AppUserDirectory>? Read(JsonElement answer)
    {
        var items = answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray() : AppJson.Items(answer, "values");
        if (items is null)
        {
            return null;
        }

        var list = new List<AppUserDirectory>();
        foreach (var item in items)
        {
            if (AppJson.Text(item, "name") is not { } name)
            {
                return null;
            }

            list.Add(new(name, Id: null, IsWritable: null, IsWrittenTo: null));
        }

        return list;
    }
}
