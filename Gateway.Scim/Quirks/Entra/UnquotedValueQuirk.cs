using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Microsoft's SCIM tutorial prints comparison values without quotes: <c>filter=externalId eq jyoung</c>. A word that is no
/// JSON literal is taken for text. Literals in capitals (<c>True</c>) are read as the literal: the words of RFC 7644 figure 1
/// are ABNF strings, which have no case.
/// </summary>
internal static class UnquotedValueQuirk
{
    internal static ScimValue Read(ReadOnlySpan<char> word)
    {
        if (word.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return ScimBoolean.True;
        }

        if (word.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return ScimBoolean.False;
        }

        if (word.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return ScimNull.Value;
        }

        return IsNumber(word) ? new ScimNumber(word.ToString()) : new ScimString(word.ToString());
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        if ((!char.IsAsciiDigit(word[0]) && word[0] != '-') || word.Length > 64)
        {
            return false;
        }

        return ScimJson.Parse(Encoding.UTF8.GetBytes(word.ToString())).TryGet(out var value, out _) && value is ScimNumber;
    }
}
