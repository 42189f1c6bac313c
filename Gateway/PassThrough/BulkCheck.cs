using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.PassThrough;

/// <summary>A bulk request goes to the target as it is, so it may hold nothing that a rule, an option or the guard would look at: the client sends those one by one.</summary>
internal static class BulkCheck
{
    /// <summary>501 with the reason; null: send it.</summary>
    public static ScimError? Check(PassThroughOperation operation)
    {
        var (connection, reach) = (operation.Connection, operation.Transform.Reach);
        var users = connection.Users;
        var why = reach.Users || reach.Groups ? "the connection has rules"
            : !users.Create || !users.Update || !users.Activate || !users.Deactivate || !connection.Groups.Create || !connection.Groups.Update ? "a provisioning option is off"
            : Safeguards.WantNames(operation) || connection.Groups.Protected.Count > 0 ? "the connection protects names"
            : operation.Request.Body!["Operations"] is ScimArray operations ? operations.Select(Fault).FirstOrDefault(fault => fault is not null)
            : null;
        return why is null ? null : operation.Refuse(detail => new(501, null, detail), $"a bulk request is not taken: {why}. Send the operations one by one.");
    }

    // The guard counts whom a request takes access from; in doubt it does.
    private static string? Fault(ScimValue item)
    {
        if (item is not ScimObject one || one.GetString("method") is not { } method || one.GetString("path") is not { } path)
        {
            return "it is not of the form of RFC 7644 section 3.7";
        }

        return method.ToUpperInvariant() switch
        {
            "POST" => IsMe(path) ? "it names /Me" : null,
            "PATCH" when IsMe(path) => "it names /Me",
            "PATCH" when Mentions(one["data"], "active") => "it changes who is active, which the guard counts",
            "PATCH" when path.TrimStart('/').StartsWith("Groups", StringComparison.OrdinalIgnoreCase) && TakesUnnamed(one["data"]) => "it takes away members without naming them, which the guard counts",
            "PATCH" => null,
            _ => $"it has a {method.ToUpperInvariant()}, which the guard looks at",
        };
    }

    private static bool IsMe(string path) => path.Trim('/').Equals("Me", StringComparison.OrdinalIgnoreCase);

    private static bool Mentions(ScimValue? value, string word) => value switch
    {
        ScimString text => text.Value.Contains(word, StringComparison.OrdinalIgnoreCase),
        ScimArray array => array.Any(item => Mentions(item, word)),
        ScimObject members => members.Any(member => member.Key.Contains(word, StringComparison.OrdinalIgnoreCase) || Mentions(member.Value, word)),
        _ => false,
    };

    private static bool TakesUnnamed(ScimValue? data) => (data as ScimObject)?["Operations"] is not ScimArray operations
        || operations.Any(item => item is not ScimObject one || !string.Equals(one.GetString("op"), "add", StringComparison.OrdinalIgnoreCase));
}
