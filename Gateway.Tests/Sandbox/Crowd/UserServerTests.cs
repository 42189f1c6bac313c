using System.Xml.Linq;
using Gateway.Sandbox.Hosting;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>What the successes change, and how they are shown.</summary>
public sealed class UserServerTests
{
    private const string Anna = "username=anna.meyer";

    [Fact]
    public async Task Replace_OmittedFields_AreBlankAfterwards()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PutAsync($"user?{Anna}", """{"name":"ANNA.meyer","active":false}""");

        answer.Status.Should().Be(204, because: answer.Text);
        var user = lab.Sandbox.State.User("anna.meyer")!;
        (user.Active, user.FirstName, user.LastName, user.DisplayName, user.Email).Should().Be((false, "", "", "", ""));
        lab.Sandbox.State.Members("scim-devs").Should().Equal("anna.meyer");
    }

    [Fact]
    public async Task Replace_AttributesInTheBody_HaveNoEffect()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.SetAttribute("anna.meyer", "scim.externalId", "1");

        await lab.PutAsync($"user?{Anna}", """{"name":"anna.meyer","active":true,"attributes":{"attributes":[{"name":"scim.externalId","values":["2"]}]}}""");

        lab.Sandbox.State.User("anna.meyer")!.Attributes["scim.externalId"].Should().Equal("1");
    }

    [Fact]
    public async Task Attributes_Written_ReplaceTheNamedAndKeepTheOthers()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        await lab.PostAsync($"user/attribute?{Anna}", """{"attributes":[{"name":"a","values":["1","2"]},{"name":"b","values":["3"]}]}""");
        await lab.PutAsync($"user/attribute?{Anna}", """{"attributes":[{"name":"a","values":["4"]}]}""");
        await lab.DeleteAsync($"user/attribute?{Anna}&attributename=b");

        var attributes = lab.Sandbox.State.User("anna.meyer")!.Attributes;
        attributes.Keys.Should().Equal("a", "requiresPasswordChange");
        attributes["a"].Should().Equal("4");
    }

    [Fact]
    public async Task Rename_Name_KeepsKeyAttributesAndGroups()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PostAsync($"user/rename?{Anna}", """{"new-name":"Anna.Schmidt"}""");

        answer.Status.Should().Be(200);
        answer.Text("key").Should().Be($"32769:{UserServerLabs.AnnasExternalId}");
        lab.Sandbox.State.Members("scim-devs").Should().Equal("Anna.Schmidt");
        (await lab.GetAsync($"user?key=32769%3A{UserServerLabs.AnnasExternalId}")).Text("name").Should().Be("Anna.Schmidt");
    }

    [Fact]
    public async Task Rename_OnlyInCase_IsNoConflict()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PostAsync($"user/rename?{Anna}", """{"new-name":"ANNA.MEYER"}""");

        answer.Status.Should().Be(200);
        lab.Sandbox.State.User("anna.meyer")!.Name.Should().Be("ANNA.MEYER");
    }

    [Fact]
    public async Task Authenticate_InactiveUser_IsRefused()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.SetPassword("anna.meyer", "secret");
        var active = await lab.PostAsync($"authentication?{Anna}", """{"value":"secret"}""");
        lab.Sandbox.State.SetActive("anna.meyer", false);

        var inactive = await lab.PostAsync($"authentication?{Anna}", """{"value":"secret"}""");

        active.Status.Should().Be(200);
        (inactive.Status, inactive.Reason()).Should().Be((400, "INACTIVE_ACCOUNT"));
    }

    [Fact]
    public async Task Password_Set_CountsAtTheNextLogIn()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        await lab.PutAsync($"user/password?{Anna}", """{"value":"new-secret"}""");

        (await lab.PostAsync($"authentication?{Anna}", """{"value":"new-secret"}""")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Nesting_Group_ShowsMembersAndGroupsNestedOnly()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.AddGroup("all", "zoe");

        var added = await lab.PostAsync("group/child-group/direct?groupname=all", """{"name":"scim-devs"}""");
        var again = await lab.PostAsync("group/parent-group/direct?groupname=scim-devs", """{"name":"all"}""");
        var circle = await lab.PostAsync("group/child-group/direct?groupname=scim-devs", """{"name":"all"}""");

        added.Status.Should().Be(201);
        (again.Status, again.Reason()).Should().Be((409, "MEMBERSHIP_ALREADY_EXISTS"));
        (circle.Status, circle.Reason()).Should().Be((400, "INVALID_MEMBERSHIP"));
        (await lab.GetAsync("group/user/direct?groupname=all")).Names("users").Should().Equal("zoe");
        (await lab.GetAsync("group/user/nested?groupname=all")).Names("users").Should().Equal("anna.meyer", "zoe");
        (await lab.GetAsync($"user/group/direct?{Anna}")).Names("groups").Should().Equal("scim-devs");
        (await lab.GetAsync($"user/group/nested?{Anna}")).Names("groups").Should().Equal("all", "scim-devs");
        (await lab.GetAsync("group/child-group/nested?groupname=all")).Names("groups").Should().Equal("scim-devs");
        (await lab.GetAsync("group/parent-group/direct?groupname=scim-devs")).Names("groups").Should().Equal("all");
        (await lab.DeleteAsync("group/child-group/direct?groupname=all&child-groupname=scim-devs")).Status.Should().Be(204);
        (await lab.GetAsync("group/child-group/direct?groupname=all")).Names("groups").Should().BeEmpty();
    }

    [Fact]
    public async Task Member_AskedForByName_IsAStub()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.GetAsync($"group/user/direct?groupname=SCIM-DEVS&{Anna}");

        answer.Text("name").Should().Be("anna.meyer");
        answer.Json.TryGetProperty("key", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("group?groupname=scim-devs")]
    [InlineData("user?username=anna.meyer")]
    public async Task Delete_Either_EndsTheMembership(string path)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.DeleteAsync(path);

        answer.Status.Should().Be(204);
        lab.Sandbox.State.GroupsOf("anna.meyer").Should().BeEmpty();
        lab.Sandbox.State.Members("scim-devs").Should().BeEmpty();
        (await lab.GetAsync(path)).Status.Should().Be(404);
    }

    [Fact]
    public async Task Memberships_Dump_IsXmlOnly()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.NestGroup("crowd-administrators", "scim-devs");

        var xml = await lab.GetAsync("group/membership", accept: "application/xml");
        var json = await lab.GetAsync("group/membership");

        json.Status.Should().Be(406);
        var groups = XDocument.Parse(xml.Text).Root!.Elements("membership").ToDictionary(group => group.Attribute("group")!.Value);
        groups["scim-devs"].Descendants("user").Select(user => user.Attribute("name")!.Value).Should().Equal("anna.meyer");
        groups["crowd-administrators"].Descendants("group").Select(user => user.Attribute("name")!.Value).Should().Equal("scim-devs");
    }

    [Theory]
    [InlineData("user?username=anna.meyer&expand=attributes", null, "application/xml")]
    [InlineData("user?username=anna.meyer&expand=attributes", "application/xml", "application/xml")]
    [InlineData("user?username=anna.meyer&expand=attributes", "application/json", "application/json")]
    [InlineData("user.json?username=anna.meyer&expand=attributes", null, "application/json")]
    [InlineData("user.xml?username=anna.meyer&expand=attributes", "application/json", "application/xml")]
    [InlineData("/rest/usermanagement/latest/user?username=anna.meyer&expand=attributes", "application/json", "application/json")]
    public async Task Format_IsXmlUnlessJsonIsAskedFor(string path, string? accept, string type)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.GetAsync(path, accept);

        answer.Headers["Content-Type"].Should().StartWith(type);
        answer.Text.Should().Contain(UserServerLabs.AnnasExternalId).And.Contain("requiresPasswordChange");
    }

    [Fact]
    public async Task Error_WithoutAccept_IsXml()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.GetAsync("user?username=%3C%26%3E", accept: null);

        answer.Status.Should().Be(404);
        XDocument.Parse(answer.Text).Root!.Element("reason")!.Value.Should().Be("USER_NOT_FOUND");
        XDocument.Parse(answer.Text).Root!.Element("message")!.Value.Should().Be("User <<&>> does not exist");
    }

    [Fact]
    public async Task Accept_AnotherType_Is406()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        (await lab.GetAsync($"user?{Anna}", accept: "text/csv")).Status.Should().Be(406);
    }

    [Fact]
    public async Task Body_OfAnotherType_Is415()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        (await lab.SendAsync("POST", "user", """{"name":"ben"}""", contentType: "text/plain")).Status.Should().Be(415);
    }

    [Theory]
    [InlineData("PATCH", "user?username=anna.meyer", 405)]
    [InlineData("GET", "directory", 404)]
    [InlineData("GET", "/rest/usermanagement/2/user?username=anna.meyer", 404)]
    [InlineData("GET", "/console", 404)]
    public async Task Resource_ThatIsNotThere_IsNoErrorEntity(string method, string path, int status)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.SendAsync(method, path);

        answer.Status.Should().Be(status);
        answer.Text.Should().NotContain("reason");
    }

    [Fact]
    public async Task LowerCaseOutput_Names_AreShownInLowerCase()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.State.RenameUser("anna.meyer", "Anna.Meyer");
        lab.Sandbox.Settings = lab.Sandbox.Settings with { LowerCaseOutput = true };

        var answer = await lab.GetAsync($"user?{Anna}");

        answer.Text("name").Should().Be("anna.meyer");
        lab.Sandbox.State.User("anna.meyer")!.Name.Should().Be("Anna.Meyer");
    }

    [Fact]
    public async Task GroupCreate_InANewerVersion_ShowsTheGroup()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ShowsNewGroups = true };

        var answer = await lab.PostAsync("group", """{"name":"new","type":"GROUP","description":"d","active":true}""");

        answer.Status.Should().Be(201);
        answer.Text("name").Should().Be("new");
        lab.Sandbox.State.Group("new")!.Description.Should().Be("d");
    }

    [Fact]
    public async Task RateLimit_BucketIsEmpty_Is429()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RateLimit = new SandboxRateLimit(Limit: 1, FillRate: 1, IntervalSeconds: 3600) };
        await lab.GetAsync("config/cookie");

        var answer = await lab.GetAsync("config/cookie");

        answer.Status.Should().Be(429);
        answer.Headers.Should().ContainKey("Retry-After");
    }

    [Theory]
    [InlineData("RUNNING", 200, 200)]
    [InlineData("STARTING", 200, 503)]
    [InlineData("MAINTENANCE", 503, 503)]
    [InlineData("ERROR", 500, 503)]
    public async Task ServerState_IsToldByTheStatusPage(string state, int page, int rest)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServerState = state };

        var status = await lab.GetAsync("/status");

        (status.Status, status.Text("state")).Should().Be((page, state));
        (await lab.GetAsync("config/cookie")).Status.Should().Be(rest);
    }

    [Fact]
    public async Task Control_ChangesSettingsAndResets()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);
        var settings = new Uri(lab.Sandbox.Address, "/_sandbox/settings");

        using var changed = await client.PatchAsync(settings, new StringContent("""{"language":"de","remoteAddresses":["10.0.0.0/8"]}"""), TestContext.Current.CancellationToken);
        using var unknown = await client.PatchAsync(settings, new StringContent("""{"colour":"blue"}"""), TestContext.Current.CancellationToken);

        changed.IsSuccessStatusCode.Should().BeTrue();
        ((int)unknown.StatusCode).Should().Be(400);
        lab.Sandbox.Settings.Language.Should().Be("de");
        lab.Sandbox.Settings.RemoteAddresses.Should().Equal("10.0.0.0/8");
        lab.Sandbox.Reset();
        lab.Sandbox.Settings.Language.Should().Be("en");
        lab.Sandbox.State.User("anna.meyer").Should().BeNull();
    }
}
