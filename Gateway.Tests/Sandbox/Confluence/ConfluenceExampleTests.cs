namespace Gateway.Tests.Sandbox.Confluence;

/// <summary>The sandbox against answers put together from Atlassian's references and from runs against live servers.</summary>
public sealed class ConfluenceExampleTests
{
    public static TheoryData<string> Answers => [.. ConfluenceExample.Answers];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Replay_DocumentedAnswer_IsTheSame(string file)
    {
        var example = new ConfluenceExample(file);
        await using var lab = await ConfluenceExample.PrepareAsync(file);

        var answer = await example.ReplayAsync(lab);

        answer.Status.Should().Be(example.Status, because: answer.Text);
        example.Differences(answer.Text, lab.Sandbox.Address.AbsoluteUri).Should().BeEmpty();
        example.UnmetHeaders(answer.Headers).Should().BeEmpty();
    }

    [Fact]
    public async Task Send_DocumentedUpdate_IsTaken()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync(new() { Version = "10.0.0" });

        var answer = await lab.PutAsync($"{ConfluenceLab.Admin}/ada.lovelace", ConfluenceExample.Text("user-update-request.json"));

        answer.Status.Should().Be(204);
        lab.State.User("ada.lovelace").Should().BeEquivalentTo(new { FullName = "Ada King", Email = "ada.king@example.com" });
    }

    [Fact]
    public async Task Send_DocumentedPassword_IsTaken()
    {
        await using var lab = await ConfluenceLab.StartWithAdaAsync();

        var answer = await lab.PostAsync($"{ConfluenceLab.Admin}/ada.lovelace/password", ConfluenceExample.Text("user-password-request.json"));

        answer.Status.Should().Be(204);
        lab.State.User("ada.lovelace")!.Password.Should().Be("new-secret");
    }

    [Fact]
    public void Files_EachOfThem_IsReplayedOrSent() =>
        ConfluenceExample.Unused.Should().BeEquivalentTo(["user-update-request.json", "user-password-request.json"], because: "those are sent by tests of their own");
}
