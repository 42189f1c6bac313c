namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>The reasons that errors carry (javadoc of Crowd 6.0.9, <c>ErrorEntity.ErrorReason</c>), those that are used here.</summary>
internal static class Reason
{
    public const string AccessDenied = "APPLICATION_ACCESS_DENIED";
    public const string PermissionDenied = "APPLICATION_PERMISSION_DENIED";
    public const string IllegalArgument = "ILLEGAL_ARGUMENT";
    public const string InvalidUser = "INVALID_USER";
    public const string InvalidGroup = "INVALID_GROUP";
    public const string InvalidCredential = "INVALID_CREDENTIAL";
    public const string InvalidAuthentication = "INVALID_USER_AUTHENTICATION";
    public const string InactiveAccount = "INACTIVE_ACCOUNT";
    public const string InvalidMembership = "INVALID_MEMBERSHIP";
    public const string UserNotFound = "USER_NOT_FOUND";
    public const string GroupNotFound = "GROUP_NOT_FOUND";
    public const string MembershipNotFound = "MEMBERSHIP_NOT_FOUND";
    public const string MembershipExists = "MEMBERSHIP_ALREADY_EXISTS";
    public const string NoNesting = "NESTED_GROUPS_NOT_SUPPORTED";
    public const string OperationFailed = "OPERATION_FAILED";
    public const string Unsupported = "UNSUPPORTED_OPERATION";
}
