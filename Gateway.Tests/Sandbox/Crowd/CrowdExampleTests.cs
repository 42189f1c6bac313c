namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>The sandbox against exchanges put together from Atlassian's references and from open clients' recordings.</summary>
public sealed class CrowdExampleTests
{
    public static TheoryData<string> Files => [.. CrowdExample.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Replay_DocumentedExchange_AnswersTheSame(string file)
    {
        var example = new CrowdExample(file);
        await using var lab = await example.PrepareAsync();

        var answer = await lab.SendAsync(example.Method, example.Target, example.RequestBody, credential: example.Credential);

        answer.Status.Should().Be(example.Status, because: answer.Text);
        var known = CrowdExample.KnownDifferences.GetValueOrDefault(file) ?? [];
        example.Differences(answer, lab.Sandbox.Address.AbsoluteUri).Where(difference => !known.Any(path => difference.StartsWith(path, StringComparison.Ordinal))).Should().BeEmpty();
        example.UnmetHeaders(answer, lab.Sandbox.Address.AbsoluteUri).Should().BeEmpty();
    }
}
