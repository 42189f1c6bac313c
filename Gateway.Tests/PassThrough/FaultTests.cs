using System.Text.Json.Nodes;
using Gateway.Activity;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Scim;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Scenarios.ScimBodies;

namespace Gateway.Tests.PassThrough;

/// <summary>The fault table of docs/operations.md in front of a SCIM target: an outage looks like an outage, and nothing else like a missing resource.</summary>
public sealed class FaultTests
{
    private const string Ada = "ada@contoso.com";

    public static TheoryData<string, FaultEffect, int> Reads => new()
    {
        { "503", FaultEffect.Html(503), 503 },
        { "502", FaultEffect.Html(502), 503 },
        { "504", FaultEffect.Html(504), 503 },
        { "429", FaultEffect.TooManyRequests(17), 429 },
        { "500", FaultEffect.ServerError(), 502 },
        { "redirect", FaultEffect.RedirectToLogin(), 502 },
        { "page", FaultEffect.Html(200), 502 },
        { "page 404", FaultEffect.Html(404), 502 },
        { "json 404", new FaultEffect.Answer { Status = 404, ContentType = "application/json", Body = """{"message":"no route"}""" }, 502 },
        { "page 400", FaultEffect.Html(400), 502 },
        { "json 200 of another service", new FaultEffect.Answer { Status = 200, ContentType = "application/json", Body = """{"login":"required"}""" }, 502 },
        { "empty 200", new FaultEffect.Answer { Status = 200, ContentType = "application/scim+json", Body = "" }, 502 },
        { "malformed", new FaultEffect.Malform(), 502 },
        { "truncated", new FaultEffect.Truncate { Orderly = true }, 502 },
        { "closed", new FaultEffect.CloseBefore(), 503 },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Read_MetByAFault_IsToldAsOne(string name, FaultEffect effect, int status)
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);
        stage.Target.Faults.Add("GET", "/Users", effect, times: null);

        var one = await stage.Gateway.GetAsync($"/Users/{id}");
        var list = await stage.Gateway.GetAsync("/Users");

