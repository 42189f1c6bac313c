using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Authentication.Jwt;

/// <summary>A key pair that signs whatever it is told to, by the bare cryptography: no library that could refuse what an attacker would send.</summary>
internal sealed class TestKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private TestKey(string id, RSA? rsa, ECDsa? ec) => (Id, _rsa, _ec) = (id, rsa, ec);

    /// <summary>The key's <c>kid</c>.</summary>
    public string Id { get; }

    public byte[] PublicDer => _rsa?.ExportSubjectPublicKeyInfo() ?? _ec!.ExportSubjectPublicKeyInfo();

    public string PublicPem => _rsa?.ExportSubjectPublicKeyInfoPem() ?? _ec!.ExportSubjectPublicKeyInfoPem();

    public static TestKey Rsa(string id, int bits = 2048) => new(id, RSA.Create(bits), null);

    public static TestKey Ec(string id) => new(id, null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A key that is kept elsewhere, such as the gateway's own.</summary>
    public static TestKey Import(string id, byte[] pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new TestKey(id, null, key);
    }

    /// <summary>The public key as a JSON Web Key (RFC 7517).</summary>
    public JsonObject Jwk(string? use = "sig", string? issuer = null)
    {
        var jwk = new JsonObject { ["kid"] = Id };
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(includePrivateParameters: false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Encode(rsa.Modulus!), Encode(rsa.Exponent!));
        }
        else
        {
            var ec = _ec!.ExportParameters(includePrivateParameters: false);
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Encode(ec.Q.X!), Encode(ec.Q.Y!));
        }

        (jwk["use"], jwk["issuer"]) = (use, issuer);
        return jwk;
    }

    /// <summary>The token with the usual header, its algorithm by the kind of key.</summary>
    public string Sign(JsonObject payload, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["typ"] = "JWT", ["alg"] = _rsa is null ? "ES256" : "RS256", ["kid"] = Id };
        header?.Invoke(head);
        return Sign(head, payload);
    }

    /// <summary>Signs what the header says, whatever that is, with this key.</summary>
    public string Sign(JsonObject header, JsonObject payload)
    {
        var text = $"{Encode(header.ToJsonString())}.{Encode(payload.ToJsonString())}";
        return $"{text}.{Encode(Signature(header["alg"]?.ToString() ?? "", Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>A token under a secret: HMAC with SHA-256.</summary>
    public static string SignWithSecret(byte[] secret, JsonObject payload, string? keyId)
    {
        var text = $"{Encode(new JsonObject { ["typ"] = "JWT", ["alg"] = "HS256", ["kid"] = keyId }.ToJsonString())}.{Encode(payload.ToJsonString())}";
        return $"{text}.{Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}";
    }

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private byte[] Signature(string algorithm, byte[] text)
    {
        var hash = algorithm.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512 : algorithm.EndsWith("384", StringComparison.Ordinal) ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        return _rsa?.SignData(text, hash, algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            ?? _ec!.SignData(text, hash);
    }
}
