using System.Text.Json.Nodes;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Hosting;

namespace Gateway.Tests.Sandbox.Bitbucket;

/// <summary>A documented answer of Bitbucket: the file, what must be so in the sandbox before it is asked for, and how it is asked for.</summary>
internal sealed class BitbucketExample(string file)
{
    private const string Users = BitbucketLab.Users;
    private const string Groups = BitbucketLab.Groups;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Bitbucket");

    /// <summary>Every file that is an answer; requests are sent by those that have one.</summary>
    public static IEnumerable<string> Files => Asked.Keys.Order(StringComparer.Ordinal);

    /// <summary>Files of the folder that are neither asked for nor sent by another.</summary>
    public static IEnumerable<string> Forgotten => Directory.GetFiles(Folder, "*.json")
        .Select(path => Path.GetFileName(path))
        .Except(Asked.Keys)
        .Except(Asked.Values.Select(asked => asked.RequestFile).OfType<string>())
        .Except(["admin-user-create-request.json"]);

    public string Method => Asked[file].Method;

    public string Target => Asked[file].Target;

    public string? RequestBody => Asked[file].RequestFile is { } request ? File.ReadAllText(Path.Combine(Folder, request)) : null;

    public int Status => Root is JsonObject root && root["_status"] is { } status ? (int)status : 200;

    public string? Body => Root switch
    {
        JsonObject root when root.ContainsKey("_status") => root["body"]!.ToJsonString(),
        _ => Root.ToJsonString(),
    };

    private JsonNode Root => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

    public async Task<BitbucketLab> PrepareAsync()
    {
        var lab = await BitbucketLab.StartAsync(new BitbucketSandboxOptions { Version = "9.4.2" });
        await Asked[file].Prepare(lab);
        return lab;
    }

    /// <summary>The answer as the recorded instance would have worded its links.</summary>
    public static JsonNode Normalise(BitbucketLab lab, string text) =>
        JsonNode.Parse(text.Replace(lab.Sandbox.Address.AbsoluteUri.TrimEnd('/'), "https://bitbucket.example.com", StringComparison.Ordinal))!;

