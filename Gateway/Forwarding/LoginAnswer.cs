namespace Gateway.Forwarding;

/// <summary>The Authorization header of a call, or why there is none.</summary>
/// <param name="Authorization">Null without a credential, and with a failure.</param>
/// <param name="Failure">What the call ends in; nothing was sent.</param>
internal readonly record struct LoginAnswer(string? Authorization, AppResponse? Failure);
