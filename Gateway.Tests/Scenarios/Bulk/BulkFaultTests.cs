using System.Net.Http.Json;
using Gateway.Activity;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Scenarios.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Scenarios.Bulk.BulkSteps;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Bulk;

/// <summary>An outage, a slow Jira or a client that hangs up in the middle of a bulk request: nothing is told that is not so.</summary>
public sealed class BulkFaultTests
{
    [Fact]
    public async Task Outage_InTheMiddle_WhatWasConfirmedSaysSoAndTheRestIs503()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("AppCalls", ("Concurrency", 1)));
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Faults.Add(new FaultRule { Method = "POST", PathPattern = UserPath + "$", Skip = 2, Effect = KnownFault.Of("reset") });

        var reply = await gateway.BulkAsync(
            PostUser("a", "alice@contoso.com"),
            PostUser("b", "bob@contoso.com"),
            PostUser("c", "carol@contoso.com"),
            PostUser("d", "dave@contoso.com"),
            Patch($"/Groups/{group}", ScimBodies.Op("Replace", "externalId", "other")));

        reply.ShouldSay("201", "201", "503", "503", "204");
        reply.Detail(2).Should().Contain("create user 'carol'").And.Contain("Retry after");
        gateway.Jira.State.Users.Select(user => user.Name).Should().Contain(["alice", "bob"]).And.NotContain(["carol", "dave"]);

        gateway.Jira.Faults.Clear();
        var repeat = await gateway.BulkAsync(PostUser("c", "carol@contoso.com"), PostUser("d", "dave@contoso.com"));
        repeat.ShouldSay("201", "201");
    }

    [Theory]
    [InlineData("lost", "201")]
    [InlineData("500", "502")]
    public async Task OneAnswer_LostOrUnreadable_OnlyThatOperationIsTouchedByIt(string fault, string status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();
        gateway.Jira.Faults.Add(new FaultRule { Method = "POST", Mentions = "user3", Times = 1, Effect = KnownFault.Of(fault) });

        var reply = await gateway.BulkAsync(Enumerable.Range(1, 6).Select(number => PostUser($"u{number}", $"user{number}@contoso.com")));

        reply.ShouldSay("201", "201", status, "201", "201", "201");
        gateway.Writes().Should().HaveCount(6);
    }

    [Fact]
    public async Task Paused_EachOperation_Is503()
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Paused"] = true);

        var reply = await gateway.BulkAsync(PostUser("a", "alice@contoso.com"), Delete("/Users/1"));

        reply.ShouldSay("503", "503");
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Guard_PastItsLimit_HoldsTheRest()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 2), ("MaxPercent", 0)));
        var ids = await gateway.CreateUsersAsync(6);

        var reply = await gateway.BulkAsync(ids.Select(id => Delete($"/Users/{id}")));

        reply.Statuses.Should().BeEquivalentTo("204", "204", "503", "503", "503", "503");
        gateway.Jira.State.Users.Count(user => !user.Active).Should().Be(2);
    }

    [Fact]
    public async Task TimeIsUp_WhatIsRunningEndsAndTheRestIs503WithNothingSent()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await GatewayFixture.StartAsync(Section("AppCalls", ("Concurrency", 2), ("Timeout", "00:02:00")), clock: clock);
        await gateway.WarmUpAsync();
        gateway.Jira.Faults.Add(new FaultRule { Method = "POST", PathPattern = UserPath + "$", Times = 2, Effect = new FaultEffect.Freeze() });

        var bulk = gateway.BulkAsync(Enumerable.Range(1, 5).Select(number => PostUser($"u{number}", $"user{number}@contoso.com")));
        await UntilAsync(() => Task.FromResult(gateway.Jira.Faults.Frozen == 2));
        clock.Advance(TimeSpan.FromSeconds(25));
        gateway.Jira.Faults.Release();
        var reply = await bulk;

        reply.ShouldSay("201", "201", "503", "503", "503");
        reply.Detail(4).Should().Contain("not started within 25 s");
        gateway.Writes().Should().HaveCount(2);
    }

    [Fact]
    public async Task ClientHangsUp_WhatWasSent_IsFinishedAndRecorded()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("AppCalls", ("Concurrency", 2)));
        await gateway.WarmUpAsync();
        gateway.Jira.Faults.Add(new FaultRule { Method = "POST", PathPattern = UserPath + "$", Times = 2, Effect = new FaultEffect.Freeze { AfterProcessing = true } });
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.BaseUrl + "/Bulk");
        request.Headers.Authorization = new("Bearer", gateway.Token);
        request.Content = JsonContent.Create(Body(null, Enumerable.Range(1, 2).Select(number => PostUser($"u{number}", $"user{number}@contoso.com"))));

        var sent = gateway.Http.SendAsync(request, hangUp.Token);
        await UntilAsync(() => Task.FromResult(gateway.Jira.Faults.Frozen == 2));
        await hangUp.CancelAsync();
        await sent.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        gateway.Jira.Faults.Release();

        foreach (var name in new[] { "user1@contoso.com", "user2@contoso.com" })
        {
            (await gateway.ActivityAsync("create", name)).Should().BeEquivalentTo(new { Status = 201, Outcome = "done" });
        }

        gateway.Writes().Should().HaveCount(2);
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(2);
    }

    [Fact]
    public async Task Activity_OfABulkRequest_HasOneRecordAnOperationThatReachedTheRoom()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");
        var log = gateway.Services.GetRequiredService<IActivityLog>();

        await gateway.BulkAsync(
            PostUser("a", "alice@contoso.com"),
            PostUser("b", "ALICE@contoso.com"),
            Patch($"/Groups/{group}", ScimBodies.Members("Add", "bulkId:a")),
            Delete("/Users"));

        IReadOnlyList<ActivityRecord> records = [];
        await UntilAsync(async () => (records = await log.SearchAsync(new ActivityQuery(), TestContext.Current.CancellationToken)).Count >= 4);
        records.Select(record => (record.Operation, record.Resource, record.Status)).Should().BeEquivalentTo(
        [
            ("create", "Group", 201), ("create", "User", 201), ("create", "User", 409), ("update", "Group", 204),
        ]);
    }
}
