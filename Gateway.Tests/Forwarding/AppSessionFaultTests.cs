using System.Net.Sockets;
using Gateway.Forwarding;
using static Gateway.Tests.Forwarding.ForwardingHost;

namespace Gateway.Tests.Forwarding;

public sealed class AppSessionFaultTests
{
    private const string HalfAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":\"an";
    private const string HalfChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"nam\r\n";
    private const string Unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private static readonly AppCall Read = AppCall.Get(AppUri.Of("/rest/api/2/user"));
    private static readonly AppCall Write = AppCall.Put(AppUri.Of("/rest/api/2/user"), "{}"u8.ToArray());
    private static readonly AppCall Delete = AppCall.Delete(AppUri.Of("/rest/api/2/user"));

    public static TheoryData<string, AppFault, bool> Breaks => new()
    {
        { nameof(RawApp.Closes), AppFault.Broken, false },
        { nameof(RawApp.Closes), AppFault.Broken, true },
        { nameof(RawApp.Resets), AppFault.Broken, false },
        { nameof(RawApp.Resets), AppFault.Broken, true },
        { nameof(RawApp.Hangs), AppFault.Timeout, false },
        { nameof(RawApp.Hangs), AppFault.Timeout, true },
        { HalfAnswer, AppFault.Broken, false },
        { HalfChunked, AppFault.Broken, false },
        { "HTTP/1.1 2xx What\r\n\r\n", AppFault.Broken, false },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task SendAsync_WriteWhoseAnswerIsLost_IsSentOnceAndOutcomeUnknown(string what, AppFault fault, bool withoutBody)
    {
        await using var app = new RawApp(Answer(what));
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(app.Address, other.Address), First());

        var answer = await host.Open(Connection(timeout: TimeSpan.FromMilliseconds(400))).SendAsync(withoutBody ? Delete : Write, Cancel);

        answer.Fault.Should().Be(fault);
        answer.OutcomeUnknown.Should().BeTrue();
        answer.Body.IsEmpty.Should().BeTrue();
        app.Requests.Should().Be(1);
        other.Requests.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task SendAsync_ReadWhoseAnswerIsLost_IsAnsweredByTheOtherNode(string what, AppFault fault, bool withoutBody)
    {
        _ = withoutBody;
        await using var app = new RawApp(Answer(what));
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(app.Address, other.Address), First());
        var session = host.Open(Connection(timeout: TimeSpan.FromMilliseconds(400)));

        var answer = await session.SendAsync(Read, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.None && a.Status == 200 && a.Node == "b");
        session.Calls.Select(call => call.Fault).Should().Equal(fault, AppFault.None);
    }

    [Theory]
    [InlineData(HalfAnswer)]
    [InlineData(HalfChunked)]
    public async Task SendAsync_ReadTruncatedEverywhere_IsBrokenWithItsStatusAndWithoutHalfABody(string what)
    {
        await using var app = new RawApp(RawApp.Says(what));
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(Read, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.Broken && a.Status == 200 && a.Body.IsEmpty);
        app.Requests.Should().Be(4);
    }

    [Fact]
    public async Task SendAsync_WriteAnswered503_IsHandedBackAndNotRepeated()
    {
        await using var app = new RawApp(RawApp.Says(Unavailable));
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(app.Address, other.Address), First());

        var answer = await host.Open().SendAsync(Write, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.None && a.Status == 503);
        app.Requests.Should().Be(1);
        other.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task SendAsync_ReadAnsweredWithNodeTrouble_IsRepeatedOnTheOtherAndStaysThere(int status)
    {
        await using var sick = await StubApp.StartAsync(context => StubApp.Json(context, status, "{}"));
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(sick.Address, other.Address), First());
        var session = host.Open();

        await session.SendAsync(Read, Cancel);
        var second = await session.SendAsync(Read, Cancel);

