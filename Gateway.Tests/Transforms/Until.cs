namespace Gateway.Tests.Transforms;

/// <summary>Waits for what a real clock or the file system brings about.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
