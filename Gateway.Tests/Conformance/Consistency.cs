using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Tests.Conformance.Stages;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance;

/// <summary>SCIM view = state of the app = links: three tellings of one truth, compared after a test.</summary>
internal static class Consistency
{
    /// <summary>Throws when one of the three says something else than the others.</summary>
    public static async Task CheckAsync(GatewayFixture gateway, AppStage stage)
    {
        await CheckUsersAsync(gateway, stage);
        await CheckGroupsAsync(gateway, stage);
    }

    private static async Task CheckUsersAsync(GatewayFixture gateway, AppStage stage)
    {
        var listed = await gateway.GetAsync("/Users?count=100");
        // What a read learned is queued; a commit comes behind it.
        await gateway.Store.CommitAsync([new StateChange.RemoveStuck("nobody", "nobody")], TestContext.Current.CancellationToken);
        var links = await LinksAsync(gateway, stage, ResourceKind.User);
        listed.Status.Should().Be(200, because: listed.Text);
        var shown = listed["Resources"]?.AsArray().ToDictionary(user => (string)user!["id"]!, user => user!) ?? [];
        shown.Keys.Should().BeEquivalentTo(links.Select(link => link.Id), because: "what is listed is what is linked");
        foreach (var link in links)
        {
            var user = stage.Users.SingleOrDefault(one => one.Key == link.AppKey);
            user.Should().NotBeNull(because: $"'{link.AppName}' is linked and live");
            var resource = shown[link.Id];
            link.AppName.Should().BeEquivalentTo(user!.Name, because: "the link knows the app's name");
            ((bool)resource["active"]!).Should().Be(user.GetsIn, because: $"Entra is told whether '{user.Name}' gets in");
            link.Active.Should().Be(user.GetsIn);
            ((string?)resource["userName"]).Should().Be(link.IdpName);
            if (stage.Traits.Updates)
            {
                ((string?)resource["displayName"]).Should().Be(user.DisplayName);
            }
        }
    }

    private static async Task CheckGroupsAsync(GatewayFixture gateway, AppStage stage)
    {
        foreach (var link in await LinksAsync(gateway, stage, ResourceKind.Group))
        {
            var reply = await gateway.GetAsync($"/Groups/{link.Id}");
            reply.Status.Should().Be(200, because: reply.Text);
            var members = reply["members"]?.AsArray().Select(member => KeyOf((string)member!["value"]!)).ToList() ?? [];
            var inApp = stage.Members(link.AppName);
            inApp.Should().NotBeNull(because: $"group '{link.AppName}' is linked and live");
            var remembered = stage.Traits.RevokesAccess
                ? await gateway.Store.FindTakenByGroupAsync(stage.App.Connection, link.AppName, TestContext.Current.CancellationToken)
                : [];
            members.Should().BeEquivalentTo(inApp!.Select(name => stage.User(name)!.Key).Union(remembered), because: $"Entra sees the members of '{link.AppName}'");
        }
    }

    private static async Task<List<Link>> LinksAsync(GatewayFixture gateway, AppStage stage, ResourceKind kind)
    {
        var links = new List<Link>();
        await foreach (var link in gateway.Store.ScanLinksAsync(stage.App.Connection, kind, TestContext.Current.CancellationToken))
        {
            if (link.State == LinkState.Live)
            {
                links.Add(link);
            }
        }

        return links;
    }

    private static string KeyOf(string id) => ScimId.TryDecode(id, out var key) ? key : id;
}
