using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>The deletion of a group, the same in every app: a lost answer is settled by a proved read, and a 404 is believed only when one says so too.</summary>
internal static class GroupDeletion
{
    private static readonly TimeSpan NodesDisagree = TimeSpan.FromSeconds(30);

    /// <summary>Sends it (1 call). NotFound: the app has no such group, proved.</summary>
    /// <param name="read">Null for what is not the app's confirmation.</param>
    /// <param name="find">A proved read of the group.</param>
    public static async Task<AppResult<Done>> SendAsync(
        AppCalls calls, string app, string name, AppCall call, Func<JsonElement, Done?> read, Func<Task<AppResult<AppGroup>>> find, CancellationToken cancellationToken)
    {
        var deleted = await calls.WriteAsync(call, read, async () =>
        {
            var now = await find();
            return now.IsOk ? (AppResult<Done?>)(Done?)null
                : now.Failure.Kind == AppFailureKind.NotFound ? Done.Value : now.Failure;
        }, cancellationToken);
        if (deleted.Failure?.Kind != AppFailureKind.NotFound)
        {
            return deleted;
        }

        var found = await find();
        return found.IsOk
            ? new AppFailure(AppFailureKind.Unavailable, $"{app} answered 404 to the deletion of '{name}' although it has the group: its nodes disagree.", 404, NodesDisagree)
            : found.Failure;
    }
}