        one.Status.Should().Be(status, because: $"{name}: {one.Text}");
        list.Status.Should().Be(status, because: $"{name}: {list.Text}");
        one.ScimType.Should().BeNull();
        if (status is 503 or 429)
        {
            one.RetryAfter.Should().NotBeNull();
        }
    }

    [Fact]
    public async Task RateLimit_KeepsTheTargetsRetryAfter()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.Faults.Add("GET", "/Users", FaultEffect.TooManyRequests(17));

        (await stage.Gateway.GetAsync("/Users")).RetryAfter.Should().Be(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task TargetDown_Is503ForReadsAndWrites()
    {
        await using var stage = await PassThroughStage.StartAsync();
        await stage.Target.KillNodeAsync(0);

        var read = await stage.Gateway.GetAsync("/Users");
        var write = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));

        (read.Status, write.Status).Should().Be((503, 503));
        read.RetryAfter.Should().NotBeNull();
        write.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task Timeout_OfARead_Is503()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["AppCalls"] = new JsonObject { ["Timeout"] = "00:00:00.3" });
        stage.Target.Faults.Add("GET", "/Users", new FaultEffect.Freeze(), times: null);

        (await stage.Gateway.GetAsync("/Users")).Status.Should().Be(503);
    }

    [Fact]
    public async Task NodeDown_ReadsGoToTheOther()
    {
        await using var stage = await PassThroughStage.StartAsync(options: new ScimSandboxOptions { Nodes = 2 });
        var id = stage.Target.State.AddUser(Ada);
        await stage.Target.KillNodeAsync(0);

        for (var i = 0; i < 4; i++)
        {
            (await stage.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        }
    }

    [Fact]
    public async Task Unauthorized_Is502ThenTheBreakerStops()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Credential"]!["Token"] = "an-old-token");

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await stage.Gateway.GetAsync("/Users")).Status);
        }

        statuses.Should().Equal(502, 502, 502, 503, 503);
        stage.Target.Calls.Total.Should().Be(3, because: "a bearer token is refused three times, then calls stop");
    }

    [Fact]
    public async Task Forbidden_OfTheAccount_Is502AndOfOneUserIs400()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser("owner@contoso.com");
        stage.Target.Settings = stage.Target.Settings with { Owner = "owner@contoso.com" };

        var owner = await stage.Gateway.PatchAsync($"/Users/{id}", Op("Replace", "title", "x"));
        stage.Target.Settings = stage.Target.Settings with { Forbidden = true };
        var all = await stage.Gateway.GetAsync("/Users");

        (owner.Status, owner.ScimType).Should().Be((400, "mutability"));
        owner.Detail.Should().Contain("The owner cannot be changed.");
        all.Status.Should().Be(502);
        all.Detail.Should().Contain("gateway's own account");
    }

    [Fact]
    public async Task OwnErrors_GoOnAsTheyAre()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.State.AddUser(Ada);

        var taken = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));
        var filter = await stage.Gateway.GetAsync("/Users?filter=userName%20sw%20%22a%22");

        (taken.Status, taken.ScimType, taken.Detail).Should().Be((409, "uniqueness", $"'{Ada}' is taken."));
        (filter.Status, filter.ScimType).Should().Be((400, "invalidFilter"));
        taken.ContentType.Should().StartWith("application/scim+json");
    }

    [Fact]
    public async Task LostPost_ThatWasMade_IsFoundByName()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.Faults.Add("POST", "/Users", new FaultEffect.LoseAnswer());

        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));

        made.Status.Should().Be(201, because: made.Text);
        made.Id.Should().Be((string?)stage.Target.State.User(Ada)!["id"]);
        made.Location!.ToString().Should().StartWith(stage.Gateway.BaseUrl);
        stage.Target.Calls.Count("POST").Should().Be(1, because: "a write is sent once");
    }

    [Fact]
    public async Task LostPost_OfWhichNothingTells_Is503()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.Faults.Add("POST", "/Users", new FaultEffect.LoseAnswer());
        var body = User(Ada);
        body.Remove("externalId");

        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", body);

        made.Status.Should().Be(503);
        made.Detail.Should().Contain("nothing tells whether this request made it");
    }

    public static TheoryData<string, FaultEffect> LostAnswers => new()
    {
        { "lost", new FaultEffect.LoseAnswer() },
        { "truncated", new FaultEffect.Truncate { Orderly = true } },
        { "malformed", new FaultEffect.Malform() },
    };

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task LostPatch_ThatWasMade_Is200(string name, FaultEffect effect)
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);
        stage.Target.Faults.Add("PATCH", "/Users", effect);

        var patched = await stage.Gateway.PatchAsync($"/Users/{id}", Active(false), Op("Replace", "displayName", "Ada L."));

        patched.Status.Should().Be(200, because: $"{name}: {patched.Text}");
        ((bool)patched["active"]!).Should().BeFalse();
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task LostWrite_ThatWasNotMade_Is503WithWords(string method)
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser("ben@contoso.com");
        stage.Target.Faults.Add(method, "/Users", FaultEffect.Html(502));

        var answer = method == "POST" ? await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada))
            : await stage.Gateway.SendAsync(new HttpMethod(method), $"/Users/{id}", method switch
            {
                "PUT" => User("ben@contoso.com"),
                "PATCH" => Patch(Active(false)),
                _ => null,
            });

        answer.Status.Should().Be(503, because: answer.Text);
        answer.Detail.Should().Contain("not made");
        stage.Target.Calls.Count(method).Should().Be(1);
    }

    [Fact]
    public async Task LostPutAndDelete_ThatWereMade_AreSuccesses()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);
        stage.Target.Faults.Add("PUT", "/Users", new FaultEffect.LoseAnswer());
        stage.Target.Faults.Add("DELETE", "/Users", new FaultEffect.LoseAnswer());

        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", User(Ada));
        var deleted = await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Users/{id}");

        put.Status.Should().Be(200, because: put.Text);
        deleted.Status.Should().Be(204, because: deleted.Text);
        stage.Target.State.User(Ada).Should().BeNull();
    }

    [Fact]
    public async Task LostAnswer_AndTheTargetGone_Is503()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.Faults.Add("POST", "/Users", new FaultEffect.LoseAnswer());
        stage.Target.Faults.Add("GET", "/Users", FaultEffect.Html(503), times: null);

        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));

        made.Status.Should().Be(503);
        made.Detail.Should().Contain("did not settle");
    }

    [Fact]
    public async Task Accepted_IsNoSuccess()
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.Faults.Add("POST", "/Users", new FaultEffect.Answer { Status = 202, ContentType = "application/scim+json", Body = """{"schemas":[]}""" });

        (await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada))).Status.Should().Be(502);
    }

    [Fact]
    public async Task MissingAtOneNodeOnly_Is503()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var id = stage.Target.State.AddUser(Ada);
        stage.Target.Faults.Add("GET", "/Users", new FaultEffect.Answer { Status = 404, ContentType = "application/scim+json", Body = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}""" });

        var read = await stage.Gateway.GetAsync($"/Users/{id}");

        read.Status.Should().Be(503);
        read.Detail.Should().Contain("says both");
    }

    [Fact]
    public async Task Secrets_AreInNoAnswerAndNoActivity()
    {
        await using var stage = await PassThroughStage.StartAsync();
        var token = stage.Target.Options.Token;
        stage.Target.Settings = stage.Target.Settings with { QuotesCredential = true };
        stage.Target.State.AddUser(Ada);

        var body = User(Ada);
        body["password"] = "canary-password";
        string[] answers =
        [
            (await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", body)).Text,
            (await stage.Gateway.GetAsync("/Users/nobody")).Text,
            (await stage.Gateway.GetAsync("/Users?filter=x")).Text,
            (await stage.Gateway.PatchAsync("/Users/nobody", Op("Replace", "password", "canary-password"))).Text,
        ];

        answers.Should().OnlyContain(text => !text.Contains(token, StringComparison.Ordinal) && !text.Contains("canary-password", StringComparison.Ordinal));
        answers[1].Should().Contain("***", because: "the target did quote it");
        await stage.ActivityAsync("lookup");
        var log = stage.Gateway.Services.GetRequiredService<IActivityLog>();
        var records = await log.SearchAsync(new ActivityQuery(), TestContext.Current.CancellationToken);
        records.Should().NotBeEmpty();
        string.Join('\n', records.Select(record => $"{record} {string.Join(' ', record.Notes)} {string.Join(' ', record.Calls)}")).Should().NotContain(token).And.NotContain("canary-password");
    }

    [Fact]
    public async Task NamesRule_ReadsMeetTheSameTable()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);
        stage.Target.Faults.Add("GET", "/Users", FaultEffect.Html(200));
        stage.Target.Faults.Add("GET", "/Users", FaultEffect.ServerError());

        (await stage.Gateway.GetAsync("/Users")).Status.Should().Be(502);
        (await stage.Gateway.GetAsync("/Users")).Status.Should().Be(502);
    }
}
