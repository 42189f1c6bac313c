using System.Collections.Frozen;
using System.Net;
using System.Text;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>
/// The REST that Crowd and Jira share, <c>/rest/usermanagement/1</c>: log-in of the application, format of the answer, resource.
/// Called under the state's lock.
/// </summary>
/// <param name="product">Named in the challenge: "Crowd" or "Jira".</param>
/// <param name="applicationPassword">The one that counts now.</param>
internal sealed class UserServerRest(string product, string applicationName, Func<string> applicationPassword, IUserServerStore store)
{
    private static readonly string[] Bases = ["/rest/usermanagement/1/", "/rest/usermanagement/latest/"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, Func<UserServerCall, SandboxAnswer>>> Paths = Resources();

    public static bool Serves(string path) => path.StartsWith("/rest/usermanagement/", StringComparison.Ordinal);

    /// <summary>Answers a request.</summary>
    /// <param name="addresses">Addresses or networks that the application may call from.</param>
    /// <param name="refusesWithPage">A wrong address is refused with a page instead of an error entity (which one comes is unverified).</param>
    public SandboxAnswer Handle(SandboxRequest request, UserServerConduct conduct, string baseAddress, IReadOnlyList<string> addresses, bool refusesWithPage)
    {
        if (!IsApplication(request))
        {
            return SandboxAnswer.Text(401, "text/plain", "Application failed to authenticate\n").With("WWW-Authenticate", $"Basic realm=\"{product} REST Service\"");
        }

        request.Call.Account = applicationName;
        var (path, suffix) = Tail(request.Path);
        var links = new UserServerLinks(baseAddress, conduct.LowerCaseOutput);
        if (Format(request, suffix, links) is not { } format)
        {
            return SandboxAnswer.Html(406, "HTTP Status 406 – Not Acceptable");
        }

        var call = new UserServerCall(request, store, conduct, format, links);
        if (!addresses.Any(IsLoopback))
        {
            return refusesWithPage
                ? SandboxAnswer.Html(403, "HTTP Status 403 – Forbidden")
                : call.Refuse(403, Reason.AccessDenied, conduct.Texts.NotAddressed);
        }

        if (path is null || !Paths.TryGetValue(path, out var methods))
        {
            return NoResource(request, baseAddress);
        }

        return methods.TryGetValue(request.Method, out var resource)
            ? resource(call)
            : SandboxAnswer.Html(405, "HTTP Status 405 – Method Not Allowed").With("Allow", string.Join(", ", methods.Keys.Order(StringComparer.Ordinal)));
    }

    /// <summary>What Atlassian's REST framework says of a path that no plugin serves: a 404 that is no error entity.</summary>
    private static SandboxAnswer NoResource(SandboxRequest request, string baseAddress) =>
        SandboxAnswer.Json(404, $"null for uri: {baseAddress}{request.Path}{request.RawQuery}", static (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("message", message);
            writer.WriteNumber("status-code", 404);
            writer.WriteEndObject();
        });

    private bool IsApplication(SandboxRequest request)
    {
        if (request.Call.Credential != SandboxCredential.Basic)
        {
            return false;
        }

        var encoded = request.Headers.Authorization.ToString()[6..].Trim();
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length) == $"{applicationName}:{applicationPassword()}";
    }

    /// <summary>Every caller of a sandbox comes from 127.0.0.1. A host name counts only as <c>localhost</c>.</summary>
    private static bool IsLoopback(string allowed) =>
        allowed == "localhost"
        || (IPNetwork.TryParse(allowed, out var network) && network.Contains(IPAddress.Loopback))
        || (IPAddress.TryParse(allowed, out var address) && address.Equals(IPAddress.Loopback));

    private static (string? Path, string Suffix) Tail(string path)
    {
        var start = Array.Find(Bases, prefix => path.StartsWith(prefix, StringComparison.Ordinal));
        if (start is null)
        {
            return (null, string.Empty);
        }

        var tail = path[start.Length..].TrimEnd('/');
        foreach (var suffix in (string[])[".json", ".xml"])
        {
            if (tail.EndsWith(suffix, StringComparison.Ordinal))
            {
                return (tail[..^suffix.Length], suffix);
            }
        }

        return (tail, string.Empty);
    }

