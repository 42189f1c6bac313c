using System.Text;
using Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using static Gateway.Tests.Forwarding.ForwardingHost;

namespace Gateway.Tests.Forwarding;

public sealed class AppSessionTests
{
    private static readonly AppCall ReadAnn = AppCall.Get(AppUri.Of("/rest/api/2/user").With("username", "ann"));
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"name":"Åsa"}""");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_Read_ArrivesAsEncodedAndAnswerComesBackWhole()
    {
        await using var app = await StubApp.StartAsync(context =>
        {
            context.Response.Headers["X-Seraph-LoginReason"] = "OK";
            return StubApp.Json(context, 404, """{"errorMessages":["no"]}""");
        });
        await using var host = Start(app.Address);
        var uri = AppUri.Of("/rest/api/2/user").Segment("a/b ü%").With("username", "x&y=z?#/+ %");

        var answer = await host.Open().SendAsync(AppCall.Get(uri), Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.None && a.Status == 404 && a.Node == "a");
        answer.Headers["X-Seraph-LoginReason"].ToString().Should().Be("OK");
        Encoding.UTF8.GetString(answer.Body.Span).Should().Be("""{"errorMessages":["no"]}""");
        app.Requests.Single().Target.Should().Be("/rest/api/2/user/a%2Fb%20%C3%BC%25?username=x%26y%3Dz%3F%23%2F%2B%20%25");
    }

    [Fact]
    public async Task SendAsync_Write_CarriesBodyAndHeaders()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);

        await host.Open(Connection("Basic", "pässword")).SendAsync(AppCall.Post(AppUri.Of("/rest/api/2/user"), Body), Cancel);

        var arrived = app.Requests.Single();
        arrived.Method.Should().Be("POST");
        arrived.Body.Should().Be("""{"name":"Åsa"}""");
        arrived.Headers.Should().Contain(new Dictionary<string, string>
        {
            ["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("svc-scim:pässword")),
            ["Accept"] = "application/json",
            ["Content-Type"] = "application/json",
            ["Content-Length"] = Body.Length.ToString(provider: null),
            ["X-Atlassian-Token"] = "no-check",
            ["User-Agent"] = "scim-gateway/0.1.0",
        });
        arrived.Headers.Keys.Should().NotContain(["Accept-Encoding", "Cookie", "Transfer-Encoding", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"]);
    }

    [Fact]
    public async Task SendAsync_BearerCredential_SendsToken()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);

        await host.Open(Connection("Bearer", "pat-1")).SendAsync(ReadAnn, Cancel);

        app.Requests.Single().Headers["Authorization"].Should().Be("Bearer pat-1");
    }

    [Fact]
    public async Task SendAsync_CredentialTypeThatCannotLogIn_SendsNothing()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);

        var answer = await host.Open(Connection("OAuth")).SendAsync(ReadAnn, Cancel);

        answer.Fault.Should().Be(AppFault.CredentialStopped);
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_ScriptHeaders_CannotTouchReservedOnes()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);
        var call = ReadAnn with
        {
            Headers = new Dictionary<string, string>
            {
                ["X-Origin"] = "scim",
                ["authorization"] = "Basic evil",
                ["Cookie"] = "a=b",
                ["Host"] = "evil",
                ["X-Atlassian-Token"] = "evil",
            },
        };

        await host.Open().SendAsync(call, Cancel);

        var headers = app.Requests.Single().Headers;
        headers["X-Origin"].Should().Be("scim");
        headers["Authorization"].Should().Be("Bearer s3cr3t-pat");
        headers["X-Atlassian-Token"].Should().Be("no-check");
        headers.Keys.Should().NotContain("Cookie");
        headers["Host"].Should().StartWith("127.0.0.1");
    }

    [Fact]
    public async Task SendAsync_DeleteWithoutBody_HasLengthZeroAndNoContentType()
    {
        await using var app = await StubApp.StartAsync(context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(AppCall.Delete(AppUri.Of("/rest/api/2/user")), Cancel);

        answer.Should().Match<AppResponse>(a => a.Status == 204 && a.Body.IsEmpty);
        app.Requests.Single().Headers["Content-Length"].Should().Be("0");
        app.Requests.Single().Headers.Keys.Should().NotContain("Content-Type");
    }

    [Theory]
    [InlineData("/jira")]
    [InlineData("/jira/")]
    public async Task SendAsync_AddressWithContextPath_IsPutBefore(string contextPath)
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address + contextPath);

        await host.Open().SendAsync(ReadAnn, Cancel);

        app.Requests.Single().Target.Should().Be("/jira/rest/api/2/user?username=ann");
    }

    [Fact]
    public async Task SendAsync_Redirect_IsHandedBackAndNotFollowed()
    {
        await using var app = await StubApp.StartAsync(context =>
        {
            context.Response.Redirect("/login.jsp");
            return Task.CompletedTask;
        });
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(ReadAnn, Cancel);

        answer.Status.Should().Be(302);
        app.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_ChunkedAnswerOfManyPieces_ComesWhole()
    {
        var text = new string('x', 300_000);
        await using var app = await StubApp.StartAsync(async context =>
        {
            await context.Response.WriteAsync(text[..100_000]);
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync(text[100_000..]);
        });
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(ReadAnn, Cancel);

        Encoding.ASCII.GetString(answer.Body.Span).Should().Be(text);
    }

    [Fact]
    public async Task SendAsync_AfterAnAnswer_StaysOnItsNode()
    {
        await using var a = await StubApp.StartAsync();
        await using var b = await StubApp.StartAsync();
        await using var host = Start(Nodes(a.Address, b.Address), RoundRobin());
        var session = host.Open();

        await session.SendAsync(ReadAnn, Cancel);
        await session.SendAsync(AppCall.Put(AppUri.Of("/x"), Body), Cancel);
        await session.SendAsync(ReadAnn, Cancel);

        session.Calls.Select(call => call.Node).Distinct().Should().ContainSingle();
        new[] { a.Requests.Count, b.Requests.Count }.Should().BeEquivalentTo([0, 3]);
    }

    [Fact]
    public async Task SendElsewhereAsync_TwoNodes_AsksTheOtherAndStaysPinned()
    {
        await using var a = await StubApp.StartAsync();
        await using var b = await StubApp.StartAsync();
        await using var host = Start(a.Address, b.Address);
        var session = host.Open();

        var first = await session.SendAsync(ReadAnn, Cancel);
        var second = await session.SendElsewhereAsync(ReadAnn, first.Node, Cancel);
        var third = await session.SendAsync(ReadAnn, Cancel);

        second.Node.Should().NotBe(first.Node);
        third.Node.Should().Be(first.Node);
    }

    [Fact]
    public async Task SendElsewhereAsync_OneNode_AsksItAgain()
    {
        await using var a = await StubApp.StartAsync();
        await using var host = Start(a.Address);

        var answer = await host.Open().SendElsewhereAsync(ReadAnn, "a", Cancel);

        answer.Should().Match<AppResponse>(r => r.Status == 200 && r.Node == "a");
    }

    [Fact]
    public async Task SendElsewhereAsync_Write_IsABug()
    {
        await using var host = Start(RawApp.Refusing());

        var act = () => host.Open().SendElsewhereAsync(AppCall.Put(AppUri.Of("/x"), Body), "a", Cancel);

        await act.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Calls_AfterCalls_TellTargetStatusAndNode()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);
        var session = host.Open();

        await session.SendAsync(ReadAnn, Cancel);

        session.Calls.Should().ContainSingle().Which.Should().Match<AppCallRecord>(call =>
            call.Method == "GET" && call.Target == "/rest/api/2/user?username=ann" && call.Status == 200
            && call.Fault == AppFault.None && call.Node == "a" && call.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task SendAsync_SideBySideInOneSession_AllAnswer()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);
        var session = host.Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => session.SendAsync(ReadAnn, Cancel)));

        answers.Should().OnlyContain(answer => answer.Status == 200);
        session.Calls.Should().HaveCount(200);
    }

    [Theory]
    [InlineData("/x\r\nX-Evil: 1", "")]
    [InlineData("/x y", "")]
    [InlineData("/x#y", "")]
    [InlineData("/ü", "")]
    [InlineData("x", "")]
    [InlineData("@evil/x", "")]
    [InlineData("/x", "?a=b c")]
    [InlineData("/x", "?a=b\n")]
    [InlineData("/x", "?a=#")]
    public async Task SendAsync_TargetThatIsNotEncoded_SendsNothing(string path, string query)
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);

        var answer = await host.Open().SendAsync(new AppCall(HttpMethod.Get, path, query, default, IsRead: true), Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.Unreachable && a.Reason!.Contains("could not be made"));
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_ClusterThatDoesNotExist_IsUnreachableNamingIt()
    {
        await using var host = Start(RawApp.Refusing());

        var answer = await host.Open(Connection() with { Cluster = "gone" }).SendAsync(ReadAnn, Cancel);

        answer.Fault.Should().Be(AppFault.Unreachable);
        answer.Reason.Should().Contain("\"gone\"");
    }

    [Fact]
    public async Task SendAsync_NodesChangedInConfiguration_NextCallGoesThere()
    {
        await using var old = await StubApp.StartAsync();
        await using var fresh = await StubApp.StartAsync();
        await using var host = Start(old.Address);
        await host.Open().SendAsync(ReadAnn, Cancel);

        host.Reload(NodeKey("a"), fresh.Address);
        await UntilAsync(() => host.Cluster.Destinations["a"].Model.Config.Address == fresh.Address, "YARP reloads");
        await host.Open().SendAsync(ReadAnn, Cancel);

        old.Requests.Should().ContainSingle();
        fresh.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task SendAsync_AffinityConfigured_StillAnswersAndPins()
    {
        await using var a = await StubApp.StartAsync();
        await using var b = await StubApp.StartAsync();
        await using var host = Start(Nodes(a.Address, b.Address), new Dictionary<string, string?>
        {
            [Health("Active:Enabled")] = "false",
            ["ReverseProxy:Clusters:jira:SessionAffinity:Enabled"] = "true",
            ["ReverseProxy:Clusters:jira:SessionAffinity:Policy"] = "HashCookie",
            ["ReverseProxy:Clusters:jira:SessionAffinity:AffinityKeyName"] = "node",
        });
        var session = host.Open();

        await session.SendAsync(ReadAnn, Cancel);
        var second = await session.SendAsync(ReadAnn, Cancel);

        second.Headers.SetCookie.ToString().Should().Contain("node=", because: "YARP's affinity ran");
        session.Calls.Select(call => call.Node).Distinct().Should().ContainSingle();
    }

    private static Dictionary<string, string?> RoundRobin() => new()
    {
        [Health("Active:Enabled")] = "false",
        ["ReverseProxy:Clusters:jira:LoadBalancingPolicy"] = "RoundRobin",
    };
}
