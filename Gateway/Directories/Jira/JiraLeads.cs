using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>
/// Jira refuses to deactivate a user who leads projects or components (Atlassian KB "Unable to deactivate users").
/// The text of the refusal is translated, so the projects are asked for: <c>GET /project?expand=lead</c>.
/// </summary>
internal sealed class JiraLeads(AppCalls calls)
{
    private static readonly AppUri Projects = AppUri.Of("/rest/api/2/project").With("expand", "lead").With("includeArchived", "true");

    /// <summary>The refusal explained by the projects that the user leads; null when there is no sign of any.</summary>
    public async Task<AppFailure?> ExplainAsync(string key, AppRefusal refusal, CancellationToken cancellationToken)
    {
        var led = await LedByAsync(key, cancellationToken);
        if (led.TryGet(out var projects, out _) && projects.Count > 0)
        {
            return new(AppFailureKind.LeadsProjects, $"the user leads the project(s) {string.Join(", ", projects)}. {refusal.Message}", refusal.Status);
        }

        // Components are not asked for (one call a project): the field key says enough, Jira's words name them.
        return refusal.Errors.Names("active")
            ? new(AppFailureKind.LeadsProjects, refusal.Message, refusal.Status)
            : null;
    }

    /// <summary>Makes <paramref name="newLead"/> the lead of every project and component that the user leads.</summary>
    public async Task<AppResult<Done>> HandOverAsync(string key, string newLead, CancellationToken cancellationToken)
    {
        var all = await calls.ReadAsync(Projects, ReadProjects, cancellationToken);
        if (!all.TryGet(out var projects, out var failure))
        {
            return failure;
        }

        foreach (var project in projects)
        {
            if (project.LeadKey == key)
            {
                var uri = AppUri.Of("/rest/api/2/project").Segment(project.Key);
                var moved = await WriteAsync(AppCall.Put(uri, AppJson.WriteOne("lead", newLead)), cancellationToken);
                if (!moved.IsOk)
                {
                    return moved.Failure;
                }
            }

            var components = await HandOverComponentsAsync(project.Key, key, newLead, cancellationToken);
            if (!components.IsOk)
            {
                return components.Failure;
            }
        }

        return Done.Value;
    }

    private async Task<AppResult<Done>> HandOverComponentsAsync(string project, string key, string newLead, CancellationToken cancellationToken)
    {
        var uri = AppUri.Of("/rest/api/2/project").Segment(project);
        var all = await calls.ReadAsync(AppUri.Of($"{uri.Path}/components"), ReadComponents, cancellationToken);
        if (!all.TryGet(out var components, out var failure))
        {
            return failure;
        }

        foreach (var component in components.Where(component => component.LeadKey == key))
        {
            var target = AppUri.Of("/rest/api/2/component").Segment(component.Key);
            var moved = await WriteAsync(AppCall.Put(target, AppJson.WriteOne("leadUserName", newLead)), cancellationToken);
            if (!moved.IsOk)
            {
                return moved.Failure;
            }
        }

        return Done.Value;
    }

    private async Task<AppResult<IReadOnlyList<string>>> LedByAsync(string key, CancellationToken cancellationToken)
    {
        var all = await calls.ReadAsync(Projects, ReadProjects, cancellationToken);
        return all.TryGet(out var projects, out var failure)
            ? projects.Where(project => project.LeadKey == key).Select(project => project.Key).ToList()
            : failure;
    }

    /// <summary>Setting a lead twice is harmless, so a lost answer is simply sent once more.</summary>
    private Task<AppResult<Done>> WriteAsync(AppCall call, CancellationToken cancellationToken) =>
        calls.WriteAsync(call, _ => Done.Value, () => Task.FromResult<AppResult<Done?>>((Done?)null), cancellationToken);

    private static List<Led>? ReadProjects(JsonElement array) => Read(array, "key");

    private static List<Led>? ReadComponents(JsonElement array) => Read(array, "id");

    private static List<Led>? Read(JsonElement array, string keyMember)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return [.. array.EnumerateArray().Select(item => new Led(
            AppJson.Text(item, keyMember) ?? string.Empty,
            item.TryGetProperty("lead", out var lead) && lead.ValueKind == JsonValueKind.Object ? AppJson.Text(lead, "key") : null))
            .Where(led => led.Key.Length > 0)];
    }

    private sealed record Led(string Key, string? LeadKey);
}
