namespace Gateway.Sandbox.Crowd;

/// <summary>What an application may do in a directory. The last two are new in late versions of Crowd (which, is unverified).</summary>
[Flags]
public enum CrowdPermissions
{
    None = 0,
    AddUser = 1,
    ModifyUser = 2,
    RemoveUser = 4,
    AddGroup = 8,

    /// <summary>Its members too.</summary>
    ModifyGroup = 16,
    RemoveGroup = 32,
    ModifyUserAttributes = 64,
    ModifyGroupAttributes = 128,
    All = 255,
}