    private static Dictionary<string, AskedFor> Asked { get; } = new()
    {
        ["admin-group-create-response.json"] = new("POST", $"{Groups}?name=developers", Do(_ => { })),
        ["admin-group-delete-response.json"] = new("DELETE", $"{Groups}?name=developers", Do(lab => lab.State.AddGroup("developers"))),
        ["admin-groups-page.json"] = new("GET", Groups, Do(lab =>
        {
            lab.State.DeleteGroup(BitbucketState.AdministratorsGroup);
            lab.State.Grant("svc-scim", BitbucketPermission.Admin);
            lab.State.AddGroup("release-managers");
            lab.State.AddGroup("developers");
            lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
            lab.State.AddGroup("ldap-engineers", directory: "Corporate LDAP");
        })),
        ["admin-user-delete-response.json"] = new("DELETE", $"{Users}?name=ada.lovelace", Do(AddAda)),
        ["admin-user-erasure-response.json"] = new("POST", $"{Users}/erasure?name=gone", Do(lab =>
        {
            lab.State.AddUser("gone", id: 0x123ab);
            lab.State.DeleteUser("gone");
        })),
        ["admin-user-rename-response.json"] = new("POST", $"{Users}/rename", Do(AddAda), "admin-user-rename-request.json"),
        ["admin-user-update-response.json"] = new("PUT", Users, Do(AddAda), "admin-user-update-request.json"),
        ["admin-users-filter-no-match.json"] = new("GET", $"{Users}?filter=nobody", Do(_ => { })),
        ["admin-users-filter-substring-overmatch.json"] = new("GET", $"{Users}?filter=ann", Do(lab =>
        {
            lab.State.AddUser("ann", "Ann Berg", id: 201);
            lab.State.AddUser("joanne", "Joanne Roe", id: 202);
            lab.State.AddUser("zoe", "Zoe Mann", "zoe.mann@example.com", id: 203);
        })),
        ["admin-users-page-first.json"] = new("GET", $"{Users}?filter=example.com&limit=2", Do(AddFour)),
        ["admin-users-page-last.json"] = new("GET", $"{Users}?filter=example.com&limit=2&start=2", Do(AddFour)),
        ["basicauth-config.json"] = new("PUT", "/rest/basicauth/latest/config", Do(_ => { }), "basicauth-config.json"),
        ["crowd-directory-list-response.json"] = new("GET", "/rest/crowd/latest/directory", Do(lab =>
        {
            lab.State.Grant("svc-scim", BitbucketPermission.SysAdmin);
            lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true, id: 13_139_969);
        })),
        ["error-400-validation.json"] = new("POST", $"{Users}?name=a&displayName=A&emailAddress=none&password=x", Do(_ => { })),
        ["error-401-authentication-failed.json"] = new("GET", Users, Do(lab => lab.State.SetPassword("svc-scim", "another"))),
        ["error-401-not-permitted.json"] = new("GET", $"{BitbucketLab.Permissions}/users", Do(lab => lab.State.GrantGroup(BitbucketState.AdministratorsGroup, BitbucketPermission.ProjectCreate))),
        ["error-403-captcha.json"] = new("GET", Users, lab => lab.FailLoginsAsync(5)),
        ["error-403-licence-limit.json"] = new("POST", $"{Users}?name=a&displayName=A&emailAddress=a%40example.com&password=x", Do(lab => lab.Settings = lab.Settings with { Seats = 2 })),
        ["error-404-no-such-group.json"] = new("DELETE", $"{Groups}?name=nogroup", Do(_ => { })),
        ["error-404-no-such-user.json"] = new("DELETE", $"{Users}?name=nobody", Do(_ => { })),
        ["error-409-duplicate-group.json"] = new("POST", $"{Groups}?name=stash-users", Do(_ => { })),
        ["error-409-duplicate-user.json"] = new("POST", $"{Users}?name=admin&displayName=A&emailAddress=a%40example.com&password=x", Do(_ => { })),
        ["error-429-rate-limited.json"] = new("GET", Users, async lab =>
        {
            lab.Settings = lab.Settings with { RateLimit = new SandboxRateLimit(Limit: 1, FillRate: 1, IntervalSeconds: 3600) };
            await lab.GetAsync(Users);
        }),
        ["group-more-members-page.json"] = new("GET", $"{Groups}/more-members?context=developers", Do(AddMembers)),
        ["groups-names-page.json"] = new("GET", $"{BitbucketLab.Api}/groups", Do(lab =>
        {
            lab.State.DeleteGroup(BitbucketState.AdministratorsGroup);
            lab.State.Grant("svc-scim", BitbucketPermission.Admin);
            lab.State.AddGroup("release-managers");
            lab.State.AddGroup("developers");
        })),
        ["permissions-groups-page.json"] = new("GET", $"{BitbucketLab.Permissions}/groups", Do(lab =>
        {
            // The recorded instance listed its groups in another order; here the directory comes first, then the name.
            lab.State.AddDirectory("Crowd Server", "Atlassian Crowd", readOnly: false);
            lab.State.DeleteGroup(BitbucketState.AdministratorsGroup);
            lab.State.AddGroup("bb-admins", BitbucketPermission.Admin, "Crowd Server", "svc-scim");
        })),
        ["permissions-users-page.json"] = new("GET", $"{BitbucketLab.Permissions}/users?filter=ada", Do(lab =>
        {
            AddAda(lab);
            lab.State.Grant("ada.lovelace", BitbucketPermission.SysAdmin);
        })),
        ["status-running.json"] = new("GET", "/status", Do(_ => { })),
        ["user-by-slug-response.json"] = new("GET", $"{BitbucketLab.Api}/users/ada.lovelace", Do(AddAda)),
        ["user-directories-response.json"] = new("GET", $"{BitbucketLab.Api}/admin/user-directories?includeInactive=true", Do(lab =>
            lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true))),
        ["user-more-members-page.json"] = new("GET", $"{Users}/more-members?context=ada.lovelace", Do(lab =>
        {
            AddMembers(lab);
            lab.State.AddMember("stash-users", "ada.lovelace");
        })),
        ["users-permission-page.json"] = new("GET", $"{BitbucketLab.Api}/users?filter=ada.lovelace&permission=LICENSED_USER", Do(lab =>
        {
            AddAda(lab);
            lab.State.AddMember("stash-users", "ada.lovelace");
        })),

        // Answered without a body.
        ["admin-user-credentials-request.json"] = new("PUT", $"{Users}/credentials", Do(AddAda), "admin-user-credentials-request.json") { Status = 204 },
        ["group-add-users-request.json"] = new("POST", $"{Groups}/add-users", Do(AddMembers), "group-add-users-request.json") { Status = 200 },
        ["group-remove-user-request-deprecated.json"] = new("POST", $"{Groups}/remove-user", Do(AddMembers), "group-remove-user-request-deprecated.json") { Status = 200 },
        ["user-add-groups-request.json"] = new("POST", $"{Users}/add-groups", Do(AddMembers), "user-add-groups-request.json") { Status = 200 },
        ["user-remove-group-request.json"] = new("POST", $"{Users}/remove-group", Do(AddMembers), "user-remove-group-request.json") { Status = 200 },
    };

    /// <summary>The status of an answer without a body; null where the file is the answer.</summary>
    public int? EmptyStatus => Asked[file].Status;

    private static Func<BitbucketLab, Task> Do(Action<BitbucketLab> prepare) => lab =>
    {
        prepare(lab);
        return Task.CompletedTask;
    };

    private static void AddAda(BitbucketLab lab)
    {
        lab.State.AddUser("ada.lovelace", "Ada Lovelace", "ada.lovelace@example.com", id: 101);
        lab.State.SetLastLogin("ada.lovelace", DateTimeOffset.FromUnixTimeMilliseconds(1_718_000_000_000));
    }

    private static void AddMembers(BitbucketLab lab)
    {
        AddAda(lab);
        lab.State.AddUser("grace.hopper@example.com", "Grace Hopper", "grace.hopper@example.com", id: 102);
        lab.State.AddGroup("developers", members: ["ada.lovelace", "grace.hopper@example.com"]);
        lab.State.AddGroup("release-managers");
    }

    private static void AddFour(BitbucketLab lab)
    {
        AddAda(lab);
        lab.State.SetEmail("admin", "admin@example.org");
        lab.State.SetEmail("svc-scim", "svc@example.org");
        lab.State.AddUser("grace.hopper@example.com", "Grace Hopper", "grace.hopper@example.com", id: 102);
        lab.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
        lab.State.AddDirectory("Crowd Server", "Atlassian Crowd", readOnly: false);
        lab.State.AddUser("alan.turing", "Alan Turing", id: 103, directory: "Corporate LDAP");
        lab.State.AddUser("joan.clarke", "Joan Clarke", id: 104, directory: "Crowd Server");
        lab.State.SetActive("joan.clarke", false);
    }

    private sealed record AskedFor(string Method, string Target, Func<BitbucketLab, Task> Prepare, string? RequestFile = null)
    {
        public int? Status { get; init; }
    }
}
