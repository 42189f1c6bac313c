using System.Text.Json.Nodes;

namespace Gateway.Tests.Sandbox.Bitbucket;

/// <summary>The sandbox against answers put together from Atlassian's references and from open clients' recordings.</summary>
public sealed class BitbucketExampleTests
{
    public static TheoryData<string> Files => [.. BitbucketExample.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Ask_DocumentedAnswer_IsTheSame(string file)
    {
        var example = new BitbucketExample(file);
        await using var lab = await example.PrepareAsync();

        var answer = await lab.SendAsync(example.Method, example.Target, example.RequestBody);

        answer.Status.Should().Be(example.EmptyStatus ?? example.Status, because: answer.Text);
        if (example.EmptyStatus is not null)
        {
            answer.Text.Should().BeEmpty();
            return;
        }

        var actual = BitbucketExample.Normalise(lab, answer.Text);
        JsonNode.DeepEquals(actual, JsonNode.Parse(example.Body!)).Should().BeTrue(because: $"of {answer.Text}");
    }

    [Fact]
    public void Files_AllOfThem_AreAskedForOrSent() => BitbucketExample.Forgotten.Should().BeEmpty();
}
