using System.Xml;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>
/// Memberships from both ends: <c>/group/user</c>, <c>/user/group</c>, and the whole of them, <c>/group/membership</c>. What a query names and
/// is not there is 404, what a body names 400; a membership that is there already 409, one that is not 404.
/// </summary>
internal static class UserServerMembersApi
{
    public static SandboxAnswer UsersOfGroup(UserServerCall call, bool nested)
    {
        var (group, unknown) = call.GroupInQuery();
        if (group is null)
        {
            return unknown!;
        }

        var members = call.Store.Members(group, nested);
        if (call.Request.Parameter("username") is { Length: > 0 } name)
        {
            return members.FirstOrDefault(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } member
                ? call.Format.UserStub(member)
                : NoMembership(call, name, group.Name);
        }

        var (page, refusal) = call.Page(members);
        return refusal ?? call.Format.Users(page, call.Expands("user"));
    }

    public static SandboxAnswer GroupsOfUser(UserServerCall call, bool nested)
    {
        var (user, unknown) = call.UserInQuery();
        if (user is null)
        {
            return unknown!;
        }

        var groups = call.Store.GroupsOf(user, nested);
        if (call.Request.Parameter("groupname") is { Length: > 0 } name)
        {
            return groups.FirstOrDefault(group => group.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? call.Format.GroupStub(found)
                : NoMembership(call, user.Name, name);
        }

        var (page, refusal) = call.Page(groups);
        return refusal ?? call.Format.Groups(page, call.Expands("group"));
    }

    public static SandboxAnswer AddUserToGroup(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        if (group is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Name);
        if (body is null)
        {
            return unreadable!;
        }

        var (user, nobody) = call.UserInBody(body.Text("name"));
        return user is null ? nobody! : Add(call, group, user);
    }

    public static SandboxAnswer AddGroupToUser(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        if (user is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Name);
        if (body is null)
        {
            return unreadable!;
        }

        var (group, none) = call.GroupInBody(body.Text("name"));
        return group is null ? none! : Add(call, group, user);
    }

    /// <summary>The same from both ends: user and group are in the query.</summary>
    public static SandboxAnswer Remove(UserServerCall call)
    {
        var (group, unknownGroup) = call.GroupInQuery();
        if (group is null)
        {
            return unknownGroup!;
        }

        var (user, unknownUser) = call.UserInQuery();
        if (user is null)
        {
            return unknownUser!;
        }

        return call.Deny(CrowdPermissions.ModifyGroup, group.Name, user.DirectoryId)
            ?? (call.Store.RemoveMember(group, user) ? SandboxAnswer.Empty(204) : NoMembership(call, user.Name, group.Name));
    }

    /// <summary>XML and nothing else; JSON is not acceptable (status unverified).</summary>
    public static SandboxAnswer Dump(UserServerCall call) => call.Format is UserServerJson
        ? SandboxAnswer.Html(406, "HTTP Status 406 – Not Acceptable")
        : UserServerXml.Document(200, writer =>
        {
            writer.WriteStartElement("memberships");
            foreach (var group in call.Store.Groups())
            {
                writer.WriteStartElement("membership");
                writer.WriteAttributeString("group", call.Links.Shown(group.Name));
                WriteNames(writer, "users", "user", call.Store.Members(group, nested: false).Select(user => call.Links.Shown(user.Name)));
                WriteNames(writer, "groups", "group", call.Store.Children(group, nested: false).Select(child => call.Links.Shown(child.Name)));
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        });

    /// <summary>Memberships are kept in the user's directory, so its rights count.</summary>
    private static SandboxAnswer Add(UserServerCall call, IServedGroup group, IServedUser user) =>
        call.Deny(CrowdPermissions.ModifyGroup, group.Name, user.DirectoryId)
        ?? (call.Store.AddMember(group, user)
            ? SandboxAnswer.Empty(201)
            : call.Refuse(409, Reason.MembershipExists, call.Texts.Already(user.DirectoryId, user.Name, group.Name)));

    private static SandboxAnswer NoMembership(UserServerCall call, string child, string parent) =>
        call.Refuse(404, Reason.MembershipNotFound, call.Texts.NoMembership(child, parent));

    private static void WriteNames(XmlWriter writer, string list, string element, IEnumerable<string> names)
    {
        writer.WriteStartElement(list);
        foreach (var name in names)
        {
            writer.WriteStartElement(element);
            writer.WriteAttributeString("name", name);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }
}
