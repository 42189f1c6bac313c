using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>What Jira tells of the gateway's rights (<c>GET /mypermissions</c>) and, undocumented and to system administrators only, of its user directories.</summary>
internal sealed class JiraSurvey(AppCalls calls)
{
    private const string Untold = "Jira's REST does not tell in which directory a user lives or which one new users go to: it is the first, in Jira's order, that Jira may write to.";

    private static readonly AppUri Permissions = AppUri.Of("/rest/api/2/mypermissions");
    private static readonly AppUri Directories = AppUri.Of("/rest/crowd/latest/directory");

    public async Task<AppResult<AppSurvey>> ReadAsync(CancellationToken cancellationToken)
    {
        var asked = await calls.ReadAsync(Permissions, ReadRights, cancellationToken);
        if (!asked.TryGet(out var rights, out var failure))
        {
            return failure;
        }

        IReadOnlyList<string> lacks = rights.Administers ? [] : ["the global permission Administer Jira"];
        var listed = await calls.ReadAsync(Directories, ReadDirectories, cancellationToken);
        return listed.TryGet(out var directories, out failure) ? new AppSurvey(lacks, directories, Untold)
            : failure.Kind is AppFailureKind.TargetRefused or AppFailureKind.Rejected or AppFailureKind.NotFound || failure is { Kind: AppFailureKind.Broken, Status: 404 }
                ? new AppSurvey(lacks, [], $"{Untold} Its directories are told to system administrators only.")
                : failure;
    }

    private static Rights? ReadRights(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("permissions", out var permissions) && permissions.ValueKind == JsonValueKind.Object
            ? new(Has(permissions, "ADMINISTER") || Has(permissions, "SYSTEM_ADMIN"))
            : null;

    private static bool Has(JsonElement permissions, string name) =>
        permissions.TryGetProperty(name, out var permission) && AppJson.Flag(permission, "havePermission") == true;

    /// <summary>Jira wraps them in <c>directories</c>, the sister apps in <c>directory</c>: both are taken.</summary>
    private static IReadOnlyList<AppUserDirectory>? ReadDirectories(JsonElement answer)
    {
        var items = AppJson.Items(answer, "directories") ?? AppJson.Items(answer, "directory");
        return items?.Where(item => AppJson.Text(item, "name") is not null)
            .Select(item => new AppUserDirectory(AppJson.Text(item, "name")!, AppJson.Number(item, "id")?.ToString(System.Globalization.CultureInfo.InvariantCulture), IsWritable: null, IsWrittenTo: null, IsRemote(item)))
            .ToList();
    }

    /// <summary>What is synchronised comes from elsewhere; of the types only INTERNAL is the app's own.</summary>
    private static bool? IsRemote(JsonElement item) =>
        item.TryGetProperty("synchronisation", out _) ? true
        : AppJson.Text(item, "type") is { } type ? !type.Equals("INTERNAL", StringComparison.OrdinalIgnoreCase)
        : null;

    private sealed record Rights(bool Administers);
}
