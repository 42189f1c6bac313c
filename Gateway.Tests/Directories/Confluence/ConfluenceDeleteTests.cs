using Gateway.Sandbox.Confluence;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>Deleting for good is a task of Confluence's: nobody is told as deleted before its end.</summary>
public sealed class ConfluenceDeleteTests
{
    private const string Delete = "DELETE /rest/api/admin/user/ada";
    private const string Poll = "GET /rest/api/longtask/f3b6c7a0-1c1d-4b0e-9a55-0b8a4b1c0001";

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Delete_TaskThatEnds_204AfterItsEnd(int polls)
    {
        await using var gateway = await StartDeletingAsync(settings => settings with { DeletePolls = polls });
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var calls = await gateway.CallsOfAsync(204, () => gateway.DeleteAsync($"/Users/{id}"));

        calls.Should().Equal([Delete, .. Enumerable.Repeat(Poll, polls + 1)]);
        gateway.State().User("ada").Should().BeNull();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Delete_TaskThatFails_502AndTheUserStaysLinked(string language)
    {
        await using var gateway = await StartDeletingAsync(settings => settings with { DeleteFails = true, Language = language });
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(502);
        reply.Detail.Should().Contain(language == "de" ? "konnte nicht entfernt werden" : "could not be removed");
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Delete_TaskThatDoesNotEnd_503AndTheRepeatEndsIt()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartDeletingAsync(settings => settings with { DeletePolls = 100_000 }, clock);
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var waiting = gateway.DeleteAsync($"/Users/{id}");
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var reply = await waiting;
        reply.Status.Should().Be(503, because: reply.Text);
        reply.RetryAfter.Should().BePositive();
        gateway.State().User("ada").Should().NotBeNull();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);

        gateway.State().DeleteUser("ada");
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404, because: "Confluence has nobody of that name or key now");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_AnswerLost_TheUserIsAskedForAndTheTaskFollowed(bool after)
    {
        await using var gateway = await StartDeletingAsync(settings => settings);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add("DELETE", "/rest/api/admin/user", after ? new FaultEffect.LoseAnswer() : new FaultEffect.CloseBefore());

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.State().User("ada").Should().BeNull();
    }

    [Fact]
    public async Task Delete_TaskForgotten_TheUserTells()
    {
        await using var gateway = await StartDeletingAsync(settings => settings);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add(new FaultRule
        {
            PathPrefix = "/rest/api/longtask",
            Times = 1,
            Effect = new FaultEffect.Answer { Status = 404, ContentType = "application/json", Body = """{"statusCode":404,"data":{"authorized":false,"errors":[]},"message":"No task"}""" },
        });

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(204, because: "the user was still there, and the task ended at the next look");
        gateway.State().User("ada").Should().BeNull();
    }

    [Theory]
    [InlineData(500, 502)]
    [InlineData(503, 503)]
    public async Task Delete_TaskThatCannotBeRead_NeverSuccess(int fault, int status)
    {
        await using var gateway = await StartDeletingAsync(settings => settings);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.App.Faults.Add("GET", "/rest/api/longtask", FaultEffect.Html(fault), times: null);

        var reply = await gateway.DeleteAsync($"/Users/{id}");

        reply.Status.Should().Be(status, because: reply.Text);
    }

    [Fact]
    public async Task Get_UserThatIsKeptAsUnknown_404()
    {
        await using var gateway = await StartDeletingAsync(settings => settings with { DeletedAsUnknown = true });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.State().DeleteUser("ada");

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.FindUserAsync("ada@contoso.com")).TotalResults.Should().Be(0);
    }

    private static async Task<GatewayFixture> StartDeletingAsync(Func<ConfluenceSettings, ConfluenceSettings> change, FakeTimeProvider? clock = null)
    {
        var gateway = await StartAsync(connection: GatewaySteps.Users("Delete", "Delete"), clock: clock);
        gateway.Confluence().Settings = change(gateway.Confluence().Settings);
        return gateway;
    }
}
