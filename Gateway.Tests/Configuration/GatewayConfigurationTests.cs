using CsCheck;
using Gateway.Configuration;
using Gateway.Configuration.Layers;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class GatewayConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_CommentsAndTrailingCommas_AreAllowed()
    {
        _folder.Write("gateway.json", ConfigurationFolder.Valid.Replace("\"App\"", "/* the app */ \"Paused\": true, // off\n\"App\"").Replace("\"pat\" }", "\"pat\", },"));

        _folder.OpenJira().Paused.Should().BeTrue();
    }

    [Fact]
    public void Read_ByteOrderMark_IsSkipped()
    {
        File.WriteAllText(_folder.PathOf("gateway.json"), ConfigurationFolder.Valid, System.Text.Encoding.UTF8);

        _folder.OpenJira().Name.Should().Be("jira");
    }

    [Fact]
    public void Read_ScalarInLocalFile_OverridesGatewayJson()
    {
        _folder.Jira("""  "Credential": { "Token": "other" } """);

        _folder.OpenJira().Credential.Should().Be(new CredentialSettings { Type = "Bearer", Token = "other" });
    }

    [Fact]
    public void Read_SecretFile_OverridesLocalFileWithoutItsNewline()
    {
        _folder.Jira("""  "Credential": { "Token": "local" } """).Write("secrets/Connections__jira__Credential__Token", "from file\n".Replace(' ', '-'));

        _folder.OpenJira().Credential!.Token.Should().Be("from-file");
    }

    [Fact]
    public void Read_SecretFolderByVariable_GoesBeforeTheUsualOne()
    {
        _folder.Write("secrets/Connections__jira__Credential__Token", "usual").Write("mine/Connections__jira__Credential__Token", "named");
        _folder.Environment["GATEWAY_SECRETS"] = "mine";

        _folder.OpenJira().Credential!.Token.Should().Be("named");
    }

    [Fact]
    public void Read_SecretFolderOfVariableMissing_IsAnErrorThatNamesIt()
    {
        _folder.Environment["GATEWAY_SECRETS"] = "nowhere";

        _folder.Errors().Should().ContainSingle().Which.Message.Should().Contain("nowhere").And.Contain("cannot be read");
    }

    [Fact]
    public void Read_SecretsOfOtherPrograms_AreNotLookedAt()
    {
        _folder.Write("secrets/POSTGRES_PASSWORD", "x").Write("secrets/..data__x", "y");

        _folder.Warnings().Should().BeEmpty();
    }

    [Fact]
    public void Read_Environment_OverridesSecretFile()
    {
        _folder.Write("secrets/Connections__jira__Credential__Token", "file");
        _folder.Environment["Connections__jira__Credential__Token"] = "environment";

        _folder.OpenJira().Credential!.Token.Should().Be("environment");
    }

    [Fact]
    public void Read_EnvironmentInUpperCase_MeetsTheSameConnection()
    {
        _folder.Environment["CONNECTIONS__JIRA__PAUSED"] = "true";

        _folder.OpenJira().Should().BeEquivalentTo(new { Name = "jira", Paused = true });
    }

    [Fact]
    public void Read_ListInLocalFile_ReplacesTheListBelow()
    {
        WriteJira("""  "Protected": [ "a", "b", "c" ] """).Jira("""  "Protected": [ "x" ] """);

        _folder.OpenJira().Protected.Should().Equal("x");
    }

    [Fact]
    public void Read_EmptyListInLocalFile_EmptiesTheListBelow()
    {
        WriteJira("""  "Protected": [ "a", "b" ] """).Jira("""  "Protected": [] """);

        _folder.OpenJira().Protected.Should().BeEmpty();
    }

    [Fact]
    public void Read_EmptyList_ReplacesTheDefault()
    {
        _folder.Jira("""  "Groups": { "Protected": [] } """);

        _folder.OpenJira().Groups.Protected.Should().BeEmpty();
    }

    [Fact]
    public void Read_ListOfObjects_IsNotMixedWithTheListBelow()
    {
        WriteJira("""  "Groups": { "Map": [ { "From": "a", "To": "b" }, { "From": "c", "To": "d" } ] } """)
            .Jira("""  "Groups": { "Map": [ { "From": "e", "To": "f" } ] } """);

        _folder.OpenJira().Groups.Map.Should().Equal(new GroupMapping("e", "f"));
    }

    [Fact]
    public void Read_ListInEnvironment_ReplacesTheListBelow()
    {
        WriteJira("""  "Protected": [ "a", "b" ] """);
        _folder.Environment["Connections__jira__Protected__0"] = "x";

        _folder.OpenJira().Protected.Should().Equal("x");
    }

    [Fact]
    public void Read_ListInEnvironment_ReplacesTheListOfSecretFiles()
    {
        _folder.Write("secrets/Connections__jira__Protected__0", "a").Write("secrets/Connections__jira__Protected__1", "b");
        _folder.Environment["Connections__jira__Protected__0"] = "x";

        _folder.OpenJira().Protected.Should().Equal("x");
    }

    [Fact]
    public void Read_EmptyVariable_IsTheEmptyList()
    {
        WriteJira("""  "Protected": [ "a", "b" ] """);
        _folder.Environment["Connections__jira__Protected"] = "";

        _folder.OpenJira().Protected.Should().BeEmpty();
    }

    [Fact]
    public void Read_MoreThanTenItemsInEnvironment_KeepTheirOrder()
    {
        _folder.Environment["Connections__jira__Protected__10"] = "last";
        _folder.Environment["Connections__jira__Protected__9"] = "middle";
        _folder.Environment["Connections__jira__Protected__0"] = "first";

        _folder.OpenJira().Protected.Should().Equal("first", "middle", "last");
    }

    [Fact]
    public void Read_NullInLocalFile_TakesAwayTheObjectBelow()
    {
        WriteJira("""  "Username": { "Pattern": "(.*)@.*" } """).Jira("""  "Username": null """);

        _folder.OpenJira().Username.Should().BeNull();
    }

    [Fact]
    public void Read_EmptyObjectInLocalFile_ChangesNothing()
    {
        WriteJira("""  "Username": { "Pattern": "(.*)@.*" } """).Jira("""  "Username": {} """);

        _folder.OpenJira().Username!.Pattern.Should().Be("(.*)@.*");
    }

    [Fact]
    public void Read_DestinationsNamedByNumbers_AreMergedLikeAnyObject()
    {
        _folder.Write("gateway.json", ConfigurationFolder.Valid.Replace("node1", "1"));
        _folder.Environment["ReverseProxy__Clusters__jira__Destinations__2__Address"] = "https://second/";

        Accepted().GetSection("ReverseProxy:Clusters:jira:Destinations").GetChildren().Select(child => child["Address"])
            .Should().Equal("https://jira.internal/", "https://second/");
    }

    [Fact]
    public void Accepted_ListOfAForeignSection_IsReplacedToo()
    {
        _folder.Write("gateway.json", ConfigurationFolder.Valid.Replace("\"Connections\"", "\"Logging\": { \"List\": [ \"a\", \"b\" ] }, \"Connections\""))
            .Local("""  "Logging": { "List": [ "x" ] } """);

        Accepted().GetSection("Logging:List").GetChildren().Select(child => child.Value).Should().Equal("x");
    }

    [Fact]
    public void Merge_AnyLayersOfOneList_GiveTheLastThatSaysIt() =>
        Gen.String[Gen.Char['a', 'z'], 1, 5].Array[0, 4].Null().Array[1, 5].Sample(layers =>
        {
            var merged = layers.Select(Layer).Aggregate(ConfigurationNode.Merge);

            Items(merged).Should().Equal(layers.LastOrDefault(layer => layer is not null));
        });

    [Fact]
    public void Open_FileMissing_SaysSo()
    {
        File.Delete(_folder.PathOf("gateway.json"));

        _folder.Errors().Should().ContainSingle().Which.Message.Should().Be($"The file '{_folder.PathOf("gateway.json")}' does not exist.");
    }

    [Theory]
    [InlineData("{ \"A\": 1,\n  \"B\": oops }", "*gateway.local.json is not valid JSON at line 2, column 8.")]
    [InlineData("", "*gateway.local.json is not valid JSON*")]
    [InlineData("[ 1 ]", "*must hold a JSON object*")]
    [InlineData("{ \"Paused\": 1, \"paused\": 2 }", "*says 'paused' twice*")]
    [InlineData("{ \"Connections\": { \"jira\": { \"App\": 1, \"app\": 2 } } }", "*says 'Connections:jira:app' twice*")]
    [InlineData("{ \"Connections:jira:App\": \"x\" }", "*colon*")]
    public void Open_FileBroken_SaysWhichFileAndWhere(string text, string expected)
    {
        _folder.Write("gateway.local.json", text);

        _folder.Errors().Should().ContainSingle().Which.Message.Should().Match(expected);
    }

    [Fact]
    public void Open_PasswordWithoutQuotationMarks_IsNotQuotedInTheError()
    {
        _folder.Jira("""  "Credential": { "Password": s3cret } """);

        _folder.Errors().Should().ContainSingle().Which.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public void Locate_FileNamed_IsTakenFromTheWorkingDirectory() =>
        GatewayConfiguration.Locate("gateway.json", _folder.PathOf(""), "/nowhere").File.Should().Be(_folder.PathOf("gateway.json"));

    [Fact]
    public void Locate_NothingInTheWorkingDirectory_LooksBesideTheProgram() =>
        GatewayConfiguration.Locate(null, "/nowhere", _folder.PathOf("")).File.Should().Be(_folder.PathOf("gateway.json"));

    [Fact]
    public void Locate_NamedFileMissing_DoesNotTakeAnother() =>
        FluentActions.Invoking(() => GatewayConfiguration.Locate("typo.json", _folder.PathOf(""), _folder.PathOf("")))
            .Should().Throw<ConfigurationException>().WithMessage("*typo.json*--config*");

    [Fact]
    public void ReadSandbox_BeforeTheSettingsAreOpened_GivesTheSection()
    {
        _folder.Local("""  "Sandbox": { "Enabled": true, "JiraUrl": "http://127.0.0.1:1234" } """);

        new GatewayConfiguration(_folder.PathOf("gateway.json"), _folder.Environment).ReadSandbox()
            .Should().Be(new SandboxSettings { Enabled = true, JiraUrl = "http://127.0.0.1:1234" });
    }

    private ConfigurationFolder WriteJira(string members) =>
        _folder.Write("gateway.json", ConfigurationFolder.Valid.Replace("\"App\": \"jira\"", $"\"App\": \"jira\", {members}"));

    private ConfigurationManager Accepted()
    {
        var manager = new ConfigurationManager();
        manager.UseSettings(_folder.Open());
        return manager;
    }

    private static ConfigurationNode Layer(string[]? items, int index)
    {
        var root = new ConfigurationNode(NodeKind.Object, $"{index}.json");
        if (items is not null)
        {
            var list = new ConfigurationNode(NodeKind.List, root.Source);
            items.Index().ToList().ForEach(item => list.TryAdd($"{item.Index}", new ConfigurationNode(NodeKind.Value, root.Source, item.Item)));
            root.TryAdd("List", list);
        }

        return root;
    }

    private static IEnumerable<string?>? Items(ConfigurationNode root) => root["List"]?.Items().Select(item => item.Value.Value);
}
