using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

/// <summary><c>PUT /rest/api/2/user/password</c>: who may, for whom, and what a policy says.</summary>
public sealed class JiraPasswordTests
{
    private const string Path = JiraLab.Users + "/password";
    private const string OfAnna = Path + "?key=JIRAUSER10200";
    private const string Body = """{"password":"Correct-Horse-10"}""";

    [Theory]
    [InlineData(OfAnna)]
    [InlineData(Path + "?username=anna.meyer")]
    [InlineData(Path + "?username=ANNA.MEYER")]
    public async Task Set_ByKeyOrName_Is204WithoutBodyAndTheNewPasswordLogsIn(string path)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { BasicEnabled = true });

        var answer = await lab.PutAsync(path, Body);

        answer.Status.Should().Be(204);
        answer.Text.Should().BeEmpty();
        (await lab.SendAsync("GET", "/rest/api/2/myself", credential: JiraLab.BasicOf("anna.meyer", "Correct-Horse-10"))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"password":""}""")]
    [InlineData("""{"password":null}""")]
    public async Task Set_NoPassword_Is400NamingTheField(string body)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PutAsync(OfAnna, body);

        answer.Status.Should().Be(400);
        answer.Error("password").Should().Contain("specify a password");
    }

    [Fact]
    public async Task Set_UnknownMember_Is400()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        (await lab.PutAsync(OfAnna, """{"password":"Correct-Horse-10","newPassword":"x"}""")).Status.Should().Be(400);
    }

    [Theory]
    [InlineData(Path + "?key=JIRAUSER99999", 404)]
    [InlineData(Path + "?username=nobody", 404)]
    [InlineData(Path, 400)]
    public async Task Set_NobodyThere_IsRefused(string path, int status)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();

        var answer = await lab.PutAsync(path, Body);

        answer.Status.Should().Be(status);
        answer.FirstMessage.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Set_WithoutCredential_Is401()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { BasicEnabled = true });

        (await lab.SendAsync("PUT", OfAnna, Body, lab.Basic("wrong"))).Status.Should().Be(401);
    }

    [Fact]
    public async Task Set_ByNoAdministrator_Is403()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { BasicEnabled = true });
        lab.State.AddUser("ben", password: "ben-password");

        var answer = await lab.SendAsync("PUT", OfAnna, Body, JiraLab.BasicOf("ben", "ben-password"));

        answer.Status.Should().Be(403);
        lab.State.User("anna.meyer")!.Password.Should().NotBe("Correct-Horse-10");
    }

    [Fact]
    public async Task Set_InAReadOnlyDirectory_Is400InWordsOfNoField()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ReadOnly = true };

        var answer = await lab.PutAsync(OfAnna, Body);

        answer.Status.Should().Be(400);
        answer.FirstMessage.Should().Contain("read-only");
    }

    [Fact]
    public async Task Set_UsersManagedElsewhere_Is400()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ExternalUserManagement = true };

        (await lab.PutAsync(OfAnna, Body)).FirstMessage.Should().Contain("external user management");
    }

    [Theory]
    [InlineData("en", "at least 20")]
    [InlineData("de", "mindestens 20")]
    public async Task Set_AgainstThePolicy_Is400UnderTheFieldInTheAccountsLanguage(string language, string words)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { Language = language });
        lab.Sandbox.Settings = lab.Sandbox.Settings with { MinimumPasswordLength = 20 };

        var answer = await lab.PutAsync(OfAnna, Body);

        answer.Status.Should().Be(400);
        answer.Error("password").Should().Contain(words);
        lab.State.User("anna.meyer")!.Password.Should().NotBe("Correct-Horse-10");
    }

    [Fact]
    public async Task Create_AgainstThePolicy_Is400AndWithoutAPasswordOneIsMadeUp()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { MinimumPasswordLength = 20 };

        var refused = await lab.PostAsync(JiraLab.Users, """{"name":"ben","emailAddress":"ben@example.com","displayName":"Ben","password":"short"}""");
        var made = await lab.PostAsync(JiraLab.Users, """{"name":"ben","emailAddress":"ben@example.com","displayName":"Ben"}""");

        refused.Status.Should().Be(400);
        refused.Error("password").Should().Contain("at least 20");
        made.Status.Should().Be(201);
    }
}
