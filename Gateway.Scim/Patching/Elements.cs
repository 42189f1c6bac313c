using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

/// <summary>What the values of a multi-valued complex attribute have in common (RFC 7643 section 2.4).</summary>
internal static class Elements
{
    internal static bool IsPrimary(ScimValue element) =>
        element is ScimObject complex && complex["primary"] is ScimBoolean { Value: true };

    /// <summary>Whether nothing is left but words about a value that is not there.</summary>
    internal static bool IsShell(ScimObject element) => element.All(part =>
        part.Key.Equals("type", StringComparison.OrdinalIgnoreCase) || part.Key.Equals("primary", StringComparison.OrdinalIgnoreCase));

    /// <summary><paramref name="stored"/> with the parts of <paramref name="change"/> over it; a part that is null unassigns.</summary>
    internal static ScimObject Merge(ScimObject stored, ScimObject change)
    {
        var merged = new MemberList(stored);
        foreach (var (name, part) in change)
        {
            if (part is ScimNull)
            {
                merged.Remove(name);
            }
            else
            {
                merged.Set(name, part);
            }
        }

        return merged.ToObject();
    }

    /// <summary>The parts that are not null.</summary>
    internal static ScimObject WithoutNulls(ScimObject complex)
    {
        var assigned = new MemberList(complex);
        foreach (var (name, part) in complex)
        {
            if (part is ScimNull)
            {
                assigned.Remove(name);
            }
        }

        return assigned.ToObject();
    }
}
