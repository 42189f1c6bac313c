using Gateway.Configuration;
using Gateway.Forwarding;
using Gateway.Scim.Resources;

namespace Gateway.PassThrough;

/// <summary>A SCIM request as the endpoint read it.</summary>
/// <param name="Caller">Name of the token.</param>
/// <param name="BaseUrl">The gateway's SCIM base URL, without a slash at the end.</param>
/// <param name="Method">In capitals; HEAD is GET here, whose body the web server leaves out.</param>
/// <param name="Query">Names and values, decoded.</param>
/// <param name="Preconditions"><c>If-Match</c> and <c>If-None-Match</c>, where they came.</param>
/// <param name="Body">Null: none.</param>
internal sealed record PassThroughRequest(
    ConnectionSettings Connection,
    string Caller,
    string BaseUrl,
    string Method,
    TargetPath Path,
    IReadOnlyList<KeyValuePair<string, string>> Query,
    IReadOnlyDictionary<string, string> Preconditions,
    ScimObject? Body)
{
    /// <summary>A GET, or a query by POST.</summary>
    public bool IsRead => Method == "GET" || (Method == "POST" && Path.IsSearch);

    /// <summary>The word of the activity.</summary>
    public string Operation => (Method, Path.Form) switch
    {
        _ when Path.IsSearch => Filter is null ? "list" : "lookup",
        ("GET", TargetForm.Collection or TargetForm.Root) => Filter is null ? "list" : "lookup",
        ("GET", _) => "read",
        ("POST", TargetForm.Bulk) => "update",
        ("POST", _) => "create",
        ("PUT", _) => "replace",
        ("PATCH", _) => "update",
        _ => "delete",
    };

    /// <summary>The <c>filter</c> of a query; null: none.</summary>
    public string? Filter => Path.IsSearch ? Body?.GetString("filter") : Query.FirstOrDefault(pair => pair.Key == "filter").Value;

    /// <summary>The target's path with the query, each name and value encoded anew.</summary>
    public AppUri Uri(string? filter = null)
    {
        var uri = Path.Uri;
        foreach (var (name, value) in Query)
        {
            // aadOptscim062020 and its like speak to Entra's own client, which leaves them in the URL.
            if (!name.StartsWith("aadOptscim", StringComparison.OrdinalIgnoreCase))
            {
                uri = uri.With(System.Uri.EscapeDataString(name), name == "filter" && filter is not null ? filter : value);
            }
        }

        return uri;
    }
}
