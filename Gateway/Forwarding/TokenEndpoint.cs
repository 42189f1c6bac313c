using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Configuration;
using Yarp.ReverseProxy.Model;

namespace Gateway.Forwarding;

/// <summary>
/// The app's token endpoint (RFC 6749 section 3.2): a path goes through the cluster like any call, an absolute address by the cluster's
/// client, so that what is set for its certificates counts. Client, secret and refresh token travel in the body and nowhere else.
/// </summary>
internal sealed class TokenEndpoint(ClusterPipeline pipeline, TimeProvider time)
{
    /// <summary>Where the Data Center apps have it.</summary>
    public const string DefaultPath = "/rest/oauth2/latest/token";

    private const string Form = "application/x-www-form-urlencoded";
    private const int MaxAnswerBytes = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Asks for an access token. Never throws for what app or network do.</summary>
    public async Task<TokenAnswer> RefreshAsync(string cluster, CredentialSettings credential, string refreshToken)
    {
        var address = credential.TokenEndpoint ?? DefaultPath;
        if (!pipeline.TryGetCluster(cluster, out var state))
        {
            return TokenAnswer.Unreachable($"There is no cluster \"{cluster}\" in ReverseProxy:Clusters.");
        }

        using var timer = new CancellationTokenSource(Limit, time);
        var body = Body(credential, refreshToken);
        try
        {
            var (status, answer) = address.StartsWith('/')
                ? await ForwardAsync(state, address, body, timer.Token)
                : await SendAsync(state, new Uri(address), body, timer.Token);
            return Read(status, answer, address);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or TokenEndpointException)
        {
            return TokenAnswer.Unreachable($"The token endpoint {address} cannot be reached: {(exception is OperationCanceledException ? "no answer in time" : exception.Message)}");
        }
    }

    private async Task<(int Status, ReadOnlyMemory<byte> Body)> ForwardAsync(ClusterState cluster, string path, byte[] body, CancellationToken cancellationToken)
    {
        var available = cluster.DestinationsState.AvailableDestinations;
        if (available.Count == 0)
        {
            throw new TokenEndpointException("no node of the cluster is healthy");
        }

        var call = new AppCall(HttpMethod.Post, path, string.Empty, body, IsRead: false) { ContentType = Form, Template = path };
        using var exchange = new AppExchange(call, CancellationToken.None);
        var response = await pipeline.ForwardAsync(exchange, AppHeaders.For(call, null), cluster, available, cancellationToken);
        return response.Fault == AppFault.None ? (response.Status, response.Body) : throw new TokenEndpointException(response.Reason ?? response.Fault.ToString());
    }

    private static async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(ClusterState cluster, Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Form);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await cluster.Model.HttpClient.SendAsync(request, cancellationToken);
        var buffer = new byte[MaxAnswerBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return ((int)response.StatusCode, buffer.AsMemory(0, length));
    }

    private static byte[] Body(CredentialSettings credential, string refreshToken)
    {
        var body = new StringBuilder("grant_type=refresh_token");
        Add("client_id", credential.ClientId!);
        Add("client_secret", credential.ClientSecret!);
        Add("refresh_token", refreshToken);
        if (credential.RedirectUri is { } redirect)
        {
            Add("redirect_uri", redirect);
        }

        return Encoding.ASCII.GetBytes(body.ToString());

        void Add(string name, string value) => body.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    private static TokenAnswer Read(int status, ReadOnlyMemory<byte> answer, string address)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(answer);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return TokenAnswer.Unreachable($"The token endpoint {address} answered {status} without JSON: check TokenEndpoint.");
        }

        if (status == 200 && Text(root, "access_token") is { Length: > 0 } token && token.All(letter => letter is > ' ' and <= '~'))
        {
            var lifetime = root.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt64(out var number) && number is > 0 and < 315_360_000
                ? TimeSpan.FromSeconds(number)
                : (TimeSpan?)null;
            return new TokenAnswer(new IssuedToken(token, lifetime, Text(root, "refresh_token")), default, status, null);
        }

        // RFC 6749 section 5.2: 400, or 401 for a client that is not known; the code says which. A code is a few letters, what else
        // stands there may be anything and is not quoted.
        return status is 400 or 401 or 403 && Text(root, "error") is { Length: > 0 and <= 40 } code && code.All(letter => char.IsAsciiLetterLower(letter) || letter == '_')
            ? new TokenAnswer(null, TokenError.Refused, status, code == "invalid_client"
                ? $"the token endpoint answered {code}: ClientId or ClientSecret is not the application link's"
                : $"the token endpoint answered {code}: the refresh token is no longer good, or RedirectUri is not the application link's; give the consent anew and set Credential.RefreshToken")
            : TokenAnswer.Unreachable($"The token endpoint {address} answered {status} without an access token.");
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class TokenEndpointException(string message) : Exception(message);
}
