using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary><c>/user/attribute</c> and <c>/group/attribute</c>: named sets of texts. Writing replaces the named ones, the others stay.</summary>
internal static class UserServerAttributesApi
{
    public static SandboxAnswer OfUser(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        return user is null ? unknown! : call.Format.Attributes(call.Links.UserAttributes(user.Name), user.Attributes);
    }

    public static SandboxAnswer OfGroup(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        return group is null ? unknown! : call.Format.Attributes(call.Links.GroupAttributes(group.Name), group.Attributes);
    }

    public static SandboxAnswer SetOfUser(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        return user is null ? unknown!
            : call.Deny(CrowdPermissions.ModifyUserAttributes, user.Name, user.DirectoryId) ?? Set(call, user.Attributes, () => call.Store.Changed(user));
    }

    public static SandboxAnswer SetOfGroup(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        return group is null ? unknown!
            : call.Deny(CrowdPermissions.ModifyGroupAttributes, group.Name, group.DirectoryId) ?? Set(call, group.Attributes, () => { });
    }

    public static SandboxAnswer DeleteOfUser(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        return user is null ? unknown!
            : call.Deny(CrowdPermissions.ModifyUserAttributes, user.Name, user.DirectoryId) ?? Delete(call, user.Attributes);
    }

    public static SandboxAnswer DeleteOfGroup(UserServerCall call)
    {
        var (group, unknown) = call.GroupInQuery();
        return group is null ? unknown!
            : call.Deny(CrowdPermissions.ModifyGroupAttributes, group.Name, group.DirectoryId) ?? Delete(call, group.Attributes);
    }

    /// <summary>The refusal of a value that does not fit into 255 characters; null when all do.</summary>
    public static SandboxAnswer? Fit(UserServerCall call, Dictionary<string, IReadOnlyList<string>> attributes) =>
        call.TooLong([.. attributes.SelectMany(attribute => attribute.Value.Append(attribute.Key).Select(value => (attribute.Key, (string?)value)))]);

    /// <summary>A set without values is no attribute any more (unverified).</summary>
    public static void Store(IDictionary<string, IReadOnlyList<string>> into, Dictionary<string, IReadOnlyList<string>> attributes)
    {
        foreach (var (name, values) in attributes)
        {
            if (values.Count == 0)
            {
                into.Remove(name);
            }
            else
            {
                into[name] = [.. values.Distinct(StringComparer.Ordinal)];
            }
        }
    }

    private static SandboxAnswer Set(UserServerCall call, IDictionary<string, IReadOnlyList<string>> into, Action changed)
    {
        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Attributes);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Whole("attributes") is not { } list || UserServerBodies.AttributesOf(list) is not { } attributes)
        {
            return call.Illegal(call.Texts.ParameterWrong("attributes"));
        }

        if (Fit(call, attributes) is { } tooLong)
        {
            return tooLong;
        }

        Store(into, attributes);
        changed();
        return SandboxAnswer.Empty(204);
    }

    private static SandboxAnswer Delete(UserServerCall call, IDictionary<string, IReadOnlyList<string>> from)
    {
        if (call.Request.Parameter("attributename") is not { Length: > 0 } name)
        {
            return call.Illegal(call.Texts.ParameterMissing("attributename"));
        }

        from.Remove(name);
        return SandboxAnswer.Empty(204);
    }
}
