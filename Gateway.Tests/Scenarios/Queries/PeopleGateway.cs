using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>One gateway for tests that only ask: five people and three groups, made in this order.</summary>
public sealed class PeopleGateway : IAsyncLifetime
{
    public GatewayFixture Gateway { get; private set; } = null!;

    public Dictionary<string, string> Ids { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Gateway = await GatewayFixture.StartAsync();
        await AddAsync("carol", "Engineer", "Zimmer", "Sales");
        await AddAsync("Ada", null, "adler", "sales");
        await AddAsync("bob", "architect", "Öhm", null, user => user["active"] = false);
        await AddAsync("dan", "Engineer", "Berg", "Board", user => user["emails"] = new JsonArray(
            new JsonObject { ["type"] = "home", ["value"] = "zzz@home.example" },
            new JsonObject { ["type"] = "work", ["value"] = "aaa@work.example", ["primary"] = true }));
        await AddAsync("eve", "Zoologist", null, null, user => user.Remove("externalId"));
        foreach (var group in new[] { "staff", "Blue", "apples" })
        {
            Ids[group] = await Gateway.CreateGroupAsync(group);
        }

        Gateway.Jira.State.AddMember("staff", "carol");
        Gateway.Jira.State.AddMember("staff", "dan");
        Gateway.Jira.State.AddMember("Blue", "dan");
        Gateway.Jira.Calls.Clear();
    }

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();

    private async Task AddAsync(string name, string? title, string? familyName, string? department, Action<JsonObject>? change = null)
    {
        Ids[name] = await Gateway.CreateUserAsync($"{name}@contoso.com", user =>
        {
            Set(user, "title", title);
            Set(user, "name", familyName is null ? null : new JsonObject { ["familyName"] = familyName });
            Set(user, ScimBodies.Enterprise, department is null ? null : new JsonObject { ["department"] = department });
            change?.Invoke(user);
        });
    }

    private static void Set(JsonObject user, string name, JsonNode? value)
    {
        if (value is not null)
        {
            user[name] = value;
        }
    }
}
