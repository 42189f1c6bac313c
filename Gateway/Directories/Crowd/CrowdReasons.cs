namespace Gateway.Directories.Crowd;

/// <summary>Reasons of errors (javadoc of Crowd 6.0.9, <c>ErrorEntity.ErrorReason</c>) that something is decided by. No language changes them.</summary>
internal static class CrowdReasons
{
    public const string AccessDenied = "APPLICATION_ACCESS_DENIED";
    public const string PermissionDenied = "APPLICATION_PERMISSION_DENIED";
    public const string Denied = "PERMISSION_DENIED";
    public const string Unsupported = "UNSUPPORTED_OPERATION";
    public const string OperationFailed = "OPERATION_FAILED";
    public const string UserNotFound = "USER_NOT_FOUND";
    public const string GroupNotFound = "GROUP_NOT_FOUND";
    public const string MembershipNotFound = "MEMBERSHIP_NOT_FOUND";
    public const string MembershipExists = "MEMBERSHIP_ALREADY_EXISTS";
    public const string InvalidUser = "INVALID_USER";
    public const string InvalidGroup = "INVALID_GROUP";
}
