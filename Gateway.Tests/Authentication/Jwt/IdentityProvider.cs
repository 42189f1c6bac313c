using System.Text.Json.Nodes;
using Gateway.Tests.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Authentication.Jwt;

/// <summary>An OpenID provider on loopback that publishes what a tenant of Entra does, and counts who asks.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    /// <summary>As Entra marks most of its keys.</summary>
    private const string AnyTenant = "https://login.microsoftonline.com/{tenantid}/v2.0";

    private StubApp _stub = null!;
    private int _fetches;

    private IdentityProvider(string tenant) => Tenant = tenant;

    public string Tenant { get; }

    /// <summary>Issuer of version 2.0; version 1.0 is <see cref="IssuerV1"/>.</summary>
    public string Issuer => $"https://login.microsoftonline.com/{Tenant}/v2.0";

    public string IssuerV1 => $"https://sts.windows.net/{Tenant}/";

    /// <summary>The key that tokens are signed with now.</summary>
    public TestKey Key { get; set; } = TestKey.Rsa("rsa-1");

    /// <summary>What the key set holds.</summary>
    public List<JsonObject> Published { get; } = [];

    /// <summary>Whether every request is answered 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>What the metadata says of keys; null: where they are.</summary>
    public string? KeysAddress { get; set; }

    /// <summary>What the metadata calls itself; null: <see cref="Issuer"/>.</summary>
    public string? MetadataIssuer { get; set; }

    public int Fetches => Volatile.Read(ref _fetches);

    public string MetadataAddress => $"{_stub.Address}/{Tenant}/v2.0/.well-known/openid-configuration";

    public static async Task<IdentityProvider> StartAsync(string tenant)
    {
        var provider = new IdentityProvider(tenant);
        provider.Published.Add(provider.Key.Jwk(issuer: AnyTenant));
        provider._stub = await StubApp.StartAsync(provider.AnswerAsync);
        return provider;
    }

    /// <summary>Signs with another key from now on, which is published; those before stay published or not.</summary>
    public void Rotate(string id, bool keepsOld)
    {
        Key = TestKey.Rsa(id);
        if (!keepsOld)
        {
            Published.Clear();
        }

        Published.Add(Key.Jwk(issuer: AnyTenant));
    }

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        if (IsDown)
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        }

        switch (context.Request.Path.Value)
        {
            case var path when path == $"/{Tenant}/v2.0/.well-known/openid-configuration":
                Interlocked.Increment(ref _fetches);
                return StubApp.Json(context, 200, new JsonObject { ["issuer"] = MetadataIssuer ?? Issuer, ["jwks_uri"] = KeysAddress ?? $"{_stub.Address}/{Tenant}/discovery/v2.0/keys" }.ToJsonString());
            case var path when path == $"/{Tenant}/discovery/v2.0/keys":
                return StubApp.Json(context, 200, new JsonObject { ["keys"] = new JsonArray([.. Published.Select(key => key.DeepClone())]) }.ToJsonString());
            default:
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
        }
    }
}
