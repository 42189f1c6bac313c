namespace Gateway.Directories;

/// <summary>How an app that takes one member a call says it. One call each; what the answers mean is decided by <see cref="OneByOne"/>.</summary>
internal interface IMemberCalls
{
    /// <summary>The app's name for people.</summary>
    string App { get; }

    /// <summary>One addition. A lost answer is settled by <paramref name="settle"/>.</summary>
    Task<AppResult<Done>> AddAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken);

    /// <summary>One removal; like <see cref="AddAsync"/>.</summary>
    Task<AppResult<Done>> RemoveAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken);

    Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken);

    Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken);

    Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken);

    /// <summary>What a refusal says by itself, in a way that no language changes.</summary>
    MemberSign SignOf(AppRefusal refusal);
}

/// <summary>What a refused member change says.</summary>
internal enum MemberSign
{
    /// <summary>Nothing that could be believed: the app is asked.</summary>
    None,

    /// <summary>It is so already: the user is a member, or is none.</summary>
    AlreadySo,

    /// <summary>The user is a member through a nested group only.</summary>
    Nested,
}

/// <summary>
/// Member changes of apps that take one member a call: side by side, and with the state wanted as the success. An app that refuses
/// "already a member" or "not a member" says so in its own language, so it is asked and not believed by its text; a name that the app
/// does not know is resolved again by key once.
/// </summary>
internal sealed class OneByOne(IMemberCalls calls, int concurrency)
{
    private static readonly TimeSpan NodesDisagree = TimeSpan.FromSeconds(30);

    public Task<IReadOnlyList<MemberChange>> AddAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        SideBySide.ChangeAsync(members, concurrency, (member, token) => ChangeAsync(group, member, wanted: true, canRetry: true, token), cancellationToken);

    public Task<IReadOnlyList<MemberChange>> RemoveAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        SideBySide.ChangeAsync(members, concurrency, (member, token) => ChangeAsync(group, member, wanted: false, canRetry: true, token), cancellationToken);

    private async Task<MemberChange> ChangeAsync(string group, AppMember member, bool wanted, bool canRetry, CancellationToken cancellationToken)
    {
        Task<AppResult<Done?>> Settle() => SettleAsync(group, member, wanted, cancellationToken);
        var answer = wanted
            ? await calls.AddAsync(group, member, Settle, cancellationToken)
            : await calls.RemoveAsync(group, member, Settle, cancellationToken);
        switch (answer.Failure)
        {
            case null:
                return new(member, null);

            case { Kind: AppFailureKind.NotFound }:
                var change = await AfterNotFoundAsync(group, member, wanted, canRetry, cancellationToken);
                return change.Failure?.Kind == AppFailureKind.NotFound && !wanted ? NoLonger(member) : change;

            case AppRefusal { Kind: AppFailureKind.Rejected or AppFailureKind.TargetRefused or AppFailureKind.NameExists } refusal:
                return calls.SignOf(refusal) == MemberSign.AlreadySo ? new(member, null) : await AskAsync(group, member, wanted, refusal, cancellationToken);

            default:
                return new(member, answer.Failure);
        }
    }

    private async Task<MemberChange> AskAsync(string group, AppMember member, bool wanted, AppRefusal refusal, CancellationToken cancellationToken)
    {
        var now = await calls.IsMemberAsync(group, member, cancellationToken);
        if (!now.TryGet(out var isMember, out var failure))
        {
            return failure.Kind != AppFailureKind.NotFound ? new(member, Unclear(refusal, failure))
                : wanted ? new(member, NoUser(member)) : NoLonger(member);
        }

        // An app that lists members of nested groups too, and has no REST that tells them apart, may say so by a sign. Without
        // one this stays an error, because a refused removal must never look like a success.
        return isMember == wanted ? new(member, null)
            : !wanted && calls.SignOf(refusal) == MemberSign.Nested ? new(member, null, $"'{member.Name}' is in '{group}' through a nested group: not ours to remove.")
            : new(member, refusal);
    }

    /// <summary>Refused, and an outage hides whether that means "it is so already": what passes by itself is told, so that the change is sent again.</summary>
    private static AppFailure Unclear(AppFailure refusal, AppFailure asked) => asked is AppRefusal
        ? refusal
        : asked with { Message = $"{refusal.Message} Whether it is so already could not be asked: {asked.Message}" };

    /// <summary>404 names the user or the group, in the app's language: the user is read by key; another name is tried once.</summary>
    private async Task<MemberChange> AfterNotFoundAsync(string group, AppMember member, bool wanted, bool canRetry, CancellationToken cancellationToken)
    {
        var read = await calls.GetUserAsync(new(member.Key, member.Name), cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return new(member, failure.Kind == AppFailureKind.NotFound ? NoUser(member) : failure);
        }

        var renamed = member with { Name = user.Name };
        if (canRetry && !user.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase))
        {
            return await ChangeAsync(group, renamed, wanted, canRetry: false, cancellationToken);
        }

        var found = await calls.FindGroupAsync(group, linked: true, cancellationToken);
        return found.TryGet(out _, out failure)
            ? new(renamed, new(AppFailureKind.Unavailable, $"{calls.App} answered 404 to a member change of '{user.Name}' in '{group}' although it has both: its nodes disagree.", 404, NodesDisagree))
            : new(renamed, failure.Kind == AppFailureKind.NotFound ? failure with { Kind = AppFailureKind.GroupNotFound } : failure);
    }

    private async Task<AppResult<Done?>> SettleAsync(string group, AppMember member, bool wanted, CancellationToken cancellationToken)
    {
        var now = await calls.IsMemberAsync(group, member, cancellationToken);
        return now.TryGet(out var isMember, out var failure)
            ? isMember == wanted ? Done.Value : (Done?)null
            : failure.Kind == AppFailureKind.NotFound ? (Done?)null : failure;
    }

    private MemberChange NoLonger(AppMember member) => new(member, null, $"'{member.Name}' no longer exists in {calls.App}, so it is in no group.");

    private AppFailure NoUser(AppMember member) => new(AppFailureKind.NotFound, $"{calls.App} has no user '{member.Name}' ({member.Key}).", 404);
}
