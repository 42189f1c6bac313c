using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Cli;

/// <summary><c>gateway check</c> in the repository of an admin: every example that fails is shown with what was expected and what came out, and the exit code is 1.</summary>
[Collection("console")]
public sealed class CheckCommandTests : IAsyncDisposable
{
    private const string Script = """
        export const username = { pattern: '(.*)@.*', replacement: '$1' };
        export const examples = [
          { name: 'holds', given: { userName: 'ada@contoso.com' }, expect: { username: 'ada' } },
          { name: 'two faults', given: { userName: 'bob@contoso.com', active: true }, expect: { username: 'b.ob', status: 'inactive' } },
        ];
        """;

    private GatewayFixture _gateway = null!;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Check_ExampleFails_IsToldPieceByPieceInJson()
    {
        var (exit, printed) = await CheckAsync("--json");

        exit.Should().Be(1);
        var failed = JsonNode.Parse(printed)!["connections"]![0]!["failedExamples"]!.AsArray();
        var example = failed.Should().ContainSingle().Which!;
        ((string?)example["example"], (int?)example["line"]).Should().Be(("two faults", 4));
        example["differences"]!.AsArray().Select(one => ((string?)one!["what"], (string?)one["expected"], (string?)one["got"])).Should().Equal(
            ("username", "'b.ob'", "'bob'"), ("status", "'inactive'", "'active'"));
    }

    [Fact]
    public async Task Check_ExampleFails_IsShownAsADifference()
    {
        var (exit, printed) = await CheckAsync();

        exit.Should().Be(1);
        var lines = printed.Split('\n').Select(line => line.Trim()).ToList();
        lines.Should().ContainInConsecutiveOrder("- username: 'b.ob'", "+ username: 'bob'", "- status: 'inactive'", "+ status: 'active'");
        lines.Should().Contain("1 examples of the script passed, 1 failed");
    }

    private async Task<(int Exit, string Printed)> CheckAsync(params string[] more)
    {
        _gateway = await GatewayFixture.StartAsync(script: Script.Replace("'b.ob', status: 'inactive'", "'bob'"));
        await File.WriteAllTextAsync(Path.Combine(_gateway.Folder, "rules.js"), Script, TestContext.Current.CancellationToken);
        using var capture = new ConsoleCapture();
        var exit = await GatewayCli.RunAsync(["check", "--config", Path.Combine(_gateway.Folder, "gateway.json"), .. more]);
        return (exit, capture.Text);
    }
}
