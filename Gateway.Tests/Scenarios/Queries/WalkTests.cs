using CsCheck;
using static Gateway.Tests.Scenarios.Queries.QuerySteps;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>Whatever is asked and in whatever order, a walk through the pages over HTTP covers each resource once.</summary>
public sealed class WalkTests
{
    private static readonly Gen<string?> _filter = Gen.OneOfConst<string?>(
        null, "displayName pr", "displayName co \"1\"", "not (displayName co \"1\")", "displayName ew \"3\" or displayName ew \"4\"", "externalId eq \"nobody\"", "meta.resourceType eq \"User\"");

    private static readonly Gen<string?> _sortBy = Gen.OneOfConst<string?>(null, "displayName", "id", "externalId", "meta.created", "meta.resourceType", "urn:x:2.0:User:level");

    private static readonly Gen<string> _endpoint = Gen.OneOfConst("/Users", "/Groups", "");

    [Fact]
    public async Task Walk_AnyEndpointFilterOrderAndPageSizes_CoversEachResourceOnce()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUsersAsync(17);
        for (var number = 1; number <= 9; number++)
        {
            await gateway.CreateGroupAsync($"group{number}");
        }

        await Gen.Select(_endpoint, _filter, _sortBy, Gen.Bool, Gen.Int[1, 12].Array[1, 4]).SampleAsync(
            async (endpoint, filter, sortBy, descending, sizes) =>
            {
                var parameters = new List<(string, string)> { ("excludedAttributes", "members"), ("sortOrder", descending ? "descending" : "ascending") };
                if (filter is not null)
                {
                    parameters.Add(("filter", filter));
                }

                var whole = (await gateway.GetAsync(endpoint + Query([.. parameters]))).Ids().ToList();
                if (sortBy is not null)
                {
                    parameters.Add(("sortBy", sortBy));
                }

                var sorted = (await gateway.GetAsync(endpoint + Query([.. parameters]))).Ids().ToList();
                var walked = new List<string>();
                for (var page = 0; page == 0 || walked.Count < whole.Count; page++)
                {
                    var count = sizes[page % sizes.Length];
                    var reply = await gateway.GetAsync(endpoint + Query([.. parameters, ("startIndex", $"{walked.Count + 1}"), ("count", $"{count}")]));
                    reply.Page().Should().Be((whole.Count, walked.Count + 1, Math.Min(count, whole.Count - walked.Count)));
                    walked.AddRange(reply.Ids());
                }

                walked.Should().Equal(sorted, because: "the pages are slices of one list");
                walked.Should().BeEquivalentTo(whole);
                walked.Should().OnlyHaveUniqueItems();
            },
            iter: 60,
            threads: 1);
    }
}
