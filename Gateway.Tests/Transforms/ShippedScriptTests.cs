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

    private static string Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "transforms", "jira.js");
    }
}
