namespace Gateway.Sandbox.Confluence;

/// <summary>A long-running deletion of a user. Each look at it is a step; at its end the user is gone, or the task has failed.</summary>
public sealed class ConfluenceTask
{
    internal ConfluenceTask(string id, ConfluenceUser user, int polls, DateTimeOffset started) =>
        (Id, User, PollsLeft, Polls, Started) = (id, user, polls, polls, started);

    public string Id { get; }

    public ConfluenceUser User { get; }

    public bool Finished { get; internal set; }

    public bool Failed { get; internal set; }

    internal int Polls { get; }

    internal int PollsLeft { get; set; }

    internal DateTimeOffset Started { get; }

    internal int Percentage => Finished ? 100 : (Polls - PollsLeft) * 99 / Math.Max(Polls, 1);
}
