namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// What stands for a user's name in links: lower-case, and an underscore for whatever does not belong in a link
/// (<c>grace.hopper@example.com</c> is <c>grace.hopper_example.com</c>; the exact rule is unverified).
/// </summary>
internal static class BitbucketSlug
{
    /// <summary>The slug of a name; with a number behind it when others have it already.</summary>
    public static string Of(string name, Func<string, bool> isTaken)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '_'));
        var slug = plain;
        for (var number = 1; isTaken(slug); number++)
        {
            slug = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{plain}{number}");
        }

        return slug;
    }
}
