using System.Text.RegularExpressions;

namespace Gateway.Tests.Architecture;

/// <summary>docs/security.md says which test would fail without each defence: those tests are there.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public void SecurityDocument_TestsThatItNames_Exist()
    {
        var types = typeof(ThreatModelTests).Assembly.GetTypes();
        var named = Named().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs/security.md"))).ToList();

        named.Should().HaveCountGreaterThan(30);
        named.Where(match => !types.Any(type => type.Name == match.Groups["class"].Value && (!match.Groups["method"].Success
            || type.GetMethods().Any(method => method.Name.StartsWith(match.Groups["method"].Value, StringComparison.Ordinal))))).Select(match => match.Value).Should().BeEmpty();
    }

    [GeneratedRegex(@"`(?:\w+/)*(?<class>\w+Tests)(?:\.(?<method>\w+))?")]
    private static partial Regex Named();
}
