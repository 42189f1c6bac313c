using System.Collections.Concurrent;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// Member changes of one group: removals first, then additions, one app call a member. One member that fails does not stop
/// the others; what was done is stored and what was not is told. A large change works for 25 s at most; its repeat within
/// an hour sends only the rest.
/// </summary>
internal sealed class Memberships(MemberResolver resolver, Protection protection, Guard guard, TimeProvider clock)
{
    /// <summary>Entra gives up on a request after some 30 s (its limit is not published); an answer must come before.</summary>
    public static readonly TimeSpan WorkLimit = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan ProgressAge = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Progress> _progress = new(StringComparer.Ordinal);

    /// <summary>Carries out the plan. The error, or null when every member is as wanted.</summary>
    public async Task<(ScimError? Error, IReadOnlyList<StateChange> Changes)> ApplyAsync(Operation operation, Link group, MemberPlan plan, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(WorkLimit, clock);
        var (leavers, staying) = ((IReadOnlyList<AppMember>)[], (IReadOnlyList<MemberChange>)[]);
        var joining = plan.Add;
        if (plan.ReplacesAll)
        {
            var listed = await ListAsync(operation, group, plan, cancellationToken);
            if (!listed.TryGet(out var present, out var refused))
            {
                return (refused, []);
            }

            // The list was read just now: who is in it already needs no call.
            (leavers, staying) = protection.Split(operation, [.. present.Where(member => !plan.Add.Contains(member.Key, StringComparer.Ordinal)).Select(member => member.Value)]);
            joining = [.. plan.Add.Where(id => !present.ContainsKey(id))];
        }

        var progress = Recall(group, plan);
        var removed = await resolver.ResolveAsync(operation, plan.Remove, isAdd: false, deadline.Token);
        var added = await resolver.ResolveAsync(operation, joining, isAdd: true, deadline.Token);
        var tally = new Tally(operation, group.AppName);
        tally.Note(staying, isAdd: false);
        tally.NoteUnresolved(removed, isAdd: false);
        tally.NoteUnresolved(added, isAdd: true);

        var toRemove = leavers.Concat(removed.Select(one => one.Member).OfType<AppMember>()).Where(progress.IsLeft).ToList();
        var toAdd = added.Select(one => one.Member).OfType<AppMember>().Where(progress.IsLeft).ToList();
        tally.DoneBefore = progress.Count;
        tally.Note(await operation.Directory.RemoveMembersAsync(group.AppName, toRemove, deadline.Token), isAdd: false);
        if (!tally.GroupIsGone)
        {
            tally.Note(await operation.Directory.AddMembersAsync(group.AppName, toAdd, deadline.Token), isAdd: true);
        }

        Remember(group, plan, progress, tally);
        return (tally.ToError(), tally.ToChanges(group));
    }

    /// <summary>The members by id, for a replace; the guard is asked about those who would go before anything is sent.</summary>
    private async Task<Outcome<Dictionary<string, AppUser>>> ListAsync(Operation operation, Link group, MemberPlan plan, CancellationToken cancellationToken)
    {
        var listed = await operation.Directory.ListMembersAsync(group.AppName, cancellationToken);
        if (!listed.TryGet(out var members, out var failure))
        {
            return failure.ToScim(operation, $"read the members of '{group.AppName}'");
        }

        var present = members.ToDictionary(member => Scim.Resources.ScimId.Encode(member.Key), StringComparer.Ordinal);
        var leaving = present.Keys.Except(plan.Add, StringComparer.Ordinal).Count();
        return await guard.CheckMembersAsync(operation, group.AppName, leaving, cancellationToken) is { } held ? held : present;
    }

    private Progress Recall(Link group, MemberPlan plan) =>
        _progress.TryGetValue(KeyOf(group, plan), out var known) && clock.GetElapsedTime(known.Since) < ProgressAge ? known : new(clock.GetTimestamp());

    private void Remember(Link group, MemberPlan plan, Progress progress, Tally tally)
    {
        foreach (var (key, old) in _progress)
        {
            if (clock.GetElapsedTime(old.Since) >= ProgressAge)
            {
                _progress.TryRemove(key, out _);
            }
        }

        if (tally.IsOutOfTime)
        {
            progress.Add(tally.Done);
            _progress[KeyOf(group, plan)] = progress;
        }
        else
        {
            _progress.TryRemove(KeyOf(group, plan), out _);
        }
    }

    private static string KeyOf(Link group, MemberPlan plan) =>
        $"{group.Connection}/{group.Id}/{plan.ReplacesAll}/{string.Join(',', plan.Add.Order(StringComparer.Ordinal))}/{string.Join(',', plan.Remove.Order(StringComparer.Ordinal))}";

    private sealed class Progress(long since)
    {
        private readonly HashSet<string> _done = new(StringComparer.Ordinal);

        public long Since { get; } = since;

        public int Count => _done.Count;

        public bool IsLeft(AppMember member) => !_done.Contains(member.Key);

        public void Add(IEnumerable<string> keys) => _done.UnionWith(keys);
    }
}
