namespace Gateway.Tests.Sandbox;

/// <summary>The sandbox against exchanges put together from Atlassian's references and from open clients' recordings.</summary>
public sealed class JiraExampleTests
{
    public static TheoryData<string> Files => [.. JiraExample.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Replay_RecordedExchange_AnswersTheSame(string file)
    {
        var example = new JiraExample(file);
        await using var lab = await example.PrepareAsync();

        var answer = await lab.SendAsync(example.Method, example.Target, example.RequestBody, example.Credential(lab));

        answer.Status.Should().Be(example.Status, because: answer.Text);
        example.Differences(answer.Text, lab.Sandbox.Address.AbsoluteUri)
            .Should().BeEquivalentTo(JiraExample.KnownDifferences.Where(known => known.Key == file).Select(known => known.Value));
        example.UnmetHeaders(answer.Headers, lab.Sandbox.Address.AbsoluteUri).Should().BeEmpty();
    }
}
