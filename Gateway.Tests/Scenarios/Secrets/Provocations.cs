using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios.Faults;

namespace Gateway.Tests.Scenarios.Secrets;

/// <summary>Requests that carry a password in every way, also in ways that are wrong, and an app that quotes what it was sent in every way that it fails.</summary>
internal sealed class Provocations(GatewayFixture gateway, Canaries canaries)
{
    public List<ScimReply> Replies { get; } = [];

    public async Task RunAsync()
    {
        var id = await CreateAsync();
        foreach (var effect in Quoting(Canaries.Password))
        {
            // An app can quote only what it was sent.
            var rule = gateway.App.Faults.Add(new FaultRule { Mentions = Canaries.Password, Effect = effect });
            await ChangePasswordAsync(id);
            await SendAsync(HttpMethod.Post, "/Users", WithPassword("new@contoso.com"));
            gateway.App.Faults.Remove(rule);
        }

        await MalformedAsync(id);
        await SendAsync(HttpMethod.Get, $"/Users/{id}");
        await SendAsync(HttpMethod.Get, "/Users?attributes=password,userName");
        foreach (var effect in Quoting(canaries.Credential).Append(FaultEffect.Unauthorized()))
        {
            var rule = gateway.App.Faults.Add(new FaultRule { Effect = effect });
            await SendAsync(HttpMethod.Get, $"/Users/{id}");
            await ChangePasswordAsync(id);
            await SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("red"));
            gateway.App.Faults.Remove(rule);
        }
    }

    private async Task<string> CreateAsync()
    {
        var id = (await SendAsync(HttpMethod.Post, "/Users", WithPassword("ada@contoso.com"))).Id;
        await SendAsync(HttpMethod.Post, "/Users", WithPassword("ada@contoso.com"));
        await SendAsync(HttpMethod.Post, "/Users", WithPassword("old@contoso.com"));
        await SendAsync(HttpMethod.Put, $"/Users/{id}", WithPassword("ada@contoso.com"));
        await ChangePasswordAsync(id);
        await SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("replace", null, new JsonObject { ["password"] = Canaries.Password, ["title"] = "told" })));
        var bulk = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest"),
            ["Operations"] = new JsonArray(
                new JsonObject { ["method"] = "POST", ["path"] = "/Users", ["bulkId"] = "a", ["data"] = WithPassword("bulk@contoso.com") },
                new JsonObject { ["method"] = "PATCH", ["path"] = $"/Users/{id}", ["data"] = ScimBodies.Patch(ScimBodies.Op("replace", "password", Canaries.Password)) },
                new JsonObject { ["method"] = "POST", ["path"] = "/Users", ["bulkId"] = "b", ["data"] = new JsonObject { ["password"] = Canaries.Password } }),
        };
        await SendAsync(HttpMethod.Post, "/Bulk", bulk);
        return id;
    }

    private async Task MalformedAsync(string id)
    {
        await SendTextAsync(HttpMethod.Post, "/Users", $$"""{"userName":"x","password":"{{Canaries.Password}}" oops}""");
        await SendTextAsync(HttpMethod.Post, "/Users", $$"""{"userName":"x","password":"a","password":"{{Canaries.Password}}"}""");
        foreach (var wrong in new JsonNode[] { new JsonArray(Canaries.Password), new JsonObject { ["value"] = Canaries.Password }, string.Concat(Enumerable.Repeat(Canaries.Password, 500)) })
        {
            var body = ScimBodies.User("wrong@contoso.com");
            body["password"] = wrong.DeepClone();
            await SendAsync(HttpMethod.Post, "/Users", body);
            await SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("replace", "password", wrong.DeepClone())));
            await SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("add", "password", wrong.DeepClone()), ScimBodies.Op("nonsense", "password", Canaries.Password)));
        }

        await SendAsync(HttpMethod.Post, "/Users/.search", new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"),
            ["filter"] = $"password eq \"{Canaries.Password}\"",
        });
    }

    private Task<ScimReply> ChangePasswordAsync(string id) => SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("replace", "password", Canaries.Password)));

    private static JsonObject WithPassword(string userName)
    {
        var body = ScimBodies.User(userName);
        body["password"] = Canaries.Password;
        body["urn:ietf:params:scim:schemas:core:2.0:User:password"] = Canaries.Password;
        return body;
    }

    private static IEnumerable<FaultEffect> Quoting(string secret) =>
    [
        FaultEffect.Errors(400, $"'{secret}' is too easy."),
        FaultEffect.Errors(500, $"Failed at {secret.ToUpperInvariant()}"),
        FaultEffect.Errors(403, $"{new string('x', 490)}{secret}"),
        Json(400, $$$"""{"errorMessages":[],"errors":{"password":"'{{{secret}}}' was used before"}}"""),
        Json(409, $$"""{"message":"{{secret}}"}"""),
        Json(400, $$$"""{"errors":[{"context":"password","message":"{{{secret}}}","exceptionName":"com.atlassian.X"}]}"""),
        Json(400, $$"""{"reason":"INVALID_CREDENTIAL","message":"{{secret}}"}"""),
        Json(400, $$$"""{"statusCode":400,"message":"{{{secret}}}","data":{"successful":false,"errors":[{"message":{"key":"x","args":["{{{secret}}}"]}}]}}"""),
        Json(400, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidValue","detail":"{{secret}}"}"""),
        new FaultEffect.Answer { Status = 400, ContentType = "text/plain", Body = secret },
        new FaultEffect.Answer { Status = 302, Headers = new Dictionary<string, string> { ["Location"] = $"/login?{secret}" } },
        new FaultEffect.Answer { Status = 500, ContentType = "text/html", Body = $"<title>{secret}</title>", Headers = new Dictionary<string, string> { ["X-Seraph-LoginReason"] = secret } },
        KnownFault.Of("lost"),
        KnownFault.Of("page"),
    ];

    private static FaultEffect.Answer Json(int status, string body) => new() { Status = status, ContentType = "application/json", Body = body };

    private Task<ScimReply> SendAsync(HttpMethod method, string path, JsonNode? body = null) => SendTextAsync(method, path, body?.ToJsonString());

    private async Task<ScimReply> SendTextAsync(HttpMethod method, string path, string? body)
    {
        var reply = await gateway.SendTextAsync(method, path, body);
        Replies.Add(reply);
        return reply;
    }
}
