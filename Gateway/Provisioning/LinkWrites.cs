using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>What is stored of a link after a write that the app confirmed.</summary>
internal static class LinkWrites
{
    /// <summary>
    /// The whole link, or, where it says what it said before, that it is there and under which name: RFC 7644 section 3.5.2.1 lets a value that
    /// is there already change neither the resource nor its time of modification, so that the version stays as well.
    /// </summary>
    /// <param name="before">Version 0: not stored yet.</param>
    /// <returns>The link as it is from now on, and the changes that make it so.</returns>
    public static (Link Now, IReadOnlyList<StateChange> Changes) Of(Link before, Link after)
    {
        if (before.Version == 0 || !after.SaysTheSameAs(before))
        {
            return (after, [new StateChange.SaveLink(after)]);
        }

        var changes = new List<StateChange>();
        if (after.State != before.State)
        {
            changes.Add(new StateChange.MarkLink(after.Connection, after.Kind, after.Id, after.State));
        }

        if (after.NameProvedAt is { } proved && proved != before.NameProvedAt)
        {
            changes.Add(new StateChange.NameProved(after.Connection, after.Kind, after.Id, after.AppName, proved));
        }

        return (after with { Version = before.Version, LastModified = before.LastModified }, changes);
    }
}
