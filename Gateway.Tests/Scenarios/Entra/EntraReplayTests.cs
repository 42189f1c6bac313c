using Gateway.Sandbox.Jira;
using Gateway.Tests.Architecture;
using Gateway.Tests.Scenarios.Exchanges;

namespace Gateway.Tests.Scenarios.Entra;

/// <summary>Every recorded request of Entra, in order, over the real host and the emulated Jira.</summary>
public sealed class EntraReplayTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task Replay_WholeLifeCycle_EachRequestGetsAnExpectedAnswer(int nodes, bool withShippedScript)
    {
        var script = withShippedScript ? await File.ReadAllTextAsync(RepositoryFiles.PathOf("transforms/jira.js"), TestContext.Current.CancellationToken) : null;
        await using var gateway = await GatewayFixture.StartAsync(jira: new JiraSandboxOptions { Nodes = nodes }, script: script);
        var runner = new ExchangeRunner(new ExchangeTarget(gateway.Http, gateway.BaseUrl, gateway.Token));

        foreach (var file in Exchange.Files("Entra"))
        {
            await runner.RunAsync(Exchange.Load("Entra", file));
        }

        runner.Failures.Should().BeEmpty();
    }
}
