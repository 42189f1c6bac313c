namespace Gateway.Provisioning;

/// <summary>Names with <c>*</c> for any text, compared without case; linear, no regular expression.</summary>
internal static class NameGlobs
{
    public static bool Matches(IReadOnlyList<string> globs, string name)
    {
        foreach (var glob in globs)
        {
            if (Matches(glob, name))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Matches(string glob, string name)
    {
        int g = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                star = g++;
                mark = n;
            }
            else if (g < glob.Length && char.ToUpperInvariant(glob[g]) == char.ToUpperInvariant(name[n]))
            {
                g++;
                n++;
            }
            else if (star >= 0)
            {
                g = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (g < glob.Length && glob[g] == '*')
        {
            g++;
        }

        return g == glob.Length;
    }
}
