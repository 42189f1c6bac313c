using Gateway.Sandbox.Scim;
using Gateway.Tests.Conformance.Stages;

namespace Gateway.Tests.Scenarios.Injection;

/// <summary>An emulated app, and the tame traffic by which one learns what its connector sends.</summary>
/// <param name="AddUser">An account by hand: name and e-mail.</param>
/// <param name="AddGroup">A group by hand.</param>
internal sealed record TameApp(AppUnderTest App, Action<string, string> AddUser, Action<string> AddGroup)
{
    public static TameApp Of(AppStage stage) => new(stage.App, stage.AddUser, name => stage.AddGroup(name));

    public static async Task<TameApp> StartScimAsync()
    {
        var target = await ScimSandbox.StartAsync(new ScimSandboxOptions(), TestContext.Current.CancellationToken);
        return new(
            new(target, "cloud", "scim", "user", AppUnderTest.Bearer(target.Options.Token)),
            (name, _) => target.State.AddUser(name),
            name => target.State.AddGroup(name));
    }

    /// <summary>Lives that go well, that meet accounts and groups which are there already, and that the app refuses.</summary>
    public async Task<CallPlaces> LearnAsync(GatewayFixture gateway)
    {
        (await gateway.FindUserAsync("nobody")).Status.Should().Be(200);
        Func<int, AskedValues>[] variants =
        [
            AskedValues.Tame,
            There,
            number => There(number) with { Email = $"there{number}@contoso.com" },
            number => AskedValues.Tame(number) with { UserName = $"tame<{number}", Group = $"tame<{number}" },
            number => AskedValues.Tame(number) with { UserName = $"tame/{number}", Group = $"tame/{number}" },
            number => AskedValues.Tame(number) with { UserName = $"tame\u0001{number}", Group = $"tame\u0001{number}" },
            number => AskedValues.Tame(number) with { Email = $"no address {number}" },
            number => AskedValues.Tame(number) with { DisplayName = " " },
        ];
        var places = new CallPlaces();
        foreach (var (number, variant) in variants.Index())
        {
            gateway.App.Calls.Clear();
            var life = new LifeOfValues(gateway, variant(number));
            await life.RunAsync();
            places.Learn(gateway.App.Calls.All, life.Asked);
        }

        return places;
    }

    private AskedValues There(int number)
    {
        AddUser($"there{number}", $"there{number}@contoso.com");
        AddGroup($"group-there{number}");
        return AskedValues.Tame(number) with { UserName = $"there{number}", Group = $"group-there{number}" };
    }
}
