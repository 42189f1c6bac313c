using Gateway.Directories;

namespace Gateway.Tests.Directories;

/// <summary>What is begun ends; what is not begun in time is told as not done.</summary>
public sealed class SideBySideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Change_TimeIsUpBeforeItBegins_IsNotTried(int count)
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        var changes = await SideBySide.ChangeAsync(Members(count), 8, (_, _) => throw new InvalidOperationException("must not be tried"), over.Token);

        changes.Should().HaveCount(count).And.OnlyContain(change => ReferenceEquals(change.Failure, SideBySide.OutOfTime));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Change_TimeIsUpWhileItRuns_GoesOnToItsEnd(int count)
    {
        using var over = new CancellationTokenSource();

        var changes = await SideBySide.ChangeAsync(
            Members(count), 8, async (member, token) =>
            {
                await over.CancelAsync();
                token.ThrowIfCancellationRequested();
                return new(member, null);
            }, over.Token);

        changes.Should().HaveCount(count);
        changes[0].Failure.Should().BeNull();
    }

    private static List<AppMember> Members(int count) => [.. Enumerable.Range(1, count).Select(number => new AppMember($"{number}", $"user{number}"))];
}
