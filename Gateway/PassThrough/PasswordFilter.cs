using Gateway.Scim.Filters;
using Gateway.Scim.Messages;

namespace Gateway.PassThrough;

/// <summary>A password is never answered (RFC 7643 section 4.1.1), so nobody may find out by a filter what it is; and a filter that holds one would stand in the activity.</summary>
internal static class PasswordFilter
{
    private const string Attribute = "password";

    /// <summary>400 for a filter over passwords, also for one that only speaks of them in a grammar that is not ours; null: it may be asked.</summary>
    public static ScimError? Check(string? filter) =>
        filter is null || !filter.Contains(Attribute, StringComparison.OrdinalIgnoreCase) || (FilterParser.Parse(filter).TryGet(out var parsed, out _) && !Asks(parsed))
            ? null
            : ScimError.InvalidFilter("A filter cannot ask for a password.");

    private static bool Asks(Filter filter) => filter switch
    {
        AndFilter and => Asks(and.Left) || Asks(and.Right),
        OrFilter or => Asks(or.Left) || Asks(or.Right),
        NotFilter not => Asks(not.Inner),
        PresentFilter present => IsPassword(present.Path),
        ComparisonFilter comparison => IsPassword(comparison.Path),
        ValuePathFilter path => IsPassword(path.Path),
        _ => true,
    };

    private static bool IsPassword(AttributePath path) => path.Attribute.Equals(Attribute, StringComparison.OrdinalIgnoreCase);
}
