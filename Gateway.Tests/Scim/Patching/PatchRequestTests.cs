using CsCheck;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Patching;

public sealed class PatchRequestTests
{
    private const string Ent = Sample.Enterprise;

    public static TheoryData<string, string> EntraPatches { get; } =
        new(Sample.EntraPatches().Select(p => (p.Resource, ScimJson.ToText(p.Body))).Distinct());

    [Theory]
    [MemberData(nameof(EntraPatches))]
    public void Parse_EntrasPatch_IsRead(string resource, string body)
    {
        var patch = PatchRequest.Parse(Sample.Read(body), resource == "/Users" ? ResourceSchema.User : ResourceSchema.Group);

        patch.Error.Should().BeNull();
        patch.Value.Operations.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("""{"Operations":[{"op":"add","path":"title","value":"x"}]}""", "invalidSyntax", "has the schema urn:ietf:params:scim:api:messages:2.0:PatchOp")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"Operations":[{"op":"add","path":"title","value":"x"}]}""", "invalidSyntax", "has the schema")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""", "invalidSyntax", "'Operations'")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}""", "invalidSyntax", "'Operations'")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{}}""", "invalidSyntax", "'Operations'")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["x"]}""", "invalidSyntax", "'Operations' is an object")]
    public void Parse_NotAPatchMessage_IsInvalidSyntax(string body, string type, string expected)
    {
        var error = PatchRequest.Parse(Sample.Read(body), ResourceSchema.User).Error!;

        (error.Status, error.ScimType).Should().Be((400, type));
        error.Detail.Should().Contain(expected);
    }

    [Theory]
    [InlineData("""{"op":"move","path":"title","value":"x"}""", "invalidSyntax", "add, replace or remove")]
    [InlineData("""{"path":"title","value":"x"}""", "invalidSyntax", "add, replace or remove")]
    [InlineData("""{"op":"add","path":"title"}""", "invalidValue", "'add' has a 'value'")]
    [InlineData("""{"op":"Replace","path":5,"value":"x"}""", "invalidPath", "is text")]
    [InlineData("""{"op":"replace","path":"titel","value":"x"}""", "invalidPath", "A User has no attribute 'titel'")]
    [InlineData("""{"op":"replace","path":"name.first","value":"x"}""", "invalidPath", "'name' has no sub-attribute 'first'")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].mail","value":"x"}""", "invalidPath", "'emails' has no sub-attribute 'mail'")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"]value","value":"x"}""", "invalidPath", "is not of the form")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value.x","value":"x"}""", "invalidPath", "is not of the form")]
    [InlineData("""{"op":"replace","path":"a b","value":"x"}""", "invalidPath", "is not of the form")]
    [InlineData("""{"op":"replace","path":"emails.value[type eq \"work\"]","value":"x"}""", "invalidPath", "is not of the form")]
    [InlineData("""{"op":"replace","path":"name[givenName eq \"x\"]","value":"x"}""", "invalidPath", "'name' has no values to select among")]
    [InlineData("""{"op":"replace","path":"emails[type eq ].value","value":"x"}""", "invalidFilter", "position 16")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"","value":"x"}""", "invalidFilter", "']'")]
    [InlineData("""{"op":"replace","path":"emails[kind eq \"work\"].value","value":"x"}""", "invalidFilter", "'emails' has no sub-attribute 'kind'")]
    [InlineData("""{"op":"replace","value":{"titel":"x"}}""", "invalidPath", "A User has no attribute 'titel'")]
    [InlineData("""{"op":"replace","value":"x"}""", "invalidValue", "without path is an object")]
    [InlineData("""{"op":"remove"}""", "noTarget", "has a path")]
    [InlineData("""{"op":"remove","value":{"title":"x"}}""", "noTarget", "has a path")]
    [InlineData("""{"op":"replace","path":"id","value":"x"}""", "mutability", "'id' is read-only")]
    [InlineData("""{"op":"replace","value":{"id":"x"}}""", "mutability", "'id' is read-only")]
    [InlineData("""{"op":"remove","path":"meta.version"}""", "mutability", "read-only")]
    [InlineData("""{"op":"add","path":"groups","value":[{"value":"x"}]}""", "mutability", "'groups' is read-only")]
    [InlineData("""{"op":"replace","path":"manager.displayName","value":"x"}""", "mutability", "read-only")]
    [InlineData("""{"op":"remove","path":"schemas"}""", "mutability", "'schemas' is required")]
    [InlineData("""{"op":"remove","path":"userName"}""", "mutability", "'userName' is required")]
    [InlineData("""{"op":"replace","path":"userName","value":""}""", "invalidValue", "'userName' is required")]
    [InlineData("""{"op":"replace","path":"userName","value":"  "}""", "invalidValue", "'userName' is required")]
    [InlineData("""{"op":"replace","value":{"userName":null}}""", "invalidValue", "'userName' is required")]
    [InlineData("""{"op":"replace","path":"active","value":"maybe"}""", "invalidValue", "'active' must be true or false")]
    [InlineData("""{"op":"replace","path":"active","value":1}""", "invalidValue", "'active' must be true or false")]
    [InlineData("""{"op":"replace","path":"title","value":5}""", "invalidValue", "'title' must be text")]
    [InlineData("""{"op":"replace","path":"title","value":["a","b"]}""", "invalidValue", "'title' must be text")]
    [InlineData("""{"op":"replace","path":"name","value":"Ada"}""", "invalidValue", "'name' must be an object")]
    [InlineData("""{"op":"replace","path":"name","value":{"givenName":{"x":1}}}""", "invalidValue", "'name.givenName' must be text")]
    [InlineData("""{"op":"add","path":"emails","value":[5]}""", "invalidValue", "'emails' must be a list of objects")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":5}]}""", "invalidValue", "'emails.value' must be text")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":"True"}]}""", "invalidValue", "2 primary values")]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":[{"value":"a"},{"value":"b"}]}""", "invalidValue", "must be an object")]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":"x"}""", "invalidValue", "must be an object of attributes")]
    [InlineData("""{"op":"replace","path":"displayName","value":"a\u0007b"}""", "invalidValue", "'displayName' has a control character")]
    public void Parse_NotAcceptable_IsRefusedBeforeAnythingIsDone(string operation, string type, string expected)
    {
        var error = Parse("""{"op":"replace","path":"title","value":"fine"}""", operation).Error!;

        (error.Status, error.ScimType).Should().Be((400, type));
        error.Detail.Should().Contain(expected);
    }

    [Fact]
    public void Parse_GroupsDisplayNameRemoved_IsMutability() =>
        Parse(ResourceSchema.Group, """{"op":"remove","path":"displayName"}""").Error!.ScimType.Should().Be("mutability");

    [Fact]
    public void Parse_UserNameOver255Characters_IsInvalidValue() =>
        Parse($$"""{"op":"replace","path":"userName","value":"{{new string('x', 256)}}"}""").Error!.Detail.Should().Contain("256 characters (at most 255)");

    [Fact]
    public void Parse_LongNameInAnExtension_IsNotBounded() =>
        Parse($$"""{"op":"replace","path":"urn:x:2.0:User:displayName","value":"{{new string('x', 256)}}"}""").IsOk.Should().BeTrue();

    [Fact]
    public void Parse_NameBeforeAThousandKeysOfMoreThan512Characters_IsInvalidPath() =>
        Parse($$$$"""{"op":"add","value":{"urn:{{{{new string('x', 513)}}}}:2.0:User":{"a":1}}}""").Error!.Detail.Should().Contain("characters (at most 512)");

    [Fact]
    public void Parse_MoreThanAThousandOperations_IsInvalidSyntax() =>
        Parse([.. Enumerable.Repeat("""{"op":"add","path":"title","value":"x"}""", 1_001)]).Error!.Detail.Should().Contain("at most 1000");

    [Fact]
    public void Parse_MoreThanAThousandKeysInAll_IsInvalidSyntax()
    {
        var keys = string.Join(',', Enumerable.Range(0, 600).Select(i => $"\"urn:x:2.0:User:a{i}\":\"v\""));
        var operation = $$$"""{"op":"add","value":{{{{keys}}}}}""";

        Parse(operation, operation).Error!.ScimType.Should().Be("invalidSyntax");
    }

    [Theory]
    [InlineData("""{"op":"replace","value":{"id":"abf4dd94","displayName":"x"}}""")]
    [InlineData("""{"op":"add","value":{"displayName":"x","ID":"abf4dd94"}}""")]
    public void Parse_ValueWithoutPathRepeatsTheId_ChangesTheRestAlone(string operation) =>
        PatchRequest.Parse(PatchGen.Body(operation), ResourceSchema.Group, "abf4dd94").Value.Operations.Select(o => o.Path.ToString()).Should().Equal("displayName");

    [Theory]
    [InlineData("""{"op":"replace","value":{"id":"ABF4DD94","displayName":"x"}}""")]
    [InlineData("""{"op":"replace","value":{"id":null,"displayName":"x"}}""")]
    [InlineData("""{"op":"replace","path":"id","value":"abf4dd94"}""")]
    public void Parse_IdThatIsNotRepeated_IsMutability(string operation) =>
        PatchRequest.Parse(PatchGen.Body(operation), ResourceSchema.Group, "abf4dd94").Error!.ScimType.Should().Be("mutability");

    [Fact]
    public void Parse_AnyCaseOfWords_IsRead()
    {
        var body = Sample.Read("""{"SCHEMAS":["URN:ietf:params:scim:api:messages:2.0:PATCHOP"],"operations":[{"OP":"rEPLACE","PATH":"DISPLAYNAME","Value":"x"}]}""");

        var operation = PatchRequest.Parse(body, ResourceSchema.User).Value.Operations.Single();

        operation.Path.ToString().Should().Be("displayName");
        operation.Should().Match<PatchOperation>(o => o.Op == PatchOp.Replace && o.Value == new ScimString("x"));
    }

    [Fact]
    public void Parse_PathlessValueWithPathsAsKeys_BecomesOneOperationAKey()
    {
        var patch = Parse(
            """
            {"op":"replace","value":{"displayName":"D","name.givenName":"G","name":{"familyName":"F"},"emails[type eq \"work\"].value":"w",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"1",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"X","manager.value":"2"},
             "urn:contoso:2.0:User":{"costTag":"A"},"schemas":["urn:contoso:2.0:User"]}}
            """).Value;

        patch.Operations.Select(o => o.Path.ToString()).Should().Equal(
            "displayName", "name.givenName", "name", "emails[type eq \"work\"].value", Ent + ":employeeNumber", Ent + ":department", Ent + ":manager.value", "urn:contoso:2.0:User:costTag");
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"displayName","value":"x"}""", "displayName", true)]
    [InlineData("""{"op":"replace","path":"displayName","value":"x"}""", "DISPLAYNAME", true)]
    [InlineData("""{"op":"replace","path":"displayName","value":"x"}""", "urn:ietf:params:scim:schemas:core:2.0:User:displayName", true)]
    [InlineData("""{"op":"replace","path":"displayName","value":"x"}""", "userName", false)]
    [InlineData("""{"op":"replace","path":"name.givenName","value":"x"}""", "name", true)]
    [InlineData("""{"op":"replace","path":"name.givenName","value":"x"}""", "name.givenName", true)]
    [InlineData("""{"op":"replace","path":"name.givenName","value":"x"}""", "name.formatted", false)]
    [InlineData("""{"op":"replace","path":"name","value":{"givenName":"x"}}""", "name.formatted", true)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"x"}""", "emails[type eq \"work\"].value", true)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}""", "emails[type eq \"work\"].value", false)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}""", "emails[primary eq true].value", true)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}""", "emails", true)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].display","value":"x"}""", "emails[type eq \"work\"].value", false)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].type","value":"work"}""", "emails[type eq \"work\"].value", true)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}""", "emails[primary eq true].value", true)]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"]"}""", "emails[type eq \"work\"].value", true)]
    [InlineData("""{"op":"remove","path":"emails"}""", "emails[type eq \"work\"].value", true)]
    [InlineData("""{"op":"replace","path":"phoneNumbers","value":[{"value":"1"}]}""", "emails", false)]
    [InlineData("""{"op":"replace","value":{"name.familyName":"x"}}""", "name.familyName", true)]
    [InlineData("""{"op":"replace","path":"department","value":"x"}""", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", true)]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"x"}""", "department", true)]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"x"}""", "manager", false)]
    [InlineData("""{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}""", "manager", true)]
    [InlineData("""{"op":"replace","path":"title","value":"x"}""", "not a path", true)]
    public void Touches_SourcePath_SaysWhetherItCanChange(string operation, string source, bool expected) =>
        Parse(operation).Value.Touches(source).Should().Be(expected);

    [Fact]
    public void Parse_RandomBodies_NeverThrows() =>
        PatchGen.WildBody.Sample(body => PatchRequest.Parse(body, ResourceSchema.User).IsOk || true, iter: 10_000);

    [Fact]
    public void Parse_RandomPaths_NeverThrows() =>
        PatchGen.WildPath.Sample(
            path => !PatchPath.Parse(path, ResourceSchema.User).TryGet(out var read, out _) || PatchPath.Parse(read.ToString(), ResourceSchema.User).Value.Equals(read),
            iter: 10_000);

    private static Gateway.Scim.Messages.Outcome<PatchRequest> Parse(params string[] operations) => Parse(ResourceSchema.User, operations);

    private static Gateway.Scim.Messages.Outcome<PatchRequest> Parse(ResourceSchema schema, params string[] operations) =>
        PatchRequest.Parse(PatchGen.Body(operations), schema);
}
