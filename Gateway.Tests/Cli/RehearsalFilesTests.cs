using Gateway.Cli.Try;
using Gateway.Configuration;
using Gateway.Tests.Certificates;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Cli;

public sealed class RehearsalFilesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_ConnectionWithCertificatesAndNetworks_LeavesOutWhatIsForTheRealWorld()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("gateway");
        _folder.Write("ca.pem", authority.RootPem)
            .Write("client.pem", authority.ChainPem(certificate) + TestAuthority.EncryptedKeyPem(certificate, "k3y"))
            .Jira("""  "AppCalls": { "Concurrency": 3, "ClientCertificate": { "Path": "client.pem", "Password": "k3y" }, "CaBundle": "ca.pem" }, "Authentication": { "AllowedNetworks": [ "10.0.0.0/8" ] } """);
        Directory.CreateDirectory(_folder.PathOf("rehearsal"));

        var file = await RehearsalFiles.WriteAsync(
            _folder.PathOf("rehearsal"),
            new GatewayConfiguration(_folder.PathOf("gateway.json"), _folder.Environment),
            _folder.OpenJira(),
            new Uri("http://127.0.0.1:1"),
            new CredentialSettings { Type = "Bearer", Token = "emulated" },
            TestContext.Current.CancellationToken);

        var rehearsed = SettingsStore.Open(new GatewayConfiguration(file, _folder.Environment), new SandboxOverlay(), _folder.Time).Current[0];
        rehearsed.AppCalls.Should().Be(new AppCallSettings { Concurrency = 3 });
        rehearsed.Authentication.AllowedNetworks.Should().Be(NetworkList.Everywhere, because: "the rehearsal calls from this machine");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Should().NotContain("k3y");
    }
}
