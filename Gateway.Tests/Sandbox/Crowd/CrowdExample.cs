using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Crowd;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>A documented exchange with Crowd: the file, and what must be so in the sandbox before it is replayed.</summary>
internal sealed class CrowdExample(string file)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Crowd");

    /// <summary>The recorded machine's clock, and the random part of a key.</summary>
    private static readonly HashSet<string> Incomparable = ["created-date", "updated-date"];

    private static readonly Dictionary<string, Action<CrowdSandbox>> Situations = new()
    {
        ["group-create.json"] = crowd => crowd.State.DeleteGroup("scim-devs"),
        ["group-get.json"] = crowd => crowd.State.Group("scim-devs")!.Attributes["scim.id"] = ["g-7c0e"],
        ["group-user-add.json"] = crowd => crowd.State.RemoveMember("scim-devs", "anna.meyer"),
        ["group-users.json"] = crowd => crowd.State.AddMember("scim-devs", "zoe"),
        ["search-users-by-externalid.json"] = crowd => crowd.State.SetAttribute("anna.meyer", "scim.externalId", "00u1abcd"),
        ["user-attribute-get.json"] = crowd =>
        {
            crowd.State.SetAttribute("anna.meyer", "scim.externalId", "00u1abcd");
            crowd.State.User("anna.meyer")!.Attributes.Remove("requiresPasswordChange");
        },
        ["user-create.json"] = crowd => crowd.State.DeleteUser("anna.meyer"),
        ["user-create-forbidden.json"] = crowd =>
        {
            crowd.State.Grant(CrowdState.InternalDirectory, CrowdPermissions.None);
            crowd.State.AddDirectory("Corporate LDAP", CrowdPermissions.None, first: true);
        },
        ["user-get.json"] = crowd => crowd.State.SetAttribute("anna.meyer", "scim.externalId", "00u1abcd"),
        ["user-rename-exists.json"] = crowd => crowd.Settings = crowd.Settings with { RenameConflictIsServerError = true },
    };

    private readonly JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

    /// <summary>Every example but those of <c>admin/1.0</c>, which the gateway does not call.</summary>
    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json")
        .Select(path => Path.GetFileName(path))
        .Where(name => !name.StartsWith("admin-", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>Where the sandbox is right to differ: keys of new users are random, names sort, attributes sort.</summary>
    public static IReadOnlyDictionary<string, string[]> KnownDifferences { get; } = new Dictionary<string, string[]>
    {
        ["user-create.json"] = ["$.key", "$.attributes.attributes"],
        ["user-get.json"] = ["$.attributes.attributes[0]", "$.attributes.attributes[1]"],
        ["search-groups.json"] = ["$.groups[0]", "$.groups[1]"],
    };

    public string Method => (string)root["request"]!["method"]!;

    public string Target => (string)root["request"]!["path"]!;

    public string? RequestBody => root["request"]!["body"]?.ToJsonString();

    public int Status => (int)root["response"]!["status"]!;

    public AuthenticationHeaderValue? Credential => file == "unauthorized.json" ? UserServerLab<CrowdSandbox>.Basic("scim-gateway", "wrong") : null;

    private JsonNode? Body => root["response"]!["body"];

    public async Task<UserServerLab<CrowdSandbox>> PrepareAsync()
    {
        var lab = await UserServerLabs.CrowdWithAnnaAsync();
        if (Situations.TryGetValue(file, out var prepare))
        {
            prepare(lab.Sandbox);
        }

        return lab;
    }

    /// <summary>Paths where the actual body lacks or contradicts what the example says.</summary>
    public IEnumerable<string> Differences(LabAnswer actual, string baseAddress)
    {
        if (Body is null)
        {
            return actual.Text.Length == 0 ? [] : ["$: a body where the example has none"];
        }

        return Body.GetValueKind() == JsonValueKind.String
            ? (string)Body! == actual.Text ? [] : ["$"]
            : JsonDifference.Of(JsonDocument.Parse(Body.ToJsonString()).RootElement, JsonDocument.Parse(Normalise(actual.Text, baseAddress)).RootElement, Incomparable);
    }

    /// <summary>The example's headers that the actual answer has not, or has with another value.</summary>
    public IEnumerable<string> UnmetHeaders(LabAnswer actual, string baseAddress) =>
        (root["response"]!["headers"]?.AsObject() ?? [])
        .Where(header => !actual.Headers.TryGetValue(header.Key, out var value) || Normalise(value, baseAddress) != (string)header.Value!)
        .Select(header => header.Key);

    private static string Normalise(string text, string baseAddress) => text.Replace(baseAddress.TrimEnd('/'), "https://crowd.example.com/crowd", StringComparison.Ordinal);
}
