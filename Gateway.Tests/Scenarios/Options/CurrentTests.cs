namespace Gateway.Tests.Scenarios.Options;

/// <summary><c>context.current</c> is what the app holds where the operation has read it before the rules run, and null elsewhere.</summary>
public sealed class CurrentTests
{
    private const string Script = """
        export const username = { pattern: '(.*)@.*', replacement: '$1' };
        export const attributes = {
          displayName: (user, context) => context.current === null ? `new ${user.displayName}` : `was ${context.current.displayName}, ${context.current.emails[0].value}`,
        };
        """;

    [Fact]
    public async Task Current_AccountThatIsTakenUpByAWrite_IsWhatTheAppHolds()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: Script);
        gateway.Jira.State.AddUser("ada", "Ada Byron", "ada@contoso.com");
        var id = (string)(await gateway.FindUserAsync("ada@contoso.com"))["Resources"]![0]!["id"]!;

        (await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King")).Status.Should().Be(200);

        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("was Ada Byron, ada@contoso.com");
    }

    [Fact]
    public async Task Current_CreateAndChangeOfALink_IsNull()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: Script);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.User("ada")!.DisplayName.Should().StartWith("new ");

        (await gateway.ReplaceAttributeAsync(id, "displayName", "Ada King")).Status.Should().Be(200);

        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("new Ada King", because: "a change of a linked user costs one call, and reads nothing");
    }
}