        second.Should().Match<AppResponse>(a => a.Status == 200 && a.Node == "b");
        sick.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task SendAsync_ReadAnsweredWithAnotherError_IsNotRepeated(int status)
    {
        await using var app = await StubApp.StartAsync(context => StubApp.Json(context, status, "{}"));
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(Read, Cancel);

        answer.Status.Should().Be(status);
        app.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendAsync_WriteRefusedAtConnect_GoesToTheOtherNode(bool withoutBody)
    {
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(RawApp.Refusing(), other.Address), First());
        var session = host.Open();

        var answer = await session.SendAsync(withoutBody ? Delete : Write, Cancel);

        answer.Should().Match<AppResponse>(a => a.Status == 200 && a.Node == "b");
        session.Calls.Select(call => call.Fault).Should().Equal(AppFault.Unreachable, AppFault.None);
        other.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_WriteRefusedEverywhere_IsUnreachableAndNothingLeft()
    {
        await using var host = Start(RawApp.Refusing());

        var answer = await host.Open().SendAsync(Write, Cancel);

        answer.Fault.Should().Be(AppFault.Unreachable);
        answer.OutcomeUnknown.Should().BeFalse();
    }

    [Fact]
    public async Task SendAsync_NameThatDoesNotResolve_IsUnreachable()
    {
        await using var host = Start("http://jira.invalid:1");

        var answer = await host.Open().SendAsync(Write, Cancel);

        answer.Fault.Should().Be(AppFault.Unreachable);
    }

    [Fact]
    public async Task SendAsync_TlsHandshakeFails_IsUnreachable()
    {
        await using var app = new RawApp(RawApp.Closes);
        await using var host = Start(app.Address.Replace("http:", "https:", StringComparison.Ordinal));

        var answer = await host.Open(Connection(timeout: TimeSpan.FromSeconds(30))).SendAsync(Write, Cancel);

        answer.Fault.Should().Be(AppFault.Unreachable);
        app.Requests.Should().Be(0);
    }

    [Fact]
    public async Task SendAsync_ConnectionReusedAndClosedByTheApp_WriteIsSentOnce()
    {
        // The first request of each connection is answered and kept alive; the second one is taken and the connection closed.
        await using var app = new RawApp(AnswerOnceThenTakeAndClose);
        await using var host = Start(app.Address);
        var session = host.Open();
        await session.SendAsync(Read, Cancel);

        var answer = await session.SendAsync(Delete, Cancel);

        answer.Fault.Should().Be(AppFault.Broken);
        app.Requests.Should().Be(1, because: "the second request came on the connection of the first");
    }

    [Fact]
    public async Task SendAsync_AnswerAboveTheCap_IsTooLargeWithItsStatus()
    {
        await using var app = await StubApp.StartAsync(async context =>
        {
            context.Response.StatusCode = 201;
            await context.Response.Body.WriteAsync(new byte[AppExchange.AnswerCapBytes + 1]);
        });
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(Write, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.TooLarge && a.Status == 201 && a.Body.IsEmpty);
        app.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_AnswerAtTheCap_IsWhole()
    {
        await using var app = await StubApp.StartAsync(async context => await context.Response.Body.WriteAsync(new byte[AppExchange.AnswerCapBytes]));
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(Read, Cancel);

        answer.Fault.Should().Be(AppFault.None);
        answer.Body.Length.Should().Be(AppExchange.AnswerCapBytes);
    }

    [Fact]
    public async Task SendAsync_BodyThatNeverEnds_TimesOut()
    {
        await using var app = new RawApp(async (socket, cancel) =>
        {
            await RawApp.Says(HalfAnswer)(socket, cancel);
            await RawApp.Hangs(socket, cancel);
        });
        await using var host = Start(app.Address);

        var answer = await host.Open(Connection(timeout: TimeSpan.FromMilliseconds(300))).SendAsync(Write, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.Timeout && a.Body.IsEmpty);
    }

    [Fact]
    public async Task SendAsync_CancelledBefore_ThrowsAndSendsNothing()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);

        var act = () => host.Open().SendAsync(Write, new CancellationToken(canceled: true));

        await act.Should().ThrowAsync<OperationCanceledException>();
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_ReadCancelledUnderWay_Throws()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var app = await StubApp.StartAsync(async context =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var host = Start(app.Address);
        var session = host.Open();

        var act = () => session.SendAsync(Read, source.Token);

        (await act.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        session.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_WriteCancelledUnderWay_RunsToItsAnswer()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var app = await StubApp.StartAsync(async context =>
        {
            await source.CancelAsync();
            await Task.Delay(50, context.RequestAborted);
            await StubApp.Json(context, 201, "{}");
        });
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(Write, source.Token);

        answer.Status.Should().Be(201);
    }

    [Fact]
    public async Task SendAsync_NodeKilledUnderTraffic_NoReadFails()
    {
        await using var a = await StubApp.StartAsync();
        await using var b = await StubApp.StartAsync();
        await using var host = Start(Nodes(a.Address, b.Address), new Dictionary<string, string?>());
        var connection = Connection();
        var reads = Enumerable.Range(0, 8).Select(_ => ReadManyAsync(host.Client, connection, 200)).ToArray();

        await UntilAsync(() => a.Requests.Count > 50, "traffic runs");
        await a.StopAsync();
        var answers = await Task.WhenAll(reads);

        answers.SelectMany(answer => answer).Should().OnlyContain(answer => answer.Fault == AppFault.None && answer.Status == 200);
        b.Requests.Count.Should().BeGreaterThan(700);
    }

    private static async Task<List<AppResponse>> ReadManyAsync(IAppClient client, Gateway.Configuration.ConnectionSettings connection, int count)
    {
        var answers = new List<AppResponse>();
        for (var i = 0; i < count; i++)
        {
            answers.Add(await client.Open(connection).SendAsync(Read, Cancel));
            await Task.Delay(1, Cancel);
        }

        return answers;
    }

    private static async Task AnswerOnceThenTakeAndClose(Socket socket, CancellationToken cancel)
    {
        await RawApp.Says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")(socket, cancel);
        await socket.ReceiveAsync(new byte[4096], cancel);
    }

    private static Func<Socket, CancellationToken, Task> Answer(string what) => what switch
    {
        nameof(RawApp.Closes) => RawApp.Closes,
        nameof(RawApp.Resets) => RawApp.Resets,
        nameof(RawApp.Hangs) => RawApp.Hangs,
        _ => RawApp.Says(what),
    };

    /// <summary>Always the first node by name, so that a test knows which one is asked first.</summary>
    private static Dictionary<string, string?> First() => new()
    {
        [Health("Active:Enabled")] = "false",
        ["ReverseProxy:Clusters:jira:LoadBalancingPolicy"] = "FirstAlphabetical",
    };
}
