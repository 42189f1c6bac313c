using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Hosting;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>404 means that it does not exist; hidden is not gone; refused is told whose refusal it is.</summary>
public sealed class ConfluenceTruthTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Get_DeletedByHand_404AfterASecondReadAndALookAround(string language)
    {
        await using var gateway = await StartAsync(options: new() { Language = language });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().DeleteUser("ada");

        (await gateway.CallsOfAsync(404, () => gateway.GetAsync($"/Users/{id}"))).Should().Equal(Person, Person, People);
    }

    [Fact]
    public async Task EveryOperation_RightsTakenAway_502AndNobodyIsGone()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(clock: clock);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("staff");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { ServiceHasRights = false };

        var byId = await gateway.GetAsync($"/Users/{id}");
        var group = await gateway.GetAsync("/Groups/staff");
        clock.Advance(TimeSpan.FromMinutes(2));
        var unknown = await gateway.FindUserAsync("ben@contoso.com");
        var known = await gateway.FindUserAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { ServiceHasRights = true };
        var again = await gateway.GetAsync($"/Users/{id}");

        new[] { byId.Status, group.Status, unknown.Status, known.Status, again.Status }.Should().Equal(502, 502, 502, 502, 200);
        byId.Detail.Should().Contain("gateway's own account");
    }

    [Theory]
    [InlineData("deactivate")]
    [InlineData("create")]
    [InlineData("member")]
    public async Task Write_RightsTakenAway_400MutabilityAndNothingChanged(string what)
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.CreateGroupAsync("staff");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { ServiceHasRights = false };

        var reply = what switch
        {
            "create" => await gateway.PostAsync("ben@contoso.com"),
            "member" => await gateway.PatchAsync("/Groups/staff", ScimBodies.Members("Add", id)),
            _ => await gateway.SetActiveAsync(id, false),
        };

        reply.Status.Should().BeOneOf([400, 502], because: reply.Text);
        gateway.State().User("ada")!.Active.Should().BeTrue();
        gateway.State().User("ben").Should().BeNull();
        gateway.State().Members("staff").Should().BeEmpty();
    }

    [Fact]
    public async Task Get_A404OfSomebodyElse_502()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add("GET", "/rest/api/user", FaultEffect.Html(404), times: null);

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(502);
        (await gateway.FindUserAsync("nobody@contoso.com")).Status.Should().Be(502);
    }

    [Fact]
    public async Task Get_OneNodeWithoutTheUser_TheOtherIsAsked()
    {
        await using var gateway = await StartAsync(options: new() { Nodes = 2 });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add(new FaultRule { Method = "GET", PathPrefix = "/rest/api/user", QueryContains = "key=", Times = 1, Effect = Missing });

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Write_A404ThoughTheUserIsThere_503()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add("PUT", "/rest/api/admin/user", Missing, times: null);

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(503, because: reply.Text);
        reply.RetryAfter.Should().BePositive();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Credential_Refused_502ThatSpeaksOfTheGatewaysAccount(bool seraph)
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { SeraphHeaders = seraph };
        gateway.State().RevokeToken(gateway.Confluence().Options.Token);

        var reply = await gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(502, because: reply.Text);
        reply.Detail.Should().Contain("own account");
        gateway.State().User("ada")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Credential_LogInStrippedOnTheWay_502AndNotARefusalOfTheTarget()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add("PUT", "/rest/api/admin/user", new FaultEffect.Answer
        {
            Status = 401,
            ContentType = "application/json",
            Body = """{"statusCode":401,"data":{"authorized":false,"valid":true,"errors":[]},"message":"Client must be authenticated to access this resource.","reason":"Unauthorized"}""",
        });

        (await gateway.SetActiveAsync(id, false)).Status.Should().Be(502);
    }

    [Fact]
    public async Task Credential_NobodyAtTheFirstQuestion_502()
    {
        await using var gateway = await StartAsync(isWarm: false);
        gateway.App.Faults.Add("GET", "/rest/api/user/current", new FaultEffect.Answer { Status = 200, ContentType = "application/json", Body = """{"type":"anonymous","displayName":"Anonymous"}""" }, times: null);

        var reply = await gateway.FindUserAsync("ada@contoso.com");

        reply.Status.Should().Be(502, because: reply.Text);
    }

    [Fact]
    public async Task Credential_BasicSwitchedOff_502ThatSaysSoAndStopsAllCalls()
    {
        await using var gateway = await StartAsync(WithUpdates, isWarm: false);
        var options = gateway.Confluence().Options;
        await gateway.ReconfigureAsync(connection => connection["Credential"] = AppUnderTest.Basic(options.ServiceUser, options.ServicePassword));

        var first = await gateway.FindUserAsync("ada@contoso.com");
        gateway.App.Calls.Clear();
        var second = await gateway.FindUserAsync("ada@contoso.com");

        first.Status.Should().Be(502, because: first.Text);
        first.Detail.Should().Contain("Confluence 10 switches Basic off");
        second.Status.Should().Be(503);
        gateway.App.Calls.Total.Should().Be(0);
    }

    [Fact]
    public async Task Credential_BasicOnANine_Works()
    {
        await using var gateway = await StartAsync();
        var options = gateway.Confluence().Options;
        await gateway.ReconfigureAsync(connection => connection["Credential"] = AppUnderTest.Basic(options.ServiceUser, options.ServicePassword));

        (await gateway.PostAsync("ada@contoso.com")).Status.Should().Be(201);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forbidden_Target_400MutabilityAndTheBreakerStaysClosed(bool seraph)
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Confluence().Settings = gateway.Confluence().Settings with { SeraphHeaders = seraph, ReadOnlyStatus = 403 };
        gateway.State().SetReadOnlyDirectory("ada");

        var calls = await gateway.CallsOfAsync(400, () => gateway.SetActiveAsync(id, false));
        var ben = await gateway.PostAsync("ben@contoso.com");

        calls.Should().HaveCount(seraph ? 1 : 2, because: "without a sign in the answer who-am-I is asked");
        ben.Status.Should().Be(201);
    }

    [Fact]
    public async Task RateLimit_Confluences_429WithItsSeconds()
    {
        await using var gateway = await StartAsync();
        gateway.Confluence().Settings = gateway.Confluence().Settings with { RateLimit = new SandboxRateLimit(1, 1, 40) };

        await gateway.FindUserAsync("nobody@contoso.com");
        var reply = await gateway.FindUserAsync("nobody@contoso.com");

        reply.Status.Should().Be(429);
        reply.RetryAfter.Should().BeGreaterThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Instance_AnotherConfluenceAtTheAddress_503()
    {
        await using var gateway = await StartAsync();
        gateway.App.Faults.Add("GET", "/rest/applinks", new FaultEffect.Answer { Status = 200, ContentType = "application/xml", Body = "<manifest><id>another</id><version>9.2.4</version></manifest>" }, times: null);

        await gateway.RestartAsync();
        var reply = await gateway.FindUserAsync("ada@contoso.com");

        reply.Status.Should().Be(503);
        reply.Detail.Should().Contain("rebind");
    }

    private static FaultEffect Missing => new FaultEffect.Answer
    {
        Status = 404,
        ContentType = "application/json",
        Body = """{"statusCode":404,"data":{"authorized":false,"valid":true,"errors":[]},"message":"No user found","reason":"Not Found"}""",
    };
}
