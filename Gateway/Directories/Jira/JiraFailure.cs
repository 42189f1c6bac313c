namespace Gateway.Directories.Jira;

/// <summary>A refusal with Jira's error collection, so that the caller can tell its cause by field keys and by asking, never by text.</summary>
internal sealed record JiraFailure(AppFailureKind Kind, string Message, JiraErrors Errors, int Status)
    : AppFailure(Kind, Message, Status);
