namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// The names by which errors can be told apart; never translated. Which ones Bitbucket documents is said beside each.
/// </summary>
internal static class BitbucketExceptions
{
    /// <summary>401: the caller may not do this (the reference's sample of an error).</summary>
    public const string NotPermitted = "com.atlassian.bitbucket.AuthorisationException";

    /// <summary>401: a wrong password or token.</summary>
    public const string WrongPassword = "com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException";

    /// <summary>403: too many wrong passwords.</summary>
    public const string Captcha = "com.atlassian.bitbucket.auth.CaptchaRequiredAuthenticationException";

    /// <summary>403: a rule forbids it, the licence or the rank of the target (Javadoc 8.19).</summary>
    public const string Forbidden = "com.atlassian.bitbucket.ForbiddenException";

    /// <summary>409 (Javadoc 7.17 for groups; for users by analogy, unverified).</summary>
    public const string Integrity = "com.atlassian.bitbucket.IntegrityException";

    /// <summary>404; also for who is no member (unverified), so that the two cannot be told apart.</summary>
    public const string NoSuchUser = "com.atlassian.bitbucket.user.NoSuchUserException";

    /// <summary>404 (by analogy, unverified).</summary>
    public const string NoSuchGroup = "com.atlassian.bitbucket.user.NoSuchGroupException";
}
