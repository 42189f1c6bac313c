using System.Text.Json.Nodes;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scenarios.Injection;

/// <summary>A user and a group from their making to their end, with the values of a case in every place; and an id that nobody was given.</summary>
internal sealed class LifeOfValues(GatewayFixture gateway, AskedValues values)
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The values of the case, the ids and keys that belong to them, and who bears such a name already: what may be read.</summary>
    public IReadOnlySet<string> Asked => _asked;

    /// <summary>Keys of the accounts, and names of the groups, that the case is about: what may change.</summary>
    public HashSet<string> Own { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<ScimReply> Replies { get; } = [];

    public async Task RunAsync()
    {
        foreach (var value in values.ToList())
        {
            // A name of a group is its id, in lower case; some apps trim.
            _asked.UnionWith([value, value.Trim(), ScimId.Encode(value), ScimId.TryDecode(value, out var key) ? key : value]);
        }

        // Given and family name, where there is no display name; blanks at the ends of either do not count.
        var (given, trimmed) = (values.DisplayName, values.DisplayName.Trim());
        _asked.UnionWith([$"{given} {given}", $"{given} {given}".Trim(), $"{trimmed} {trimmed}", $"{trimmed} {trimmed}".Trim()]);
        var people = gateway.App.View().People;
        _asked.UnionWith(people.Where(person => _asked.Contains(person.Name) || _asked.Contains(person.Key)).SelectMany(person => new[] { person.Key, person.Name }));
        // An id that happens to be somebody's (Bitbucket's are numbers) is about that one.
        Own.UnionWith(people.Where(person => person.Key == values.Id).Select(person => person.Key));
        var user = await UserAsync();
        await GroupAsync(user);
        foreach (var resource in new[] { "Users", "Groups" })
        {
            await StrangerAsync(resource);
        }

        if (user is not null)
        {
            await SendAsync(HttpMethod.Delete, $"/Users/{user}");
        }
    }

    private async Task<string?> UserAsync()
    {
        var body = User();
        var made = await SendAsync(HttpMethod.Post, "/Users", body);
        var id = made.Status == 201 ? Owned(made) : null;
        await SendAsync(HttpMethod.Post, "/Users", body.DeepClone());
        foreach (var (attribute, value) in new[] { ("userName", values.UserName), ("externalId", values.ExternalId), ("emails.value", values.Email) })
        {
            var found = await SendAsync(HttpMethod.Get, $"/Users?filter={Uri.EscapeDataString($"{attribute} eq {JsonValue.Create(value)!.ToJsonString()}")}");
            if (found.Status == 200 && id is not null && attribute == "userName")
            {
                found["Resources"]!.AsArray().Should().ContainSingle("the name is quoted, so it can be no other filter").Which!["id"]!.ToString().Should().Be(id);
            }
        }

        if (id is null)
        {
            return null;
        }

        await SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Op("replace", "displayName", values.NewGroup), ScimBodies.Op("replace", "externalId", values.Id)));
        await SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Active(false)));
        await SendAsync(HttpMethod.Patch, $"/Users/{id}", ScimBodies.Patch(ScimBodies.Active(true)));
        await SendAsync(HttpMethod.Put, $"/Users/{id}", User());
        return id;
    }

    private async Task GroupAsync(string? user)
    {
        var body = ScimBodies.Group(values.Group);
        body["externalId"] = values.ExternalId;
        var made = await SendAsync(HttpMethod.Post, "/Groups", body);
        await SendAsync(HttpMethod.Get, $"/Groups?filter={Uri.EscapeDataString($"displayName eq {JsonValue.Create(values.Group)!.ToJsonString()}")}");
        if (made.Status != 201)
        {
            return;
        }

        var id = Owned(made);
        Own.UnionWith([values.Group, values.Group.Trim()]);
        string[] members = user is null ? [values.Id] : [user, values.Id];
        await SendAsync(HttpMethod.Patch, $"/Groups/{id}", ScimBodies.Patch(ScimBodies.Members("add", members)));
        await SendAsync(HttpMethod.Get, $"/Groups/{id}");
        await SendAsync(HttpMethod.Patch, $"/Groups/{id}", ScimBodies.Patch(ScimBodies.Op("remove", $"members[value eq {JsonValue.Create(values.Id)!.ToJsonString()}]", null)));
        await SendAsync(HttpMethod.Patch, $"/Groups/{id}", ScimBodies.Patch(ScimBodies.Members("remove", members)));
        await SendAsync(HttpMethod.Patch, $"/Groups/{id}", ScimBodies.Patch(ScimBodies.Op("replace", "displayName", values.NewGroup)));
        await SendAsync(HttpMethod.Delete, $"/Groups/{id}");
    }

    private async Task StrangerAsync(string resource)
    {
        if (values.Id is "." or "..")
        {
            // Client and web server resolve these before anybody looks for an id.
            return;
        }

        var path = $"/{resource}/{Uri.EscapeDataString(values.Id)}";
        await SendAsync(HttpMethod.Get, path);
        await SendAsync(HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("replace", "displayName", values.DisplayName)));
        await SendAsync(HttpMethod.Put, path, resource == "Users" ? User() : ScimBodies.Group(values.Group));
        await SendAsync(HttpMethod.Delete, path);
    }

    private JsonObject User()
    {
        var body = ScimBodies.User("stand-in@contoso.com");
        (body["userName"], body["externalId"], body["displayName"]) = (values.UserName, values.ExternalId, values.DisplayName);
        body["name"] = new JsonObject { ["givenName"] = values.DisplayName, ["familyName"] = values.DisplayName };
        body["emails"]![0]!["value"] = values.Email;
        return body;
    }

    private string Owned(ScimReply made)
    {
        var key = ScimId.TryDecode(made.Id, out var decoded) ? decoded : made.Id;
        Own.UnionWith([made.Id, key]);
        _asked.UnionWith([made.Id, key]);
        return made.Id;
    }

    private async Task<ScimReply> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var reply = await gateway.SendAsync(method, path, body);
        reply.Status.Should().BeLessThan(500, because: $"{method} {path} {reply.Text}");
        Replies.Add(reply);
        return reply;
    }
}
