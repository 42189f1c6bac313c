namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>A SCIM service that exchanges are sent to.</summary>
/// <param name="BaseUrl">Without a slash at the end.</param>
/// <param name="Token">Bearer token.</param>
public sealed record ExchangeTarget(HttpClient Http, string BaseUrl, string Token);
