using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Compliance;

/// <summary>What /Schemas says of each attribute against what RFC 7643 section 8.7.1 prints, characteristic by characteristic.</summary>
public sealed class SchemaTests(ComplianceServer server) : IClassFixture<ComplianceServer>
{
    private const string Prose = "description";

    /// <summary>Where the answer differs on purpose, and why.</summary>
    private static readonly Dictionary<string, string[]> OnPurpose = new()
    {
        // An id compares with case (RFC 7643 section 3.1), and so does whatever refers to one.
        ["user"] =
        [
            "groups.value.caseExact: true", "groups.$ref.caseExact: true",

            // References and binary values compare with case (RFC 7643 sections 2.3.6 and 2.3.7), a password too.
            "profileUrl.caseExact: true", "photos.value.caseExact: true", "x509Certificates.value.caseExact: true", "password.caseExact: true",

            // Section 2.4 gives each multi-valued attribute a primary, and the example of section 8.2 has one in an address.
            "addresses.primary: more",

            // Section 3 leaves the common attributes out of the schemas; Entra's gallery check wants each mapped attribute listed.
            "id: more", "externalId: more",
        ],
        ["enterprise-user"] = ["manager.value.caseExact: true", "manager.$ref.caseExact: true"],
        ["group"] =
        [
            // REQUIRED, says its own description and section 4.2.
            "displayName.required: true",

            "members.value.caseExact: true", "members.$ref.caseExact: true",

            // A member is named by its id or not at all.
            "members.value.required: true",

            // The example of section 8.4 has it.
            "members.display: more",

            "id: more", "externalId: more",
        ],
    };

    [Theory]
    [InlineData("user")]
    [InlineData("enterprise-user")]
    [InlineData("group")]
    public async Task Rfc7643_8_7_1_Schema_DiffersOnlyOnPurpose(string file)
    {
        var printed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "Rfc", "schemas", file + ".json"), TestContext.Current.CancellationToken))!;

        var served = await GetAsync((string)printed["id"]!);

        ((string?)served["name"]).Should().Be((string?)printed["name"]);
        Differences(printed["attributes"]!.AsArray(), served["attributes"]!.AsArray(), string.Empty).Should().BeEquivalentTo(OnPurpose[file]);
    }

    private async Task<JsonNode> GetAsync(string urn)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Target.BaseUrl}/Schemas/{urn}");
        request.Headers.Authorization = new("Bearer", server.Target.Token);
        using var response = await server.Target.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (await ScimReply.ReadAsync(response)).Json!;
    }

    private static IEnumerable<string> Differences(JsonArray printed, JsonArray served, string at)
    {
        foreach (var name in Names(printed).Except(Names(served)))
        {
            yield return $"{at}{name}: missing";
        }

        foreach (var name in Names(served).Except(Names(printed)))
        {
            yield return $"{at}{name}: more";
        }

        foreach (var name in Names(printed).Intersect(Names(served)))
        {
            foreach (var difference in Differences(Named(printed, name), Named(served, name), $"{at}{name}."))
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<string> Differences(JsonObject printed, JsonObject served, string at)
    {
        // What is not printed has the default of section 2.2, which may be said.
        foreach (var (characteristic, value) in printed.Where(one => one.Key is not ("subAttributes" or Prose)))
        {
            if (!JsonNode.DeepEquals(value, served[characteristic]))
            {
                yield return $"{at}{characteristic}: {served[characteristic]?.ToJsonString() ?? "missing"}";
            }
        }

        foreach (var difference in Differences(printed["subAttributes"] as JsonArray ?? [], served["subAttributes"] as JsonArray ?? [], at))
        {
            yield return difference;
        }
    }

    private static IEnumerable<string> Names(JsonArray attributes) => attributes.Select(attribute => (string)attribute!["name"]!);

    private static JsonObject Named(JsonArray attributes, string name) => attributes.Single(attribute => (string?)attribute!["name"] == name)!.AsObject();
}
