namespace Gateway.Directories.Bitbucket;

/// <summary>The app fields of a Bitbucket user, by the names of its answers (an update calls the address <c>email</c>).</summary>
internal static class BitbucketFields
{
    public const string DisplayName = "displayName";

    public const string EmailAddress = "emailAddress";
}
