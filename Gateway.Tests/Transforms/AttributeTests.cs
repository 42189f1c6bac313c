using Gateway.Configuration;
using Gateway.Transforms;

namespace Gateway.Tests.Transforms;

public sealed class AttributeTests : IDisposable
{
    private const string WorkEmail = "emails[type eq \"work\"].value";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"userName":"u","displayName":"D","name":{"formatted":"F","givenName":"G","familyName":"L"}}""", "D", "displayName", "displayName")]
    [InlineData("""{"userName":"u","displayName":" ","name":{"formatted":"F","givenName":"G","familyName":"L"}}""", "F", "name.formatted", "displayName,name")]
    [InlineData("""{"userName":"u","name":{"givenName":"G","familyName":"L"}}""", "G L", null, "displayName,name")]
    [InlineData("""{"userName":"u","name":{"familyName":"L"}}""", "L", null, "displayName,name")]
    public async Task Defaults_DisplayName_TakesTheFirstThatHasAValue(string user, string value, string? path, string depends)
    {
        var fields = await FieldsAsync(null, user);

        fields.Should().ContainSingle().Which.Should().BeEquivalentTo(new FieldValue("displayName", value, path, depends.Split(',')));
    }

    [Theory]
    [InlineData("""[{"value":"h@x","type":"home"},{"value":"w@x","type":"Work"}]""", "w@x", WorkEmail, "emails")]
    [InlineData("""[{"value":"h@x","type":"home"},{"value":"p@x","type":"other","primary":true}]""", "p@x", "emails[primary eq true].value", "emails")]
    [InlineData("""[{"value":"h@x","type":"home"},{"value":"o@x","type":"other"}]""", "h@x", "emails[type eq \"home\"].value", "emails")]
    [InlineData("""[{"value":"a@x"},{"value":"b@x"}]""", "a@x", "emails[value eq \"a@x\"].value", "emails")]
    [InlineData("""[{"value":"a@x"}]""", "a@x", "emails.value", "emails")]
    [InlineData("""[{"value":"","type":"work"}]""", "u@x.com", "userName", "emails,userName")]
    [InlineData("[]", "u@x.com", "userName", "emails,userName")]
    public async Task Defaults_Email_TakesWorkThenPrimaryThenFirstThenUserName(string emails, string value, string path, string depends)
    {
        var fields = await FieldsAsync(null, $$"""{"userName":"u@x.com","emails":{{emails}}}""");

        fields.Should().ContainSingle().Which.Should().BeEquivalentTo(new FieldValue("emailAddress", value, path, depends.Split(',')));
    }

    [Theory]
    [InlineData("u")]
    [InlineData("u@")]
    [InlineData("@x")]
    [InlineData("u@x@y")]
    [InlineData("u @x")]
    public async Task Defaults_UserNameIsNoAddress_EmailIsLeftAlone(string userName) =>
        (await FieldsAsync(null, $$"""{"userName":"{{userName}}"}""")).Should().BeEmpty();

    [Theory]
    [InlineData(AppKind.Jira, EndpointKind.User, "displayName=D,emailAddress=e@x")]
    [InlineData(AppKind.Bitbucket, EndpointKind.User, "displayName=D,emailAddress=e@x")]
    [InlineData(AppKind.Confluence, EndpointKind.User, "fullName=D,email=e@x")]
    [InlineData(AppKind.Crowd, EndpointKind.Directory, "display-name=D,first-name=G,last-name=L,email=e@x")]
    [InlineData(AppKind.Jira, EndpointKind.Directory, "display-name=D,first-name=G,last-name=L,email=e@x")]
    [InlineData(AppKind.Scim, EndpointKind.User, "")]
    public async Task Defaults_EachApp_FillsItsOwnFields(AppKind app, EndpointKind endpoint, string expected)
    {
        const string User = """{"userName":"u","displayName":"D","name":{"givenName":"G","familyName":"L"},"emails":[{"value":"e@x","type":"work"}]}""";

        var fields = await FieldsAsync(null, User, Bench.Jira with { App = app, Endpoint = endpoint });

        string.Join(',', fields.Select(field => $"{field.Field}={field.Value}")).Should().Be(expected);
    }

    [Theory]
    [InlineData("displayName", null, "displayName")]
    [InlineData("displayName", "name.formatted", "name.formatted")]
    [InlineData("emailAddress", null, WorkEmail)]
    [InlineData("emailAddress", "userName", WorkEmail)]
    [InlineData("emailAddress", "emails[type eq \"home\"].value", "emails[type eq \"home\"].value")]
    [InlineData("other", null, null)]
    public async Task ReversePath_Defaults_GoThroughThePathThatSuppliedTheValue(string field, string? sourcePath, string? expected) =>
        (await _bench.TransformAsync(null)).ReversePath(field, sourcePath).Should().Be(expected);

    [Theory]
    [InlineData("'nickName'", null, "nickName")]
    [InlineData("'emails.value'", "emails[type eq \"home\"].value", "emails[type eq \"home\"].value")]
    [InlineData("'userName'", "userName", null)]
    [InlineData("user => 'x'", null, null)]
    [InlineData("null", "displayName", null)]
    public async Task ReversePath_ScriptRule_FollowsTheRule(string rule, string? sourcePath, string? expected) =>
        (await _bench.TransformAsync($$"""export const attributes = { displayName: {{rule}} };""")).ReversePath("displayName", sourcePath).Should().Be(expected);

    [Fact]
    public async Task ReversePath_EmailByUserNamePath_IsTheWorkAddress() =>
        (await _bench.TransformAsync("export const attributes = { emailAddress: 'userName' };")).ReversePath("emailAddress", "userName").Should().Be(WorkEmail);

    [Theory]
    [InlineData("'nickName'", """{"userName":"u","nickName":"N"}""", "N", "nickName", "nickName")]
    [InlineData("'name.givenName'", """{"userName":"u","name":{"givenName":"G"}}""", "G", "name.givenName", "name")]
    [InlineData("'emails[type eq \"home\"].value'", """{"userName":"u","emails":[{"value":"w","type":"work"},{"value":"h","type":"home"}]}""", "h", "emails[type eq \"home\"].value", "emails")]
    [InlineData("'emails[type eq \"home\"]'", """{"userName":"u","emails":[{"value":"w","type":"work"},{"value":"h","type":"home"}]}""", "h", "emails[type eq \"home\"]", "emails")]
    [InlineData("'phoneNumbers.value'", """{"userName":"u","phoneNumbers":[{"value":"1","type":"work"},{"value":"2","type":"mobile","primary":true}]}""", "2", "phoneNumbers[type eq \"mobile\"].value", "phoneNumbers")]
    [InlineData("'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Ops"}}""", "Ops", Bench.Urn + ":department", Bench.Urn + ":department")]
    [InlineData("'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value'", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"M"}}}""", "M", Bench.Urn + ":manager.value", Bench.Urn + ":manager")]
    [InlineData("'department'", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Ops"}}""", "Ops", "department", Bench.Urn + ":department")]
    public async Task TransformUser_FieldByPath_TakesTheValue(string rule, string user, string value, string path, string depends)
    {
        var fields = await FieldsAsync($$"""export const attributes = { displayName: {{rule}}, emailAddress: null };""", user);

        fields.Should().ContainSingle().Which.Should().BeEquivalentTo(new FieldValue("displayName", value, path, [depends]));
    }

    [Fact]
    public async Task TransformUser_FieldByFunction_IsNotReversibleAndDependsOnAnything()
    {
        const string Script = "export const attributes = { displayName: user => `${user.name.familyName}, ${user.name.givenName}`, emailAddress: null };";

        var fields = await FieldsAsync(Script, """{"userName":"u","Name":{"GivenName":"G","familyName":"L"}}""");

        fields.Should().ContainSingle().Which.Should().BeEquivalentTo(new FieldValue("displayName", "L, G", null, []));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("() => null")]
    [InlineData("() => undefined")]
    [InlineData("() => ''")]
    [InlineData("'title'")]
    public async Task TransformUser_NoValue_LeavesTheFieldAlone(string rule) =>
        (await FieldsAsync($$"""export const attributes = { displayName: {{rule}} };""", """{"userName":"u","displayName":"D"}""")).Should().BeEmpty();

    [Fact]
    public async Task TransformUser_FieldNotNamedByScript_KeepsItsDefault() =>
        (await FieldsAsync("export const attributes = { emailAddress: null };", """{"userName":"u","displayName":"D"}"""))
            .Should().ContainSingle().Which.Value.Should().Be("D");

    [Fact]
    public async Task TransformUser_FreeField_IsFilled() =>
        (await FieldsAsync("export const attributes = { 'attributes.badge': 'title' };", """{"userName":"u","title":"T"}""", Bench.Jira with { App = AppKind.Crowd }))
            .Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "attributes.badge", Value = "T" });

    [Fact]
    public async Task TransformUser_ValueLongerThanTheApp_IsInvalidValueAndNotCut()
    {
        var outcome = await _bench.UserAsync(null, $$"""{"userName":"u","displayName":"{{new string('x', 256)}}"}""");

        outcome.Error.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        outcome.Error!.Detail.Should().Contain("'displayName' takes 255").And.Contain("256");
    }

    [Theory]
    [InlineData("export const username = { pattern: 'a', replacement: 'b' };\nexport const attributes = {\n  emailAdress: 'title',\n};",
        "rules.js:3:3: attributes.emailAdress: jira has no field 'emailAdress'; it has: displayName, emailAddress")]
    [InlineData("export const attributes = { displayName: 42 };", "rules.js:1:29: attributes.displayName: must be a SCIM path, a function, or null to leave the field alone, not a value of type number")]
    [InlineData("export const attributes = { displayName: 'password' };", "rules.js:1:29: attributes.displayName: *password*")]
    [InlineData("export const attributes = { displayName: 'dispName' };", "rules.js:1:29: attributes.displayName: *dispName*")]
    [InlineData("export const attributes = { displayName: 'title pr or userName' };", "rules.js:1:29: attributes.displayName: *is not a path*")]
    [InlineData("export const attributes = { displayName: 'name' };", "rules.js:1:29: attributes.displayName: *complex*")]
    [InlineData("export const attributes = { displayName: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' };", "rules.js:1:29: attributes.displayName: *is a schema*")]
    [InlineData("export const attributes = { displayName: '' };", "rules.js:1:29: attributes.displayName: *")]
    public async Task Load_AttributeIsWrong_IsRefusedWithPlaceAndReason(string script, string expected) =>
        (await _bench.RefusalAsync(script)).Should().Match(expected);

    private async Task<IReadOnlyList<FieldValue>> FieldsAsync(string? script, string user, ConnectionSettings? settings = null) =>
        (await _bench.UserAsync(script, user, settings)).Value.Fields;
}
