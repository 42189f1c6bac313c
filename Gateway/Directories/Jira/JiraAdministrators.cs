using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>
/// Which groups give administration rights: <c>/groups/picker</c> labels them ADMIN. Read once a minute for a connection;
/// a group that the capped answer left out is asked for by name.
/// </summary>
internal sealed class JiraAdministrators(AppCalls calls, JiraAdministratorCache cache)
{
    private const string AdminLabel = "ADMIN";

    /// <summary>Whether the group is one of administrators. A group that cannot be told is a failure: nobody is adopted on a guess.</summary>
    public async Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken)
    {
        if (cache.Find(name) is { } known)
        {
            return known;
        }

        if (cache.IsStale)
        {
            var all = await AskAsync(string.Empty, cancellationToken);
            if (!all.IsOk)
            {
                return all.Failure;
            }

            cache.Renew(all.Value.Groups, all.Value.IsWhole);
            if (cache.Find(name) is { } found)
            {
                return found;
            }
        }

        var one = await AskAsync(name, cancellationToken);
        if (!one.IsOk)
        {
            return one.Failure;
        }

        cache.Add(one.Value.Groups);
        return cache.Find(name) is { } answer ? answer
            : one.Value.IsWhole ? false
            : new AppFailure(AppFailureKind.TooMany, $"Jira's group picker shows only {one.Value.Groups.Count} groups like '{name}' and not that one: whether it gives administration rights cannot be told.");
    }

    private Task<AppResult<PickedGroups>> AskAsync(string query, CancellationToken cancellationToken)
    {
        var uri = AppUri.Of("/rest/api/2/groups/picker").With("query", query).With("maxResults", "10000");
        return calls.ReadAsync(uri, Read, cancellationToken);
    }

    private static PickedGroups? Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("groups", out var groups) || groups.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var picked = new List<(string Name, bool IsAdmin)>(groups.GetArrayLength());
        foreach (var group in groups.EnumerateArray())
        {
            if (AppJson.Text(group, "name") is { } name)
            {
                var isAdmin = group.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Array
                    && labels.EnumerateArray().Any(label => string.Equals(AppJson.Text(label, "type"), AdminLabel, StringComparison.OrdinalIgnoreCase));
                picked.Add((name, isAdmin));
            }
        }

        return new(picked, answer.TryGetProperty("total", out var total) && total.TryGetInt32(out var count) && count <= picked.Count);
    }

    private sealed record PickedGroups(IReadOnlyList<(string Name, bool IsAdmin)> Groups, bool IsWhole);
}

/// <summary>What the picker said, for a minute. One a connection; thread-safe.</summary>
internal sealed class JiraAdministratorCache(TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);
    private ConcurrentDictionary<string, bool> _groups = new(StringComparer.OrdinalIgnoreCase);
    private bool _isWhole;
    private long _readAt;

    public bool IsStale => _readAt == 0 || clock.GetElapsedTime(_readAt) > Age;

    /// <summary>null: not known.</summary>
    public bool? Find(string name) => IsStale ? null : _groups.TryGetValue(name, out var isAdmin) ? isAdmin : _isWhole ? false : null;

    public void Renew(IEnumerable<(string Name, bool IsAdmin)> groups, bool isWhole)
    {
        _groups = new(groups.Select(group => KeyValuePair.Create(group.Name, group.IsAdmin)), StringComparer.OrdinalIgnoreCase);
        _isWhole = isWhole;
        _readAt = clock.GetTimestamp();
    }

    public void Add(IEnumerable<(string Name, bool IsAdmin)> groups)
    {
        foreach (var (name, isAdmin) in groups)
        {
            _groups[name] = isAdmin;
        }
    }
}
