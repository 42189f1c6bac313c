using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios.Exchanges;

namespace Gateway.Tests.Scenarios.Compliance;

/// <summary>
/// As validators do (scim2-tester of python-scim): each attribute that /Schemas says can be written is added, replaced and removed by PATCH, and read back
/// after each step.
/// </summary>
public sealed class EveryAttributeTests(ComplianceServer server) : IClassFixture<ComplianceServer>
{
    private const string CoreUser = "urn:ietf:params:scim:schemas:core:2.0:User";

    private readonly ExchangeRunner _runner = new(server.Target);

    [Fact]
    public async Task Patch_EachAttributeOfAUser_IsReadBack()
    {
        await _runner.RunAsync(Step("POST", "/Users", new JsonObject
        {
            ["schemas"] = new JsonArray(CoreUser),
            ["userName"] = "every.{{run}}@example.com",
            ["name"] = new JsonObject { ["formatted"] = "Every Attribute" },
        }, [201], capture: "id"));
        var steps = 0;
        foreach (var (schema, attribute) in await WritableAsync([CoreUser, ScimBodies.Enterprise]))
        {
            foreach (var step in Steps(schema, attribute))
            {
                await _runner.RunAsync(step);
                steps++;
            }
        }

        await _runner.CleanUpAsync();
        _runner.Failures.Should().BeEmpty();
        steps.Should().BeGreaterThan(100, "26 attributes or more, with four to six steps each");
    }

    private static IEnumerable<Exchange> Steps(string schema, JsonObject attribute)
    {
        var name = (string)attribute["name"]!;
        var isCore = schema == CoreUser;
        var path = isCore ? name : $"{schema}:{name}";
        var isShown = (string?)attribute["returned"] != "never";
        foreach (var (op, number) in ((string, int)[])[("add", 1), ("replace", 2)])
        {
            var value = AttributeValues.For(attribute, number);
            yield return Step("PATCH", "/Users/{{id}}", ScimBodies.Patch(ScimBodies.Op(op, path, value)), [200, 204]);
            yield return Read(isShown ? Place(value, name, isCore ? null : schema) : new JsonObject(), isShown ? null : name);
        }

        // The app has a name and a state for each user, whatever a client removes.
        if (name is "userName" or "active")
        {
            yield break;
        }

        if (name is "password")
        {
            // No app has accounts without one: saying that it is gone would be a lie.
            yield return Step("PATCH", "/Users/{{id}}", ScimBodies.Patch(new JsonObject { ["op"] = "remove", ["path"] = path }), [400]);
            yield break;
        }

        yield return Step("PATCH", "/Users/{{id}}", ScimBodies.Patch(new JsonObject { ["op"] = "remove", ["path"] = path }), [200, 204]);
        yield return Read([], isCore ? name : $"['{schema}'].{name}");
    }

    private static JsonObject Place(JsonNode value, string name, string? extension)
    {
        var placed = new JsonObject { [name] = value.DeepClone() };
        return extension is null ? placed : new JsonObject { [extension] = placed };
    }

    private static Exchange Read(JsonObject body, string? absent) => Step("GET", "/Users/{{id}}", null, [200], body, absent);

    private static Exchange Step(string method, string path, JsonNode? body, int[] statuses, JsonObject? wanted = null, string? absent = null, string? capture = null)
    {
        var request = new JsonObject { ["method"] = method, ["path"] = path };
        if (body is not null)
        {
            request["body"] = body;
        }

        var expect = new JsonObject { ["status"] = new JsonArray([.. statuses.Select(status => (JsonNode)status)]), ["body"] = wanted };
        if (absent is not null)
        {
            expect["absent"] = new JsonArray(absent);
        }

        return new Exchange($"{method} {body?.ToJsonString() ?? wanted?.ToJsonString()} {absent}", request, expect, capture is null ? null : new JsonObject { [capture] = capture }, 1, [], []);
    }

    private async Task<IReadOnlyList<(string Schema, JsonObject Attribute)>> WritableAsync(string[] schemas)
    {
        var found = new List<(string, JsonObject)>();
        foreach (var schema in schemas)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Target.BaseUrl}/Schemas/{schema}");
            request.Headers.Authorization = new("Bearer", server.Target.Token);
            using var response = await server.Target.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var attributes = (await ScimReply.ReadAsync(response)).Json!["attributes"]!.AsArray();
            found.AddRange(attributes.Select(attribute => (schema, attribute!.AsObject())).Where(one => (string?)one.Item2["mutability"] != "readOnly"));
        }

        return found;
    }
}
