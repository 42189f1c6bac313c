using System.Collections.Concurrent;

namespace Gateway.Tests.Scim.Models;

/// <summary>Counts what a property met, so that it can prove that it was not vacuous. Thread-safe.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Saw(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Saw(IEnumerable<string> each)
    {
        foreach (var what in each.Distinct())
        {
            Saw(what);
        }
    }

    /// <summary>Each was met in at least so many cases.</summary>
    public void ShouldHaveSeen(int atLeast, params IEnumerable<string> each)
    {
        foreach (var what in each)
        {
            _counts.GetValueOrDefault(what).Should().BeGreaterThanOrEqualTo(atLeast, $"a property that hardly meets '{what}' proves nothing of it ({this})");
        }
    }

    public override string ToString() => string.Join(", ", _counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"));
}
