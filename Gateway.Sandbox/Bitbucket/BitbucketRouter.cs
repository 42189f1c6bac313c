using System.Collections.Frozen;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>From method and path to the resource.</summary>
internal sealed class BitbucketRouter
{
    private static readonly string[] Bases = ["/rest/api/latest/", "/rest/api/1.0/"];

    private readonly FrozenDictionary<(string Method, string Tail), Func<BitbucketCall, SandboxAnswer>> resources;
    private readonly FrozenDictionary<string, string> allowed;

    public BitbucketRouter(bool strict, BitbucketVersion version, Action<Func<BitbucketSettings, BitbucketSettings>> change)
    {
        var users = new BitbucketUsersApi(strict);
        var members = new BitbucketMembersApi(strict);
        var basic = new BitbucketBasicAuthApi(strict, change);
        var table = new Dictionary<(string Method, string Tail), Func<BitbucketCall, SandboxAnswer>>
        {
            [("GET", "application-properties")] = _ => BitbucketSystemApi.ApplicationProperties(version),
            [("GET", "users")] = BitbucketUserSearchApi.Search,
            [("GET", "groups")] = BitbucketGroupsApi.Names,
            [("GET", "admin/users")] = BitbucketUserSearchApi.AdminSearch,
            [("POST", "admin/users")] = BitbucketUsersApi.Create,
            [("PUT", "admin/users")] = users.Update,
            [("DELETE", "admin/users")] = BitbucketUsersApi.Delete,
            [("POST", "admin/users/rename")] = users.Rename,
            [("PUT", "admin/users/credentials")] = users.SetPassword,
            [("DELETE", "admin/users/captcha")] = BitbucketUsersApi.ClearCaptcha,
            [("GET", "admin/users/erasure")] = BitbucketUsersApi.CheckErasure,
            [("POST", "admin/users/erasure")] = BitbucketUsersApi.Erase,
            [("POST", "admin/users/add-groups")] = members.AddGroups,
            [("POST", "admin/users/add-group")] = call => members.AddOne(call, contextIsUser: true),
            [("POST", "admin/users/remove-group")] = call => members.Remove(call, contextIsUser: true),
            [("GET", "admin/users/more-members")] = call => BitbucketMembersApi.GroupsOf(call, members: true),
            [("GET", "admin/users/more-non-members")] = call => BitbucketMembersApi.GroupsOf(call, members: false),
            [("GET", "admin/groups")] = BitbucketGroupsApi.List,
            [("POST", "admin/groups")] = BitbucketGroupsApi.Create,
            [("DELETE", "admin/groups")] = BitbucketGroupsApi.Delete,
            [("POST", "admin/groups/add-users")] = members.AddUsers,
            [("POST", "admin/groups/add-user")] = call => members.AddOne(call, contextIsUser: false),
            [("POST", "admin/groups/remove-user")] = call => members.Remove(call, contextIsUser: false),
            [("GET", "admin/groups/more-members")] = call => BitbucketMembersApi.UsersOf(call, members: true),
            [("GET", "admin/groups/more-non-members")] = call => BitbucketMembersApi.UsersOf(call, members: false),
            [("GET", "admin/permissions/users")] = call => BitbucketPermissionsApi.Users(call, granted: true),
            [("GET", "admin/permissions/users/none")] = call => BitbucketPermissionsApi.Users(call, granted: false),
            [("PUT", "admin/permissions/users")] = BitbucketPermissionsApi.GrantUsers,
            [("DELETE", "admin/permissions/users")] = BitbucketPermissionsApi.RevokeUser,
            [("GET", "admin/permissions/groups")] = call => BitbucketPermissionsApi.Groups(call, granted: true),
            [("GET", "admin/permissions/groups/none")] = call => BitbucketPermissionsApi.Groups(call, granted: false),
            [("PUT", "admin/permissions/groups")] = BitbucketPermissionsApi.GrantGroups,
            [("DELETE", "admin/permissions/groups")] = BitbucketPermissionsApi.RevokeGroup,
            [("GET", "/rest/basicauth/latest/config")] = BitbucketBasicAuthApi.Get,
            [("PUT", "/rest/basicauth/latest/config")] = basic.Put,
            [("GET", "/rest/crowd/latest/directory")] = BitbucketSystemApi.CrowdDirectories,
        };
        if (version.UserDirectories)
        {
            table[("GET", "admin/user-directories")] = BitbucketSystemApi.UserDirectories;
        }

        resources = table.ToFrozenDictionary();
        allowed = table.Keys.GroupBy(key => key.Tail)
            .ToFrozenDictionary(group => group.Key, group => string.Join(", ", group.Select(key => key.Method).Order(StringComparer.Ordinal)));
    }

    /// <summary>The path behind the API's base; another REST path whole; null for what is no REST path.</summary>
    public static string? Tail(string path)
    {
        foreach (var start in Bases)
        {
            if (path.StartsWith(start, StringComparison.Ordinal))
            {
                return path[start.Length..].TrimEnd('/');
            }
        }

        return path.StartsWith("/rest/", StringComparison.Ordinal) ? path.TrimEnd('/') : null;
    }

    public SandboxAnswer Route(BitbucketCall call)
    {
        if (Tail(call.Request.Path) is not { } tail)
        {
            return SandboxAnswer.Html(404, "The page you were looking for does not exist");
        }

        if (resources.TryGetValue((call.Request.Method, tail), out var resource))
        {
            return resource(call);
        }

        if (allowed.TryGetValue(tail, out var methods))
        {
            return SandboxAnswer.Html(405, "HTTP Status 405 – Method Not Allowed").With("Allow", methods);
        }

        if (call.Request.Method == "GET" && tail.StartsWith("users/", StringComparison.Ordinal) && tail.IndexOf('/', 6) < 0)
        {
            return BitbucketUserSearchApi.BySlug(call, tail[6..]);
        }

        // What the REST framework says of a path that no plugin serves: a 404 that is no error bean.
        return BitbucketAnswers.Object(404, writer =>
        {
            writer.WriteString("message", $"null for uri: {call.Beans.BaseAddress}{call.Request.Path}");
            writer.WriteNumber("status-code", 404);
        });
    }
}
