using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Sandbox.Jira;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Cli;

/// <summary><c>gateway match</c> against a live app: every verdict, and nothing written anywhere.</summary>
[Collection("console")]
public sealed class MatchCommandTests : IAsyncDisposable
{
    private readonly StringWriter _output = new();
    private readonly TextWriter _console = Console.Out;
    private GatewayFixture _gateway = null!;

    public async ValueTask DisposeAsync()
    {
        Console.SetOut(_console);
        await _gateway.DisposeAsync();
        await _output.DisposeAsync();
    }

    [Fact]
    public async Task Match_PeopleToCome_SaysWhatWouldBecomeOfEach()
    {
        var answer = await MatchAsync("""
            userName,externalId,email
            new@contoso.com,ext-new,new@contoso.com
            theirs@contoso.com,ext-theirs,theirs@contoso.com
            other@contoso.com,ext-other,other@contoso.com
            linked@contoso.com,ext-linked,linked@contoso.com
            boss@contoso.com,ext-boss,boss@contoso.com
            twin@contoso.com,,
            twin@fabrikam.com,,
            svc-scim@contoso.com,,
            """);

        Verdicts(answer).Should().Equal(
            ("new@contoso.com", "created"), ("theirs@contoso.com", "adopted"), ("other@contoso.com", "ambiguous"), ("linked@contoso.com", "linked"),
            ("boss@contoso.com", "protected"), ("twin@contoso.com", "created"), ("twin@fabrikam.com", "ambiguous"), ("svc-scim@contoso.com", "protected"));
    }

    [Fact]
    public async Task Match_ExportOfEntra_WithSemicolons_IsTakenAsItIs()
    {
        var answer = await MatchAsync("displayName;userPrincipalName;mail;id\nThe One;theirs@contoso.com;theirs@contoso.com;4711\n");

        Verdicts(answer).Should().Equal(("theirs@contoso.com", "adopted"));
    }

    [Fact]
    public async Task Match_Reads_AndWritesNothing()
    {
        await MatchAsync("userName\nnew@contoso.com\ntheirs@contoso.com\n");

        _gateway.Jira.Calls.All.Should().OnlyContain(call => call.Method == "GET");
    }

    [Fact]
    public async Task Match_FileWithoutUserNames_IsToldWhatIsMissing()
    {
        await StartAsync();
        var file = Path.Combine(_gateway.Folder, "people.csv");
        await File.WriteAllTextAsync(file, "name,mail\nx,y\n", TestContext.Current.CancellationToken);

        var read = () => MatchFile.ReadAsync(file, TestContext.Current.CancellationToken);

        (await read.Should().ThrowAsync<IOException>()).WithMessage("*must name the columns, userName among them*");
    }

    private async Task StartAsync()
    {
        _gateway = await GatewayFixture.StartAsync();
        var jira = _gateway.Jira.State;
        jira.AddUser("theirs", email: "theirs@contoso.com");
        jira.AddUser("other", email: "somebody@else.com");
        jira.AddUser("boss", email: "boss@contoso.com");
        jira.AddMember(JiraState.AdministratorsGroup, "boss");
        await _gateway.CreateUserAsync("linked@contoso.com");
    }

    private async Task<JsonNode> MatchAsync(string csv)
    {
        await StartAsync();
        var file = Path.Combine(_gateway.Folder, "people.csv");
        await File.WriteAllTextAsync(file, csv, TestContext.Current.CancellationToken);
        _gateway.Jira.Calls.Clear();
        Console.SetOut(_output);
        await GatewayCli.RunAsync(["match", GatewayFixture.Connection, file, "--json", "--config", Path.Combine(_gateway.Folder, "gateway.json")]);
        return JsonNode.Parse(_output.ToString())!;
    }

    private static IEnumerable<(string, string)> Verdicts(JsonNode answer) =>
        answer["people"]!.AsArray().Select(person => ((string)person!["userName"]!, (string)person["verdict"]!));
}

/// <summary>Tests that take what is written to the console.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleCollection;
