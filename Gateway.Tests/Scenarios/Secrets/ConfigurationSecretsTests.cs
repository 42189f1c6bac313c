using System.Text.Json.Nodes;
using Gateway.Cli.Try;
using Gateway.Configuration;
using Gateway.Tests.Cli;

namespace Gateway.Tests.Scenarios.Secrets;

/// <summary>A configuration that is wrong where a secret stands is refused without quoting it; a rehearsal's copy has none.</summary>
[Collection("console")]
public sealed class ConfigurationSecretsTests : IDisposable
{
    private const string Canary = "Canary-55aa-Config";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-test-");

    public static TheoryData<string> Mistakes => new()
    {
        $$"""{"Type":"Basic","Username":"svc","Password":"{{Canary}}" "x"}""",
        $$"""{"Type":"Basic","Username":"svc","Password":["{{Canary}}"]}""",
        $$"""{"Type":"Basic","Username":"svc","Password":{"Value":"{{Canary}}"} }""",
        $$"""{"Type":"Basic","Pasword":"{{Canary}}"}""",
        $$"""{"Type":"Bearer","Token":"{{Canary}}\n"}""",
        $$"""{"Type":"Bearer","Token":"{{Canary}}","Password":"{{Canary}}"}""",
        $$"""{"Type":"OAuth","ClientId":"x","ClientSecret":"{{Canary}}","RefreshToken":"{{Canary}}","TokenEndpoint":"nowhere"}""",
        $$"""{"Type":"None","Token":"{{Canary}}"}""",
        $$"""{"Token":"{{Canary}}"}""",
        $$"""
        "{{Canary}}"
        """,
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Check_CredentialWithAMistake_SaysWhatIsWrongWithoutTheSecret(string credential)
    {
        var file = await WriteAsync(credential, """[{"Name":"entra","Sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]""");

        var printed = await ConsoleCapture.RunAsync("check", "--config", file) + await ConsoleCapture.RunAsync("check", "--json", "--config", file);

        printed.Should().NotBeEmpty().And.NotContain(Canary).And.NotContain("Canary");
    }

    [Theory]
    [InlineData($$"""[{"Name":"entra","Sha256":"{{Canary}}"}]""")]
    [InlineData($$"""[{"Name":"entra","Token":"{{Canary}}"}]""")]
    [InlineData($$"""["{{Canary}}"]""")]
    public async Task Check_TokenInPlaceOfItsHash_IsNotQuoted(string tokens)
    {
        var file = await WriteAsync("""{"Type":"Bearer","Token":"x"}""", tokens);

        var printed = await ConsoleCapture.RunAsync("check", "--config", file) + await ConsoleCapture.RunAsync("check", "--json", "--config", file);

        printed.Should().Contain("Tokens").And.NotContain("Canary");
    }

    [Fact]
    public async Task Check_AddressWithAPassword_IsNotQuoted()
    {
        var file = await WriteAsync("""{"Type":"Bearer","Token":"x"}""", "[]", $"http://svc:{Canary}@127.0.0.1:1/");

        var printed = await ConsoleCapture.RunAsync("check", "--config", file) + await ConsoleCapture.RunAsync("check", "--live", "--json", "--config", file);

        printed.Should().NotContain("Canary");
    }

    [Fact]
    public async Task Rehearsal_ItsConfiguration_HoldsNoSecretOfTheRealOne()
    {
        var file = await WriteAsync($$"""{"Type":"Basic","Username":"svc","Password":"{{Canary}}"}""", $$"""[{"Name":"{{Canary}}","Sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]""");
        var configuration = new GatewayConfiguration(file, new Dictionary<string, string>());
        var settings = SettingsStore.Open(configuration, new SandboxOverlay(), TimeProvider.System);
        var copy = Directory.CreateDirectory(Path.Combine(_folder.FullName, "copy"));

        await RehearsalFiles.WriteAsync(copy.FullName, configuration, settings.Current[0], new Uri("http://127.0.0.1:1/"), new CredentialSettings { Type = "Bearer", Token = "made up" }, TestContext.Current.CancellationToken);

        (await File.ReadAllTextAsync(Path.Combine(copy.FullName, "gateway.json"), TestContext.Current.CancellationToken)).Should().Contain("made up").And.NotContain("Canary");
    }

    private async Task<string> WriteAsync(string credential, string tokens, string address = "http://127.0.0.1:1/")
    {
        var file = Path.Combine(_folder.FullName, "gateway.json");
        await File.WriteAllTextAsync(
            file,
            $$"""
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
              "Connections": { "jira": { "App": "jira", "Cluster": "jira", "Credential": {{credential}}, "Authentication": { "Tokens": {{tokens}} } } },
              "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": {{JsonValue.Create(address)!.ToJsonString()}} } } } } },
              "State": { "ConnectionString": "Data Source=state.db" }
            }
            """,
            TestContext.Current.CancellationToken);
        return file;
    }
}
