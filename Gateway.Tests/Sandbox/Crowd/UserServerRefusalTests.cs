using Gateway.Sandbox.Crowd;

namespace Gateway.Tests.Sandbox.Crowd;

/// <summary>Every documented refusal: status and reason, in English and in German.</summary>
public sealed class UserServerRefusalTests
{
    private const string Anna = "username=anna.meyer";
    private const string Devs = "groupname=scim-devs";

    /// <summary>Method, path, body, status, reason.</summary>
    public static TheoryData<string, string, string?, int, string> Refusals => new()
    {
        // What the query names and is not there is 404.
        { "GET", "user?username=nobody", null, 404, "USER_NOT_FOUND" },
        { "GET", "user?key=32769%3Anone", null, 404, "USER_NOT_FOUND" },
        { "PUT", "user?username=nobody", """{"name":"nobody"}""", 404, "USER_NOT_FOUND" },
        { "DELETE", "user?username=nobody", null, 404, "USER_NOT_FOUND" },
        { "POST", "user/rename?username=nobody", """{"new-name":"x"}""", 404, "USER_NOT_FOUND" },
        { "PUT", "user/password?username=nobody", """{"value":"x"}""", 404, "USER_NOT_FOUND" },
        { "GET", "user/attribute?username=nobody", null, 404, "USER_NOT_FOUND" },
        { "POST", "user/attribute?username=nobody", """{"attributes":[]}""", 404, "USER_NOT_FOUND" },
        { "DELETE", "user/attribute?username=nobody&attributename=x", null, 404, "USER_NOT_FOUND" },
        { "GET", "user/group/direct?username=nobody", null, 404, "USER_NOT_FOUND" },
        { "POST", "user/group/direct?username=nobody", """{"name":"scim-devs"}""", 404, "USER_NOT_FOUND" },
        { "GET", "group?groupname=none", null, 404, "GROUP_NOT_FOUND" },
        { "PUT", "group?groupname=none", """{"name":"none","type":"GROUP"}""", 404, "GROUP_NOT_FOUND" },
        { "DELETE", "group?groupname=none", null, 404, "GROUP_NOT_FOUND" },
        { "GET", "group/attribute?groupname=none", null, 404, "GROUP_NOT_FOUND" },
        { "POST", "group/attribute?groupname=none", """{"attributes":[]}""", 404, "GROUP_NOT_FOUND" },
        { "GET", "group/user/direct?groupname=none", null, 404, "GROUP_NOT_FOUND" },
        { "POST", "group/user/direct?groupname=none", """{"name":"anna.meyer"}""", 404, "GROUP_NOT_FOUND" },
        { "DELETE", $"group/user/direct?groupname=none&{Anna}", null, 404, "GROUP_NOT_FOUND" },
        { "DELETE", $"group/user/direct?{Devs}&username=nobody", null, 404, "USER_NOT_FOUND" },
        { "DELETE", $"user/group/direct?{Anna}&groupname=none", null, 404, "GROUP_NOT_FOUND" },
        { "GET", "group/child-group/direct?groupname=none", null, 404, "GROUP_NOT_FOUND" },
        { "DELETE", $"group/child-group/direct?{Devs}&child-groupname=none", null, 404, "GROUP_NOT_FOUND" },

        // What a body names and is not there is 400, with the same reason.
        { "POST", $"group/user/direct?{Devs}", """{"name":"nobody"}""", 400, "USER_NOT_FOUND" },
        { "POST", $"user/group/direct?{Anna}", """{"name":"none"}""", 400, "GROUP_NOT_FOUND" },
        { "POST", $"group/child-group/direct?{Devs}", """{"name":"none"}""", 400, "GROUP_NOT_FOUND" },
        { "POST", "authentication?username=nobody", """{"value":"x"}""", 400, "USER_NOT_FOUND" },

        // Memberships that are there, or are not.
        { "POST", $"group/user/direct?{Devs}", """{"name":"Anna.Meyer"}""", 409, "MEMBERSHIP_ALREADY_EXISTS" },
        { "POST", $"user/group/direct?{Anna}", """{"name":"SCIM-Devs"}""", 409, "MEMBERSHIP_ALREADY_EXISTS" },
        { "DELETE", $"group/user/direct?{Devs}&username=zoe", null, 404, "MEMBERSHIP_NOT_FOUND" },
        { "DELETE", "user/group/direct?username=zoe&groupname=scim-devs", null, 404, "MEMBERSHIP_NOT_FOUND" },
        { "GET", $"group/user/direct?{Devs}&username=zoe", null, 404, "MEMBERSHIP_NOT_FOUND" },
        { "GET", "user/group/direct?username=zoe&groupname=scim-devs", null, 404, "MEMBERSHIP_NOT_FOUND" },
        { "DELETE", $"group/child-group/direct?{Devs}&child-groupname=crowd-administrators", null, 404, "MEMBERSHIP_NOT_FOUND" },
        { "POST", $"group/child-group/direct?{Devs}", """{"name":"scim-devs"}""", 400, "INVALID_MEMBERSHIP" },

        // Names.
        { "POST", "user", """{"name":"ANNA.meyer","password":{"value":"x"}}""", 400, "INVALID_USER" },
        { "POST", "user", """{"name":"ben"}""", 400, "INVALID_USER" },
        { "POST", "user", """{"password":{"value":"x"}}""", 400, "INVALID_USER" },
        { "POST", "user", """{"name":" ben","password":{"value":"x"}}""", 400, "INVALID_USER" },
        { "PUT", $"user?{Anna}", """{"name":"zoe","active":true}""", 400, "INVALID_USER" },
        { "PUT", $"user?{Anna}", """{"active":true}""", 400, "INVALID_USER" },
        { "POST", $"user/rename?{Anna}", """{"new-name":"zoe"}""", 400, "INVALID_USER" },
        { "POST", $"user/rename?{Anna}", """{"new-name":""}""", 400, "INVALID_USER" },
        { "POST", "group", """{"name":"SCIM-devs","type":"GROUP"}""", 400, "INVALID_GROUP" },
        { "POST", "group", """{"name":"new"}""", 400, "INVALID_GROUP" },
        { "PUT", $"group?{Devs}", """{"name":"renamed","type":"GROUP"}""", 400, "INVALID_GROUP" },

        // What is asked in a wrong way.
        { "GET", "user", null, 400, "ILLEGAL_ARGUMENT" },
        { "GET", "group", null, 400, "ILLEGAL_ARGUMENT" },
        { "DELETE", $"user/attribute?{Anna}", null, 400, "ILLEGAL_ARGUMENT" },
        { "DELETE", $"group/user/direct?{Devs}", null, 400, "ILLEGAL_ARGUMENT" },
        { "POST", "user", """{"name":"ben","active":true,"password":{"value":"x"},"nickname":"b"}""", 400, "ILLEGAL_ARGUMENT" },
        { "POST", "user", "no json", 400, "ILLEGAL_ARGUMENT" },
        { "POST", $"user/attribute?{Anna}", """{"attributes":[{"name":"x","values":"y"}]}""", 400, "ILLEGAL_ARGUMENT" },
        { "POST", $"user/attribute?{Anna}", """{"attribute":[]}""", 400, "ILLEGAL_ARGUMENT" },
        { "GET", "search", null, 400, "ILLEGAL_ARGUMENT" },
        { "GET", "search?entity-type=cat", null, 400, "ILLEGAL_ARGUMENT" },
        { "GET", "search?entity-type=user&restriction=name%20%21%3D%20x", null, 400, "ILLEGAL_ARGUMENT" },
        { "GET", "search?entity-type=user&restriction=name%20%3D%20%22x", null, 400, "ILLEGAL_ARGUMENT" },
        { "GET", "search?entity-type=user&restriction=%28name%20%3D%20x", null, 400, "ILLEGAL_ARGUMENT" },
        { "POST", "search?entity-type=user", """{"restriction-type":"property-search-restriction","property":{"name":"email","type":"TEXT"},"match-mode":"EXACTLY_MATCHES","value":"x"}""", 400, "ILLEGAL_ARGUMENT" },
        { "POST", "search?entity-type=user", """{"restriction-type":"property-search-restriction","property":{"name":"email","type":"STRING"},"match-mode":"LIKE","value":"x"}""", 400, "ILLEGAL_ARGUMENT" },
        { "POST", "search?entity-type=user", """{"restriction-type":"boolean-search-restriction","boolean-logic":"xor","restrictions":[]}""", 400, "ILLEGAL_ARGUMENT" },
        { "GET", "search?entity-type=user&start-index=-1", null, 400, "ILLEGAL_ARGUMENT" },
        { "POST", $"authentication?{Anna}", """{"value":"wrong"}""", 400, "INVALID_USER_AUTHENTICATION" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_Documented_HasStatusAndReason(string method, string path, string? body, int status, string reason)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var english = await lab.SendAsync(method, path, body);
        lab.Sandbox.Settings = lab.Sandbox.Settings with { Language = "de" };
        var german = await lab.SendAsync(method, path, body);

        (english.Status, english.Reason()).Should().Be((status, reason));
        (german.Status, german.Reason()).Should().Be((status, reason));
    }

    /// <summary>Right that is missing, method, path, body.</summary>
    public static TheoryData<CrowdPermissions, string, string, string?> Denials => new()
    {
        { CrowdPermissions.AddUser, "POST", "user", """{"name":"ben","password":{"value":"x"}}""" },
        { CrowdPermissions.ModifyUser, "PUT", $"user?{Anna}", """{"name":"anna.meyer","active":false}""" },
        { CrowdPermissions.ModifyUser, "POST", $"user/rename?{Anna}", """{"new-name":"ben"}""" },
        { CrowdPermissions.ModifyUser, "PUT", $"user/password?{Anna}", """{"value":"x"}""" },
        { CrowdPermissions.ModifyUserAttributes, "POST", $"user/attribute?{Anna}", """{"attributes":[{"name":"x","values":["y"]}]}""" },
        { CrowdPermissions.ModifyUserAttributes, "DELETE", $"user/attribute?{Anna}&attributename=requiresPasswordChange", null },
        { CrowdPermissions.RemoveUser, "DELETE", $"user?{Anna}", null },
        { CrowdPermissions.AddGroup, "POST", "group", """{"name":"new","type":"GROUP"}""" },
        { CrowdPermissions.ModifyGroup, "PUT", $"group?{Devs}", """{"name":"scim-devs","type":"GROUP"}""" },
        { CrowdPermissions.ModifyGroup, "POST", $"group/user/direct?{Devs}", """{"name":"zoe"}""" },
        { CrowdPermissions.ModifyGroup, "DELETE", $"group/user/direct?{Devs}&{Anna}", null },
        { CrowdPermissions.ModifyGroup, "POST", $"group/child-group/direct?{Devs}", """{"name":"crowd-administrators"}""" },
        { CrowdPermissions.ModifyGroupAttributes, "POST", $"group/attribute?{Devs}", """{"attributes":[{"name":"x","values":["y"]}]}""" },
        { CrowdPermissions.RemoveGroup, "DELETE", $"group?{Devs}", null },
    };

    [Theory]
    [MemberData(nameof(Denials))]
    public async Task Right_Missing_IsDeniedAndNothingChanges(CrowdPermissions missing, string method, string path, string? body)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        var before = await StateAsync(lab);
        lab.Sandbox.State.Grant(CrowdState.InternalDirectory, CrowdPermissions.All & ~missing);
        var byApplication = await lab.SendAsync(method, path, body);
        lab.Sandbox.State.Grant(CrowdState.InternalDirectory, CrowdPermissions.All);
        lab.Sandbox.State.Allow(CrowdState.InternalDirectory, CrowdPermissions.All & ~missing);

        var byDirectory = await lab.SendAsync(method, path, body);

        (byApplication.Status, byApplication.Reason()).Should().Be((403, "APPLICATION_PERMISSION_DENIED"));
        (byDirectory.Status, byDirectory.Reason()).Should().Be((403, "APPLICATION_PERMISSION_DENIED"));
        lab.Sandbox.State.Allow(CrowdState.InternalDirectory, CrowdPermissions.All);
        (await StateAsync(lab)).Should().Be(before);
        (await lab.SendAsync(method, path, body)).Status.Should().BeLessThan(300, because: "only the right was missing");
    }

