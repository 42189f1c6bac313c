using Gateway.Configuration;
using Gateway.Tests.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Configuration;

/// <summary>Certificates are read with the settings, and read again when their files change.</summary>
public sealed class CertificateReloadTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly SettingsStore _store;
    private readonly SettingsReloader _reloader;

    public CertificateReloadTests()
    {
        _folder.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        Renew();
        _folder.Local("""
            "Kestrel": { "Endpoints": { "Scim": { "Url": "https://*:8443", "Certificate": { "Path": "scim.pem" } } } },
            "Connections": { "jira": { "AppCalls": { "ClientCertificate": "scim.pem" } } }
            """);
        _store = _folder.Open();
        _reloader = new SettingsReloader(_store, _folder.Time, NullLogger<SettingsReloader>.Instance);
    }

    public void Dispose()
    {
        _reloader.Dispose();
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Look_NothingChanged_ReadsNothing() => LookTwice().Should().BeFalse();

    [Fact]
    public void Look_RenewedFile_IsInForceForListenerAndCalls()
    {
        var changed = 0;
        _store.Changed += () => changed++;
        var renewed = Renew();

        LookTwice().Should().BeTrue();

        changed.Should().Be(1);
        _store.Settings.ListenerCertificates[0].Certificate.Certificate.Thumbprint.Should().Be(renewed);
        _store.Current[0].AppCalls.ClientCertificate!.Certificate.Thumbprint.Should().Be(renewed);
        _store.Warnings.Should().NotContain(warning => warning.Message.Contains("starts again", StringComparison.Ordinal), because: "no restart is needed");
    }

    [Fact]
    public void Look_BrokenFile_LeavesTheOldOneUntilItIsMended()
    {
        var before = _store.Settings.ListenerCertificates[0].Certificate.Certificate.Thumbprint;

        _folder.Write("scim.pem", "half written");
        LookTwice();
        var (kept, refusal) = (_store.Settings.ListenerCertificates[0].Certificate.Certificate.Thumbprint, _store.LastRefusal);
        var renewed = Renew();
        LookTwice();

        kept.Should().Be(before);
        refusal!.Reasons.Should().Contain(reason => reason.Path == "Kestrel:Endpoints:Scim:Certificate");
        _store.LastRefusal.Should().BeNull();
        _store.Settings.ListenerCertificates[0].Certificate.Certificate.Thumbprint.Should().Be(renewed);
    }

    [Fact]
    public void Look_FileThatWasMissingAtTheLastReload_IsTakenWhenItComes()
    {
        _folder.Jira("""  "AppCalls": { "ClientCertificate": "late.pem" } """);
        LookTwice();
        var refused = _store.LastRefusal;
        _folder.Write("late.pem", File.ReadAllText(_folder.PathOf("scim.pem")));

        LookTwice();

        refused!.Reasons.Should().ContainSingle().Which.Path.Should().Be("Connections:jira:AppCalls:ClientCertificate:Path");
        _store.Current[0].AppCalls.ClientCertificate!.Path.Should().Be(_folder.PathOf("late.pem"));
    }

    [Fact]
    public void Look_AnotherPathOfTheListener_NeedsNoRestart()
    {
        var renewed = Renew("new.pem");
        _folder.Write("gateway.local.json", File.ReadAllText(_folder.PathOf("gateway.local.json")).Replace("scim.pem", "new.pem"));

        LookTwice();

        _store.Settings.ListenerCertificates[0].Certificate.Certificate.Thumbprint.Should().Be(renewed);
        _store.Warnings.Should().NotContain(warning => warning.Path == "Kestrel");
    }

    [Fact]
    public void Look_CertificateThatComesToItsEndMeanwhile_IsWarnedOf()
    {
        var before = _store.Warnings.Count(warning => warning.Message.Contains("expires on", StringComparison.Ordinal));
        _folder.Time.Advance(TimeSpan.FromDays(80));

        _reloader.Look().Should().BeTrue();

        before.Should().Be(0);
        _store.Warnings.Should().Contain(warning => warning.Path == "Kestrel:Endpoints:Scim:Certificate" && warning.Message.Contains("expires on"));
    }

    [Fact]
    public void Look_PlainHttpForOthers_IsRefusedAtReloadToo()
    {
        _folder.Local("""  "Kestrel": { "Endpoints": { "Scim": { "Url": "http://0.0.0.0:8080" } } } """);

        LookTwice();

        _store.LastRefusal!.Reasons.Should().ContainSingle().Which.Path.Should().Be("Kestrel:Endpoints:Scim:Url");
    }

    private bool LookTwice() => _reloader.Look() | _reloader.Look();

    private string Renew(string file = "scim.pem")
    {
        using var certificate = _authority.Issue("scim.example.com");
        _folder.Write(file, _authority.ChainPem(certificate) + TestAuthority.KeyPem(certificate));
        return certificate.Thumbprint;
    }
}