    /// <summary>XML unless JSON is asked for; null for another type.</summary>
    private static UserServerFormat? Format(SandboxRequest request, string suffix, UserServerLinks links)
    {
        var accept = request.Headers.Accept.ToString();
        return suffix switch
        {
            ".json" => new UserServerJson(links),
            ".xml" => new UserServerXml(links),
            _ when accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) => new UserServerJson(links),
            _ when accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal) || accept.Contains("xml", StringComparison.OrdinalIgnoreCase) => new UserServerXml(links),
            _ => null,
        };
    }

    private static FrozenDictionary<string, FrozenDictionary<string, Func<UserServerCall, SandboxAnswer>>> Resources() =>
        new Dictionary<string, FrozenDictionary<string, Func<UserServerCall, SandboxAnswer>>>
        {
            ["config/cookie"] = Methods(("GET", call => call.Format.Cookie(".example.com", secure: true, "crowd.token_key"))),
            ["user"] = Methods(("GET", UserServerUsersApi.Get), ("POST", UserServerUsersApi.Create), ("PUT", UserServerUsersApi.Replace), ("DELETE", UserServerUsersApi.Delete)),
            ["user/rename"] = Methods(("POST", UserServerUsersApi.Rename)),
            ["user/password"] = Methods(("PUT", UserServerUsersApi.SetPassword)),
            ["user/attribute"] = Methods(
                ("GET", UserServerAttributesApi.OfUser),
                ("POST", UserServerAttributesApi.SetOfUser),
                ("PUT", UserServerAttributesApi.SetOfUser),
                ("DELETE", UserServerAttributesApi.DeleteOfUser)),
            ["user/group/direct"] = Methods(
                ("GET", call => UserServerMembersApi.GroupsOfUser(call, nested: false)),
                ("POST", UserServerMembersApi.AddGroupToUser),
                ("DELETE", UserServerMembersApi.Remove)),
            ["user/group/nested"] = Methods(("GET", call => UserServerMembersApi.GroupsOfUser(call, nested: true))),
            ["authentication"] = Methods(("POST", UserServerUsersApi.Authenticate)),
            ["group"] = Methods(("GET", UserServerGroupsApi.Get), ("POST", UserServerGroupsApi.Create), ("PUT", UserServerGroupsApi.Replace), ("DELETE", UserServerGroupsApi.Delete)),
            ["group/attribute"] = Methods(
                ("GET", UserServerAttributesApi.OfGroup),
                ("POST", UserServerAttributesApi.SetOfGroup),
                ("PUT", UserServerAttributesApi.SetOfGroup),
                ("DELETE", UserServerAttributesApi.DeleteOfGroup)),
            ["group/user/direct"] = Methods(
                ("GET", call => UserServerMembersApi.UsersOfGroup(call, nested: false)),
                ("POST", UserServerMembersApi.AddUserToGroup),
                ("DELETE", UserServerMembersApi.Remove)),
            ["group/user/nested"] = Methods(("GET", call => UserServerMembersApi.UsersOfGroup(call, nested: true))),
            ["group/child-group/direct"] = Methods(
                ("GET", call => UserServerNestingApi.Children(call, nested: false)),
                ("POST", UserServerNestingApi.AddChild),
                ("DELETE", UserServerNestingApi.RemoveChild)),
            ["group/child-group/nested"] = Methods(("GET", call => UserServerNestingApi.Children(call, nested: true))),
            ["group/parent-group/direct"] = Methods(("GET", call => UserServerNestingApi.Parents(call, nested: false)), ("POST", UserServerNestingApi.AddParent)),
            ["group/parent-group/nested"] = Methods(("GET", call => UserServerNestingApi.Parents(call, nested: true))),
            ["group/membership"] = Methods(("GET", UserServerMembersApi.Dump)),
            ["search"] = Methods(("GET", UserServerSearchApi.ByQuery), ("POST", UserServerSearchApi.ByBody)),
        }.ToFrozenDictionary();

    private static FrozenDictionary<string, Func<UserServerCall, SandboxAnswer>> Methods(params (string Method, Func<UserServerCall, SandboxAnswer> Resource)[] resources) =>
        resources.ToFrozenDictionary(pair => pair.Method, pair => pair.Resource);
}