    [Fact]
    public async Task PasswordPolicy_ShortPassword_IsInvalidCredential()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { MinimumPasswordLength = 12 };

        var create = await lab.PostAsync("user", """{"name":"ben","password":{"value":"short-one"}}""");
        var change = await lab.PutAsync($"user/password?{Anna}", """{"value":"short-one"}""");

        (create.Status, create.Reason()).Should().Be((400, "INVALID_CREDENTIAL"));
        (change.Status, change.Reason()).Should().Be((400, "INVALID_CREDENTIAL"));
        change.Text.Should().NotContain("short-one");
        lab.Sandbox.State.User("ben").Should().BeNull();
    }

    [Fact]
    public async Task Rename_ToATakenNameInAnOlderVersion_Is500()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { RenameConflictIsServerError = true };

        var answer = await lab.PostAsync($"user/rename?{Anna}", """{"new-name":"zoe"}""");

        (answer.Status, answer.Reason()).Should().Be((500, "OPERATION_FAILED"));
    }

    [Fact]
    public async Task Nesting_SwitchedOff_IsRefused()
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { NestedGroups = false };

        var answer = await lab.PostAsync($"group/child-group/direct?{Devs}", """{"name":"crowd-administrators"}""");

        (answer.Status, answer.Reason()).Should().Be((400, "NESTED_GROUPS_NOT_SUPPORTED"));
    }

    [Theory]
    [InlineData("first-name")]
    [InlineData("email")]
    public async Task Text_Over255Characters_IsRefused(string field)
    {
        await using var lab = await UserServerLabs.CrowdWithAnnaAsync();

        var answer = await lab.PutAsync($"user?{Anna}", $$"""{"name":"anna.meyer","active":true,"{{field}}":"{{new string('x', 256)}}"}""");

        (answer.Status, answer.Reason()).Should().Be((400, "ILLEGAL_ARGUMENT"));
        lab.Sandbox.State.User("anna.meyer")!.DisplayName.Should().Be("Anna Meyer");
    }

    private static async Task<string> StateAsync(UserServerLab<CrowdSandbox> lab)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(lab.Sandbox.Address, "/_sandbox/state"));
        request.Headers.Add("X-Sandbox-Token", lab.Sandbox.ControlToken);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Should().Contain("anna.meyer");
        return text;
    }
}
