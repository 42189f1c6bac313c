using System.Text;

namespace Gateway.Scim.Quirks.Microsoft;

/// <summary>
/// Microsoft's public Postman collection (AzureAD/SCIMReferenceCode, "ComplexAttribute tests") asks for
/// <c>attributes=emails[type eq "work"]</c>; RFC 7644 section 3.10 has names alone there. The name counts: what is answered has all values.
/// </summary>
internal static class NameWithFilterQuirk
{
    /// <summary>The list of names without what stands in brackets; a bracket that is not closed ends the list.</summary>
    internal static string WithoutFilters(string names)
    {
        if (!names.Contains('[', StringComparison.Ordinal))
        {
            return names;
        }

        var kept = new StringBuilder(names.Length);
        var (inFilter, inText) = (false, false);
        for (var i = 0; i < names.Length; i++)
        {
            switch (names[i])
            {
                case '\\' when inText:
                    i++;
                    break;
                case '"' when inFilter:
                    inText = !inText;
                    break;
                case '[' when !inText:
                    inFilter = true;
                    break;
                case ']' when !inText:
                    inFilter = false;
                    break;
                default:
                    if (!inFilter)
                    {
                        kept.Append(names[i]);
                    }

                    break;
            }
        }

        return kept.ToString();
    }
}
