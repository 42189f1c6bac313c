using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Scim;

/// <summary>The endpoints of RFC 7644 that the service has: Users, Groups, their .search, Bulk, ServiceProviderConfig, ResourceTypes, Schemas; Me is 501. Throws <see cref="ScimRefusal"/>.</summary>
internal sealed class ScimEndpoints(ScimSandboxOptions options, ScimState state)
{
    private const string MediaType = "application/scim+json";

    public SandboxAnswer Answer(SandboxRequest request, ScimSettings settings)
    {
        var segments = request.Path.Trim('/').Split('/');
        return segments[0] switch
        {
            "Users" or "Groups" => OfType(request, settings, segments[0] == "Users", segments),
            "ServiceProviderConfig" when segments.Length == 1 => Read(request, Configuration()),
            "ResourceTypes" when segments.Length == 1 => Read(request, ListOf(2, 1, [ResourceType("User"), ResourceType("Group")])),
            "Schemas" when segments.Length == 1 => Read(request, ListOf(2, 1, [Schema(ScimSchema.User), Schema(ScimSchema.Group)])),
            "Bulk" when segments.Length == 1 => Bulk(request, settings),
            "Me" => throw new ScimRefusal(501, null, "There is no /Me here."),
            _ => throw ScimRefusal.Missing("There is no such endpoint."),
        };
    }

    private SandboxAnswer OfType(SandboxRequest request, ScimSettings settings, bool isUser, string[] segments) => (request.Method, segments.Length) switch
    {
        ("GET", 1) => ScimApp.Json(200, Query(isUser, request.Parameter)),
        ("POST", 1) => Create(isUser, Body(request)),
        ("POST", 2) when segments[1] == ".search" => ScimApp.Json(200, Search(isUser, Body(request))),
        ("GET", 2) => Get(request, state.Find(isUser, segments[1])),
        ("PUT" or "PATCH", 2) => Change(request.Method, Guarded(request, settings, isUser, segments[1]), Body(request), request.Parameter),
        ("DELETE", 2) => Delete(Guarded(request, settings, isUser, segments[1])),
        _ => throw new ScimRefusal(405, null, "The method is not allowed here."),
    };

    private SandboxAnswer Create(bool isUser, JsonObject body)
    {
        Mentions(body, isUser ? ScimSchema.User : ScimSchema.Group);
        var made = state.Add(isUser, body);
        return ScimApp.Json(201, made.Shown()).With("Location", made.Location).With("ETag", made.ETag);
    }

    private static SandboxAnswer Get(SandboxRequest request, ScimResource found) =>
        request.Headers.IfNoneMatch.ToString() == found.ETag
            ? SandboxAnswer.Empty(304).With("ETag", found.ETag)
            : ScimApp.Json(200, Project(found.Shown(), request.Parameter)).With("ETag", found.ETag);

    private SandboxAnswer Change(string method, ScimResource found, JsonObject body, Func<string, string?> parameter)
    {
        JsonObject changed;
        if (method == "PUT")
        {
            Mentions(body, found.IsUser ? ScimSchema.User : ScimSchema.Group);
            if (body["id"] is { } id && (string?)id != found.Id)
            {
                throw new ScimRefusal(400, "mutability", "'id' is read-only.");
            }

            changed = body;
        }
        else
        {
            changed = ScimPatch.Apply(found.IsUser, found.Attributes, body);
        }

        var (before, name) = (found.Attributes, found.Name);
        found.Replace(changed);
        try
        {
            found.Proof(state);
        }
        catch
        {
            found.Replace(before);
            throw;
        }

        state.Renamed(found, name);
        found.Touch(options.Time.GetUtcNow());
        return method == "PATCH" && !found.IsUser
            ? SandboxAnswer.Empty(204).With("ETag", found.ETag)
            : ScimApp.Json(200, Project(found.Shown(), parameter)).With("ETag", found.ETag);
    }

    private SandboxAnswer Delete(ScimResource found)
    {
        state.Remove(found.IsUser, found.Id);
        return SandboxAnswer.Empty(204);
    }

    /// <summary>The resource that is to be changed, where precondition and rights let it.</summary>
    private ScimResource Guarded(SandboxRequest request, ScimSettings settings, bool isUser, string id)
    {
        var found = state.Find(isUser, id);
        if (request.Headers.IfMatch.ToString() is { Length: > 0 } wanted && wanted != "*" && wanted != found.ETag)
        {
            throw new ScimRefusal(412, null, "The resource has another version.");
        }

        return isUser && found.Name.Equals(settings.Owner, StringComparison.OrdinalIgnoreCase)
            ? throw new ScimRefusal(403, null, "The owner cannot be changed.")
            : found;
    }

    private JsonObject Query(bool isUser, Func<string, string?> parameter)
    {
        var matching = state.All(isUser).AsEnumerable();
        if (parameter("filter") is { } text)
        {
            var filter = ScimFilter.Parse(text).Checked(isUser);
            matching = matching.Where(filter.Matches);
        }

        var all = matching.ToList();
        var start = Math.Max(1, Number(parameter("startIndex"), 1));
        var count = Math.Clamp(Number(parameter("count"), options.PageCap), 0, options.PageCap);
        return ListOf(all.Count, start, all.Skip(start - 1).Take(count).Select(resource => Project(resource.Shown(), parameter)));
    }

    private JsonObject Search(bool isUser, JsonObject body)
    {
        Mentions(body, ScimSchema.Search);
        return Query(isUser, name => body[name] switch
        {
            JsonArray list => string.Join(',', list.Select(item => (string?)item)),
            JsonValue value => value.GetValueKind() == JsonValueKind.String ? (string?)value : value.ToJsonString(),
            _ => null,
        });
    }

