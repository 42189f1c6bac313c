using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>
/// Who calls, as a feature of the request (<c>context.Features.Get&lt;ScimCaller&gt;()</c>): set by <see cref="ScimAuthentication"/>
/// on every request below <c>/scim</c> that it lets through.
/// </summary>
/// <param name="Connection">The connection's settings, one snapshot for the whole request.</param>
/// <param name="TokenName">Name of the token, for activity.</param>
public sealed record ScimCaller(ConnectionSettings Connection, string TokenName);
