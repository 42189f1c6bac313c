namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>How whoever serves the API behaves where products, versions or set-ups differ.</summary>
internal sealed record UserServerConduct
{
    public required UserServerTexts Texts { get; init; }

    /// <summary>Characters of the shortest password that is taken; null is no policy.</summary>
    public int? MinimumPasswordLength { get; init; }

    /// <summary>A rename to a name that is taken is 500 OPERATION_FAILED (CWD-4819), else 400 INVALID_USER (unverified).</summary>
    public bool RenameConflictIsServerError { get; init; }

    /// <summary>Whether users can be renamed here at all.</summary>
    public bool Renames { get; init; } = true;

    /// <summary>Whether <c>POST /group</c> answers the new group; else 201 without a body.</summary>
    public bool ShowsNewGroups { get; init; }

    public bool NestedGroups { get; init; } = true;

    /// <summary>"Enforcing lower-case usernames and groups": names are shown in lower case whatever they are.</summary>
    public bool LowerCaseOutput { get; init; }

    /// <summary>The most that one page holds, whatever is asked.</summary>
    public int PageCap { get; init; } = 1000;
}
