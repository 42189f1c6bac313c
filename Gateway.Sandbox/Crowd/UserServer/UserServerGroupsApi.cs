using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary><c>/group</c>. A group cannot be renamed: the name of a replacement must be the query's.</summary>
internal static class UserServerGroupsApi
{
    public static SandboxAnswer Get(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        return group is null ? unknown! : call.Format.Group(200, group, call.Expands("attributes"));
    }

    public static SandboxAnswer Create(UserServerCall call)
    {
        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Group);
        if (body is null)
        {
            return unreadable!;
        }

        var name = body.Text("name");
        if ((call.NameFault(name) ?? TypeFault(call, body)) is { } fault)
        {
            return call.Refuse(400, Reason.InvalidGroup, fault);
        }

        if (call.Deny(CrowdPermissions.AddGroup, name!, null) is { } denied)
        {
            return denied;
        }

        if (call.Store.Group(name!) is not null)
        {
            return call.Refuse(400, Reason.InvalidGroup, call.Texts.GroupExists);
        }

        if (call.TooLong(("description", body.Text("description"))) is { } tooLong)
        {
            return tooLong;
        }

        // Attributes of this body have no effect (unverified): they have a resource of their own.
        var group = call.Store.CreateGroup(name!);
        Fill(group, body);
        var answer = call.Conduct.ShowsNewGroups ? call.Format.Group(201, group, attributes: false) : SandboxAnswer.Empty(201);
        return answer.With("Location", call.Links.Group(group.Name));
    }

    public static SandboxAnswer Replace(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        if (group is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Group);
        if (body is null)
        {
            return unreadable!;
        }

        if (!string.Equals(body.Text("name"), call.Request.Parameter("groupname"), StringComparison.OrdinalIgnoreCase))
        {
            return call.Refuse(400, Reason.InvalidGroup, call.Texts.NamesDiffer);
        }

        if (TypeFault(call, body) is { } fault)
        {
            return call.Refuse(400, Reason.InvalidGroup, fault);
        }

        if ((call.Deny(CrowdPermissions.ModifyGroup, group.Name, group.DirectoryId) ?? call.TooLong(("description", body.Text("description")))) is { } refusal)
        {
            return refusal;
        }

        Fill(group, body);
        return call.Format.Group(200, group, attributes: false);
    }

    public static SandboxAnswer Delete(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        if (group is null)
        {
            return unknown!;
        }

        if (call.Deny(CrowdPermissions.RemoveGroup, group.Name, group.DirectoryId) is { } denied)
        {
            return denied;
        }

        call.Store.Delete(group);
        return SandboxAnswer.Empty(204);
    }

    /// <summary>That the type must be named is what every client does; that its absence is refused is unverified.</summary>
    private static string? TypeFault(UserServerCall call, JsonBody body) => body.Text("type") == "GROUP" ? null : call.Texts.TypeRequired;

    /// <summary>An absent <c>active</c> is true (unverified).</summary>
    private static void Fill(IServedGroup group, JsonBody body)
    {
        group.Description = body.Text("description") ?? string.Empty;
        group.Active = body.Flag("active") ?? true;
    }
}
