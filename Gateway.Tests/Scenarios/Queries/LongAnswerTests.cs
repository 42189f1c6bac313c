namespace Gateway.Tests.Scenarios.Queries;

/// <summary>Answers that are sent while they are written arrive whole.</summary>
public sealed class LongAnswerTests
{
    [Fact]
    public async Task Group_OfTwoThousandMembers_ArrivesWhole()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateGroupAsync("staff");
        foreach (var user in gateway.Jira.State.Seed(2_000))
        {
            gateway.Jira.State.AddMember("staff", user.Name);
        }

        var one = await gateway.GetAsync($"/Groups/{id}");
        var listed = await gateway.GetAsync("/Groups?attributes=members.value");

        one["members"]!.AsArray().Select(member => (string)member!["value"]!).Should().HaveCount(2_000).And.OnlyHaveUniqueItems();
        listed.Json!["Resources"]![0]!["members"]!.AsArray().Should().HaveCount(2_000);
        (one.Status, one.ContentType).Should().Be((200, "application/scim+json"));
    }
}
