using Gateway.Scim.Resources;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Entra without the flag <c>aadOptscim062020</c> sends booleans as text:
/// <c>{"op":"Replace","path":"active","value":"False"}</c> (seen as <c>"false"</c> too). Answers are always JSON booleans.
/// </summary>
internal static class BooleanTextQuirk
{
    /// <summary>The boolean that the text says; null when it says none.</summary>
    internal static ScimBoolean? Read(ScimString text) => bool.TryParse(text.Value, out var value)
        ? (ScimBoolean)ScimValue.From(value)
        : null;
}
