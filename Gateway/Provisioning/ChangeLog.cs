using Gateway.Activity;
using Gateway.Directories;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>What one request changed in the app, before and after. The value before is what a read of this request showed, else what the link remembers; nothing is read for it. Thread-safe.</summary>
internal sealed class ChangeLog
{
    private readonly Lock _lock = new();
    private readonly List<AppChange> _changes = [];
    private readonly Dictionary<string, AppUser> _known = new(StringComparer.Ordinal);

    /// <summary>In the order in which the app confirmed them.</summary>
    public IReadOnlyList<AppChange> ToList()
    {
        lock (_lock)
        {
            return [.. _changes];
        }
    }

    /// <summary>An account as the app showed it.</summary>
    public void Saw(AppUser user)
    {
        lock (_lock)
        {
            _known[user.Key] = user;
        }
    }

    /// <summary>An account as the link remembers it; what the app itself shows counts for more.</summary>
    public void Remembers(Link link)
    {
        lock (_lock)
        {
            _known.TryAdd(link.AppKey, new AppUser(link.AppKey, link.AppName, link.Version == 0 ? null : link.Active, link.Fields.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal)));
        }
    }

    public void Created(AppUser made, NewAppUser asked)
    {
        Add(new AppChange(made.Name, "name", null, made.Name));
        Add(new AppChange(made.Name, "active", null, Text(made.Active ?? asked.Active)));
        foreach (var (field, value) in asked.Fields)
        {
            Add(AppChange.Of(made.Name, field, null, made.Fields.GetValueOrDefault(field, value)));
        }

        if (asked.Password is not null)
        {
            Add(AppChange.Password(made.Name));
        }

        Saw(made);
    }

    /// <summary>What was asked and is otherwise than before. A value that is written again is no change; the app call shows it.</summary>
    public void Updated(AppUserRef user, AppUserChange asked, AppUser now)
    {
        AppUser? before;
        lock (_lock)
        {
            before = _known.GetValueOrDefault(user.Key);
        }

        var known = before?.Name ?? user.Name;
        if (asked.Name is not null && known != now.Name)
        {
            Add(new AppChange(now.Name, "name", known, now.Name));
        }

        if (asked.Active is { } active && before?.Active != active)
        {
            Add(new AppChange(now.Name, "active", before?.Active is { } was ? Text(was) : null, Text(active)));
        }

        foreach (var (field, value) in asked.Fields)
        {
            var (from, to) = (before?.Fields.GetValueOrDefault(field), now.Fields.GetValueOrDefault(field, value));
            if (from != to)
            {
                Add(AppChange.Of(now.Name, field, from, to));
            }
        }
    }

    public void Add(AppChange change)
    {
        lock (_lock)
        {
            _changes.Add(change);
        }
    }

    private static string Text(bool active) => active ? "true" : "false";
}
