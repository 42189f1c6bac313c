using System.Text.Json.Nodes;
using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Scenarios;

/// <summary>An emulated app as a connection reaches it.</summary>
/// <param name="Connection">Name of connection and cluster.</param>
/// <param name="App">The connection's <c>App</c>.</param>
/// <param name="Endpoint">The connection's <c>Endpoint</c>.</param>
/// <param name="Credential">The connection's <c>Credential</c>.</param>
public sealed record AppUnderTest(AppSandbox Sandbox, string Connection, string App, string Endpoint, JsonObject Credential)
{
    public static AppUnderTest Of(JiraSandbox jira) => new(jira, GatewayFixture.Connection, "jira", "user", Bearer(jira.Options.Token));

    public static JsonObject Bearer(string token) => new() { ["Type"] = "Bearer", ["Token"] = token };

    public static JsonObject Basic(string username, string password) => new() { ["Type"] = "Basic", ["Username"] = username, ["Password"] = password };
}
