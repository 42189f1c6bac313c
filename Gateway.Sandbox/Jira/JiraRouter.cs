using System.Collections.Frozen;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>From method and path to the resource.</summary>
internal sealed class JiraRouter
{
    private const string Directories = "/rest/crowd/latest/directory";

    private static readonly string[] Bases = ["/rest/api/2/", "/rest/api/latest/"];

    private readonly FrozenDictionary<string, FrozenDictionary<string, Func<JiraCall, SandboxAnswer>>> fixedPaths;
    private readonly FrozenDictionary<string, FrozenDictionary<string, Func<JiraCall, string, SandboxAnswer>>> namedPaths;

    public JiraRouter(JiraSandboxOptions options, JiraVersion version, JiraSystemApi system)
    {
        var users = new JiraUsersApi(options.Strict);
        var access = new JiraUserAccessApi(options.Strict);
        var search = new JiraUserSearchApi(options, version);
        var groups = new JiraGroupsApi(options);
        var projects = new JiraProjectsApi(options.Strict);
        var paths = new Dictionary<string, FrozenDictionary<string, Func<JiraCall, SandboxAnswer>>>
        {
            ["serverInfo"] = Methods(("GET", call => system.ServerInfo(call.Beans))),
            ["myself"] = Methods(("GET", JiraUsersApi.Myself)),
            ["mypermissions"] = Methods(("GET", JiraSystemApi.MyPermissions)),
            ["user"] = Methods(("GET", JiraUsersApi.Get), ("POST", users.Create), ("PUT", users.Update), ("DELETE", JiraUsersApi.Delete)),
            ["user/search"] = Methods(("GET", search.Search)),
            ["user/password"] = Methods(("PUT", access.SetPassword)),
            ["user/application"] = Methods(("POST", JiraUserAccessApi.GrantApplication), ("DELETE", JiraUserAccessApi.RevokeApplication)),
            ["user/properties"] = Methods(("GET", JiraUserAccessApi.ListProperties)),
            ["user/anonymization"] = Methods(("GET", JiraSystemApi.AnonymizationCheck)),
            ["group"] = Methods(("GET", JiraGroupsApi.Get), ("POST", groups.Create), ("DELETE", JiraGroupsApi.Delete)),
            ["group/member"] = Methods(("GET", groups.Members)),
            ["group/user"] = Methods(("POST", groups.AddMember), ("DELETE", JiraGroupsApi.RemoveMember)),
            ["groups/picker"] = Methods(("GET", groups.Pick)),
            ["applicationrole"] = Methods(("GET", JiraSystemApi.ApplicationRoles)),
            ["project"] = Methods(("GET", JiraProjectsApi.List)),
            ["cluster/nodes"] = Methods(("GET", system.ClusterNodes)),
            [Directories] = Methods(("GET", JiraSystemApi.Directories)),
        };
        if (search.HasList)
        {
            paths["user/list"] = Methods(("GET", JiraUserSearchApi.List));
        }

        if (version.DuplicatedUsers)
        {
            paths["user/duplicated/count"] = Methods(("GET", JiraSystemApi.DuplicatedCount));
            paths["user/duplicated/list"] = Methods(("GET", JiraSystemApi.DuplicatedList));
        }

        fixedPaths = paths.ToFrozenDictionary();
        namedPaths = new Dictionary<string, FrozenDictionary<string, Func<JiraCall, string, SandboxAnswer>>>
        {
            ["user/properties/*"] = Methods(
                ("GET", JiraUserAccessApi.GetProperty), ("PUT", JiraUserAccessApi.SetProperty), ("DELETE", JiraUserAccessApi.DeleteProperty)),
            ["user/session/*"] = Methods<Func<JiraCall, string, SandboxAnswer>>(("DELETE", JiraUserAccessApi.EndSessions)),
            ["applicationrole/*"] = Methods<Func<JiraCall, string, SandboxAnswer>>(("GET", JiraSystemApi.ApplicationRole)),
            ["project/*"] = Methods<Func<JiraCall, string, SandboxAnswer>>(("GET", JiraProjectsApi.Get), ("PUT", projects.Update)),
            ["project/*/components"] = Methods<Func<JiraCall, string, SandboxAnswer>>(("GET", JiraProjectsApi.Components)),
            ["component/*"] = Methods<Func<JiraCall, string, SandboxAnswer>>(("GET", JiraProjectsApi.GetComponent), ("PUT", projects.UpdateComponent)),
        }.ToFrozenDictionary();
    }

    /// <summary>The path behind <c>/rest/api/2/</c>; another REST path whole; null for what is no REST path.</summary>
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

    public SandboxAnswer Route(JiraCall call)
    {
        if (Tail(call.Request.Path) is not { } tail)
        {
            return SandboxAnswer.Html(404, "Oops, you've found a dead link.");
        }

        if (fixedPaths.TryGetValue(tail, out var methods))
        {
            return methods.TryGetValue(call.Request.Method, out var resource) ? resource(call) : MethodNotAllowed(methods.Keys);
        }

        var (pattern, name) = Pattern(tail);
        if (namedPaths.TryGetValue(pattern, out var named))
        {
            return named.TryGetValue(call.Request.Method, out var resource) ? resource(call, name) : MethodNotAllowed(named.Keys);
        }

        // What Jira's REST framework says of a path that no plugin serves: a 404 that is no error collection.
        return JiraAnswers.Object(404, writer =>
        {
            writer.WriteString("message", $"null for uri: {call.Beans.BaseAddress}{call.Request.Path}{call.Request.RawQuery}");
            writer.WriteNumber("status-code", 404);
        });
    }

    /// <summary>The one variable segment of a path: <c>user/session/x</c> is <c>user/session/*</c> and <c>x</c>.</summary>
    private static (string Pattern, string Name) Pattern(string tail)
    {
        var segments = tail.Split('/');
        var at = segments[0] == "user" ? 2 : 1;
        if (segments.Length <= at || segments[at].Length == 0)
        {
            return (tail, string.Empty);
        }

        var name = segments[at];
        segments[at] = "*";
        return (string.Join('/', segments), Uri.UnescapeDataString(name));
    }

    private static SandboxAnswer MethodNotAllowed(IEnumerable<string> allowed) =>
        SandboxAnswer.Html(405, "HTTP Status 405 – Method Not Allowed").With("Allow", string.Join(", ", allowed.Order(StringComparer.Ordinal)));

    private static FrozenDictionary<string, Func<JiraCall, SandboxAnswer>> Methods(params (string Method, Func<JiraCall, SandboxAnswer> Resource)[] resources) =>
        Methods<Func<JiraCall, SandboxAnswer>>(resources);

    private static FrozenDictionary<string, T> Methods<T>(params (string Method, T Resource)[] resources) =>
        resources.ToFrozenDictionary(pair => pair.Method, pair => pair.Resource);
}
