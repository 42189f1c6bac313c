using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>What a name, a display name and an address must be. The limits are unverified; that a bad one is a 400 with its context is not.</summary>
internal static class BitbucketUserRules
{
    private const int MaxLength = 255;

    public static SandboxAnswer? Check(BitbucketCall call, string context, string? text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) || text != text.Trim() => call.Invalid(context, call.Texts.Required(context)),
        _ when text.Length > MaxLength => call.Invalid(context, call.Texts.TooLong(context)),
        _ => null,
    };

    public static SandboxAnswer? CheckEmail(BitbucketCall call, string context, string? email) =>
        Check(call, context, email) ?? (IsAddress(email!) ? null : call.Invalid(context, call.Texts.EmailInvalid));

    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at < email.Length - 1
            && email.LastIndexOf('@') == at
            && !email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
    }
}
