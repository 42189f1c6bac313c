using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>Confluence's groups, which have nothing but a name, in lower case: <c>GET /rest/api/group/{name}</c>, <c>POST/DELETE /rest/api/admin/group</c>.</summary>
internal sealed class ConfluenceGroups(ConfluenceCalls calls)
{
    private static readonly AppUri Admin = AppUri.Of("/rest/api/admin/group");

    public static AppUri ByName(string name) => AppUri.Of("/rest/api/group").Segment(name);

    public async Task<AppResult<AppGroup>> FindAsync(string name, bool proved, CancellationToken cancellationToken) =>
        ConfluenceNames.RefuseGroup(name) is { } refused ? refused
            : proved ? await calls.ReadProvedAsync(ByName(name), ConfluenceJson.ReadGroup, cancellationToken)
            : await calls.ReadAsync(ByName(name), ConfluenceJson.ReadGroup, cancellationToken);

    /// <summary>Creates a group. Capitals are lowered here: Confluence either does the same or refuses them.</summary>
    public async Task<AppResult<AppGroup>> CreateAsync(string name, CancellationToken cancellationToken)
    {
        if (ConfluenceNames.RefuseGroup(name) is { } refused)
        {
            return refused;
        }

        var lowered = name.ToLowerInvariant();
        return await calls.App.WriteAsync(AppCall.Post(Admin, ConfluenceJson.WriteGroup(lowered)), ConfluenceJson.ReadGroup, async () =>
        {
            var read = await FindAsync(lowered, proved: false, cancellationToken);
            return read.TryGet(out var group, out var why) ? group : why.Kind == AppFailureKind.NotFound ? (AppResult<AppGroup?>)(AppGroup?)null : why;
        }, cancellationToken);
    }

    public async Task<AppResult<Done>> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (ConfluenceNames.RefuseGroup(name) is { } refused)
        {
            return refused;
        }

        var deleted = await GroupDeletion.SendAsync(
            calls.App, "Confluence", name, AppCall.Delete(Admin.Segment(name)), AppJson.ReadNothing, () => FindAsync(name, proved: true, cancellationToken), cancellationToken);
        return deleted.Failure is AppRefusal { Kind: AppFailureKind.Rejected } refusal ? refusal with { Kind = AppFailureKind.TargetRefused } : deleted;
    }
}
