using System.Diagnostics.Metrics;
using Gateway.Authentication;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Authentication;

public sealed class TokenExpiryNoticeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConfigurationFolder _folder = new();
    private readonly ControlStoreFake _store = new();
    private readonly LogCapture<TokenExpiryNotice> _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ending_ConfiguredAndStoredTokens_AreThoseWithin30Days()
    {
        _folder.Jira($$"""
            "Authentication": { "Tokens": [
              { "Name": "near", "Sha256": "{{new string('a', 64)}}", "NotAfter": "2026-07-01" },
              { "Name": "far", "Sha256": "{{new string('b', 64)}}", "NotAfter": "2026-07-02" },
              { "Name": "endless", "Sha256": "{{new string('c', 64)}}" } ] }
            """);
        _store.With("jira", "stored", "x", Now.AddDays(1)).With("jira", "stored endless", "x").With("gone", "of a connection that is no more", "x", Now);
        using var notice = Notice();

        (await notice.EndingAsync(TestContext.Current.CancellationToken)).Select(token => (token.Connection, token.Name)).Should().Equal(("jira", "near"), ("jira", "stored"));
    }

    [Fact]
    public async Task Run_TokenThatComesNear_IsToldWithinADay()
    {
        _store.With("jira", "stored", "x", Now.AddDays(31));
        using var notice = Notice();
        await notice.StartAsync(TestContext.Current.CancellationToken);
        await WaitAsync(() => _store.Lists == 1);
        _log.Lines.Should().BeEmpty();

        _folder.Time.Advance(TimeSpan.FromDays(1));
        await WaitAsync(() => !_log.Lines.IsEmpty);

        _log.Lines.Should().ContainSingle().Which.Should().Contain("stored").And.Contain("jira").And.Contain("2026-07-02");
        await notice.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_StoreDown_IsLoggedAndTriedAgain()
    {
        _store.With("jira", "stored", "x", Now).IsDown = true;
        using var notice = Notice();
        await notice.StartAsync(TestContext.Current.CancellationToken);
        await WaitAsync(() => _log.Lines.Count == 1);

        _store.IsDown = false;
        _folder.Time.Advance(TimeSpan.FromDays(1));
        await WaitAsync(() => _log.Lines.Count == 2);

        _log.Lines.Last().Should().Contain("stored");
        await notice.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_WithinADay_TellsATokenOnce()
    {
        _store.With("jira", "stored", "x", Now.AddDays(10));
        using var notice = Notice();
        await notice.StartAsync(TestContext.Current.CancellationToken);
        await WaitAsync(() => _log.Lines.Count == 1);

        for (var hour = 2; hour <= 24; hour++)
        {
            _folder.Time.Advance(TimeSpan.FromHours(1));
            await WaitAsync(() => _store.Lists == hour);
        }

        _log.Lines.Should().ContainSingle();
        await notice.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Gauge_TokenNearItsEnd_TellsTheSecondsLeft()
    {
        _store.With("jira", "stored", "x", Now.AddDays(10)).With("jira", "far", "y", Now.AddDays(60));
        using var notice = Notice();
        var measured = new List<(double Seconds, string Tags)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (instrument.Meter == notice.Meter)
            {
                measured.Add((value, string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
            }
        });
        listener.Start();
        await notice.StartAsync(TestContext.Current.CancellationToken);
        await WaitAsync(() => !_log.Lines.IsEmpty);

        listener.RecordObservableInstruments();

        measured.Should().Equal((TimeSpan.FromDays(10).TotalSeconds, "connection=jira,token=stored"));
        await notice.StopAsync(TestContext.Current.CancellationToken);
    }

    private TokenExpiryNotice Notice() => new(_folder.Open(), _store, _folder.Time, _log);

    private static async Task WaitAsync(Func<bool> reached)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!reached())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline.Token);
        }
    }
}
