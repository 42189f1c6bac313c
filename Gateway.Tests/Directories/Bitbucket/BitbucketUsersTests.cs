using System.Text.Json.Nodes;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Faults;
using Gateway.State;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Directories.Bitbucket;

/// <summary>What only Bitbucket does with users; what all apps do is in the conformance suite.</summary>
public sealed class BitbucketUsersTests
{
    private const string Password = "Canary-7c1e Sings&loud";

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task LookUp_ManyPartialHitsOverGappedPages_FindsTheExactOne(int gap)
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket =>
        {
            bitbucket.State.Seed(30, prefix: "ann");
            bitbucket.State.AddUser("zz-ann", "Ann", "ann@contoso.com");
            bitbucket.State.AddUser("zzz", "ann", "ann@fabrikam.com");
            bitbucket.State.AddUser("ZANN", "Zann", "zann@contoso.com");
            bitbucket.Settings = bitbucket.Settings with { PageCap = 7, PageGap = gap };
        });

        var found = await world.Gateway.FindUserAsync("zann@contoso.com");
        var none = await world.Gateway.FindUserAsync("ann@contoso.com");

        found.TotalResults.Should().Be(1);
        found["Resources"]![0]!["id"]!.ToString().Should().Be(world.State.User("zann")!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        none.TotalResults.Should().Be(0, because: "every other hit is a part of something else");
    }

    [Fact]
    public async Task LookUp_EMail_IsExactOverEveryPage()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket =>
        {
            bitbucket.State.AddUser("aa", email: "xann@contoso.com");
            bitbucket.State.AddUser("bb", email: "ann@contoso.com.au");
            bitbucket.State.AddUser("ann", email: "ANN@contoso.com");
            bitbucket.Settings = bitbucket.Settings with { PageCap = 1, PageGap = 3 };
        });

        var found = await world.Gateway.FindAsync("Users", "emails.value eq \"ann@contoso.com\"");

        found.TotalResults.Should().Be(1, because: found.Text);
    }

    [Fact]
    public async Task Create_TwoCalls_AndThePasswordIsShownNowhere()
    {
        var lines = new List<string>();
        await using var world = await BitbucketGateway.StartAsync();
        world.Gateway.Logging = logs => logs.SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLogger(lines));
        await world.Gateway.RestartAsync();
        await world.Gateway.FindUserAsync("nobody@contoso.com");

        var calls = await world.CallsOfAsync(() => world.CreateAsync("ada", body => body["password"] = Password));

        calls.Should().Equal("POST admin/users", "GET admin/users");
        world.State.User("ada")!.Password.Should().Be(Password);
        var activity = await world.Gateway.ActivityAsync("create", "ada@contoso.com");
        var told = System.Text.Json.JsonSerializer.Serialize(activity);
        told.Should().Contain("password=***").And.NotContain("Canary").And.NotContain(Uri.EscapeDataString(Password));
        lock (lines)
        {
            lines.Should().NotBeEmpty().And.NotContain(line => line.Contains("Canary-7c1e", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Create_RefusedQuotingThePassword_QuotesNothing()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var body = ScimBodies.User("ada@contoso.com");
        body["password"] = Password;
        world.Bitbucket.Faults.Add("POST", "/rest/api/latest/admin/users", BitbucketFault.Errors(400, $"no: password={Uri.EscapeDataString(Password)} ({Password})"));

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", body);

        reply.Status.Should().Be(400);
        reply.Text.Should().Contain("***").And.NotContain("Canary");
    }

    [Fact]
    public async Task Create_WithoutPassword_SendsFortyRandomCharacters()
    {
        await using var world = await BitbucketGateway.StartAsync();

        await world.CreateAsync("ada");
        await world.CreateAsync("eve");

        world.State.User("ada")!.Password.Should().HaveLength(40).And.NotBe(world.State.User("eve")!.Password);
    }

    [Theory]
    [InlineData("Default", true, true)]
    [InlineData("Default", false, false)]
    [InlineData("None", true, false)]
    public async Task Create_Access_DecidesWhetherTheDefaultGroupIsJoined(string access, bool active, bool licensed)
    {
        await using var world = await BitbucketGateway.StartAsync(Users("Access", new JsonArray(access)));

        await world.CreateAsync("ada", body => body["active"] = active);

        world.State.GroupsOf("ada").Should().Equal(licensed ? ["stash-users"] : []);
    }

    [Fact]
    public async Task Create_NameThatADeletedAccountHolds_IsRefusedAndSaysSo()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket =>
        {
            bitbucket.State.AddUser("ada");
            bitbucket.State.DeleteUser("ada");
            bitbucket.Settings = bitbucket.Settings with { DeletedNamesAreRefused = true, Language = "de" };
        });

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"), because: reply.Text);
        reply.Detail.Should().Contain("deleted account");
    }

    [Fact]
    public async Task Create_ForNobodyElse_SeatsAndDirectoriesAreToldApart()
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { Seats = 2 };
        var full = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));
        world.Settings = world.Settings with { Seats = null, ReadOnly = true };
        var readOnly = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        (full.Status, full.ScimType).Should().Be((400, "invalidValue"), because: full.Text);
        (readOnly.Status, readOnly.ScimType).Should().Be((400, "mutability"), because: readOnly.Text);
    }

    [Fact]
    public async Task Update_OneField_SendsAllThreeInOneCall()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");

        var calls = await world.CallsOfAsync(() => world.Gateway.ReplaceAttributeAsync(id, "displayName", "Ada King"));

        calls.Should().Equal("PUT admin/users");
        var body = JsonNode.Parse(world.Bitbucket.Calls.All.Single().BodyText)!.AsObject();
        body.Select(member => member.Key).Should().BeEquivalentTo("name", "displayName", "email");
        (world.State.User("ada")!.DisplayName, world.State.User("ada")!.Email).Should().Be(("Ada King", "ada@contoso.com"));
    }

    [Fact]
    public async Task Rename_IsOneCall_AndTheIdStays()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");

        var calls = await world.CallsOfAsync(() => world.Gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com"));

        calls.Should().Equal("POST admin/users/rename");
        world.State.User("king")!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture).Should().Be(id);
    }

    [Theory]
    [InlineData("taken", true)]
    [InlineData("gone", false)]
    public async Task Rename_NameThatIsTaken_409(string name, bool exists)
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.State.AddUser(name);
        if (!exists)
        {
            world.State.DeleteUser(name);
        }

        var reply = await world.Gateway.ReplaceAttributeAsync(id, "userName", $"{name}@contoso.com");

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"), because: reply.Text);
        world.State.User("ada").Should().NotBeNull();
    }

    [Fact]
    public async Task Rename_LostAnswer_IsSettledByReading()
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.Bitbucket.Faults.Add("POST", "/rest/api/latest/admin/users/rename", new FaultEffect.LoseAnswer());

        var reply = await world.Gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com");

        reply.Status.Should().Be(200, because: reply.Text);
        world.State.User("king").Should().NotBeNull();
        world.Bitbucket.Calls.Count("POST", "/rest/api/latest/admin/users/rename").Should().Be(1);
    }

    [Fact]
    public async Task Get_RenamedByHand_IsFoundInTheScanOfEverybody()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket => bitbucket.State.Seed(20));
        var id = await world.CreateAsync("ada");
        world.State.RenameUser("ada", "zora");
        world.Settings = world.Settings with { PageCap = 4, PageGap = 1 };

        var reply = await world.Gateway.GetAsync($"/Users/{id}");
        // What a read learned is queued; a commit comes behind it.
        await world.Gateway.Store.CommitAsync([new StateChange.RemoveStuck("nobody", "nobody")], TestContext.Current.CancellationToken);
        var again = await world.CallsOfAsync(() => world.Gateway.GetAsync($"/Users/{id}"));

        reply.Status.Should().Be(200, because: reply.Text);
        again.Should().ContainSingle(because: "the new name is known now");
    }

    [Fact]
    public async Task Get_DeletedByHand_404OnlyAfterEverybodyWasRead()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket => bitbucket.State.Seed(20));
        var id = await world.CreateAsync("ada");
        world.State.DeleteUser("ada");
        world.Settings = world.Settings with { PageCap = 10 };
        var failing = world.Bitbucket.Faults.Add(new FaultRule { PathPrefix = "/rest/api/latest/admin/users", QueryContains = "start=20", Effect = FaultEffect.Html(500) });

        var unclear = await world.Gateway.GetAsync($"/Users/{id}");
        world.Bitbucket.Faults.Remove(failing);
        var calls = await world.CallsOfAsync(async () => (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404));

        unclear.Status.Should().Be(502, because: "an unread page may hold the user");
        calls.Should().HaveCount(1 + 3 + 3, because: "a look-up, and two scans, as somebody renamed meanwhile may slip through one");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    public async Task Write_DirectoryThatBecameReadOnly_400NamingIt(int status)
    {
        await using var world = await BitbucketGateway.StartAsync();
        var id = await world.CreateAsync("ada");
        world.Settings = world.Settings with { ReadOnly = true, ReadOnlyStatus = status, Language = "de" };

        var changed = await world.Gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");
        var renamed = await world.Gateway.ReplaceAttributeAsync(id, "userName", "king@contoso.com");
        var password = await world.Gateway.ReplaceAttributeAsync(id, "password", "s3cret");

        new[] { changed, renamed, password }.Should().OnlyContain(reply => reply.Status == 400 && reply.ScimType == "mutability" && reply.Text.Contains("Bitbucket Internal Directory"), because: changed.Text + renamed.Text + password.Text);
    }

    [Fact]
    public async Task Adopt_UserOfAReadOnlyDirectory_IsRefused()
    {
        await using var world = await BitbucketGateway.StartAsync(prepare: bitbucket =>
        {
            bitbucket.State.AddDirectory("Corporate LDAP", "Microsoft Active Directory", readOnly: true);
            bitbucket.State.AddUser("alan", email: "alan@contoso.com", directory: "Corporate LDAP");
        });

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("alan@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"), because: reply.Text);
        reply.Detail.Should().Contain("Corporate LDAP");
    }

    [Theory]
    [InlineData("Crowd Server", true, 201)]
    [InlineData("Crowd Server", false, 400)]
    [InlineData("Bitbucket Internal Directory", true, 400)]
    [InlineData("Nowhere", true, 400)]
    public async Task Directory_OtherThanWhereBitbucketPutsUsers_NobodyStaysThere(string directory, bool crowdFirst, int status)
    {
        await using var world = await BitbucketGateway.StartAsync(
            connection => connection["Directory"] = directory,
            prepare: bitbucket => bitbucket.State.AddDirectory("Crowd Server", "Atlassian Crowd", readOnly: false, first: crowdFirst));

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        reply.Status.Should().Be(status, because: reply.Text);
        world.State.User("ada")?.Directory.Name.Should().Be(directory);
        (world.State.User("ada") is null).Should().Be(status != 201);
    }

    [Fact]
    public async Task Delete_OfOneWhoOutranksTheGateway_400()
    {
        await using var world = await BitbucketGateway.StartAsync(Users("Delete", "Delete"));
        var id = await world.CreateAsync("ada");
        world.State.Grant("ada", BitbucketPermission.SysAdmin);

        var changed = await world.Gateway.ReplaceAttributeAsync(id, "displayName", "Ada King");
        var deleted = await world.Gateway.DeleteAsync($"/Users/{id}");

        (changed.Status, changed.ScimType).Should().Be((400, "mutability"), because: changed.Text);
        (deleted.Status, deleted.ScimType).Should().Be((400, "mutability"), because: deleted.Text);
        world.State.User("ada").Should().NotBeNull();
        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200, because: "a right that is missing is no refused credential");
    }

    [Fact]
    public async Task Errors_BareShape_AreReadTheSame()
    {
        await using var world = await BitbucketGateway.StartAsync();
        world.Settings = world.Settings with { BareErrors = true };
        await world.CreateAsync("ada");
        world.State.AddUser("eve", email: "eve@elsewhere.com");

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("eve@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"), because: reply.Text);
    }

    private sealed class ListLogger(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
