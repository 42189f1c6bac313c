namespace Gateway.Tests.Scim.Models.Schemas;

/// <summary>One attribute as RFC 7643 sections 2.2 and 8.7.1 describe it.</summary>
/// <param name="Kind">text, boolean, dateTime, reference, binary or complex.</param>
/// <param name="Marks">many, exact, required, readOnly, immutable, secret.</param>
/// <param name="Subs">Of a complex attribute.</param>
internal sealed record ModelAttribute(string Name, string Kind, IReadOnlyList<string> Marks, IReadOnlyList<ModelAttribute> Subs)
{
    public bool Many => Marks.Contains("many");

    public bool Required => Marks.Contains("required");

    public bool ReadOnly => Marks.Contains("readOnly");

    public bool Immutable => Marks.Contains("immutable");

    public bool Secret => Marks.Contains("secret");

    public bool IsComplex => Kind == "complex";

    // Section 2.3.7: a reference is case exact; section 2.3.6: so is base64.
    public bool CaseExact => Marks.Contains("exact") || Kind is "reference" or "binary";

    public ModelAttribute? Sub(string name) => Subs.FirstOrDefault(sub => sub.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
