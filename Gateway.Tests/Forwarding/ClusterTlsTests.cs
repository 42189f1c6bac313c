using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Gateway.Configuration;
using Gateway.Forwarding;
using Gateway.Tests.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using static Gateway.Tests.Forwarding.ForwardingHost;

namespace Gateway.Tests.Forwarding;

/// <summary>App calls, probes and OAuth log-ins over real TLS on loopback, with authorities that were made for the test.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private static readonly AppCall Read = AppCall.Get(AppUri.Of("/rest/api/2/user"));

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new("Stranger Root");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tls-");
    private readonly ConcurrentQueue<string?> _shown = [];
    private ConnectionSettings _connection = Connection();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task SendAsync_BundleWithTheRoot_BelievesTheChainThatTheAppSends()
    {
        await using var app = await StartAppAsync("127.0.0.1");
        Set(bundle: Bundle(_authority));
        await using var host = Start(app);

        (await host.Open(_connection).SendAsync(Read, Cancel)).Status.Should().Be(200);
    }

    [Fact]
    public async Task SendAsync_NoBundle_TheMachineDoesNotKnowTheRoot()
    {
        await using var app = await StartAppAsync("127.0.0.1");
        await using var host = Start(app);

        var answer = await host.Open(_connection).SendAsync(Read, Cancel);

        answer.Fault.Should().Be(AppFault.Unreachable);
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_BundleOfAnotherAuthority_BelievesNobodyElse()
    {
        await using var app = await StartAppAsync("127.0.0.1");
        Set(bundle: Bundle(_stranger));
        await using var host = Start(app);

        (await host.Open(_connection).SendAsync(Read, Cancel)).Fault.Should().Be(AppFault.Unreachable);
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_RightRootButAnotherName_IsRefused()
    {
        await using var app = await StartAppAsync("jira.elsewhere.internal");
        Set(bundle: Bundle(_authority));
        await using var host = Start(app);

        (await host.Open(_connection).SendAsync(Read, Cancel)).Fault.Should().Be(AppFault.Unreachable, because: "a certificate of the same authority for another host is somebody else's");
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_ExpiredCertificateOfTheApp_IsRefused()
    {
        await using var app = await StartAppAsync("127.0.0.1", until: TimeSpan.FromHours(-1));
        Set(bundle: Bundle(_authority));
        await using var host = Start(app);

        (await host.Open(_connection).SendAsync(Read, Cancel)).Fault.Should().Be(AppFault.Unreachable);
    }

    [Fact]
    public async Task SendAsync_AppThatAsksForACertificate_IsShownItOnCallProbeAndLogin()
    {
        using var client = _authority.Issue("gateway");
        await using var app = await StartAppAsync("127.0.0.1", ClientCertificateMode.RequireCertificate, answer: context => context.Request.Path == "/token"
            ? StubApp.Json(context, 200, """{"access_token":"a","expires_in":3600}""")
            : StubApp.Json(context, 200, "{}"));
        Set(Write(client), Bundle(_authority));
        _connection = _connection with
        {
            Credential = new CredentialSettings { Type = "OAuth", ClientId = "c", ClientSecret = "s", RefreshToken = "r", TokenEndpoint = app.Address + "/token" },
        };
        await using var host = Start(app, probes: true);

        var answer = await host.Open(_connection).SendAsync(Read, Cancel);
        await UntilAsync(() => !app.Probes.IsEmpty, "a probe comes");

        answer.Status.Should().Be(200);
        app.Requests.Select(request => request.Target).Should().Equal("/token", "/rest/api/2/user");
        _shown.Should().OnlyContain(thumbprint => thumbprint == client.Thumbprint).And.NotBeEmpty();
    }

    [Fact]
    public async Task SendAsync_AppThatAsksAndThereIsNone_IsNotReached()
    {
        await using var app = await StartAppAsync("127.0.0.1", ClientCertificateMode.RequireCertificate);
        Set(bundle: Bundle(_authority));
        await using var host = Start(app);

        (await host.Open(_connection).SendAsync(Read, Cancel)).Fault.Should().NotBe(AppFault.None);
        app.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_AfterAReload_ShowsTheRenewedCertificate()
    {
        using var first = _authority.Issue("gateway");
        using var second = _authority.Issue("gateway");
        await using var app = await StartAppAsync("127.0.0.1", ClientCertificateMode.RequireCertificate);
        Set(Write(first), Bundle(_authority));
        await using var host = Start(app);
        await host.Open(_connection).SendAsync(Read, Cancel);
        var model = host.Cluster.Model;

        Set(Write(second), Bundle(_authority));
        host.Reload("unrelated", "key");
        await UntilAsync(() => host.Cluster.Model != model, "YARP has taken the reload over");
        var answer = await host.Open(_connection).SendAsync(Read, Cancel);

        answer.Status.Should().Be(200);
        _shown.Should().Equal(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public async Task SendAsync_ReloadThatLeavesTheCertificates_KeepsTheConnections()
    {
        await using var app = await StartAppAsync("127.0.0.1", ClientCertificateMode.AllowCertificate);
        Set(bundle: Bundle(_authority));
        await using var host = Start(app);
        await host.Open(_connection).SendAsync(Read, Cancel);
        var client = host.Cluster.Model.HttpClient;

        host.Reload("ReverseProxy:Clusters:jira:LoadBalancingPolicy", "RoundRobin");
        await UntilAsync(() => host.Cluster.Model.Config.LoadBalancingPolicy == "RoundRobin", "YARP has taken the reload over");

        host.Cluster.Model.HttpClient.Should().BeSameAs(client);
    }

    private void Set(CertificateFile? client = null, CaBundle? bundle = null) =>
        _connection = _connection with { AppCalls = _connection.AppCalls with { ClientCertificate = client, CaBundle = bundle } };

    private ForwardingHost Start(StubApp app, bool probes = false) => ForwardingHost.Start(
        Nodes(app.Address),
        probes ? new Dictionary<string, string?>() : new Dictionary<string, string?> { [Health("Active:Enabled")] = "false" },
        connections: () => [_connection]);

    private Task<StubApp> StartAppAsync(string name, ClientCertificateMode mode = ClientCertificateMode.NoCertificate, TimeSpan? until = null, Func<Microsoft.AspNetCore.Http.HttpContext, Task>? answer = null)
    {
        var certificate = _authority.Issue(name, until);
        return StubApp.StartAsync(answer, tls: options =>
        {
            options.ServerCertificate = certificate;
            options.ServerCertificateChain = [X509CertificateLoader.LoadCertificate(_authority.Intermediate.RawData)];
            options.ClientCertificateMode = mode;
            options.ClientCertificateValidation = (shown, _, _) =>
            {
                _shown.Enqueue(shown.Thumbprint);
                return true;
            };
        });
    }

    private CertificateFile Write(X509Certificate2 certificate)
    {
        var path = Path.Combine(_folder.FullName, "client.pem");
        File.WriteAllText(path, _authority.ChainPem(certificate) + TestAuthority.KeyPem(certificate));
        return CertificateReader.Read("x", path, null, null, new Findings())!;
    }

    private CaBundle Bundle(TestAuthority authority)
    {
        var path = Path.Combine(_folder.FullName, "ca.pem");
        File.WriteAllText(path, authority.RootPem);
        return CertificateReader.ReadBundle("x", path, new Findings())!;
    }
}
