namespace Gateway.Sandbox.Bitbucket;

/// <summary>Global permissions; each includes those before it.</summary>
public enum BitbucketPermission
{
    LicensedUser = 1,
    ProjectCreate,
    Admin,
    SysAdmin,
}

/// <summary>The names of global permissions on the wire.</summary>
internal static class BitbucketPermissions
{
    public static string Name(this BitbucketPermission permission) => permission switch
    {
        BitbucketPermission.LicensedUser => "LICENSED_USER",
        BitbucketPermission.ProjectCreate => "PROJECT_CREATE",
        BitbucketPermission.Admin => "ADMIN",
        BitbucketPermission.SysAdmin => "SYS_ADMIN",
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, null),
    };

    /// <summary>Null for a name that is none.</summary>
    public static BitbucketPermission? Parse(string? name) => name switch
    {
        "LICENSED_USER" => BitbucketPermission.LicensedUser,
        "PROJECT_CREATE" => BitbucketPermission.ProjectCreate,
        "ADMIN" => BitbucketPermission.Admin,
        "SYS_ADMIN" => BitbucketPermission.SysAdmin,
        _ => null,
    };
}
