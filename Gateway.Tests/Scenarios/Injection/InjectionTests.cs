using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Sandbox.Hosting;
using Gateway.Tests.Conformance.Stages;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Injection;

/// <summary>
/// Whatever Entra sends as a name, an address, an id or a filter's value: the app is asked by the paths and parameters that the connector
/// always uses, with that value as one of their values, and nobody else's account or group changes; or nothing of it is done.
/// </summary>
public sealed class InjectionTests
{
    private const int Cases = 200;

    private static readonly Gen<AskedValues> Values = Gen.Select(
        NastyText.Any,
        NastyText.Any,
        NastyText.Any,
        Gen.OneOf(NastyText.Any, Gen.Int[1, 999].Select(number => $"tame-mail{number}@contoso.com")),
        NastyText.Any,
        NastyText.Any,
        NastyText.Any,
        (userName, externalId, displayName, email, group, newGroup, id) => new AskedValues(userName, externalId, displayName, email, group, newGroup, id));

    public static TheoryData<string> Stages => [.. AppStage.Names, "scim"];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Life_AnyValues_StayValuesAndTouchNobodyElse(string stage)
    {
        var app = stage == "scim" ? await TameApp.StartScimAsync() : TameApp.Of(await AppStage.StartAsync(stage));
        app.AddUser("victim", "victim@contoso.com");
        app.AddGroup("Bystanders");
        await using var gateway = await GatewayFixture.StartAsync(app.App, Configure);
        var places = await app.LearnAsync(gateway);
        var before = gateway.App.View();

        await Values.SampleAsync(
            async values =>
            {
                gateway.App.Calls.Clear();
                var life = new LifeOfValues(gateway, values);

                await life.RunAsync();

                gateway.App.Calls.All.Select(call => places.Unexplained(call, life.Asked)).Where(wrong => wrong is not null).Should().BeEmpty(because: $"{values}");
                Others(gateway.App.View(), life.Own).Should().Equal(Others(before, life.Own), because: $"{values}");
            },
            iter: Cases,
            threads: 1,
            print: values => $"{values}");
    }

    private static void Configure(JsonObject connection)
    {
        connection.Remove("Username");
        Users("Delete", "Delete")(connection);
        Groups("Delete", "Delete")(connection);
        Section("Guard", ("MaxDeactivations", 100_000), ("MaxMembersRemoved", 100_000))(connection);
    }

    /// <summary>Everybody and every group but those of the case, as text.</summary>
    private static IReadOnlyList<string> Others(SandboxView view, HashSet<string> own)
    {
        var ownNames = view.People.Where(person => own.Contains(person.Key)).Select(person => person.Name).ToHashSet();
        return
        [
            .. view.People.Where(person => !own.Contains(person.Key)).Select(person => $"{person}").Order(StringComparer.Ordinal),
            .. view.Groups.Where(group => !own.Contains(group.Key)).Select(group => $"{group.Key}: {string.Join(' ', group.Value.Except(ownNames))}").Order(StringComparer.Ordinal),
        ];
    }
}
