using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox;

/// <summary>A recorded exchange with Jira: the file, and what must be so in the sandbox before it is replayed.</summary>
internal sealed class JiraExample(string file)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Jira");

    private readonly JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

    /// <summary>Every example but the one whose success code no source confirms.</summary>
    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json")
        .Select(path => Path.GetFileName(path))
        .Where(name => name != "anonymization-schedule.json")
        .Order(StringComparer.Ordinal);

    public string Method => (string)root["request"]!["method"]!;

    public string Target => (string)root["request"]!["path"]!;

    public string? RequestBody => root["request"]!["body"]?.ToJsonString();

    public int Status => (int)root["response"]!["status"]!;

    public JsonNode? Body => root["response"]!["body"];

    /// <summary>Where the recorded instance was set up differently: its application gave two groups to whoever was created.</summary>
    public static IReadOnlyDictionary<string, string> KnownDifferences { get; } = new Dictionary<string, string>
    {
        ["user-create.json"] = "$.groups.size: expected 2, found 1",
    };

    public async Task<JiraLab> PrepareAsync()
    {
        var time = new FakeTimeProvider();
        var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Version = "11.3.1", ServiceUser = "admin", BasicEnabled = true, Clustered = true, Time = time });
        lab.State.SetDisplayName("admin", "Admin");
        lab.State.SetEmail("admin", "admin@example.com");
        await (Situations.TryGetValue(file, out var prepare) ? prepare(lab, time) : Task.CompletedTask);
        return lab;
    }

    public AuthenticationHeaderValue? Credential(JiraLab lab) => file is "captcha.json" or "basic-auth-disabled.json" ? lab.Basic() : null;

    /// <summary>Where the actual body lacks or contradicts what the example says; empty when it agrees.</summary>
    public IEnumerable<string> Differences(string actual, string baseAddress) =>
        Body is null ? [] : JsonDifference.Of(JsonDocument.Parse(Body.ToJsonString()).RootElement, JsonDocument.Parse(Normalise(actual, baseAddress)).RootElement, Incomparable);

    /// <summary>The example's headers that the actual answer has not, or has with another value.</summary>
    public IEnumerable<string> UnmetHeaders(IReadOnlyDictionary<string, string> actual, string baseAddress) =>
        (root["response"]!["headers"]?.AsObject() ?? [])
        .Where(header => !actual.TryGetValue(header.Key, out var value) || Normalise(value, baseAddress) != (string)header.Value!)
        .Select(header => header.Key);

    private static string Normalise(string text, string baseAddress) => text.Replace(baseAddress.TrimEnd('/'), "https://jira.example.com", StringComparison.Ordinal);

    private static Dictionary<string, Func<JiraLab, FakeTimeProvider, Task>> Situations { get; } = new()
    {
        ["anonymization-validate-readonly.json"] = Do(AddReadOnlyUser),
        ["basic-auth-disabled.json"] = Do(lab => lab.Sandbox.Settings = lab.Sandbox.Settings with { BasicEnabled = false }),
        ["captcha.json"] = (lab, _) => lab.FailLoginsAsync(3),
        ["component-set-lead.json"] = Do(lab => lab.State.AddComponent("DEMO", "Backend")),
        ["external-user-management.json"] = Do(lab => lab.Sandbox.Settings = lab.Sandbox.Settings with { ExternalUserManagement = true }),
        ["group-create.json"] = Do(lab => lab.State.DeleteGroup("scim-devs")),
        ["group-member-page.json"] = Do(AddZoe),
        ["group-user-add.json"] = Do(lab => lab.State.RemoveMember("scim-devs", "anna.meyer")),
        ["group-user-remove-not-member.json"] = Do(lab => lab.State.RemoveMember("scim-devs", "anna.meyer")),
        ["groups-picker.json"] = Do(lab => lab.State.AddGroup("scim-ops", administers: true)),
        ["projects-with-lead.json"] = Do(lab => lab.State.SetLead("DEMO", "anna.meyer")),
        ["rate-limited.json"] = ExhaustAsync,
        ["user-create.json"] = Do(lab =>
        {
            lab.State.Reset();
            lab.State.NextId = 10_200;
        }),
        ["user-create-readonly.json"] = Do(lab => lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnly = true }),
        ["user-deactivate-lead-refused.json"] = Do(lab => lab.State.SetLead("DEMO", "anna.meyer")),
        ["user-delete-readonly.json"] = Do(AddReadOnlyUser),
        ["user-duplicated-list.json"] = Do(lab => lab.State.Shadow("anna.meyer")),
        ["user-list.json"] = Do(AddZoe),
        ["user-list-last.json"] = Do(AddZoe),
        ["user-property-put.json"] = (lab, _) => lab.PutAsync("/rest/api/2/user/properties/scim.externalId?userKey=JIRAUSER10200", "1"),
        ["user-rename-refused.json"] = Do(lab => lab.Sandbox.Settings = lab.Sandbox.Settings with { UserServer = true }),
    };

    private static Func<JiraLab, FakeTimeProvider, Task> Do(Action<JiraLab> prepare) => (lab, _) =>
    {
        prepare(lab);
        return Task.CompletedTask;
    };

    private static void AddReadOnlyUser(JiraLab lab)
    {
        lab.State.AddUser("ldapuser", "LDAP User", key: "JIRAUSER10400");
        lab.State.SetReadOnlyDirectory("ldapuser");
    }

    private static void AddZoe(JiraLab lab)
    {
        lab.State.AddUser("zoe", "Zoe Old", key: "JIRAUSER10202");
        lab.State.SetActive("zoe", false);
        lab.State.AddMember("scim-devs", "zoe");
        lab.State.DeleteUser("sysadmin");
    }

    private static async Task ExhaustAsync(JiraLab lab, FakeTimeProvider time)
    {
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RateLimit = new SandboxRateLimit(Limit: 100, FillRate: 20, IntervalSeconds: 10) };
        for (var call = 0; call < 100; call++)
        {
            await lab.GetAsync("/rest/api/2/myself");
        }

        time.Advance(TimeSpan.FromSeconds(5));
    }

    /// <summary>The recorded machine's address and clock.</summary>
    private static HashSet<string> Incomparable { get; } = ["ip", "lastStateChangeTimestamp"];
}
