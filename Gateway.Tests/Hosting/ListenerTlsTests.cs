using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Hosting;
using Gateway.Tests.Certificates;
using Gateway.Tests.Configuration;
using Gateway.Tests.Forwarding;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>The whole gateway behind its own TLS, with a certificate that changes on disk while it runs.</summary>
public sealed class ListenerTlsTests : IAsyncLifetime
{
    private readonly ConfigurationFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly LogLines _logs = new();
    private RunningGateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.PathOf("tls"));
        Write("tls/scim.pem", Issue());
        _folder.Local("""
            "Kestrel": { "Endpoints": { "Scim": { "Url": "https://127.0.0.1:0", "Certificate": { "Path": "tls/scim.pem" } } } },
            "Management": { "Url": "http://127.0.0.1:0" }, "State": { "ConnectionString": "Data Source=state.db" }
            """);
        _gateway = await GatewayHost.StartAsync(
            new GatewayOptions { ConfigFile = _folder.PathOf("gateway.json"), Environment = new Dictionary<string, string>(), Logging = logs => logs.AddProvider(_logs) }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Handshake_ClientThatKnowsTheRootAlone_Succeeds(SslProtocols version)
    {
        await using var stream = await ConnectAsync(version);

        stream.SslProtocol.Should().Be(version);
        stream.RemoteCertificate!.Subject.Should().Be("CN=127.0.0.1");
    }

    [Theory]
    [InlineData("overwritten")]
    [InlineData("renamed over")]
    [InlineData("link swapped")]
    public async Task Handshake_AfterARenewal_ShowsTheNewCertificateWhileOldConnectionsGoOn(string how)
    {
        await using var open = await ConnectAsync();
        var renewed = Issue();

        Renew(how, renewed);
        await UntilShownAsync(renewed.Thumbprint);

        await open.WriteAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancel);
        (await new StreamReader(open).ReadToEndAsync(Cancel)).Should().StartWith("HTTP/1.1 200");
        _logs.Lines.Should().Contain(line => line.Contains("504") && line.Contains("scim.pem"));
    }

    [Fact]
    public async Task Handshake_BrokenFile_ShowsTheOldCertificateAndTheLogSaysWhy()
    {
        await using var before = await ConnectAsync();

        _folder.Write("tls/scim.pem", "-----BEGIN CERTIFICATE-----\nhalf");
        await ForwardingHost.UntilAsync(() => _logs.Lines.Any(line => line.Contains("is refused, the old one stays")), "the file is looked at");
        await using var after = await ConnectAsync();

        after.RemoteCertificate!.GetCertHashString().Should().Be(before.RemoteCertificate!.GetCertHashString());
        _logs.Lines.Should().Contain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("Kestrel:Endpoints:Scim:Certificate") && line.Contains("scim.pem"));
    }

    private X509Certificate2 Issue() => _authority.Issue("127.0.0.1");

    private void Renew(string how, X509Certificate2 certificate)
    {
        switch (how)
        {
            case "overwritten":
                Write("tls/scim.pem", certificate);
                break;
            case "renamed over":
                Write("tls/scim.pem.new", certificate);
                File.Move(_folder.PathOf("tls/scim.pem.new"), _folder.PathOf("tls/scim.pem"), overwrite: true);
                break;
            default:
                // As Kubernetes mounts a secret: the file is a link into a folder with the data, and the link is replaced.
                File.Move(_folder.PathOf("tls/scim.pem"), _folder.PathOf("data1.pem"));
                File.CreateSymbolicLink(_folder.PathOf("tls/scim.pem"), _folder.PathOf("data1.pem"));
                Write("data2.pem", certificate);
                File.CreateSymbolicLink(_folder.PathOf("tls/scim.pem.new"), _folder.PathOf("data2.pem"));
                File.Move(_folder.PathOf("tls/scim.pem.new"), _folder.PathOf("tls/scim.pem"), overwrite: true);
                break;
        }
    }

    private void Write(string file, X509Certificate2 certificate) => _folder.Write(file, _authority.ChainPem(certificate) + TestAuthority.KeyPem(certificate));

    private async Task UntilShownAsync(string thumbprint)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await using var stream = await ConnectAsync();
            if (stream.RemoteCertificate!.GetCertHashString() == thumbprint)
            {
                return;
            }

            TimeProvider.System.GetElapsedTime(deadline).Should().BeLessThan(TimeSpan.FromSeconds(10), because: "a renewed certificate counts within seconds");
            await Task.Delay(50, Cancel);
        }
    }

    /// <summary>A client that believes the root alone, so that the intermediate has to come with the handshake.</summary>
    private async Task<SslStream> ConnectAsync(SslProtocols version = SslProtocols.None)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", _gateway.Address.Port, Cancel);
        var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority.Root);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", EnabledSslProtocols = version, CertificateChainPolicy = policy }, Cancel);
        return stream;
    }
}
