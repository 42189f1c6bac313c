using Gateway.State;

namespace Gateway.Authentication.Jwt;

/// <summary>Fetches the documents of an OpenID provider: no redirects, no cookies, at most 1 MiB and 10 s each.</summary>
internal sealed class ProviderClient(IHttpClientFactory clients, TimeProvider time)
{
    public const string Name = "openid";

    private const int MaxDocumentBytes = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static void Register(IServiceCollection services) => services
        .AddHttpClient(Name, static client => (client.Timeout, client.MaxResponseContentBufferSize) = (Limit, MaxDocumentBytes))
        .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        .RemoveAllLoggers();

    /// <summary>Metadata, and the keys that it points to. Throws <see cref="ProviderException"/>.</summary>
    public async Task<ProviderDocuments> FetchAsync(string address, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient(Name);
        var metadata = await GetAsync(client, new Uri(address), cancellationToken);
        var keys = await GetAsync(client, ProviderKeys.KeysAddress(metadata), cancellationToken);
        return new ProviderDocuments(address, metadata, keys, time.GetUtcNow());
    }

    private static async Task<string> GetAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsStringAsync(cancellationToken)
                : throw new ProviderException($"{address} answered {(int)response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or InvalidOperationException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ProviderException(error is OperationCanceledException ? $"{address} did not answer in time" : $"{address} cannot be read: {error.Message}");
        }
    }
}
