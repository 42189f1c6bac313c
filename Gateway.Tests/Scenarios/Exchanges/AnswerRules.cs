using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>What must be so in each answer of a SCIM service, whatever was asked.</summary>
internal static class AnswerRules
{
    private const string ErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";
    private const string ListUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>The rules that an answer breaks, in words.</summary>
    public static IEnumerable<string> Broken(string method, ScimReply reply)
    {
        if (reply.Text.Length == 0)
        {
            // RFC 9110 section 9.3.2 and RFC 7644 sections 3.6 and 3.14: only these have no body.
            return method == "HEAD" || reply.Status is 204 or 304 ? [] : [$"{reply.Status} has no body"];
        }

        var broken = new List<string>();
        if (reply.ContentType?.StartsWith("application/scim+json", StringComparison.Ordinal) != true)
        {
            broken.Add($"content type {reply.ContentType}, RFC 7644 section 3.1");
        }

        if (reply.Json is not JsonObject body)
        {
            return [.. broken, "the body is not an object"];
        }

        broken.AddRange(Secrets(body, "$"));
        broken.AddRange(reply.Status >= 400 ? Error(reply, body) : Success(method, reply, body));
        return broken;
    }

    // RFC 7644 section 3.12.
    private static IEnumerable<string> Error(ScimReply reply, JsonObject body)
    {
        if (!Has(body, ErrorUrn))
        {
            yield return "an error has the schema of errors, RFC 7644 section 3.12";
        }

        if (body["status"] is not JsonValue status || !status.TryGetValue<string>(out var text) || text != reply.Status.ToString(CultureInfo.InvariantCulture))
        {
            yield return "an error has its status as text, RFC 7644 section 3.12";
        }

        if (string.IsNullOrWhiteSpace((string?)body["detail"]))
        {
            yield return "an error has a detail";
        }
    }

    private static IEnumerable<string> Success(string method, ScimReply reply, JsonObject body)
    {
        if (body["schemas"] is not JsonArray { Count: > 0 })
        {
            yield return "what is answered names its schemas, RFC 7643 section 3";
        }

        var meta = body["meta"];
        if ((string?)meta?["version"] is { } version && reply.ETag != version)
        {
            yield return $"ETag {reply.ETag} is not meta.version {version}, RFC 7643 section 3.1";
        }

        if (reply.Status == 201 && method == "POST" && (reply.Location is null || meta?["location"] is { } location && (string?)location != reply.Location.ToString()))
        {
            yield return $"Location {reply.Location} is not meta.location, RFC 7644 section 3.3";
        }

        foreach (var problem in Has(body, ListUrn) ? List(body) : Resource(body))
        {
            yield return problem;
        }
    }

    // RFC 7644 section 3.4.2: numbers are numbers, also for those who stop reading at the first text.
    private static IEnumerable<string> List(JsonObject body)
    {
        if (body["totalResults"] is not JsonValue total || !total.TryGetValue<int>(out var count))
        {
            yield return "a list has a number totalResults";
            yield break;
        }

        var resources = body["Resources"] as JsonArray ?? [];
        if (count < resources.Count)
        {
            yield return $"a list of {count} has {resources.Count} on one page";
        }

        if (body["itemsPerPage"] is { } items && (int)items != resources.Count)
        {
            yield return $"itemsPerPage {items} with {resources.Count} resources";
        }

        foreach (var problem in resources.OfType<JsonObject>().SelectMany(Resource))
        {
            yield return problem;
        }
    }

    // RFC 7643 section 3.1.
    private static IEnumerable<string> Resource(JsonObject resource)
    {
        if ((string?)resource["meta"]?["resourceType"] is not ("User" or "Group") || (string?)resource["meta"]?["location"] is not { } location)
        {
            yield break;
        }

        var expected = $"/{resource["meta"]!["resourceType"]}s/{resource["id"]}";
        if (!Uri.IsWellFormedUriString(location, UriKind.Absolute) || !location.EndsWith(expected, StringComparison.Ordinal))
        {
            yield return $"meta.location {location} does not end in {expected}";
        }
    }

    // RFC 7643 section 4.1.1: a password is never answered. (A schema that describes it has it as a value, not as a name.)
    private static IEnumerable<string> Secrets(JsonNode? node, string at) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key.Equals("password", StringComparison.OrdinalIgnoreCase)
            ? [$"{at} has a password"]
            : Secrets(member.Value, $"{at}.{member.Key}")),
        JsonArray items => items.SelectMany((item, index) => Secrets(item, $"{at}[{index}]")),
        _ => [],
    };

    private static bool Has(JsonObject body, string urn) => body["schemas"] is JsonArray schemas && schemas.Any(schema => (string?)schema == urn);
}
