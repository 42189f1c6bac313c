using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Benchmarks.Load;

/// <summary>A request with a bearer token, to an address that is given to it later.</summary>
internal static class BearerRequest
{
    public const string Scim = "application/scim+json";

    public static HttpRequestMessage Make(HttpMethod method, string path, string token, string? body, string type = Scim)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        }

        return request;
    }
}
