using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Confluence;
using Gateway.Sandbox.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sandbox.Confluence;

/// <summary>
/// A documented answer of Confluence: the file, the call that it answers, and what must be so in the sandbox before.
/// The files hold answers and request bodies apart; which belong together is said here.
/// </summary>
internal sealed class ConfluenceExample(string file)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Confluence");

    private readonly JsonObject root = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();

    /// <summary>Every answer among the examples.</summary>
    public static IEnumerable<string> Answers => Calls.Keys.Order(StringComparer.Ordinal);

    /// <summary>Files that no call here answers or sends: none may be forgotten.</summary>
    public static IEnumerable<string> Unused => Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path))
        .Except(Calls.Keys)
        .Except(Calls.Values.Select(call => call.BodyFile).OfType<string>());

    /// <summary>A file as it is.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public int Status => root["_status"] is { } told ? (int)told : Calls[file].Status;

    public async Task<LabAnswer> ReplayAsync(ConfluenceLab lab)
    {
        var call = Calls[file];
        var body = call.BodyFile is null ? call.Body : Text(call.BodyFile);
        return await lab.SendAsync(call.Method, call.Path, body, call.Basic ? lab.Basic() : call.AsAda ? lab.TokenOf("ada.lovelace") : null);
    }

    public static async Task<ConfluenceLab> PrepareAsync(string file)
    {
        var time = new FakeTimeProvider();
        var lab = await ConfluenceLab.StartWithAdaAsync(new ConfluenceSandboxOptions { Version = "10.2.2", Time = time });
        await (Situations.TryGetValue(file, out var prepare) ? prepare(lab, time) : Task.CompletedTask);
        return lab;
    }

    /// <summary>Where the actual body lacks or contradicts what the example says; empty when it agrees.</summary>
    public IEnumerable<string> Differences(string actual, string baseAddress)
    {
        var expected = root["_status"] is null ? root : root["body"]!;
        var text = actual.Replace(baseAddress.TrimEnd('/'), "https://confluence.example.com", StringComparison.Ordinal);
        return Compare(JsonDocument.Parse(expected.ToJsonString()).RootElement, JsonDocument.Parse(text).RootElement, "$");
    }

    /// <summary>The example's headers that the actual answer has not, or has with another value.</summary>
    public IEnumerable<string> UnmetHeaders(IReadOnlyDictionary<string, string> actual) =>
        (root["_headers"]?.AsObject() ?? []).Where(header => !actual.TryGetValue(header.Key, out var value) || value != (string)header.Value!).Select(header => header.Key);

    private static Dictionary<string, Call> Calls { get; } = new()
    {
        ["error-400-validation.json"] = new("POST", ConfluenceLab.Admin)
        {
            Body = """{"userName":"Ada.King","fullName":"Ada King","email":"ada.king@example.com","password":"x","notifyViaEmail":false}""",
        },
        ["error-402-licence.json"] = new("POST", ConfluenceLab.Admin) { BodyFile = "user-create-request-password.json" },
        ["error-403-basic-auth-disabled.json"] = new("GET", $"{ConfluenceLab.Users}/current") { Basic = true },
        ["error-403-not-admin.json"] = new("PUT", $"{ConfluenceLab.Admin}/ada.lovelace/disable"),
        ["error-404-no-group.json"] = new("GET", "/rest/api/group/nogroup"),
        ["error-404-no-user.json"] = new("GET", $"{ConfluenceLab.Users}?username=nobody"),
        ["error-409-group-exists.json"] = new("POST", "/rest/api/admin/group") { BodyFile = "group-create-request.json" },
        ["error-409-user-exists.json"] = new("POST", ConfluenceLab.Admin) { BodyFile = "user-create-request-password.json" },
        ["error-429-rate-limited.json"] = new("GET", $"{ConfluenceLab.Users}/current"),
        ["group-create-response-201.json"] = new("POST", "/rest/api/admin/group", 201) { BodyFile = "group-create-request.json" },
        ["group-get-response.json"] = new("GET", "/rest/api/group/developers"),
        ["group-list-page.json"] = new("GET", "/rest/api/group"),
        ["group-members-page.json"] = new("GET", "/rest/api/group/developers/member"),
        ["group-nested-members-page.json"] = new("GET", "/rest/api/group/developers/groupmember"),
        ["longtask-response.json"] = new("GET", "/rest/api/longtask/f3b6c7a0-1c1d-4b0e-9a55-0b8a4b1c0001"),
        ["mobile-profile-response.json"] = new("GET", "/rest/mobile/1.0/profile/ada.lovelace"),
        ["status-running.json"] = new("GET", "/status"),
        ["user-create-response-201.json"] = new("POST", ConfluenceLab.Admin, 201) { BodyFile = "user-create-request-invite.json" },
        ["user-delete-response-202.json"] = new("DELETE", $"{ConfluenceLab.Admin}/ada.lovelace", 202),
        ["user-get-expand-status-active-response.json"] = new("GET", $"{ConfluenceLab.Users}?key={ConfluenceLab.AdaKey}&expand=status"),
        ["user-get-expand-status-disabled-response.json"] = new("GET", $"{ConfluenceLab.Users}?username=alan.turing&expand=status"),
        ["user-get-response.json"] = new("GET", $"{ConfluenceLab.Users}?username=ada.lovelace"),
        ["user-list-first-page.json"] = new("GET", $"{ConfluenceLab.Users}/list?expand=status&limit=2") { AsAda = true },
        ["user-list-last-page.json"] = new("GET", $"{ConfluenceLab.Users}/list?expand=status&limit=2&start=2") { AsAda = true },
        ["user-memberof-page.json"] = new("GET", $"{ConfluenceLab.Users}/memberof?username=ada.lovelace"),
    };

    private static Dictionary<string, Func<ConfluenceLab, FakeTimeProvider, Task>> Situations { get; } = new()
    {
        ["error-402-licence.json"] = Do(lab =>
        {
            lab.State.DeleteUser("ada.lovelace");
            lab.Sandbox.Settings = lab.Sandbox.Settings with { Seats = 0 };
        }),
        ["error-403-not-admin.json"] = Do(lab => lab.Sandbox.Settings = lab.Sandbox.Settings with { ServiceHasRights = false }),
        ["error-429-rate-limited.json"] = ExhaustAsync,
        ["group-create-response-201.json"] = Do(lab => lab.State.DeleteGroup("developers")),
        ["group-nested-members-page.json"] = Do(lab =>
        {
            lab.State.AddGroup("frontend-developers");
            lab.State.NestGroup("developers", "frontend-developers");
        }),
        ["longtask-response.json"] = async (lab, time) =>
        {
            await lab.DeleteAsync($"{ConfluenceLab.Admin}/ada.lovelace");
            time.Advance(TimeSpan.FromMilliseconds(2131));
        },
        ["user-create-response-201.json"] = Do(lab => lab.State.Reset()),
        ["user-list-first-page.json"] = Do(LeaveThePeople),
        ["user-list-last-page.json"] = Do(LeaveThePeople),
    };

    private static Func<ConfluenceLab, FakeTimeProvider, Task> Do(Action<ConfluenceLab> prepare) => (lab, _) =>
    {
        prepare(lab);
        return Task.CompletedTask;
    };

    /// <summary>The examples list three people and nobody who administers.</summary>
    private static void LeaveThePeople(ConfluenceLab lab)
    {
        lab.State.DeleteUser(lab.State.Service.Name);
        lab.State.DeleteUser(lab.State.Administrator.Name);
    }

    private static async Task ExhaustAsync(ConfluenceLab lab, FakeTimeProvider time)
    {
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RateLimit = new SandboxRateLimit(Limit: 20, FillRate: 10, IntervalSeconds: 60) };
        for (var call = 0; call < 20; call++)
        {
            await lab.GetAsync($"{ConfluenceLab.Users}/current");
        }

        time.Advance(TimeSpan.FromSeconds(18));
    }

    private static IEnumerable<string> Compare(JsonElement expected, JsonElement actual, string path) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => expected.EnumerateObject().SelectMany(member => actual.TryGetProperty(member.Name, out var other)
            ? Compare(member.Value, other, $"{path}.{member.Name}")
            : [$"{path}.{member.Name} is missing"]),
        (JsonValueKind.Array, JsonValueKind.Array) when expected.GetArrayLength() == actual.GetArrayLength() =>
            expected.EnumerateArray().Zip(actual.EnumerateArray()).SelectMany((pair, index) => Compare(pair.First, pair.Second, $"{path}[{index}]")),
        _ when JsonElement.DeepEquals(expected, actual) => [],
        _ => [$"{path}: expected {expected.GetRawText()}, found {actual.GetRawText()}"],
    };

    /// <summary>What is asked, and the status where the file does not tell it.</summary>
    private sealed record Call(string Method, string Path, int Status = 200)
    {
        public string? BodyFile { get; init; }

        public string? Body { get; init; }

        /// <summary>Asked by one of the people instead of the service account.</summary>
        public bool AsAda { get; init; }

        public bool Basic { get; init; }
    }
}