    private SandboxAnswer Bulk(SandboxRequest request, ScimSettings settings)
    {
        var body = request.Method == "POST" ? Body(request) : throw new ScimRefusal(405, null, "The method is not allowed here.");
        Mentions(body, ScimSchema.Bulk);
        var answers = new JsonArray();
        foreach (var operation in (body["Operations"] as JsonArray ?? throw ScimRefusal.Syntax("There are no Operations.")).OfType<JsonObject>())
        {
            answers.Add(BulkOne(request, settings, operation));
        }

        return ScimApp.Json(200, new JsonObject { ["schemas"] = new JsonArray(ScimSchema.BulkAnswer), ["Operations"] = answers });
    }

    private JsonObject BulkOne(SandboxRequest request, ScimSettings settings, JsonObject operation)
    {
        var (method, path) = ((string?)operation["method"], ((string?)operation["path"] ?? string.Empty).Trim('/').Split('/'));
        var answer = new JsonObject { ["method"] = method, ["bulkId"] = operation["bulkId"]?.DeepClone() };
        try
        {
            var isUser = path[0] == "Users" || (path[0] == "Groups" ? false : throw ScimRefusal.Path("Users or Groups."));
            var data = operation["data"] as JsonObject ?? [];
            var done = (method, path.Length) switch
            {
                ("POST", 1) => Create(isUser, data),
                ("PUT" or "PATCH", 2) => Change(method, Guarded(request, settings, isUser, path[1]), data, _ => null),
                ("DELETE", 2) => Delete(Guarded(request, settings, isUser, path[1])),
                _ => throw ScimRefusal.Syntax("Not an operation."),
            };
            var id = path.Length == 2 ? path[1] : state.All(isUser).Last().Id;
            answer["location"] = $"{state.BaseAddress}/{path[0]}/{id}";
            answer["status"] = done.Status.ToString(CultureInfo.InvariantCulture);
        }
        catch (ScimRefusal refusal)
        {
            answer["status"] = refusal.Status.ToString(CultureInfo.InvariantCulture);
            answer["response"] = new JsonObject { ["schemas"] = new JsonArray(ScimSchema.Error), ["status"] = refusal.Status.ToString(CultureInfo.InvariantCulture), ["scimType"] = refusal.ScimType, ["detail"] = refusal.Message };
        }

        return answer;
    }

    private static SandboxAnswer Read(SandboxRequest request, JsonObject body) =>
        request.Method == "GET" ? ScimApp.Json(200, body) : throw new ScimRefusal(405, null, "The method is not allowed here.");

    private static JsonObject Project(JsonObject shown, Func<string, string?> parameter)
    {
        string[] always = ["schemas", "id"];
        var wanted = parameter("attributes")?.Split(',', StringSplitOptions.TrimEntries);
        var unwanted = parameter("excludedAttributes")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        foreach (var name in shown.Select(member => member.Key).Except(always).ToList())
        {
            if (wanted is null ? unwanted.Contains(name, StringComparer.OrdinalIgnoreCase) : !wanted.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                shown.Remove(name);
            }
        }

        return shown;
    }

    private static JsonObject Body(SandboxRequest request)
    {
        if (!request.Headers.ContentType.ToString().StartsWith(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new ScimRefusal(415, null, $"Send {MediaType}.");
        }

        try
        {
            return JsonNode.Parse(request.Body.Span) as JsonObject ?? throw ScimRefusal.Syntax("The body is not an object.");
        }
        catch (JsonException)
        {
            throw ScimRefusal.Syntax("The body is not JSON.");
        }
    }

    private static void Mentions(JsonObject body, string urn)
    {
        if (body["schemas"] is not JsonArray schemas || schemas.All(item => (string?)item != urn))
        {
            throw ScimRefusal.Syntax($"'schemas' names {urn}.");
        }
    }

    private static int Number(string? text, int otherwise) => text is null ? otherwise
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw ScimRefusal.Value($"'{text}' is not a number.");

    private static JsonObject ListOf(int total, int start, IEnumerable<JsonObject> resources)
    {
        var items = new JsonArray([.. resources]);
        return new() { ["schemas"] = new JsonArray(ScimSchema.List), ["totalResults"] = total, ["startIndex"] = start, ["itemsPerPage"] = items.Count, ["Resources"] = items };
    }

    private JsonObject Configuration() => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = true, ["maxOperations"] = 1000, ["maxPayloadSize"] = 1048576 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = options.PageCap },
        ["changePassword"] = new JsonObject { ["supported"] = true },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = true },
        ["authenticationSchemes"] = new JsonArray(new JsonObject { ["type"] = "oauthbearertoken", ["name"] = "Bearer", ["description"] = "A token." }),
        ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = $"{state.BaseAddress}/ServiceProviderConfig" },
    };

    private JsonObject ResourceType(string name) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"),
        ["id"] = name,
        ["name"] = name,
        ["endpoint"] = $"/{name}s",
        ["schema"] = name == "User" ? ScimSchema.User : ScimSchema.Group,
        ["meta"] = new JsonObject { ["resourceType"] = "ResourceType", ["location"] = $"{state.BaseAddress}/ResourceTypes/{name}" },
    };

    private JsonObject Schema(string urn) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Schema"),
        ["id"] = urn,
        ["name"] = urn[(urn.LastIndexOf(':') + 1)..],
        ["meta"] = new JsonObject { ["resourceType"] = "Schema", ["location"] = $"{state.BaseAddress}/Schemas/{urn}" },
    };
}
