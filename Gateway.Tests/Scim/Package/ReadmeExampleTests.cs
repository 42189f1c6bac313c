using System.Text;
using Gateway.Tests.Architecture;

namespace Gateway.Tests.Scim.Package;

/// <summary>What the README shows compiles, runs, and is the very text that ran.</summary>
public sealed class ReadmeExampleTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","title":"Miss","emails":[{"type":"work","value":"ada@example.com"}]}""";

    [Fact]
    public void Readme_Example_IsTheCodeOfThisTest()
    {
        var code = RepositoryFiles.ReadAllLines("Gateway.Tests/Scim/Package/ReadmeExample.cs").Select(line => line.Length > 8 ? line[8..] : line.Trim());
        var readme = RepositoryFiles.ReadAllLines("Gateway.Scim/README.md");

        var shown = readme.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").ToList();

        shown.Should().HaveCountGreaterThan(9);
        shown.Should().Equal(code.SkipWhile(line => line != "// README").Skip(1).TakeWhile(line => line != "// END"));
    }

    [Fact]
    public void Run_UserAndPatch_WritesWhatWasAskedFor() => Run(User, """[{"op":"replace","path":"title","value":"Countess"}]""").Should().Be(
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223","userName":"ada","title":"Countess"}""");

    [Fact]
    public void Run_PatchOfWhatIsNotThere_WritesTheError() => Run(User, """[{"op":"replace","path":"shoeSize","value":43}]""").Should().Be(
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidPath","detail":"A User has no attribute 'shoeSize'."}""");

    [Fact]
    public void Run_AnotherAddress_IsNotFound() => Run(User.Replace("ada@", "eva@", StringComparison.Ordinal), "[]").Should().Contain("\"status\":\"404\"");

    private static string Run(string post, string operations) => ReadmeExample.Run(
        Encoding.UTF8.GetBytes(post),
        Encoding.UTF8.GetBytes($$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}}}"""),
        DateTimeOffset.UnixEpoch);
}
