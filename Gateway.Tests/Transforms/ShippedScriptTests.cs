using Gateway.Tests.Architecture;

namespace Gateway.Tests.Transforms;

public sealed class ShippedScriptTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Load_JiraSample_ItsExamplesHold()
    {
        var load = await _bench.LoadAsync(await File.ReadAllTextAsync(Sample(), Bench.Stop));

        load.Problems.Should().BeEmpty();
        load.Examples.Should().Be(3);
    }

    [Theory]
    [InlineData("Anna.Berg@contoso.com", "anna.berg")]
    [InlineData("bo_x_fabrikam.com#EXT#@contoso.onmicrosoft.com", "bo_x@fabrikam.com")]
    [InlineData("admin", "admin")]
    public async Task NameForLookup_JiraSample_IsTheLocalPart(string userName, string expected)
    {
        var transform = await _bench.TransformAsync(await File.ReadAllTextAsync(Sample(), Bench.Stop));

        (await transform.NameForLookupAsync(userName, Bench.Stop)).Value.Should().Be(expected);
    }

    public static TheoryData<string> Cookbook => [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("transforms/examples"), "*.js").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cookbook))]
    public async Task Load_CookbookScript_ItsExamplesHoldAndTheManualLinksIt(string name)
    {
        var load = await _bench.Loader.LoadAsync(Bench.Jira with { Script = RepositoryFiles.PathOf($"transforms/examples/{name}") }, Bench.Stop);

        load.Problems.Should().BeEmpty();
        load.Examples.Should().BePositive();
        (await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs/transforms.md"), Bench.Stop)).Should().Contain($"(../transforms/examples/{name})");
    }

    [Fact]
    public void Cookbook_HasAtLeastTenScripts() => Cookbook.Should().HaveCountGreaterThanOrEqualTo(10);

    private static string Sample() => RepositoryFiles.PathOf("transforms/jira.js");
}
