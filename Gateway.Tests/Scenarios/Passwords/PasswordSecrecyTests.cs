using System.Collections.Concurrent;
using System.Text;
using Gateway.Activity;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Passwords;

/// <summary>A password goes to the app and nowhere else: not into the store, the activity, the log, an error or an answer, whatever goes wrong.</summary>
public sealed class PasswordSecrecyTests
{
    /// <summary>Cannot stand anywhere by chance.</summary>
    private const string Canary = "Canary-7c1e-Sings";

    [Fact]
    public async Task Canary_ThroughEveryWayAndEveryFault_IsFoundInTheAppOnly()
    {
        var lines = new LogSink();
        await using var gateway = await GatewayFixture.StartAsync(script: "export const status = [{ when: 'title eq \"leaver\"', then: 'inactive', addTo: ['nowhere'] }];");
        gateway.Logging = logs => logs.SetMinimumLevel(LogLevel.Trace).AddProvider(lines);
        await gateway.RestartAsync();

        var replies = await ProvokeAsync(gateway);

        replies.Select(reply => reply.Status).Should().Contain([200, 201, 400, 502, 503], because: "both sides of the story must be looked at");
        gateway.Jira.Calls.All.Should().Contain(call => call.BodyText.Contains(Canary), because: "else this test would find nothing anywhere");
        lines.All.Should().NotBeEmpty().And.NotContain(line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase));
        replies.Should().NotContain(reply => reply.Text.Contains(Canary, StringComparison.OrdinalIgnoreCase));
        (await ActivityTextAsync(gateway, replies.Count)).Should().NotContain(Canary);
        await StoreHoldsNoCanaryAsync(gateway);
    }

    private static async Task<IReadOnlyList<ScimReply>> ProvokeAsync(GatewayFixture gateway)
    {
        List<ScimReply> replies = [];
        gateway.Jira.State.AddUser("old", email: "old@contoso.com");
        foreach (var name in new[] { "ada@contoso.com", "old@contoso.com" })
        {
            var body = ScimBodies.User(name);
            body["password"] = Canary;
            body["urn:ietf:params:scim:schemas:core:2.0:User:password"] = Canary;
            replies.Add(await gateway.SendAsync(HttpMethod.Post, "/Users", body));
            replies.Add(await gateway.SendAsync(HttpMethod.Post, "/Users", body));
        }

        var id = replies[0].Id;
        var whole = ScimBodies.User("ada@contoso.com");
        whole["password"] = Canary;
        replies.Add(await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", whole));
        replies.Add(await gateway.ReplaceAttributeAsync(id, "password", Canary));
        replies.Add(await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "title", "leaver"), ScimBodies.Op("replace", "password", Canary)));
        foreach (var effect in Effects())
        {
            // An app can quote only what it was sent.
            var rule = gateway.Jira.Faults.Add(new FaultRule { PathPrefix = UserPath, Mentions = Canary, Effect = effect });
            replies.Add(await gateway.ReplaceAttributeAsync(id, "password", Canary));
            var other = ScimBodies.User("new@contoso.com");
            other["password"] = Canary;
            replies.Add(await gateway.SendAsync(HttpMethod.Post, "/Users", other));
            gateway.Jira.Faults.Remove(rule);
        }

        replies.Add(await gateway.GetAsync($"/Users/{id}"));
        replies.Add(await gateway.GetAsync("/Users?attributes=password,userName"));
        return replies;
    }

    private static IEnumerable<FaultEffect> Effects() =>
    [
        FaultEffect.Errors(400, $"The password {Canary} is too easy."),
        FaultEffect.Errors(500, $"Failed at {Canary.ToUpperInvariant()}"),
        FaultEffect.Errors(403, $"{new string('x', 490)}{Canary}"),
        new FaultEffect.Answer { Status = 400, ContentType = "application/json", Body = $$$"""{"errorMessages":[],"errors":{"password":"'{{{Canary}}}' was used before"}}""" },
        new FaultEffect.Answer { Status = 409, ContentType = "application/json", Body = $$"""{"message":"{{Canary}}"}""" },
        new FaultEffect.Answer { Status = 400, ContentType = "text/plain", Body = Canary },
        KnownFault.Of("lost"),
        KnownFault.Of("page"),
    ];

    private static async Task<string> ActivityTextAsync(GatewayFixture gateway, int requests)
    {
        var log = gateway.Services.GetRequiredService<IActivityLog>();
        IReadOnlyList<ActivityRecord> records = [];
        await UntilAsync(async () =>
        {
            records = await log.SearchAsync(new ActivityQuery { Limit = 1000 }, TestContext.Current.CancellationToken);
            return records.Count >= requests;
        });
        return string.Join('\n', records.Select(record => $"{record} {string.Join(' ', record.Notes)} {string.Join(' ', record.Calls)}"));
    }

    /// <summary>The bytes of the database and its journal, as the operating system has them.</summary>
    private static async Task StoreHoldsNoCanaryAsync(GatewayFixture gateway)
    {
        var files = Directory.GetFiles(gateway.Folder, "*", SearchOption.AllDirectories);
        files.Should().Contain(file => file.EndsWith("state.db", StringComparison.Ordinal));
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)).Should().Be(-1, $"{file} must not hold a password");
        }
    }

    private sealed class LogSink : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
            // Nothing is held.
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
