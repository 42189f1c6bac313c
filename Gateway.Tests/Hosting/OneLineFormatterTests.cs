using Gateway.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Hosting;

public sealed class OneLineFormatterTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Write_MessageScopeAndExceptionWithLineEndsAndEscapes_IsOneLineOfText()
    {
        using var log = new FormattedLog(new ConsoleFormatterOptions { IncludeScopes = true, UseUtcTimestamp = true }, Clock);
        var logger = log.CreateLogger("Gateway.X");
        using var scope = logger.BeginScope("in\nscope");

        logger.Log(LogLevel.Error, new EventId(7), "a\r\nfail: forged\u001b[2J\u2028x", new InvalidOperationException("why\nnot\u202e"), (state, _) => state);

        log.Entries.Should().ContainSingle().Which.TrimEnd('\r', '\n').Should().Be("03:04:05 fail: Gateway.X[7] => in scope a  fail: forged\ufffd[2J\ufffdx System.InvalidOperationException: why not\ufffd");
    }

    [Fact]
    public void Write_OptionsOfDotNet_AreObeyed()
    {
        using var log = new FormattedLog(new ConsoleFormatterOptions { TimestampFormat = "yyyy-MM-dd ", UseUtcTimestamp = true }, Clock);
        var logger = log.CreateLogger("Gateway.X");
        using var scope = logger.BeginScope("unseen");

        logger.Log(LogLevel.Warning, new EventId(8), "text", null, (state, _) => state);

        log.Entries.Single().TrimEnd().Should().Be("2026-01-02 warn: Gateway.X[8] text");
    }

    [Theory]
    [InlineData(null, "oneline")]
    [InlineData("json", "json")]
    public void AddTo_FormatterOfTheConfiguration_WinsOverTheDefault(string? configured, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(configured is null ? [] : [new("Console:FormatterName", configured)]).Build();
        using var services = new ServiceCollection()
            .AddLogging(logs =>
            {
                logs.AddConfiguration(configuration);
                OneLineFormatter.AddTo(logs);
            })
            .BuildServiceProvider();

        services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName.Should().Be(expected);
        services.GetServices<ConsoleFormatter>().Should().Contain(formatter => formatter.Name == expected);
    }
}
