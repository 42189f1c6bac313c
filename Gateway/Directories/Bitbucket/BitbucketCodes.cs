namespace Gateway.Directories.Bitbucket;

/// <summary>Exception names without their package: what tells Bitbucket's errors apart in any language.</summary>
internal static class BitbucketCodes
{
    /// <summary>401: the caller has not the right, or the target outranks it.</summary>
    public const string NotPermitted = "AuthorisationException";

    /// <summary>403: licence, rank, or (unverified) a read-only directory.</summary>
    public const string Forbidden = "ForbiddenException";

    /// <summary>403: too many failed log-ins.</summary>
    public const string Captcha = "CaptchaRequiredAuthenticationException";

    /// <summary>The end of every name that speaks of a log-in that failed.</summary>
    public const string AuthenticationEnd = "AuthenticationException";

    /// <summary>Not Bitbucket's: a member whom Bitbucket shows and does not remove, so one by a nested group.</summary>
    public const string Nested = "gateway:nested";
}
