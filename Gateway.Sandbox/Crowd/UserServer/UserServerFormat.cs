using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>How answers are written: XML, which the API speaks by default, or JSON.</summary>
internal abstract class UserServerFormat(UserServerLinks links)
{
    private protected UserServerLinks Links => links;

    /// <summary>A whole user; attributes only when they were asked for, else an empty list of them.</summary>
    public abstract SandboxAnswer User(int status, IServedUser user, bool attributes);

    /// <summary>Link and name only.</summary>
    public abstract SandboxAnswer UserStub(IServedUser user);

    public abstract SandboxAnswer Users(IEnumerable<IServedUser> users, bool expanded);

    public abstract SandboxAnswer Group(int status, IServedGroup group, bool attributes);

    /// <summary>Link and name only.</summary>
    public abstract SandboxAnswer GroupStub(IServedGroup group);

    public abstract SandboxAnswer Groups(IEnumerable<IServedGroup> groups, bool expanded);

    /// <summary>Attributes by themselves.</summary>
    /// <param name="link">Where they are.</param>
    public abstract SandboxAnswer Attributes(string link, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes);

    public abstract SandboxAnswer Error(int status, string reason, string message);

    public abstract SandboxAnswer Cookie(string domain, bool secure, string name);
}
