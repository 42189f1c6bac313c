using System.Security.Cryptography;

using BenchmarkDotNet.Attributes;
using Gateway.Authentication;
using Gateway.Authentication.Jwt;
using Gateway.Authentication.OAuth;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Benchmarks.Authentication;

/// <summary>
/// What it costs to know who is calling, for each way in: as it is for all requests but the first with a token, and for the first
/// one (its signature is checked).
/// </summary>
[MemoryDiagnoser]
public class CallerBenchmarks
{
    private const string Tenant = "ce5f061f-abe6-4e40-9615-301f87bcb7f0";
    private const string KeyId = "rsa-1";

    private readonly RSA _rsa = RSA.Create(2048);
    private string _folder = "";
    private SqliteStateStore _store = null!;
    private WebApplication _provider = null!;
    private ServiceProvider _services = null!;
    private CallerAuthenticator _callers = null!;
    private EntraTokens _entraTokens = null!;
    private AccessTokens _accessTokens = null!;
    private ConnectionSettings _connection = null!;
    private string _token = "";
    private string _entra = "";
    private string _access = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
        _provider = await StartProviderAsync();
        var settings = OpenSettings(_provider.Urls.First());
        _store = await SqliteStateStore.OpenAsync("Data Source=bench.db", _folder, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(settings)
            .AddSingleton<IControlStore>(_store).AddSingleton<IKeyStore>(_store).AddScimAuthentication().BuildServiceProvider();
        _connection = settings.Current[0];
        _callers = _services.GetRequiredService<CallerAuthenticator>();
        _entraTokens = _services.GetRequiredService<EntraTokens>();
        _accessTokens = _services.GetRequiredService<AccessTokens>();
        var bearer = TokenFactory.Create();
        await _store.AddTokenAsync(new StoredToken(_connection.Name, "bench", bearer.Sha256, TimeProvider.System.GetUtcNow(), null, null), CancellationToken.None);
        var client = _connection.Authentication.OAuth!;
        (_token, _entra) = ($"Bearer {bearer.Token}", $"Bearer {EntraToken()}");
        _access = $"Bearer {await _accessTokens.IssueAsync(_connection.Name, client, ClientProofs.OfSecret(client.ClientSecretSha256[0]), CancellationToken.None)}";
        foreach (var header in new[] { _token, _entra, _access })
        {
            var verdict = await _callers.AuthenticateAsync(_connection, header, CancellationToken.None);
            _ = verdict.Caller ?? throw new InvalidOperationException($"A caller is refused: {verdict.Reason}");
        }
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _services.DisposeAsync();
        await _provider.DisposeAsync();
        await _store.DisposeAsync();
        _rsa.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public async Task<bool> BearerToken() => (await _callers.AuthenticateAsync(_connection, _token, CancellationToken.None)).Caller is not null;

    [Benchmark]
    public async Task<bool> EntraAgain() => (await _callers.AuthenticateAsync(_connection, _entra, CancellationToken.None)).Caller is not null;

    [Benchmark]
    public async Task<bool> AccessTokenAgain() => (await _callers.AuthenticateAsync(_connection, _access, CancellationToken.None)).Caller is not null;

    [Benchmark]
    public async Task<bool> EntraFirst() =>
        (await _entraTokens.ValidateAsync(_connection.Authentication.Entra!, JwtClaims.Parse(_entra["Bearer ".Length..])!, CancellationToken.None)).Caller is not null;

    [Benchmark]
    public async Task<bool> AccessTokenFirst() =>
        (await _accessTokens.ValidateAsync(_connection, JwtClaims.Parse(_access["Bearer ".Length..])!, CancellationToken.None)).Caller is not null;

    private async Task<WebApplication> StartProviderAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        app.MapGet("/metadata", context => context.Response.WriteAsync($$"""{"issuer":"https://login.microsoftonline.com/{{Tenant}}/v2.0","jwks_uri":"{{app.Urls.First()}}/keys"}"""));
        app.MapGet("/keys", context => context.Response.WriteAsync(
            $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"{{KeyId}}","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}]}"""));
        await app.StartAsync();
        return app;
    }

    private SettingsStore OpenSettings(string provider)
    {
        var file = Path.Combine(_folder, "gateway.json");
        File.WriteAllText(file, $$"""
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
              "Connections": {
                "jira": {
                  "App": "jira",
                  "Credential": { "Type": "Bearer", "Token": "t" },
                  "Authentication": {
                    "OAuth": { "ClientId": "bench", "ClientSecretSha256": [ "{{new string('a', 64)}}" ] },
                    "Entra": { "Tenant": "{{Tenant}}", "Audiences": [ "api://bench" ], "MetadataAddress": "{{provider}}/metadata" }
                  }
                }
              },
              "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "http://127.0.0.1:9/" } } } } }
            }
            """);
        return SettingsStore.Open(new GatewayConfiguration(file, new Dictionary<string, string>()), new SandboxOverlay(), TimeProvider.System);
    }

    // About as long as Entra's own, which carry some claims more.
    private string EntraToken()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var payload = $$"""{"aud":"api://bench","iss":"https://sts.windows.net/{{Tenant}}/","iat":{{now}},"nbf":{{now}},"exp":{{now + 86_400}},"appid":"{{EntraTokenSettings.ProvisioningService}}","tid":"{{Tenant}}","rh":"{{new string('r', 600)}}"}""";
        return new JsonWebTokenHandler().CreateToken(payload, new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256));
    }
}
