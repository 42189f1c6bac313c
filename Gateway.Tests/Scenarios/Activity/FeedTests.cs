using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Scenarios.Activity;

/// <summary>Each record as a structured log entry, for a collector that asked for it, and for no other log.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task Recorded_WhereTheCategoryIsAskedFor_HasEveryField()
    {
        var collector = new Collector();
        await using var gateway = await StartAsync(logs => logs.AddProvider(collector).AddFilter<Collector>("Gateway.Activity", LogLevel.Information));

        await gateway.CreateUserAsync("ada@contoso.com");
        (await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"))).Status.Should().Be(409);

        var entries = collector.Entries.Where(entry => entry.Category == "Gateway.Activity").Select(entry => entry.Fields).ToList();
        entries.Should().HaveCount(2);
        entries[0].Should().Contain(new Dictionary<string, object?>
        {
            ["Connection"] = "jira",
            ["Operation"] = "create",
            ["Resource"] = "User",
            ["IdpName"] = "ada@contoso.com",
            ["AppName"] = "ada",
            ["Status"] = 201,
            ["Outcome"] = "done",
            ["Detail"] = null,
            ["Notes"] = "[]",
        });
        entries[0]["Changes"].Should().BeOfType<string>().Which.Should().Contain("""{"target":"ada","field":"emailAddress","from":null,"to":"a***@contoso.com"}""");
        entries[0]["Calls"].Should().BeOfType<string>().Which.Should().Contain("\"method\":\"POST\"");
        entries[0].Keys.Should().Contain(["At", "Token", "Id", "TransformVersion", "Notes", "TraceId"]);
        (entries[1]["Outcome"], entries[1]["Status"]).Should().Be(("refused", 409));
    }

    [Fact]
    public async Task Recorded_ByDefault_GoesIntoNoLog()
    {
        var collector = new Collector();
        await using var gateway = await StartAsync(logs => logs.AddProvider(collector));

        await gateway.CreateUserAsync("ada@contoso.com");

        collector.Entries.Should().NotBeEmpty().And.NotContain(entry => entry.Category == "Gateway.Activity");
    }

    private static async Task<GatewayFixture> StartAsync(Action<ILoggingBuilder> logging)
    {
        var gateway = await GatewayFixture.StartAsync();
        gateway.Logging = logs => logging(logs.SetMinimumLevel(LogLevel.Trace));
        await gateway.RestartAsync();
        return gateway;
    }

    [ProviderAlias("Collector")]
    private sealed class Collector : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, IReadOnlyDictionary<string, object?> Fields)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
            // Nothing is held.
        }

        private sealed class Logger(Collector collector, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (state is IEnumerable<KeyValuePair<string, object?>> fields)
                {
                    collector.Entries.Enqueue((category, fields.GroupBy(field => field.Key).ToDictionary(group => group.Key, group => group.First().Value)));
                }
            }
        }
    }
}
