using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>Paths of the resources that an answer says were created, relative to the base URL.</summary>
internal static class CreatedResources
{
    public static IEnumerable<string> Of(string method, ScimReply reply)
    {
        if (method != "POST")
        {
            return [];
        }

        if (reply.Status == 201 && reply.Location is { } location)
        {
            return Paths([location.ToString()]);
        }

        // RFC 7644 section 3.7: a bulk answer has one operation a request.
        return reply.Status == 200 && reply["Operations"] is JsonArray operations
            ? Paths(operations.Where(operation => (string?)operation?["status"] == "201").Select(operation => (string?)operation?["location"]))
            : [];
    }

    private static IEnumerable<string> Paths(IEnumerable<string?> locations)
    {
        foreach (var location in locations)
        {
            foreach (var endpoint in (string[])["/Users/", "/Groups/"])
            {
                if (location?.LastIndexOf(endpoint, StringComparison.Ordinal) is { } at and >= 0)
                {
                    yield return location[at..];
                }
            }
        }
    }
}
