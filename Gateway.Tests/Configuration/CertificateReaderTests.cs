using Gateway.Configuration;
using Gateway.Tests.Certificates;

namespace Gateway.Tests.Configuration;

public sealed class CertificateReaderTests : IDisposable
{
    private const string Password = "pfx-s3cret";

    private readonly ConfigurationFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("one.pem", null, null)]
    [InlineData("chain.pem", "key.pem", null)]
    [InlineData("chain.pem", "encrypted.pem", Password)]
    [InlineData("with.pfx", null, Password)]
    [InlineData("without.pfx", null, null)]
    public void Read_CertificateWithItsKey_HasKeyAndIntermediates(string path, string? keyPath, string? password)
    {
        using var issued = _authority.Issue("jira.internal");
        Write(issued);

        var file = Read(path, keyPath, password, out var findings);

        findings.Errors.Should().BeEmpty();
        file!.Certificate.Thumbprint.Should().Be(issued.Thumbprint);
        file.Certificate.HasPrivateKey.Should().BeTrue();
        file.Context.IntermediateCertificates.Select(one => one.Thumbprint).Should().Equal([_authority.Intermediate.Thumbprint], because: "a client that knows the root alone needs it");
        findings.Files.Should().Equal(new[] { path, keyPath }.OfType<string>().Select(_folder.PathOf));
    }

    [Theory]
    [InlineData("missing.pem", null, null, "Place:Path", "does not exist")]
    [InlineData("chain.pem", "missing.pem", null, "Place:KeyPath", "does not exist")]
    [InlineData("chain.pem", null, null, "Place", "KeyPath")]
    [InlineData("chain.pem", "other.pem", null, "Place", "do not belong together")]
    [InlineData("chain.pem", "encrypted.pem", "wr0ng-s3cret", "Place", "with its Password")]
    [InlineData("chain.pem", "encrypted.pem", null, "Place", "without a Password")]
    [InlineData("with.pfx", null, "wr0ng-s3cret", "Place", "with its Password")]
    [InlineData("with.pfx", null, null, "Place", "without a Password")]
    [InlineData("with.pfx", "key.pem", Password, "Place", "do not belong together")]
    [InlineData("broken.pem", null, null, "Place", "neither PKCS#12 nor PEM")]
    [InlineData("empty.pem", null, null, "Place", "neither PKCS#12 nor PEM")]
    [InlineData("key.pem", null, null, "Place", "no certificate")]
    public void Read_WhatCannotServe_IsOneErrorWithoutTheSecret(string path, string? keyPath, string? password, string place, string message)
    {
        using var issued = _authority.Issue("jira.internal");
        Write(issued);

        Read(path, keyPath, password, out var findings).Should().BeNull();

        var error = findings.Errors.Should().ContainSingle().Subject;
        error.Path.Should().Be(place);
        error.Message.Should().Contain(message).And.Contain(_folder.PathOf("")).And.NotContain("s3cret").And.NotContain("BEGIN");
    }

    [Fact]
    public void Read_SameCertificateInAnotherForm_TellsARenewedOneApart()
    {
        using var issued = _authority.Issue("jira.internal");
        using var renewed = _authority.Issue("jira.internal");
        Write(issued);
        var before = Read("one.pem", null, null, out _);
        var again = Read("one.pem", null, null, out _);

        Write(renewed);

        again.Should().Be(before);
        Read("one.pem", null, null, out _).Should().NotBe(before);
    }

    [Fact]
    public void ReadBundle_SeveralAuthorities_AreAllBelieved()
    {
        using var other = new TestAuthority("Other Root");
        _folder.Write("ca.pem", $"# our own\n{_authority.RootPem}\n{other.RootPem}\n");
        var findings = new Findings();

        var bundle = CertificateReader.ReadBundle("Place", _folder.PathOf("ca.pem"), findings);

        bundle!.ToChainPolicy().CustomTrustStore.Select(one => one.Thumbprint).Should().Equal(_authority.Root.Thumbprint, other.Root.Thumbprint);
    }

    [Theory]
    [InlineData("missing.pem", "does not exist")]
    [InlineData("empty.pem", "no root certificate")]
    [InlineData("broken.pem", "no root certificate")]
    [InlineData("key.pem", "no root certificate")]
    [InlineData("chain.pem", "no root certificate")]
    public void ReadBundle_NoRoot_IsAnError(string path, string message)
    {
        using var issued = _authority.Issue("jira.internal");
        Write(issued);
        var findings = new Findings();

        CertificateReader.ReadBundle("Place", _folder.PathOf(path), findings).Should().BeNull();

        findings.Errors.Should().ContainSingle().Which.Message.Should().Contain(message);
    }

    private CertificateFile? Read(string path, string? keyPath, string? password, out Findings findings)
    {
        findings = new Findings();
        return CertificateReader.Read("Place", _folder.PathOf(path), keyPath is null ? null : _folder.PathOf(keyPath), password, findings);
    }

    private void Write(System.Security.Cryptography.X509Certificates.X509Certificate2 issued)
    {
        using var other = _authority.Issue("other.internal");
        _folder.Write("chain.pem", _authority.ChainPem(issued))
            .Write("key.pem", TestAuthority.KeyPem(issued))
            .Write("other.pem", TestAuthority.KeyPem(other))
            .Write("encrypted.pem", TestAuthority.EncryptedKeyPem(issued, Password))
            .Write("one.pem", _authority.ChainPem(issued) + TestAuthority.KeyPem(issued))
            .Write("broken.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
            .Write("empty.pem", "");
        File.WriteAllBytes(_folder.PathOf("with.pfx"), _authority.Pfx(issued, Password));
        File.WriteAllBytes(_folder.PathOf("without.pfx"), _authority.Pfx(issued, null));
    }
}
