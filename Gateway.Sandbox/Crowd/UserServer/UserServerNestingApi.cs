using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>Groups inside of groups, from both ends: <c>/group/child-group</c> and <c>/group/parent-group</c>.</summary>
internal static class UserServerNestingApi
{
    private const string ChildName = "child-groupname";
    private const string ParentName = "parent-groupname";

    public static SandboxAnswer Children(UserServerCall call, bool nested) => List(call, ChildName, group => call.Store.Children(group, nested));

    public static SandboxAnswer Parents(UserServerCall call, bool nested) => List(call, ParentName, group => call.Store.Parents(group, nested));

    public static SandboxAnswer AddChild(UserServerCall call) => Add(call, (named, other) => (Parent: named, Child: other));

    public static SandboxAnswer AddParent(UserServerCall call) => Add(call, (named, other) => (Parent: other, Child: named));

    public static SandboxAnswer RemoveChild(UserServerCall call)
    {
        var (parent, unknown) = call.GroupInQuery();
        if (parent is null)
        {
            return unknown!;
        }

        var (child, unknownChild) = call.GroupInQuery(ChildName);
        if (child is null)
        {
            return unknownChild!;
        }

        return call.Deny(CrowdPermissions.ModifyGroup, parent.Name, parent.DirectoryId)
            ?? (call.Store.RemoveChild(parent, child) ? SandboxAnswer.Empty(204) : NoMembership(call, child.Name, parent.Name));
    }

    private static SandboxAnswer List(UserServerCall call, string otherName, Func<IServedGroup, IReadOnlyList<IServedGroup>> related)
    {
        var (group, unknown) = call.GroupInQuery();
        if (group is null)
        {
            return unknown!;
        }

        var groups = related(group);
        if (call.Request.Parameter(otherName) is { Length: > 0 } name)
        {
            return groups.FirstOrDefault(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? call.Format.GroupStub(found)
                : NoMembership(call, name, group.Name);
        }

        var (page, refusal) = call.Page(groups);
        return refusal ?? call.Format.Groups(page, call.Expands("group"));
    }

    private static SandboxAnswer Add(UserServerCall call, Func<IServedGroup, IServedGroup, (IServedGroup Parent, IServedGroup Child)> order)
    {
        var (named, unknown) = call.GroupInQuery();
        if (named is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Name);
        if (body is null)
        {
            return unreadable!;
        }

        var (other, none) = call.GroupInBody(body.Text("name"));
        if (other is null)
        {
            return none!;
        }

        var (parent, child) = order(named, other);
        if (call.Deny(CrowdPermissions.ModifyGroup, parent.Name, parent.DirectoryId) is { } denied)
        {
            return denied;
        }

        if (!call.Conduct.NestedGroups)
        {
            return call.Refuse(400, Reason.NoNesting, call.Texts.NoNesting);
        }

        if (parent == child || call.Store.Parents(parent, nested: true).Contains(child))
        {
            return call.Refuse(400, Reason.InvalidMembership, call.Texts.Circular);
        }

        return call.Store.AddChild(parent, child)
            ? SandboxAnswer.Empty(201)
            : call.Refuse(409, Reason.MembershipExists, call.Texts.Already(parent.DirectoryId, child.Name, parent.Name));
    }

    private static SandboxAnswer NoMembership(UserServerCall call, string child, string parent) =>
        call.Refuse(404, Reason.MembershipNotFound, call.Texts.NoMembership(child, parent));
}
