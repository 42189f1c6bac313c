namespace Gateway.Activity;

/// <summary>What to look for in the audit trail; a field that is null does not narrow.</summary>
public sealed record ActivityQuery
{
    public string? Connection { get; init; }

    /// <summary>Records of users with this IdP userName or app name (without case), or this id.</summary>
    public string? User { get; init; }

    /// <summary>Records of groups with this displayName or app name (without case), or this id. With <see cref="User"/> too, records of either.</summary>
    public string? Group { get; init; }

    /// <summary>As <see cref="ActivityRecord.Outcome"/>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Not older than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Older than this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>At most so many records.</summary>
    /// <value>Default 100.</value>
    public int Limit { get; init; } = 100;
}
