namespace Gateway.Directories.Confluence;

/// <summary>What is asked once for a connection. Thread-safe: each value is read and written alone.</summary>
internal sealed class ConfluenceMemory(TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    // The reference of 10.0 is the first that has the update of a user; releases before are told by their version.
    private const int FirstWithUpdates = 10;

    private long _sawPeopleAt;
    private volatile Known? _administrators;
    private volatile bool _updatesUsers = true;

    /// <summary>
    /// Whether full name and e-mail can be changed over REST. True as long as the version is not known: then the update is tried, and
    /// a 405 says that there is none.
    /// </summary>
    public bool UpdatesUsers => _updatesUsers;

    /// <summary>Whether Confluence has shown the gateway's account people or groups within the last minute: a 404 then is no matter of rights.</summary>
    public bool SeesPeople => Interlocked.Read(ref _sawPeopleAt) is not 0 and var at && clock.GetElapsedTime(at) < Age;

    public void SawPeople() => Interlocked.Exchange(ref _sawPeopleAt, clock.GetTimestamp());

    /// <summary>Confluence does not show people to the account any more.</summary>
    public void SeesNobody() => Interlocked.Exchange(ref _sawPeopleAt, 0);

    /// <summary>Names of the groups of administrators, without case; null: not read within the last minute. Never changed once it is here.</summary>
    public HashSet<string>? Administrators
    {
        get => _administrators is { } known && clock.GetElapsedTime(known.At) < Age ? known.Groups : null;
        set => _administrators = value is null ? null : new(value, clock.GetTimestamp());
    }

    public void HasNoUpdates() => _updatesUsers = false;

    /// <summary>Takes the version that Confluence tells; one that cannot be read changes nothing.</summary>
    public void IsVersion(string? version)
    {
        if (Version.TryParse(version?.Split('-')[0], out var parsed))
        {
            _updatesUsers = parsed.Major >= FirstWithUpdates;
        }
    }

    private sealed record Known(HashSet<string> Groups, long At);
}
