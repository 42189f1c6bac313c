using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Demo;

/// <summary>
/// Sends what Microsoft Entra's provisioning service sends, in its default shapes (Microsoft Learn, "Develop a SCIM
/// endpoint"), and counts it. A 429 or 503 is repeated after its Retry-After, as Entra does in a later cycle.
/// </summary>
internal sealed class EntraClient(HttpClient http, string baseUrl, string token)
{
    private const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string EnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const int MaxRepeats = 5;

    private readonly ConcurrentDictionary<(string What, int Status), int> _counts = new();

    /// <summary>Requests by kind and status.</summary>
    public IReadOnlyDictionary<(string What, int Status), int> Counts => _counts;

    public static string EnterpriseManager => $"{EnterpriseSchema}:manager";

    public async Task<JsonObject> FindUserAsync(string userName, CancellationToken cancellationToken) =>
        (await SendAsync("look up user", HttpMethod.Get, $"/Users?filter={Encode($"userName eq \"{userName}\"")}", null, cancellationToken))!;

    public async Task<JsonObject> FindGroupAsync(string displayName, CancellationToken cancellationToken) =>
        (await SendAsync("look up group", HttpMethod.Get, $"/Groups?excludedAttributes=members&filter={Encode($"displayName eq \"{displayName}\"")}", null, cancellationToken))!;

    public async Task<string> CreateUserAsync(DemoUser user, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(UserSchema, EnterpriseSchema),
            ["externalId"] = user.ExternalId,
            ["userName"] = user.UserName,
            ["active"] = true,
            ["displayName"] = user.DisplayName,
            ["emails"] = new JsonArray(new JsonObject { ["primary"] = true, ["type"] = "work", ["value"] = user.Email }),
            ["meta"] = new JsonObject { ["resourceType"] = "User" },
            ["name"] = new JsonObject { ["givenName"] = user.GivenName, ["familyName"] = user.FamilyName },
            ["title"] = "Engineer",
            ["roles"] = new JsonArray(),
        };
        var created = await SendAsync("create user", HttpMethod.Post, "/Users", body, cancellationToken);
        return (string)created!["id"]!;
    }

    public async Task<string> CreateGroupAsync(string displayName, string externalId, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"),
            ["externalId"] = externalId,
            ["displayName"] = displayName,
            ["meta"] = new JsonObject { ["resourceType"] = "Group" },
        };
        var created = await SendAsync("create group", HttpMethod.Post, "/Groups", body, cancellationToken);
        return (string)created!["id"]!;
    }

    public Task PatchUserAsync(string what, string id, CancellationToken cancellationToken, params (string Op, string Path, string Value)[] operations) =>
        SendAsync(what, HttpMethod.Patch, $"/Users/{id}", Patch(operations.Select(one => new JsonObject { ["op"] = one.Op, ["path"] = one.Path, ["value"] = one.Value })), cancellationToken);

    public Task ChangeMembersAsync(string op, string groupId, IEnumerable<string> userIds, CancellationToken cancellationToken)
    {
        var members = new JsonArray([.. userIds.Select(id => new JsonObject { ["$ref"] = null, ["value"] = id })]);
        return SendAsync(op == "Add" ? "add members" : "remove members", HttpMethod.Patch, $"/Groups/{groupId}", Patch([new JsonObject { ["op"] = op, ["path"] = "members", ["value"] = members }]), cancellationToken);
    }

    public Task DeleteAsync(string what, string path, CancellationToken cancellationToken) =>
        SendAsync(what, HttpMethod.Delete, path, null, cancellationToken);

    /// <summary>Entra form-encodes its queries: a blank is a plus.</summary>
    private static string Encode(string filter) => WebUtility.UrlEncode(filter);

    private static JsonObject Patch(IEnumerable<JsonObject> operations) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        ["Operations"] = new JsonArray([.. operations]),
    };

    private async Task<JsonObject?> SendAsync(string what, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, baseUrl + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.ParseAdd("application/scim+json");
            if (body is not null)
            {
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");
            }

            using var response = await http.SendAsync(request, cancellationToken);
            _counts.AddOrUpdate((what, (int)response.StatusCode), 1, (_, count) => count + 1);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();
            }

            if (attempt < MaxRepeats && response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancellationToken);
                continue;
            }

            throw new DemoFailedException($"{what}: {method} {path} was answered {(int)response.StatusCode}: {text}");
        }
    }
}

/// <summary>A person of the demo's directory.</summary>
internal sealed record DemoUser(int Number, string GivenName, string FamilyName)
{
    public string UserName { get; init; } = $"{GivenName}.{FamilyName}.{Number}@contoso.example".ToLowerInvariant();

    public string ExternalId => $"object-{Number:D6}";

    public string DisplayName { get; init; } = $"{GivenName} {FamilyName}";

    public string Email { get; init; } = $"{GivenName}.{FamilyName}.{Number}@contoso.example".ToLowerInvariant();

    public string? Id { get; init; }

    public bool Active { get; init; } = true;

    public bool Deleted { get; init; }
}

/// <summary>A group of the demo's directory with its members' numbers.</summary>
internal sealed record DemoGroup(string DisplayName, string ExternalId, string? Id, IReadOnlySet<int> Members, bool Deleted);

/// <summary>The gateway answered a request of the demo with an error.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);
