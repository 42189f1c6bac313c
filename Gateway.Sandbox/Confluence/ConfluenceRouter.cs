using System.Collections.Frozen;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>From method and path to the resource. A path has at most two names in it.</summary>
internal sealed class ConfluenceRouter
{
    private const string Name = "*";
    private const string Profile = "/rest/mobile/1.0/profile/*";

    private static readonly string[] Bases = ["/rest/api/latest/", "/rest/api/"];

    private readonly FrozenDictionary<string, FrozenDictionary<string, Resource>> routes;

    public ConfluenceRouter(ConfluenceSandboxOptions options, ConfluenceVersion version)
    {
        var users = new ConfluenceUsersApi(options);
        var admin = new ConfluenceUserAdminApi(options);
        var groups = new ConfluenceGroupsApi(options);
        var system = new ConfluenceSystemApi(options, version);
        var all = new List<(bool Present, string Pattern, string Method, Resource Resource)>
        {
            (true, "user", "GET", (call, _) => ConfluenceUsersApi.Get(call)),
            (true, "user/current", "GET", (call, _) => ConfluenceUsersApi.Current(call)),
            (true, "user/memberof", "GET", (call, _) => users.MemberOf(call)),
            (version.CreatesUsers, "user/list", "GET", (call, _) => users.List(call)),
            (version.ListsActiveUsers, "admin/users/list/active", "GET", (call, _) => users.ListActive(call)),
            (version.CreatesUsers, "admin/user", "POST", (call, _) => admin.Create(call)),
            (version.UpdatesUsers, "admin/user/*", "PUT", (call, names) => admin.Update(call, names[0])),
            (version.DisablesUsers, "admin/user/*", "DELETE", (call, names) => admin.Delete(call, names[0])),
            (version.CreatesUsers, "admin/user/*/password", "POST", (call, names) => admin.SetPassword(call, names[0])),
            (version.DisablesUsers, "admin/user/*/disable", "PUT", (call, names) => ConfluenceUserAdminApi.Disable(call, names[0])),
            (version.DisablesUsers, "admin/user/*/enable", "PUT", (call, names) => ConfluenceUserAdminApi.Enable(call, names[0])),
            (true, "longtask/*", "GET", (call, names) => system.LongTask(call, names[0])),
            (true, "group", "GET", (call, _) => groups.List(call)),
            (true, "group/*", "GET", (call, names) => ConfluenceGroupsApi.Get(call, names[0])),
            (true, "group/*/member", "GET", (call, names) => groups.Members(call, names[0])),
            (true, "group/*/groupmember", "GET", (call, names) => groups.NestedGroups(call, names[0])),
            (true, "admin/group", "POST", (call, _) => groups.Create(call)),
            (true, "admin/group/*", "DELETE", (call, names) => ConfluenceGroupsApi.Delete(call, names[0])),
            (true, "user/*/group/*", "PUT", (call, names) => ConfluenceGroupsApi.AddMember(call, names[0], names[1])),
            (true, "user/*/group/*", "DELETE", (call, names) => ConfluenceGroupsApi.RemoveMember(call, names[0], names[1])),
            (version.TellsServerInformation, "server-information", "GET", (call, _) => system.ServerInformation(call)),
            (true, "/rest/crowd/latest/directory", "GET", (call, _) => ConfluenceSystemApi.Directories(call)),
            (true, "/rest/applinks/1.0/manifest", "GET", (call, _) => system.Manifest(call)),
            (true, Profile, "GET", (call, names) => ConfluenceSystemApi.MobileProfile(call, names[0])),
        };
        routes = all.Where(route => route.Present)
            .GroupBy(route => route.Pattern)
            .ToFrozenDictionary(group => group.Key, group => group.ToFrozenDictionary(route => route.Method, route => route.Resource));
    }

    private delegate SandboxAnswer Resource(ConfluenceCall call, IReadOnlyList<string> names);

    public SandboxAnswer Route(ConfluenceCall call)
    {
        // Tomcat's own refusal: an encoded slash or a backslash never reaches the app.
        if (call.Request.Call.RawPath.Contains("%2F", StringComparison.OrdinalIgnoreCase) || call.Request.Path.Contains('\\'))
        {
            return SandboxAnswer.Html(400, "HTTP Status 400 – Bad Request");
        }

        if (!call.Request.Path.StartsWith("/rest/", StringComparison.Ordinal))
        {
            return SandboxAnswer.Html(404, "Page Not Found");
        }

        var segments = Tail(call.Request.Path).Split('/').Select(WithoutParameters).ToArray();
        foreach (var (pattern, methods) in routes)
        {
            if ((pattern == Profile && !call.Settings.MobilePlugin) || Match(pattern, segments) is not { } names)
            {
                continue;
            }

            return methods.TryGetValue(call.Request.Method, out var resource)
                ? resource(call, names)
                : SandboxAnswer.Html(405, "HTTP Status 405 – Method Not Allowed").With("Allow", string.Join(", ", methods.Keys.Order(StringComparer.Ordinal)));
        }

        // What Confluence's REST framework says of a path that no plugin serves: a 404 that is no error bean.
        return ConfluenceAnswers.Object(404, writer =>
        {
            writer.WriteString("message", $"null for uri: {call.Beans.BaseAddress}{call.Request.Path}{call.Request.RawQuery}");
            writer.WriteNumber("status-code", 404);
        });
    }

    /// <summary>The path behind <c>/rest/api/</c>; another REST path whole.</summary>
    private static string Tail(string path)
    {
        var start = Bases.FirstOrDefault(start => path.StartsWith(start, StringComparison.Ordinal));
        return (start is null ? path : path[start.Length..]).TrimEnd('/');
    }

    /// <summary>A servlet container cuts a segment at its semicolon: what follows are path parameters.</summary>
    private static string WithoutParameters(string segment) => segment.Split(';')[0];

    /// <summary>The names in a path that fits the pattern; null for one that does not.</summary>
    private static List<string>? Match(string pattern, string[] segments)
    {
        var parts = pattern.Split('/');
        if (parts.Length != segments.Length)
        {
            return null;
        }

        var names = new List<string>(2);
        for (var index = 0; index < parts.Length; index++)
        {
            if (parts[index] == Name && segments[index].Length > 0)
            {
                names.Add(segments[index]);
            }
            else if (parts[index] != segments[index])
            {
                return null;
            }
        }

        return names;
    }
}
