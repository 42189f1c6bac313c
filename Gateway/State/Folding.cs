namespace Gateway.State;

/// <summary>
/// The form by which names are compared without case: Unicode simple upper case, no culture. The same pairs are equal as
/// under <see cref="StringComparison.OrdinalIgnoreCase"/>: é and É are, ß and SS are not, the Turkish ı and İ equal no i.
/// </summary>
internal static class Folding
{
    public static string Fold(string name) => name.ToUpperInvariant();

    public static string? FoldOrNull(string? name) => name?.ToUpperInvariant();

    /// <summary>A user's key is opaque and compared as it is; a group's key is its name.</summary>
    public static string MatchKey(ResourceKind kind, string appKey) => kind == ResourceKind.Group ? Fold(appKey) : appKey;
}
