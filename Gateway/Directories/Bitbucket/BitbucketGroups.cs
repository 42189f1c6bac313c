using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>Bitbucket's groups, which have nothing but a name that never changes: <c>GET/POST/DELETE /admin/groups</c>.</summary>
internal sealed class BitbucketGroups(AppCalls calls, BitbucketPages pages)
{
    private static readonly AppUri Groups = AppUri.Of("/rest/api/latest/admin/groups");

    /// <summary>By exact name without case; the filter matches parts. NotFound is asked twice where it is <paramref name="proved"/>.</summary>
    public async Task<AppResult<AppGroup>> FindAsync(string name, bool proved, CancellationToken cancellationToken)
    {
        var found = await FindOnceAsync(name, elsewhere: false, cancellationToken);
        return proved && found.Failure?.Kind == AppFailureKind.NotFound ? await FindOnceAsync(name, elsewhere: true, cancellationToken) : found;
    }

    public async Task<AppResult<AppGroup>> CreateAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await calls.WriteAsync(AppCall.Post(Groups.With("name", name), default), BitbucketJson.ReadGroup, async () =>
        {
            var read = await FindAsync(name, proved: false, cancellationToken);
            return read.TryGet(out var group, out var why) ? group : why.Kind == AppFailureKind.NotFound ? (AppResult<AppGroup?>)(AppGroup?)null : why;
        }, cancellationToken);
        if (answer.Failure is not AppRefusal { Kind: AppFailureKind.NameExists } taken)
        {
            return answer;
        }

        // A 409 of a directory that takes no groups (unverified) is no name that is taken.
        var found = await FindAsync(name, proved: false, cancellationToken);
        return found.IsOk ? taken
            : found.Failure.Kind == AppFailureKind.NotFound ? taken with { Kind = AppFailureKind.TargetRefused }
            : found.Failure;
    }

    public async Task<AppResult<Done>> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var deleted = await GroupDeletion.SendAsync(
            calls, "Bitbucket", name, AppCall.Delete(Groups.With("name", name)), body => BitbucketJson.ReadGroup(body) is null ? null : Done.Value, () => FindAsync(name, proved: true, cancellationToken), cancellationToken);
        return deleted.Failure is AppRefusal { Kind: AppFailureKind.NameExists } own ? own with { Kind = AppFailureKind.TargetRefused } : deleted;
    }

    private async Task<AppResult<AppGroup>> FindOnceAsync(string name, bool elsewhere, CancellationToken cancellationToken)
    {
        var read = await pages.FirstAsync(Groups.With("filter", name), BitbucketJson.ReadGroup, group => group.Name.Equals(name, StringComparison.OrdinalIgnoreCase), elsewhere, cancellationToken);
        return !read.TryGet(out var list, out var failure) ? failure
            : list.First is { } group ? group
            : new AppFailure(AppFailureKind.NotFound, $"Bitbucket has no group '{name}'.", 404);
    }
}
