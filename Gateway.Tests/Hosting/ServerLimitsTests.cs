using System.Diagnostics;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Hosting;

/// <summary>Callers that hold connections, or send what nobody needs: over bare sockets, in real time.</summary>
public sealed class ServerLimitsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private GatewayFixture _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayFixture.StartAsync();

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Headers_ThatDoNotEnd_LoseTheConnection()
    {
        using var begun = await RawClient.ConnectAsync(_gateway.Address);
        using var halfway = await RawClient.ConnectAsync(_gateway.Address);
        using var dripping = await RawClient.ConnectAsync(_gateway.Address);
        await begun.SendAsync("G");
        await halfway.SendAsync("GET /scim/jira/v2/Users HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        await dripping.SendAsync("GET /scim/jira/v2/Users HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        using var stop = new CancellationTokenSource();
        var drops = DripAsync(dripping, stop.Token);

        var answers = await Task.WhenAll(TimeAsync(begun), TimeAsync(halfway), TimeAsync(dripping));
        await stop.CancelAsync();
        await drops;

        answers.Should().OnlyContain(one => one.Took < Patience, because: "the time counts from the first byte of the headers, not from the last");
        answers.Select(one => one.Answer).Take(2).Should().OnlyContain(answer => answer.StartsWith("HTTP/1.1 408"));
    }

    [Fact]
    public async Task Body_ThatDoesNotCome_IsGivenUp()
    {
        using var slow = await RawClient.ConnectAsync(_gateway.Address);
        await slow.SendAsync(Post($"Bearer {_gateway.Token}", 500_000) + "{");

        var (answer, took) = await TimeAsync(slow);

        took.Should().BeLessThan(Patience);
        answer.Should().NotContain("HTTP/1.1 2");
        _gateway.App.Calls.All.Should().NotContain(call => call.Method == "POST");
    }

    [Fact]
    public async Task Body_OfAStranger_IsNotWaitedFor()
    {
        using var stranger = await RawClient.ConnectAsync(_gateway.Address);
        await stranger.SendAsync(Post("Bearer wrong", 500_000));

        var (answer, took) = await TimeAsync(stranger);

        answer.Should().StartWith("HTTP/1.1 401");
        took.Should().BeLessThan(Patience);
    }

    [Theory]
    [InlineData(1024 * 1024 + 1, "413")]
    [InlineData(int.MaxValue, "413")]
    public async Task Body_ThatIsTooLarge_IsRefusedByItsLength(int length, string status)
    {
        using var large = await RawClient.ConnectAsync(_gateway.Address);
        await large.SendAsync(Post($"Bearer {_gateway.Token}", length));

        (await large.ReadToEndAsync()).Should().StartWith($"HTTP/1.1 {status}").And.Contain("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    [Theory]
    [InlineData(40_000, 1, "431")]
    [InlineData(10, 200, "431")]
    public async Task Headers_ThatAreTooManyOrTooLong_AreRefused(int length, int count, string status)
    {
        using var caller = await RawClient.ConnectAsync(_gateway.Address);
        var headers = string.Concat(Enumerable.Range(0, count).Select(number => $"X-{number}: {new string('a', length)}\r\n"));

        await caller.SendAsync($"GET /scim/jira/v2/Users HTTP/1.1\r\nHost: x\r\n{headers}\r\n");

        (await caller.ReadToEndAsync()).Should().StartWith($"HTTP/1.1 {status}");
    }

    [Fact]
    public async Task RequestLine_ThatIsTooLong_IsRefused()
    {
        using var caller = await RawClient.ConnectAsync(_gateway.Address);

        await caller.SendAsync($"GET /scim/jira/v2/Users?filter={new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n");

        (await caller.ReadToEndAsync()).Should().StartWith("HTTP/1.1 414");
    }

    [Fact]
    public async Task SlowCallers_Many_DoNotKeepEntraWaiting()
    {
        var slow = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => RawClient.ConnectAsync(_gateway.Address)));
        await Task.WhenAll(slow.Select(one => one.SendAsync("GET /scim/jira/v2/Users HTTP/1.1\r\nHost: x\r\nX-Slow: ")));

        var reply = await _gateway.GetAsync("/Users?count=1");

        reply.Status.Should().Be(200);
        Array.ForEach(slow, one => one.Dispose());
    }

    private static string Post(string authorization, int length) =>
        $"POST /scim/jira/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\nContent-Type: application/scim+json\r\nContent-Length: {length}\r\n\r\n";

    private static async Task<(string Answer, TimeSpan Took)> TimeAsync(RawClient client)
    {
        var watch = Stopwatch.StartNew();
        return (await client.ReadToEndAsync(), watch.Elapsed);
    }

    private static async Task DripAsync(RawClient client, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await client.SendAsync("a");
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Stopped, or cut off: what is wanted.
        }
    }
}
