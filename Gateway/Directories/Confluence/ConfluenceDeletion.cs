using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>
/// Deleting a user for good: <c>DELETE /rest/api/admin/user/{username}</c> is only accepted (202), and the user is there until the long
/// task is at its end. It is followed there, for a while: nobody is told as deleted before.
/// </summary>
internal sealed class ConfluenceDeletion(ConfluenceCalls calls, ConfluenceUsers users, TimeProvider clock)
{
    /// <summary>How long a task is followed. Entra gives up after half a minute, and asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    // Stands for a task when the user is gone already.
    private const string Gone = "";

    private static readonly AppUri Admin = AppUri.Of("/rest/api/admin/user");

    private static readonly AppUri Tasks = AppUri.Of("/rest/api/longtask");

    public async Task<AppResult<Done>> RunAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (accepted, name, _) = await users.OnNameAsync(
            user,
            at => calls.App.WriteAsync(AppCall.Delete(Admin.Segment(at)), ConfluenceJson.ReadSubmission, () => SettleAsync(user.Key, cancellationToken), cancellationToken),
            cancellationToken);
        return accepted.Failure is AppRefusal { Kind: AppFailureKind.Rejected } refusal ? refusal with { Kind = AppFailureKind.TargetRefused }
            : !accepted.TryGet(out var task, out var failure) ? failure
            : task == Gone ? Done.Value
            : await FollowAsync(task, user.Key, name, started, cancellationToken);
    }

    private async Task<AppResult<Done>> FollowAsync(string task, string key, string name, long started, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var read = await calls.App.ReadAsync(Tasks.Segment(task), ConfluenceJson.ReadTask, cancellationToken);
            if (read.TryGet(out var state, out var failure))
            {
                if (state.IsFinished)
                {
                    return state.IsSuccessful ? Done.Value : await AfterFailureAsync(key, name, state, cancellationToken);
                }
            }
            else if (failure.Kind != AppFailureKind.NotFound)
            {
                return failure with { Message = $"Confluence has begun to delete '{name}'; whether it is at its end could not be read. {failure.Message}" };
            }
            else if (await IsGoneAsync(key, cancellationToken) is { } answer)
            {
                // A task that is forgotten, or known to another node only: the user tells.
                return answer;
            }

            if (clock.GetElapsedTime(started) + pause > Patience)
            {
                return new AppFailure(AppFailureKind.Unavailable, $"Confluence is still deleting '{name}' after {Patience.TotalSeconds:0} s.", RetryAfter: AskAgain);
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <summary>A task that failed, although somebody else may have deleted the user meanwhile.</summary>
    private async Task<AppResult<Done>> AfterFailureAsync(string key, string name, ConfluenceTaskState state, CancellationToken cancellationToken) =>
        await IsGoneAsync(key, cancellationToken)
        ?? new AppFailure(AppFailureKind.Broken, $"Confluence's deletion of '{name}' failed{(state.Words.Length == 0 ? " without a reason." : $": {state.Words}")}", 200);

    /// <summary>Null: the user is there.</summary>
    private async Task<AppResult<Done>?> IsGoneAsync(string key, CancellationToken cancellationToken)
    {
        var read = await users.GetAsync(key, cancellationToken);
        return read.IsOk ? null : read.Failure.Kind == AppFailureKind.NotFound ? Done.Value : read.Failure;
    }

    private async Task<AppResult<string?>> SettleAsync(string key, CancellationToken cancellationToken)
    {
        var gone = await IsGoneAsync(key, cancellationToken);
        return gone is not { } answer ? (AppResult<string?>)(string?)null : answer.IsOk ? Gone : answer.Failure;
    }
}
