using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Cli.Try;

/// <summary>Passwords that a call carries are not shown, in a body or a query.</summary>
internal static partial class Secrets
{
    private const string Hidden = "***";

    public static string Mask(string query) => PasswordParameter().Replace(query, $"$1{Hidden}");

    /// <summary>Masks in place.</summary>
    public static JsonNode? Mask(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (name.StartsWith("password", StringComparison.OrdinalIgnoreCase))
                    {
                        members[name] = Hidden;
                    }
                    else
                    {
                        Mask(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Mask(item);
                }

                break;
        }

        return node;
    }

    [GeneratedRegex("([?&]password[^=]*=)[^&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordParameter();
}
