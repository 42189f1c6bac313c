using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Span = System.Diagnostics.Activity;

namespace Gateway.Tests.Scenarios.Secrets;

/// <summary>All that a gateway says, each piece with the name of the place where it stood: log entries with fields and scopes, spans, and what a test adds.</summary>
internal sealed class Outputs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(string Place, string Text)> _said = new();
    private readonly ActivityListener _listener;

    public Outputs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Add("a span", Text(span)),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<(string Place, string Text)> Said => _said;

    public void Add(string place, string text) => _said.Enqueue((place, text));

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Add("a log scope", $"{state}");
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : string.Empty;
        Add($"log entry {eventId.Id}", $"{formatter(state, exception)} {fields} {exception}");
    }

    public void Dispose() => _listener.Dispose();

    private static string Text(Span span) => string.Join(' ',
        [span.DisplayName, span.StatusDescription ?? string.Empty, .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"), .. span.Baggage.Select(item => $"{item}"), .. span.Events.SelectMany(one => one.Tags).Select(tag => $"{tag.Key}={tag.Value}")]);
}
