using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Scenarios.Entra;

/// <summary>Every recorded request of Entra, in order, over the real host and the emulated Jira.</summary>
public sealed class EntraReplayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Replay_WholeLifeCycle_EachRequestGetsAnExpectedAnswer(int nodes)
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: new JiraSandboxOptions { Nodes = nodes });
        var variables = new EntraVariables("r" + Guid.NewGuid().ToString("N")[..8], gateway.BaseUrl);

        var failures = new List<string>();
        foreach (var exchange in EntraExchange.LoadAll())
        {
            await RunAsync(gateway, exchange, variables, failures);
        }

        failures.Should().BeEmpty();
    }

    private static async Task RunAsync(GatewayFixture gateway, EntraExchange exchange, EntraVariables variables, List<string> failures)
    {
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), gateway.BaseUrl + variables.Fill(exchange.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        var contentType = "application/scim+json; charset=utf-8";
        foreach (var (name, value) in exchange.Request["headers"] as JsonObject ?? [])
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = (string)value!;
            }
            else
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, variables.Fill((string)value!));
            }
        }

        if (exchange.Request["body"] is { } body)
        {
            request.Content = new StringContent(variables.Fill(body)!.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var reply = await ScimReply.ReadAsync(response);
        failures.AddRange(Differences(exchange, reply, variables).Select(difference => $"{exchange.File}: {difference} ({reply.Status} {reply.Text})"));
        foreach (var (variable, path) in exchange.Capture ?? [])
        {
            variables[variable] = (string?)PartialJson.At(reply.Json, (string)path!) ?? "nothing-captured";
        }

        foreach (var then in exchange.Then)
        {
            await RunAsync(gateway, then, variables, failures);
        }
    }

    private static IEnumerable<string> Differences(EntraExchange exchange, ScimReply reply, EntraVariables variables)
    {
        var expect = exchange.Expect;
        if (expect["status"] is JsonArray statuses && !statuses.Any(status => (int)status! == reply.Status))
        {
            yield return $"status {reply.Status}";
        }

        if (expect["notStatus"] is JsonArray never && never.Any(status => (int)status! == reply.Status))
        {
            yield return $"status {reply.Status} must not be";
        }

        if ((string?)expect["headers"]?["content-type"] is { } type && reply.ContentType != type)
        {
            yield return $"content type {reply.ContentType}";
        }

        foreach (var difference in PartialJson.Differences(variables.Fill(expect["body"]) ?? new JsonObject(), reply.Json))
        {
            yield return difference;
        }

        foreach (var path in expect["absent"] as JsonArray ?? [])
        {
            if (PartialJson.At(reply.Json, (string)path!) is { } present)
            {
                yield return $"{path} must be absent, is {present.ToJsonString()}";
            }
        }

        foreach (var (array, pattern) in expect["none"] as JsonObject ?? [])
        {
            if (PartialJson.At(reply.Json, array) is JsonArray elements && elements.Any(element => !PartialJson.Differences(variables.Fill(pattern), element).Any()))
            {
                yield return $"an element of {array} matches {pattern!.ToJsonString()}";
            }
        }
    }
}
