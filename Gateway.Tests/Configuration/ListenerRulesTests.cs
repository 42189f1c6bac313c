using Gateway.Configuration;
using Gateway.Tests.Certificates;

namespace Gateway.Tests.Configuration;

public sealed class ListenerRulesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public ListenerRulesTests() => Issue(TimeSpan.FromDays(90));

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("""  "Endpoints": { "Scim": { "Url": "https://*:8443", "Certificate": { "Path": "tls/scim.pem" } } } """)]
    [InlineData("""  "Endpoints": { "Scim": { "Url": "https://*:8443", "SslProtocols": [ "Tls12", "tls13" ], "Certificate": { "Path": "tls/scim.pem" } } } """)]
    [InlineData("""  "Endpoints": { "Scim": { "Url": "https://*:8443" } }, "Certificates": { "Default": { "Path": "tls/scim.pem" } } """)]
    public void Check_ListenerWithCertificate_IsAcceptedAndKnown(string kestrel)
    {
        Kestrel(kestrel);

        _folder.Open().Settings.ListenerCertificates.Should().ContainSingle()
            .Which.Should().Match<ListenerCertificate>(listener => listener.Endpoint == "Scim" && listener.Certificate.Path == _folder.PathOf("tls/scim.pem"));
        _folder.Warnings().Should().BeEmpty();
    }

    [Fact]
    public void Check_CertificateOfTheMachinesStore_IsKestrelsAffair()
    {
        Kestrel("""  "Endpoints": { "Scim": { "Url": "https://*:8443", "Certificate": { "Subject": "scim.example.com", "Store": "My" } } } """);

        _folder.Open().Settings.ListenerCertificates.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""  "Endpoints": { "Scim": { "Url": "https://*:8443" } } """, "Kestrel:Endpoints:Scim:Certificate", "is missing")]
    [InlineData("""  "Endpoints": { "Scim": { "Url": "https://*:8443", "Certificate": { "Path": "no.pem" } } } """, "Kestrel:Endpoints:Scim:Certificate:Path", "does not exist")]
    [InlineData("""  "Endpoints": { "Scim": { "Url": "https://*:8443" } }, "Certificates": { "Default": { "Path": "no.pem" } } """, "Kestrel:Certificates:Default:Path", "does not exist")]
    [InlineData("""  "EndpointDefaults": { "SslProtocols": "Tls11" } """, "Kestrel:EndpointDefaults:SslProtocols", "'Tls11' is not allowed")]
    [InlineData("""  "Endpoints": { "Scim": { "SslProtocols": [ "Tls12", "Tls" ] } } """, "Kestrel:Endpoints:Scim:SslProtocols", "'Tls' is not allowed")]
    [InlineData("""  "Endpoints": { "Scim": { "SslProtocols": [ "None" ] } } """, "Kestrel:Endpoints:Scim:SslProtocols", "'None' is not allowed")]
    [InlineData("""  "Endpoints": { "Scim": { "Sni": { "a.example.com": { "SslProtocols": [ "Ssl3" ] } } } } """, "Kestrel:Endpoints:Scim:Sni:a.example.com:SslProtocols", "'Ssl3' is not allowed")]
    public void Check_ListenerThatIsNotSafe_IsRefused(string kestrel, string path, string message)
    {
        Kestrel(kestrel);

        var error = _folder.Errors().Should().ContainSingle().Subject;
        error.Path.Should().Be(path);
        error.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData("""  "Limits": { "MaxRequestBodySize": 5 } """, "Kestrel:Limits", "does nothing")]
    [InlineData("""  "Endpoints": { "Scim": { "Sni": { "a.example.com": { } } } } """, "Kestrel:Endpoints:Scim:Sni", "read at start only")]
    public void Check_WhatIsNotActedOn_IsAWarning(string kestrel, string path, string message)
    {
        Kestrel(kestrel);

        var warning = _folder.Warnings().Should().ContainSingle().Subject;
        warning.Path.Should().Be(path);
        warning.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData(-1, "expired on")]
    [InlineData(13, "expires on")]
    public void Check_CertificateNearItsEnd_IsAWarning(int days, string message)
    {
        _folder.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        Issue(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1));
        Kestrel("""  "Endpoints": { "Scim": { "Url": "https://*:8443", "Certificate": { "Path": "tls/scim.pem" } } } """);

        var warning = _folder.Warnings().Should().ContainSingle().Subject;
        warning.Path.Should().Be("Kestrel:Endpoints:Scim:Certificate");
        warning.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData("[]", "http://127.0.0.1:0", 1)]
    [InlineData("[ \"10.0.0.1\" ]", "http://127.0.0.1:0", 0)]
    [InlineData("[]", "https://127.0.0.1:0", 0)]
    public void Check_AllowedNetworksBehindAnUnknownProxy_IsAWarning(string proxies, string url, int warnings)
    {
        _folder.Local($$"""
            "KnownProxies": {{proxies}},
            "Kestrel": { "Endpoints": { "Scim": { "Url": "{{url}}", "Certificate": { "Path": "tls/scim.pem" } } } },
            "Connections": { "jira": { "Authentication": { "AllowedNetworks": [ "10.0.0.0/8" ] } } }
            """);

        _folder.Warnings().Where(warning => warning.Message.Contains("KnownProxies", StringComparison.Ordinal)).Should().HaveCount(warnings);
    }

    private void Kestrel(string members) => _folder.Local($$"""  "Kestrel": { {{members}} } """);

    private void Issue(TimeSpan until)
    {
        _folder.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        using var certificate = _authority.Issue("scim.example.com", until < TimeSpan.Zero ? TimeSpan.FromHours(-1) : until);
        _folder.Write("tls/scim.pem", _authority.ChainPem(certificate) + TestAuthority.KeyPem(certificate));
    }
}
