using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Transforms;

/// <summary>transforms/gateway.d.ts names the fields that the connectors have: an editor must not offer others, nor hide one.</summary>
public sealed partial class TypingsTests
{
    private static readonly string Typings = File.ReadAllText(RepositoryFiles.PathOf("transforms/gateway.d.ts"));

    [Theory]
    [InlineData("jira", AppKind.Jira, EndpointKind.User)]
    [InlineData("confluence", AppKind.Confluence, EndpointKind.User)]
    [InlineData("bitbucket", AppKind.Bitbucket, EndpointKind.User)]
    [InlineData("crowd", AppKind.Crowd, EndpointKind.Directory)]
    [InlineData("crowd", AppKind.Jira, EndpointKind.Directory)]
    public void AppFields_OfEachApp_AreItsConnectors(string name, AppKind app, EndpointKind endpoint)
    {
        var traits = new DirectoryFactory(TimeProvider.System).TraitsOf(new ConnectionSettings { Name = "x", App = app, Endpoint = endpoint, Cluster = "x" });

        var typed = Regex.Match(Typings, $@"interface AppFields \{{[^}}]*?\b{name}: (?<fields>[^;]+);", RegexOptions.Singleline).Groups["fields"].Value;

        Literal().Matches(typed).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(traits.Fields.Keys);
        (typed.Contains("`attributes.${string}`", StringComparison.Ordinal) ? "attributes." : null).Should().Be(traits.FreeFieldPrefix);
    }

    [Fact]
    public void AppFields_Apps_AreAllThatThereAre()
    {
        var block = Regex.Match(Typings, @"interface AppFields \{(?<apps>.*?)\n\}", RegexOptions.Singleline).Groups["apps"].Value;

        Member().Matches(block).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(Enum.GetNames<AppKind>().Select(kind => kind.ToLowerInvariant()));
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s+(\w+):", RegexOptions.Multiline)]
    private static partial Regex Member();
}
