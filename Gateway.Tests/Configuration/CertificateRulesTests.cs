using Gateway.Tests.Certificates;

namespace Gateway.Tests.Configuration;

public sealed class CertificateRulesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public CertificateRulesTests()
    {
        using var certificate = _authority.Issue("gateway");
        _folder.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        _folder.Write("ca.pem", _authority.RootPem).Write("client.pem", _authority.ChainPem(certificate)).Write("client.key", TestAuthority.EncryptedKeyPem(certificate, "k3y"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Bind_ObjectWithKeyAndPassword_IsRead()
    {
        _folder.Jira("""  "AppCalls": { "ClientCertificate": { "Path": "client.pem", "KeyPath": "client.key" }, "CaBundle": "ca.pem" } """);
        _folder.Write("secrets/Connections__jira__AppCalls__ClientCertificate__Password", "k3y\n");

        var calls = _folder.OpenJira().AppCalls;

        calls.ClientCertificate!.Certificate.HasPrivateKey.Should().BeTrue();
        calls.CaBundle!.Path.Should().Be(_folder.PathOf("ca.pem"));
        calls.ToString().Should().NotContain("k3y");
        _folder.Warnings().Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"ClientCertificate\": { \"KeyPath\": \"client.key\" }", "ClientCertificate:Path", "is missing")]
    [InlineData("\"ClientCertificate\": { \"Password\": \"x\" }", "ClientCertificate:Path", "is missing")]
    [InlineData("\"ClientCertificate\": \"no.pfx\"", "ClientCertificate:Path", "does not exist")]
    [InlineData("\"ClientCertificate\": [ \"client.pem\" ]", "ClientCertificate", "must be an object")]
    [InlineData("\"CaBundle\": \"no.pem\"", "CaBundle", "does not exist")]
    [InlineData("\"CaBundle\": [ \"ca.pem\" ]", "CaBundle", "must be a single value")]
    public void Bind_WhatCannotServe_IsRefused(string members, string path, string message)
    {
        _folder.Jira($$"""  "AppCalls": { {{members}} } """);

        var error = _folder.Errors().Should().ContainSingle().Subject;
        error.Path.Should().Be($"Connections:jira:AppCalls:{path}");
        error.Message.Should().Contain(message);
    }

    [Fact]
    public void Check_PlainHttpCluster_WarnsThatNothingIsShown()
    {
        _folder.Local("""
            "Connections": { "jira": { "AppCalls": { "CaBundle": "ca.pem" } } },
            "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "http://127.0.0.1:1" } } } } }
            """);

        _folder.Warnings().Should().ContainSingle().Which.Path.Should().Be("Connections:jira:AppCalls:CaBundle");
    }

    [Fact]
    public void Check_AnyServerCertificate_IsAWarningAtEachLoadAndAnErrorBesideABundle()
    {
        const string Any = """  "ReverseProxy": { "Clusters": { "jira": { "HttpClient": { "DangerousAcceptAnyServerCertificate": true } } } } """;
        _folder.Local(Any);
        var warnings = _folder.Warnings();

        _folder.Local($$"""  {{Any}}, "Connections": { "jira": { "AppCalls": { "CaBundle": "ca.pem" } } } """);

        warnings.Should().ContainSingle().Which.Path.Should().Be("ReverseProxy:Clusters:jira:HttpClient:DangerousAcceptAnyServerCertificate");
        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be("Connections:jira:AppCalls:CaBundle");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\"CaBundle\": \"ca.pem\"", 0)]
    public void Check_ConnectionsThatShareACluster_MustAgree(string second, int errors)
    {
        _folder.Local($$"""
            "Connections": {
              "jira": { "AppCalls": { "CaBundle": "ca.pem" } },
              "more": { "App": "jira", "Endpoint": "directory", "Cluster": "jira", "Credential": { "Type": "Basic", "Username": "a", "Password": "b" }, "AppCalls": { {{second}} } }
            }
            """);

        if (errors == 0)
        {
            _folder.Open().Current.Should().HaveCount(2);
            return;
        }

        _folder.Errors().Should().ContainSingle().Which.Message.Should().Contain("jira, more share the cluster 'jira'");
    }
}
