using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Tests.Scim;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Protocol;

/// <summary>PUT of what GET showed changes nothing: not the resource, and not the app (RFC 7644 section 3.5.1).</summary>
public sealed class PutOfGetTests
{
    private const int Cases = 300;

    private static readonly Gen<string> Users = ResourceGen.ValidUser;

    [Fact]
    public async Task Put_WhatGetShowedOfAnyUser_ChangesNothing()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 100_000)));
        await gateway.WarmUpAsync();
        var (number, put) = (0, 0);
        var reasons = new List<string>();

        await Users.SampleAsync(
            async json =>
            {
                var user = JsonNode.Parse(json)!.AsObject();
                user["userName"] = $"user{number++}@contoso.com";
                user["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User");
                // What Jira asks for: a name, and addresses that are some.
                user["displayName"] ??= $"Person {number}";
                foreach (var email in user["emails"] as JsonArray ?? [])
                {
                    email!["value"] = $"{Guid.NewGuid():N}@contoso.com";
                }

                var created = await gateway.SendAsync(HttpMethod.Post, "/Users", user);
                if (created.Status != 201)
                {
                    reasons.Add(created.Detail);
                    return;
                }

                var before = await gateway.GetAsync($"/Users/{created.Id}");
                var app = Snapshot(gateway);

                var reply = await gateway.SendAsync(HttpMethod.Put, $"/Users/{created.Id}", before.Json);

                reply.Status.Should().Be(200, because: reply.Text);
                Resource(reply).Should().Be(Resource(before));
                Resource(await gateway.GetAsync($"/Users/{created.Id}")).Should().Be(Resource(before));
                Snapshot(gateway).Should().Equal(app);
                put++;
            },
            iter: Cases,
            threads: 1);

        put.Should().BeGreaterThan(Cases * 2 / 3, because: string.Join('\n', reasons.Distinct()));
    }

    // As text, without what a write changes of itself.
    private static string Resource(ScimReply reply)
    {
        var resource = reply.Json!.AsObject();
        var meta = resource["meta"]!.AsObject();
        meta.Remove("lastModified");
        meta.Remove("version");
        return resource.ToJsonString();
    }

    private static IReadOnlyList<string> Snapshot(GatewayFixture gateway) =>
        [.. gateway.Jira.State.Users.Select(user => $"{user.Key} {user.Name} {user.DisplayName} {user.Email} {user.Active}")];
}
