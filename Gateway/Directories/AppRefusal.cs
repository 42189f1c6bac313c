namespace Gateway.Directories;

/// <summary>A refusal with the app's error body, so that the caller can tell its cause by fields and codes and by asking, never by text.</summary>
internal sealed record AppRefusal(AppFailureKind Kind, string Message, AppErrors Errors, int Status)
    : AppFailure(Kind, Message, Status);
