using CsCheck;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.BadInput;

/// <summary>Whatever userName Entra sends: it is refused, or exactly that one account is touched.</summary>
public sealed class UserNamePropertyTests
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ019"], 1, 6],
        Gen.OneOfConst("/", "?", "#", "%", "&", "+", "..", "../", "%2f", "%00", "=", ";", "\\", "\"", "'", " ", "<", ">", "|", "*", ":", "@", "{", "}", "$1", "~"),
        Gen.OneOfConst("é", "ß", "İ", "ı", "中", "😀", "\u202e", "\u00a0", "\u0301", "\u200b", "\t", "\r\n", "\u0001", "\u007f"),
        Gen.OneOfConst("victim", "VICTIM", "sysadmin", "svc-scim", "?username=victim", "&key=JIRAUSER10100", "/victim"));

    private static readonly Gen<string> UserName = Gen.OneOf(
        Piece.Array[1, 6].Select(string.Concat),
        Gen.Int[240, 270].Select(length => new string('n', length)),
        Gen.Const(new string('€', 10_000)));

    [Fact]
    public async Task Lifecycle_AnyUserName_RefusedOrExactlyThatAccountIsTouched()
    {
        await using var gateway = await GatewayFixture.StartAsync(json =>
        {
            json.Remove("Username");
            Section("Guard", ("MaxDeactivations", 1000))(json);
        });
        gateway.Jira.State.AddUser("victim", email: "victim@contoso.com");
        await gateway.WarmUpAsync();
        var untouched = Snapshot(gateway, except: null);

        await UserName.SampleAsync(async name => await TouchAsync(gateway, name, untouched), iter: 250, threads: 1);
    }

    private static async Task TouchAsync(GatewayFixture gateway, string name, IReadOnlyList<string> untouched)
    {
        gateway.Jira.Calls.Clear();
        var body = ScimBodies.User("stand-in@contoso.com");
        body["userName"] = name;
        body["externalId"] = Guid.NewGuid().ToString();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", body);

        if (reply.Status != 201)
        {
            // 409: somebody has that name, in Jira's eyes at least.
            reply.Status.Should().BeOneOf([400, 409], because: reply.Text);
            Snapshot(gateway, except: null).Should().Equal(untouched, because: name);
            return;
        }

        gateway.Jira.State.UserByKey(reply.Id)!.Name.Should().Be(name);
        ((string?)reply["userName"]).Should().Be(name);
        Snapshot(gateway, except: reply.Id).Should().Equal(untouched, because: name);

        var off = await gateway.SetActiveAsync(reply.Id, false);
        off.Status.Should().Be(200, because: off.Text);
        gateway.Jira.State.UserByKey(reply.Id)!.Active.Should().BeFalse();
        Snapshot(gateway, except: reply.Id).Should().Equal(untouched, because: name);

        gateway.Jira.State.DeleteUser(name);
    }

    /// <summary>Everybody but one, as text.</summary>
    private static IReadOnlyList<string> Snapshot(GatewayFixture gateway, string? except) =>
        [.. gateway.Jira.State.Users.Where(user => user.Key != except).Select(user => $"{user.Key} {user.Name} {user.DisplayName} {user.Email} {user.Active}")];
}
