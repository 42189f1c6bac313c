using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Crowd;

/// <summary>A look-up by an attribute that a rule writes to a field of the app is asked of the app, where nobody who is linked has it.</summary>
public sealed class CrowdLookupTests
{
    private const string Number = ScimBodies.Enterprise + ":employeeNumber";

    private const string Script = $$"""
        export const username = { pattern: '(.*)@.*', replacement: '$1' };
        export const attributes = { 'attributes.employeeNumber': '{{Number}}' };
        """;

    public static TheoryData<string> Apps => UserServerGateway.Apps;

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task MappedAttribute_NobodyLinked_IsFoundInTheApp(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app, script: Script);
        var id = await lab.Gateway.CreateUserAsync("anna@contoso.com", body => body[ScimBodies.Enterprise] = new JsonObject { ["employeeNumber"] = "4711" });
        await using var other = await lab.Gateway.StartBesideAsync(sameStore: false, script: Script);
        await other.GetAsync("/Users?count=0");
        lab.App.Calls.Clear();

        var found = await other.FindAsync("Users", $"{Number} eq \"4711\"");

        found.TotalResults.Should().Be(1, because: found.Text);
        ((string?)found["Resources"]![0]!["id"], (string?)found["Resources"]![0]!["userName"]).Should().Be((id, "anna@contoso.com"));
        lab.App.Calls.Clear();
        (await other.FindAsync("Users", $"{Number} eq \"4712\"")).TotalResults.Should().Be(0);
        lab.App.Calls.All.Should().ContainSingle(because: "one search says that nobody has it");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task MappedAttribute_SomebodyLinked_TheAppIsNotSearched(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app, script: Script);
        var id = await lab.Gateway.CreateUserAsync("anna@contoso.com", body => body[ScimBodies.Enterprise] = new JsonObject { ["employeeNumber"] = "4711" });

        var calls = await lab.CallsOfAsync(async () =>
            ((string?)(await lab.Gateway.FindAsync("Users", $"{Number} eq \"4711\""))["Resources"]![0]!["id"]).Should().Be(id));

        calls.Should().NotContain("search");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task DisplayName_UnlinkedAndChangedByHand_AreFoundAsTheAppHasThem(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        lab.Users.AddUser("ada", "Ada Byron", "ada@contoso.com");

        var found = await lab.Gateway.FindAsync("Users", "displayName eq \"ada byron\"");

        found.TotalResults.Should().Be(1, because: found.Text);
        ((string?)found["Resources"]![0]!["userName"], (string?)found["Resources"]![0]!["displayName"]).Should().Be(("ada@contoso.com", "Ada Byron"));
        (await lab.Gateway.FindAsync("Users", "displayName eq \"Ada\"")).TotalResults.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task MappedAttribute_OfOneWhoMayNotBeTakenUp_IsNotShown(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        lab.Users.AddUser("boss", "The Boss", "boss@contoso.com");
        lab.Users.AddMember(lab.Users.AdministratorsGroup, "boss");

        (await lab.Gateway.FindAsync("Users", "displayName eq \"The Boss\"")).TotalResults.Should().Be(0);
    }
}
