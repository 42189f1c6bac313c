using System.Text;

namespace Gateway.Activity;

/// <summary>
/// Personal values in the activity: enough to see that it is the right one, not enough to copy it. User and group names stay, as the trail is
/// searched by them; so do states and keys. Of an address the domain stays, of all else the first letter.
/// </summary>
internal static class Masking
{
    private const string Hidden = "***";

    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "userName", "active", "members", "groups", "permissions", "externalId", "id",
    };

    /// <summary>The value as the activity keeps it.</summary>
    public static string? Of(string field, string? value) => string.IsNullOrEmpty(value) || Shown.Contains(field) ? value : Masked(value);

    private static string Masked(string value)
    {
        var first = Rune.DecodeFromUtf16(value, out var letter, out _) == System.Buffers.OperationStatus.Done ? letter.ToString() : string.Empty;
        var at = value.LastIndexOf('@');
        return at > 0 ? $"{first}{Hidden}{value[at..]}" : first + Hidden;
    }
}
