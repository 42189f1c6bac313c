using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Licence seats: <c>GET /applicationrole</c>. Jira refuses a create without a seat with a translated text only, so the seats are asked for.</summary>
internal sealed class JiraSeats(AppCalls calls)
{
    private static readonly AppUri Roles = AppUri.Of("/rest/api/2/applicationrole");

    /// <summary>NoSeat naming the applications that are full among those that the user would get; null when there is room.</summary>
    /// <param name="access">Null: the default applications.</param>
    public async Task<AppFailure?> ExplainAsync(IReadOnlyList<string>? access, CancellationToken cancellationToken)
    {
        var answer = await calls.ReadAsync(Roles, Read, cancellationToken);
        if (!answer.TryGet(out var roles, out _))
        {
            return null;
        }

        var full = roles
            .Where(role => access is null ? role.IsDefault : access.Contains(role.Key, StringComparer.OrdinalIgnoreCase))
            .Where(role => role.IsFull)
            .Select(role => role.Name)
            .ToList();
        return full.Count == 0 ? null : new(AppFailureKind.NoSeat, $"No licence seat in {string.Join(", ", full)}.", 400);
    }

    private static List<Role>? Read(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return [.. array.EnumerateArray().Select(role => new Role(
            AppJson.Text(role, "key") ?? string.Empty,
            AppJson.Text(role, "name") ?? AppJson.Text(role, "key") ?? string.Empty,
            role.TryGetProperty("selectedByDefault", out var selected) && selected.ValueKind == JsonValueKind.True,
            !(role.TryGetProperty("hasUnlimitedSeats", out var unlimited) && unlimited.ValueKind == JsonValueKind.True)
                && role.TryGetProperty("remainingSeats", out var seats) && seats.TryGetInt32(out var left) && left <= 0))];
    }

    private sealed record Role(string Key, string Name, bool IsDefault, bool IsFull);
}
