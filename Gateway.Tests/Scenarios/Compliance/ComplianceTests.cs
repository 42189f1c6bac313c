using Gateway.Tests.Scenarios.Exchanges;

namespace Gateway.Tests.Scenarios.Compliance;

/// <summary>What the RFCs print, and what the public suites of identity providers ask: one test a file below <c>Data</c>, over HTTP.</summary>
public sealed class ComplianceTests(ComplianceServer server) : IClassFixture<ComplianceServer>
{
    public static TheoryData<string> RfcFiles => [.. Exchange.Files("Rfc")];

    public static TheoryData<string> MicrosoftFiles => [.. Exchange.Files("Microsoft")];

    public static TheoryData<string> OktaFiles => [.. Exchange.Files("Okta")];

    public static TheoryData<string> ValidatorFiles => [.. Exchange.Files("Validators")];

    [Theory]
    [MemberData(nameof(RfcFiles))]
    public Task Rfc_Example_IsAnsweredAsPrinted(string file) => RunAsync("Rfc", file);

    [Theory]
    [MemberData(nameof(MicrosoftFiles))]
    public Task Microsoft_Story_EachRequestGetsAnExpectedAnswer(string file) => RunAsync("Microsoft", file);

    [Theory]
    [MemberData(nameof(OktaFiles))]
    public Task Okta_Story_EachRequestGetsAnExpectedAnswer(string file) => RunAsync("Okta", file);

    [Theory]
    [MemberData(nameof(ValidatorFiles))]
    public Task Validator_Story_EachRequestGetsAnExpectedAnswer(string file) => RunAsync("Validators", file);

    [Fact]
    public async Task Entra_LifeCycle_EachRequestGetsAnExpectedAnswer()
    {
        var runner = new ExchangeRunner(server.Target);

        foreach (var file in Exchange.Files("Entra"))
        {
            await runner.RunAsync(Exchange.Load("Entra", file));
        }

        await runner.CleanUpAsync();
        runner.Failures.Should().BeEmpty();
    }

    private async Task RunAsync(string folder, string file)
    {
        var runner = new ExchangeRunner(server.Target);

        await runner.RunAsync(Exchange.Load(folder, file));

        await runner.CleanUpAsync();
        runner.Failures.Should().BeEmpty();
    }
}
