using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Schemas;
using Gateway.Tests.Architecture;
using Gateway.Transforms.Typings;

namespace Gateway.Tests.Transforms;

/// <summary>transforms/gateway.d.ts is what <c>gateway typings</c> writes: an editor offers the fields that the connectors have and the attributes that the schemas have.</summary>
public sealed partial class TypingsTests
{
    private static readonly string Typings = TypingsWriter.Write(new DirectoryFactory(TimeProvider.System));

    [Fact]
    public void File_InTheRepository_IsWhatIsGenerated() =>
        File.ReadAllText(RepositoryFiles.PathOf("transforms/gateway.d.ts")).Should().Be(Typings, because: "it is made by: dotnet run --project Gateway -- typings transforms/gateway.d.ts");

    [Fact]
    public void AppFields_Apps_AreAllThatThereAre()
    {
        var block = Regex.Match(Typings, @"interface AppFields \{(?<apps>.*?)\n\}", RegexOptions.Singleline).Groups["apps"].Value;

        Member().Matches(block).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(Enum.GetNames<AppKind>().Select(kind => kind.ToLowerInvariant()));
    }

    [Fact]
    public void JiraDirectory_HasTheFieldsOfCrowd()
    {
        var directories = new DirectoryFactory(TimeProvider.System);
        DirectoryTraits Traits(AppKind app) => directories.TraitsOf(new ConnectionSettings { Name = "x", App = app, Endpoint = EndpointKind.Directory, Cluster = "x" });

        Traits(AppKind.Jira).Fields.Should().Equal(Traits(AppKind.Crowd).Fields, because: "the typings name one list for both");
    }

    [Fact]
    public void User_Attributes_AreTheSchemasButPasswordGroupsAndCertificates()
    {
        var block = Regex.Match(Typings, @"interface User \{(?<members>.*?)\n\}", RegexOptions.Singleline).Groups["members"].Value;

        Member().Matches(block).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(
            ResourceSchema.User.Core.Attributes.Select(attribute => attribute.Name).Except(["password", "groups", "x509Certificates"]).Append("externalId"));
    }

    [GeneratedRegex(@"^\s+(?:readonly )?(\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex Member();
}
