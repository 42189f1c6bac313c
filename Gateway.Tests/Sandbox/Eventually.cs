using System.Diagnostics;

namespace Gateway.Tests.Sandbox;

/// <summary>For what happens on another thread: asks until it is so, at most 10 s.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(5, TestContext.Current.CancellationToken))
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10), because: "the condition should hold by now");
        }
    }
}
