using System.Globalization;
using Jint.Runtime;

namespace Gateway.Transforms.Scripts;

/// <summary>A clock that stands still at the operation's time, in UTC: a rule must give the same answer when it is asked again.</summary>
internal sealed class FixedTime(DateTimeOffset now) : ITimeSystem
{
    private static readonly DefaultTimeSystem Parser = new(TimeZoneInfo.Utc, CultureInfo.InvariantCulture);

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset GetUtcNow() => now;

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;

    public bool TryParse(string date, out long epochMilliseconds) => Parser.TryParse(date, out epochMilliseconds);
}
