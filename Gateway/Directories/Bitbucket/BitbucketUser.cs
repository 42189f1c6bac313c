namespace Gateway.Directories.Bitbucket;

/// <summary>A user as administrators see it, with what may be changed where it lives.</summary>
/// <param name="BaseUrl">The instance's base URL, as the user's link shows it; null: no link.</param>
/// <param name="MutableDetails">False: neither fields nor name nor password can be changed.</param>
/// <param name="MutableGroups">False: no membership can be changed.</param>
/// <param name="Deletable">False: the account cannot be deleted.</param>
internal sealed record BitbucketUser(AppUser User, string? BaseUrl, bool MutableDetails, bool MutableGroups, bool Deletable)
{
    /// <summary>Why a change of fields, name or password cannot be made; null: it can, as far as Bitbucket tells.</summary>
    public AppFailure? RefuseDetails() => MutableDetails ? null : Refuse("its details cannot be changed");

    public AppFailure? RefuseGroups() => MutableGroups ? null : Refuse("its groups cannot be changed");

    public AppFailure? RefuseDeletion() => Deletable ? null : Refuse("it cannot be deleted");

    private AppFailure Refuse(string what) => new(
        AppFailureKind.TargetRefused,
        $"Bitbucket says of '{User.Name}' that {what} there: the directory '{User.Directory ?? "(unnamed)"}' is read-only. Provision the system that this directory is read from.");
}
