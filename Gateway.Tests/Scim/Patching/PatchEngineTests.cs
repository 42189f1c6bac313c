using System.Globalization;
using CsCheck;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Patching;

public sealed class PatchEngineTests
{
    private const string Ent = "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"";

    [Theory]
    // RFC 7644 section 3.5.2.1, add.
    [InlineData("""{}""", """{"op":"add","value":{"emails":[{"value":"babs@jensen.org","type":"home"}],"nickname":"Babs"}}""", """{"emails":[{"value":"babs@jensen.org","type":"home"}],"nickName":"Babs"}""")]
    [InlineData("""{"title":"a"}""", """{"op":"add","path":"title","value":"b"}""", """{"title":"b"}""")]
    [InlineData("""{"name":{"givenName":"A"}}""", """{"op":"add","path":"name","value":{"familyName":"B"}}""", """{"name":{"givenName":"A","familyName":"B"}}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"add","path":"emails","value":[{"value":"b","type":"home"}]}""", """{"emails":[{"value":"a"},{"value":"b","type":"home"}]}""")]
    [InlineData("""{"emails":[{"value":"a","type":"work"}]}""", """{"op":"add","path":"emails","value":{"value":"A","type":"work"}}""", """{"emails":[{"value":"A","type":"work"}]}""")]
    [InlineData("""{"emails":[{"value":"a"},{"value":"a","type":"home"}]}""", """{"op":"add","path":"emails","value":[{"value":"a","type":"home","display":"d"}]}""", """{"emails":[{"value":"a"},{"value":"a","type":"home","display":"d"}]}""")]
    [InlineData("""{"emails":[{"value":"a"},{"value":"A","display":"d"}]}""", """{"op":"add","path":"emails","value":[{"value":"A","display":"d"},{"value":"a"}]}""", """{"emails":[{"value":"a"},{"value":"A","display":"d"}]}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"add","path":"emails","value":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}""", """{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}""")]
    [InlineData("""{"emails":[{"value":"a","primary":true}]}""", """{"op":"add","path":"emails","value":[{"value":"b","primary":true}]}""", """{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}""")]
    [InlineData("""{"addresses":[{"type":"work","locality":"L"}]}""", """{"op":"add","path":"addresses[type eq \"work\"]","value":{"country":"GB"}}""", """{"addresses":[{"type":"work","locality":"L","country":"GB"}]}""")]
    [InlineData("""{"addresses":[{"type":"work","locality":"L"}]}""", """{"op":"add","path":"addresses","value":[{"type":"work","locality":"L"}]}""", """{"addresses":[{"type":"work","locality":"L"}]}""")]
    [InlineData("""{"title":"a"}""", """{"op":"add","path":"title","value":null}""", """{}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"add","path":"emails","value":[]}""", """{"emails":[{"value":"a"}]}""")]
    // Section 3.5.2.2, remove.
    [InlineData("""{"emails":[{"value":"a"}],"title":"t"}""", """{"op":"remove","path":"emails"}""", """{"title":"t"}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a@example.com"},{"type":"work","value":"b@x"}]}""", """{"op":"remove","path":"emails[type eq \"work\" and value ew \"example.com\"]"}""", """{"emails":[{"type":"work","value":"b@x"}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"}]}""", """{"op":"remove","path":"emails[type eq \"work\"]"}""", """{}""")]
    [InlineData("""{"emails":[{"type":"home","value":"a"}]}""", """{"op":"remove","path":"emails[type eq \"work\"]"}""", """{"emails":[{"type":"home","value":"a"}]}""")]
    [InlineData("""{"name":{"givenName":"A"}}""", """{"op":"remove","path":"name.givenName"}""", """{}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a","display":"d"}]}""", """{"op":"remove","path":"emails[type eq \"work\"].display"}""", """{"emails":[{"type":"work","value":"a"}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a","primary":true},{"value":"b"}]}""", """{"op":"remove","path":"emails[type eq \"work\"].value"}""", """{"emails":[{"value":"b"}]}""")]
    [InlineData("""{"emails":[{"value":"a","display":"d"},{"value":"b"}]}""", """{"op":"remove","path":"emails.display"}""", """{"emails":[{"value":"a"},{"value":"b"}]}""")]
    [InlineData("""{}""", """{"op":"remove","path":"title"}""", """{}""")]
    // Section 3.5.2.3, replace.
    [InlineData("""{"emails":[{"value":"a"},{"value":"b"}]}""", """{"op":"replace","path":"emails","value":[{"value":"c"}]}""", """{"emails":[{"value":"c"}]}""")]
    [InlineData("""{"addresses":[{"type":"work","locality":"L"},{"type":"home","locality":"M"}]}""", """{"op":"replace","path":"addresses[type eq \"work\"]","value":{"type":"work","streetAddress":"S","primary":true}}""", """{"addresses":[{"type":"work","streetAddress":"S","primary":true},{"type":"home","locality":"M"}]}""")]
    [InlineData("""{"addresses":[{"type":"work","streetAddress":"S"}]}""", """{"op":"replace","path":"addresses[type eq \"work\"].streetAddress","value":"1010 Broadway Ave"}""", """{"addresses":[{"type":"work","streetAddress":"1010 Broadway Ave"}]}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"replace","value":{"emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.org","type":"home"}],"nickname":"Babs"}}""", """{"emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.org","type":"home"}],"nickName":"Babs"}""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"op":"replace","path":"name","value":{"givenName":"C"}}""", """{"name":{"givenName":"C","familyName":"B"}}""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"op":"replace","path":"name","value":null}""", """{}""")]
    [InlineData("""{}""", """{"op":"replace","path":"title","value":"x"}""", """{"title":"x"}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"},{"type":"home","value":"b","primary":true}]}""", """{"op":"replace","path":"emails[type eq \"work\"].primary","value":true}""", """{"emails":[{"type":"work","value":"a","primary":true},{"type":"home","value":"b","primary":false}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"}]}""", """{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"b"}}""", """{"emails":[{"type":"work","value":"b"}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a","display":"d"},{"value":"b","type":"home"}]}""", """{"op":"replace","path":"emails[type eq \"home\"].type","value":"other"}""", """{"emails":[{"type":"work","value":"a","display":"d"},{"value":"b","type":"other"}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a","primary":true},{"value":"a","type":"home"}]}""", """{"op":"replace","path":"emails[type eq \"home\"].type","value":"work"}""", """{"emails":[{"type":"work","value":"a","primary":true}]}""")]
    [InlineData("""{"emails":[{"value":"a","type":"work","primary":true,"display":"x"},{"value":"a","type":"home","primary":false,"own":1}]}""", """{"op":"replace","path":"emails[type eq \"home\"].type","value":"work"}""", """{"emails":[{"type":"work","value":"a","primary":true,"display":"x","own":1}]}""")]
    [InlineData("""{"emails":[{"value":"A","type":"work","display":"x"},{"value":"a","type":"home"}]}""", """{"op":"replace","path":"emails[type eq \"home\"].type","value":"WORK"}""", """{"emails":[{"value":"a","type":"WORK","display":"x"}]}""")]
    [InlineData("""{"emails":[{"value":"a","display":"x"},{"value":"a","display":"y"},{"type":"home","value":"b"}]}""", """{"op":"replace","path":"emails[type eq \"home\"].value","value":"c"}""", """{"emails":[{"value":"a","display":"x"},{"value":"a","display":"y"},{"type":"home","value":"c"}]}""")]
    [InlineData("""{"addresses":[{"type":"work","locality":"L"},{"type":"home"},{"type":"work","locality":"M"}]}""", """{"op":"replace","path":"addresses[type eq \"work\"]","value":{"locality":"N"}}""", """{"addresses":[{"type":"work","locality":"N"},{"type":"home"}]}""")]
    [InlineData("""{"emails":[{"value":"a","display":"x"},{"value":"a","display":"y","primary":true}]}""", """{"op":"remove","path":"emails.display"}""", """{"emails":[{"value":"a","primary":true}]}""")]
    [InlineData("""{"ims":[{"type":"xmpp","primary":true},{"type":"xmpp","primary":false}]}""", """{"op":"add","path":"ims","value":[{"value":"a","primary":true}]}""", """{"ims":[{"type":"xmpp","primary":false},{"value":"a","primary":true}]}""")]
    [InlineData("""{"active":true}""", """{"op":"replace","path":"active","value":false}""", """{"active":false}""")]
    public void Rfc7644_3_5_2_Operation_HasItsEffect(string before, string operation, string after) =>
        Apply(before, operation).Value.ShouldEqual(Sample.Read(after));

    [Theory]
    // "True" and "False".
    [InlineData("""{"active":true}""", """{"op":"Replace","path":"active","value":"False"}""", """{"active":false}""")]
    [InlineData("""{"active":false}""", """{"op":"replace","value":{"active":"true"}}""", """{"active":true}""")]
    [InlineData("""{}""", """{"op":"Add","path":"emails","value":[{"value":"a","primary":"True"}]}""", """{"emails":[{"value":"a","primary":true}]}""")]
    // Dotted and URN-prefixed keys.
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"op":"replace","value":{"name.givenName":"C","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"7"}}""", """{"name":{"givenName":"C","familyName":"B"},"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7"}}""")]
    [InlineData("""{}""", """{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:user":{"Department":"D"}}}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"}}""")]
    // Manager: text, array, removal by "".
    [InlineData("""{}""", """{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"5"}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"5"}}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4","$ref":"../Users/4","displayName":"Four"}}}""", """{"op":"Replace","path":"manager","value":"5"}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"5"}}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4","displayName":"Four"}}}""", """{"op":"Replace","path":"manager.value","value":"5"}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"5"}}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4","displayName":"Four"}}}""", """{"op":"Add","path":"manager","value":{"value":"4","$ref":"../Users/4","displayName":"ignored"}}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4","$ref":"../Users/4","displayName":"Four"}}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"4"}}""", """{"op":"Replace","path":"manager","value":[{"$ref":"http://x/Users/5","value":"5"}]}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"$ref":"http://x/Users/5","value":"5"}}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4"},"department":"D"}}""", """{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":""}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4"}}}""", """{"op":"Remove","path":"manager"}""", """{}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4"}}}""", """{"op":"Remove","path":"manager","value":[{"value":"4"}]}""", """{}""")]
    // A value path that matches nothing creates.
    [InlineData("""{}""", """{"op":"Add","path":"emails[type eq \"work\"].value","value":"m@x"}""", """{"emails":[{"type":"work","value":"m@x"}]}""")]
    [InlineData("""{"emails":[{"type":"home","value":"h"}]}""", """{"op":"Replace","path":"emails[type eq \"work\" and primary eq \"True\"].value","value":"m@x"}""", """{"emails":[{"type":"home","value":"h"},{"type":"work","primary":true,"value":"m@x"}]}""")]
    [InlineData("""{}""", """{"op":"Add","path":"addresses[type eq \"work\"]","value":{"country":"GB"}}""", """{"addresses":[{"type":"work","country":"GB"}]}""")]
    [InlineData("""{"roles":[{"value":"a","primary":false}]}""", """{"op":"Add","path":"roles[primary eq \"True\"].value","value":"b"}""", """{"roles":[{"value":"a","primary":false},{"primary":true,"value":"b"}]}""")]
    [InlineData("""{}""", """{"op":"Replace","path":"emails[type eq \"work\"].value","value":""}""", """{}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"Replace","path":"EMAILS[VALUE EQ \"a\"]","value":{"type":"work"}}""", """{"emails":[{"value":"a","type":"work"}]}""")]
    [InlineData("""{}""", """{"op":"Replace","path":"emails.value","value":"x"}""", """{"emails":[{"value":"x"}]}""")]
    // Remove with a list of values.
    [InlineData("""{"emails":[{"value":"a","type":"work"},{"value":"b"}]}""", """{"op":"Remove","path":"emails","value":[{"value":"A"}]}""", """{"emails":[{"value":"b"}]}""")]
    [InlineData("""{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}""", """{"op":"Remove","path":"emails","value":{"value":"a","type":"home"}}""", """{"emails":[{"value":"a","type":"work"}]}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"Remove","path":"emails","value":[]}""", """{"emails":[{"value":"a"}]}""")]
    [InlineData("""{"addresses":[{"type":"work","locality":"L"},{"type":"home","locality":"L"}]}""", """{"op":"Remove","path":"addresses","value":[{"type":"home"}]}""", """{"addresses":[{"type":"work","locality":"L"}]}""")]
    // Null and "".
    [InlineData("""{"title":"t"}""", """{"op":"replace","path":"title","value":""}""", """{}""")]
    [InlineData("""{}""", """{"op":"replace","path":"title","value":null}""", """{}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"}]}""", """{"op":"replace","path":"emails[type eq \"work\"].value","value":null}""", """{"emails":[{"type":"home","value":"b"}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"}]}""", """{"op":"replace","path":"emails[type eq \"work\"]","value":null}""", """{}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"}]}""", """{"op":"replace","path":"emails","value":[{"type":"work","value":null}]}""", """{}""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"op":"replace","path":"name","value":{"givenName":null}}""", """{"name":{"familyName":"B"}}""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"op":"replace","value":{"name":{"givenName":"","familyName":"C"}}}""", """{"name":{"familyName":"C"}}""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"op":"add","path":"name","value":{}}""", """{"name":{"givenName":"A","familyName":"B"}}""")]
    [InlineData("""{}""", """{"op":"add","path":"name","value":{"givenName":null,"familyName":"B"}}""", """{"name":{"familyName":"B"}}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a","display":"d"}]}""", """{"op":"add","path":"emails[type eq \"work\"]","value":{"display":null}}""", """{"emails":[{"type":"work","value":"a"}]}""")]
    [InlineData("""{"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"}]}""", """{"op":"add","path":"emails[type eq \"work\"]","value":{"value":null,"primary":true}}""", """{"emails":[{"type":"home","value":"b"}]}""")]
    [InlineData("""{"emails":[{"type":"home","value":"b"}]}""", """{"op":"add","path":"emails[type eq \"work\"]","value":{"value":null}}""", """{"emails":[{"type":"home","value":"b"}]}""")]
    [InlineData("""{"urn:x:2.0:User":{"o":{"p":1,"q":2}}}""", """{"op":"replace","path":"urn:x:2.0:User:o","value":{"p":null}}""", """{"urn:x:2.0:User":{"o":{"q":2}}}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4","$ref":"../Users/4"}}}""", """{"op":"Replace","path":"manager","value":{"value":null}}""", """{}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"4","$ref":"../Users/4"}}}""", """{"op":"Add","path":"manager","value":{"$ref":null,"value":"5"}}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"5"}}}""")]
    // Roles as JSON text in a string.
    [InlineData("""{}""", """{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"06b\",\"value\":\"Admin\"}"}]}""", """{"roles":[{"value":"{\"id\":\"06b\",\"value\":\"Admin\"}"}]}""")]
    [InlineData("""{}""", """{"op":"Add","path":"roles","value":"{\"id\":\"06b\"}"}""", """{"roles":[{"value":"{\"id\":\"06b\"}"}]}""")]
    // Extensions that nobody knows.
    [InlineData("""{}""", """{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:costTag","value":"A-17"}""", """{"urn:ietf:params:scim:schemas:extension:Contoso:2.0:User":{"costTag":"A-17"}}""")]
    [InlineData("""{"urn:x:2.0:User":{"tag":"a","o":{"p":1}}}""", """{"op":"replace","path":"urn:x:2.0:User:o.q","value":2}""", """{"urn:x:2.0:User":{"tag":"a","o":{"p":1,"q":2}}}""")]
    [InlineData("""{"urn:x:2.0:User":{"tag":"a"}}""", """{"op":"remove","path":"urn:x:2.0:User:tag"}""", """{}""")]
    [InlineData("""{"urn:x:2.0:User":{"tags":["a","b"]}}""", """{"op":"add","path":"urn:x:2.0:User:tags","value":["b","c"]}""", """{"urn:x:2.0:User":{"tags":["a","b","c"]}}""")]
    [InlineData("""{"urn:x:2.0:User":{"tags":["a","b"]}}""", """{"op":"remove","path":"urn:x:2.0:User:tags","value":["b"]}""", """{"urn:x:2.0:User":{"tags":["a"]}}""")]
    [InlineData("""{"urn:x:2.0:User":{"tags":["a","b"]}}""", """{"op":"replace","path":"urn:x:2.0:User:tags","value":"c"}""", """{"urn:x:2.0:User":{"tags":"c"}}""")]
    [InlineData("""{"urn:x:2.0:User":{"tag":"a"}}""", """{"op":"remove","path":"urn:x:2.0:User"}""", """{}""")]
    [InlineData("""{"urn:x:2.0:User":{"tag":"a"}}""", """{"op":"replace","path":"urn:x:2.0:User","value":{"b":"c"}}""", """{"urn:x:2.0:User":{"tag":"a","b":"c"}}""")]
    [InlineData("""{"urn:x:2.0:User":{"tag":"a"}}""", """{"op":"replace","path":"urn:x:2.0:User","value":null}""", """{}""")]
    public void Apply_EntrasHabit_MeansWhatEntraMeans(string before, string operation, string after) =>
        Apply(before, operation).Value.ShouldEqual(Sample.Read(after));

    [Theory]
    [InlineData("""{}""", """{"op":"replace","path":"emails[value co \"x\"].type","value":"work"}""", "noTarget")]
    [InlineData("""{}""", """{"op":"replace","path":"emails[not (type eq \"work\")].value","value":"x"}""", "noTarget")]
    [InlineData("""{}""", """{"op":"add","path":"emails[type eq \"work\" or type eq \"home\"].value","value":"x"}""", "noTarget")]
    [InlineData("""{}""", """{"op":"add","path":"emails[type eq \"work\" and type eq \"home\"].value","value":"x"}""", "noTarget")]
    [InlineData("""{"emails":[{"value":"a"},{"value":"b"}]}""", """{"op":"replace","path":"emails.primary","value":true}""", "invalidValue")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"op":"replace","path":"urn:x:2.0:User:list[a eq 1]","value":"x"}""", "invalidValue")]
    public void Apply_CannotBeDone_SaysWhy(string before, string operation, string type) =>
        Apply(before, operation).Error!.ScimType.Should().Be(type);

    [Theory]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\"].value","value":"b"}""")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"].value"}""")]
    public void Apply_ImmutablePartOfAMember_IsMutability(string operation)
    {
        var group = Sample.Read("""{"displayName":"g","members":[{"value":"a"}]}""");

        Apply(group, ResourceSchema.Group, operation).Error!.ScimType.Should().Be("mutability");
    }

    [Fact]
    public void Rfc7643_7_MemberAddedAgain_KeepsWhatIsImmutableAndTakesWhatWasMissing() =>
        Apply(Sample.Read("""{"displayName":"g","members":[{"value":"a","display":"A"}]}"""), ResourceSchema.Group, """{"op":"add","path":"members","value":[{"value":"a","display":"B","type":"User"}]}""")
            .Value.ShouldEqual(Sample.Read("""{"displayName":"g","members":[{"value":"a","display":"A","type":"User"}]}"""));

    [Theory]
    [InlineData("""{"op":"add","path":"members[type eq \"User\"]","value":{"display":"x"}}""")]
    [InlineData("""{"op":"replace","path":"members[type eq \"User\"].display","value":"x"}""")]
    [InlineData("""{"op":"add","path":"members.display","value":"x"}""")]
    public void Apply_CreatesAMemberWithoutItsValue_IsInvalidValue(string operation) =>
        Apply(Sample.Read("""{"displayName":"g"}"""), ResourceSchema.Group, operation).Error!.ScimType.Should().Be("invalidValue");

    [Fact]
    public void Apply_NamesInAnyCaseInAFilterThatCreates_AreSpelledAsTheSchemaSpellsThem() =>
        ScimJson.ToText(Apply("{}", """{"op":"Add","path":"EMAILS[TYPE EQ \"work\"].VALUE","value":"a"}""").Value).Should().Be("""{"emails":[{"type":"work","value":"a"}]}""");

    [Fact]
    public void Apply_SecondOperationFails_NothingIsDone()
    {
        var before = """{"title":"t"}""";

        var result = Apply(before, """{"op":"replace","path":"title","value":"u"}""", """{"op":"replace","path":"emails[value co \"x\"].type","value":"y"}""");

        result.Error!.ScimType.Should().Be("noTarget");
    }

    [Fact]
    public void Apply_SeveralOperations_EachSeesTheOneBefore() =>
        Apply(
            "{}",
            """{"op":"Add","path":"emails[type eq \"work\"].value","value":"a"}""",
            """{"op":"Add","path":"emails[type eq \"work\"].display","value":"d"}""",
            """{"op":"Replace","path":"emails[type eq \"work\"].value","value":"b"}""")
        .Value.ShouldEqual(Sample.Read("""{"emails":[{"type":"work","value":"b","display":"d"}]}"""));

    [Fact]
    public void Apply_OtherAttributes_StayAsTheyAre()
    {
        var after = Apply(Sample.User, ResourceSchema.User, """{"op":"replace","path":"displayName","value":"x"}""").Value;

        after.ShouldEqual(Sample.User.With("displayName", new ScimString("x")));
    }

    [Fact]
    public void Apply_EntrasLifeCycle_EndsAsEntraExpects()
    {
        var user = ResourceValidation.Validate(Sample.EntraBody("07-create-user-full-mapping.json"), ResourceSchema.User).Value;
        string[] files =
        [
            "21-manager-add-string.json", "23-manager-change-array.json", "24-manager-remove-empty-string.json", "25-update-display-name.json", "26-update-many-default.json",
            "27-update-many-flag.json", "29-add-mobile-and-fax.json", "30-update-addresses.json", "31-add-title-language-department.json", "32-null-update-empty-string.json",
            "33-null-update-null.json", "34-custom-extension-not-in-schemas.json", "36-rename-user.json", "55-disable-default.json",
        ];

        var after = files.Aggregate(user, (resource, file) => PatchEngine.Apply(resource, PatchRequest.Parse(Sample.EntraBody(file), ResourceSchema.User).Value, ResourceSchema.User).Value);

        after.ShouldEqual(Sample.Read(
            $$$"""
            {
              "externalId": "king.{{run}}", "userName": "ada.lovelace.{{run}}@contoso.example", "active": false, "displayName": "Countess Lovelace",
              "addresses": [ { "primary": false, "type": "work", "country": "GB", "formatted": "London 12", "locality": "London", "postalCode": "SW1Y 4RB", "region": "LDN", "streetAddress": "12 St James's Square" } ],
              "emails": [ { "primary": true, "type": "work", "value": "countess.{{run}}@contoso.example" } ],
              "name": { "formatted": "Ada Lovelace", "familyName": "Lovelace", "givenName": "Ada" },
              "phoneNumbers": [ { "primary": true, "type": "work", "value": "+44 20 5550 0100" }, { "primary": false, "type": "mobile", "value": "555-0100" }, { "type": "fax", "value": "555-0101" } ],
              "preferredLanguage": "en-US",
              {{{Ent}}}: { "department": "Research", "employeeNumber": "1852" },
              "urn:ietf:params:scim:schemas:extension:Contoso:2.0:User": { "costTag": "A-17" }
            }
            """));
    }

    [Fact]
    public void Apply_RequestOfAnotherResourceType_Throws()
    {
        var request = PatchRequest.Parse(PatchGen.Body("""{"op":"add","path":"displayName","value":"x"}"""), ResourceSchema.Group).Value;

        var apply = () => PatchEngine.Apply(ScimObject.Empty, request, ResourceSchema.User);

        apply.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Apply_ThousandsOfMembersAddedAndRemoved_LeavesTheRest()
    {
        var all = Members(Enumerable.Range(0, 5_000));
        var removed = Members(Enumerable.Range(0, 4_999));

        var after = Apply(
            ScimObject.Of(("displayName", new ScimString("g"))),
            ResourceSchema.Group,
            $$"""{"op":"Add","path":"members","value":{{all}}}""",
            $$"""{"op":"Add","path":"members","value":{{all}}}""",
            $$"""{"op":"Remove","path":"members","value":{{removed}}}""");

        after.Value.ShouldEqual(Sample.Read("""{"displayName":"g","members":[{"value":"4999"}]}"""));
    }

    [Fact]
    public void Apply_AThousandMembersRemovedOneByOne_LeavesTheRest()
    {
        var group = Sample.Read($$"""{"displayName":"g","members":{{Members(Enumerable.Range(0, 5_000))}}}""");
        var removals = Enumerable.Range(0, 1_000).Select(i => $$"""{"op":"remove","path":"members[value eq \"{{i * 5}}\"]"}""");

        var after = Apply(group, ResourceSchema.Group, [.. removals]).Value;

        new GroupResource(after).MemberIds.Should().HaveCount(4_000).And.NotContain("4995").And.Contain("4999");
    }

    [Fact]
    public void Apply_PlainAttributes_AgreesWithANaiveModel() =>
        Gen.Select(Gen.OneOfConst("add", "Replace", "REMOVE"), Gen.OneOfConst("title", "nickName", "name.givenName", "name.familyName"), Gen.OneOfConst("a", "b", "")).Array[1, 8].Sample(
            operations =>
            {
                var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (var (op, path, value) in operations)
                {
                    NaiveModel.Apply(model, op, path, value);
                }

                var body = PatchGen.Body([.. operations.Select(o => $$"""{"op":"{{o.Item1}}","path":"{{o.Item2}}","value":"{{o.Item3}}"}""")]);
                return NaiveModel.Flat(PatchEngine.Apply(ScimObject.Empty, PatchRequest.Parse(body, ResourceSchema.User).Value, ResourceSchema.User).Value).SequenceEqual(model);
            },
            iter: ScimGen.Cases);

    [Fact]
    public void Apply_Members_AgreesWithSets() =>
        Gen.Select(Gen.OneOfConst("add", "Replace", "Remove"), Gen.Int[0, 6].Array[1, 4]).Array[1, 8].Sample(
            operations =>
            {
                var model = operations.Aggregate(new HashSet<int>(), (set, o) => o.Item1 switch
                {
                    "add" => [.. set.Union(o.Item2)],
                    "Replace" => [.. o.Item2],
                    _ => [.. set.Except(o.Item2)],
                });
                var body = PatchGen.Body([.. operations.Select(o => $$"""{"op":"{{o.Item1}}","path":"members","value":{{Members(o.Item2)}}}""")]);
                var after = PatchEngine.Apply(ScimObject.Empty, PatchRequest.Parse(body, ResourceSchema.Group).Value, ResourceSchema.Group).Value;
                return model.SetEquals((new GroupResource(after).MemberIds ?? []).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
            },
            iter: ScimGen.Cases);

    [Fact]
    public void Apply_RandomRequests_NeverThrowsAndNeverTwoPrimaries() =>
        PatchGen.WildBody.Sample(
            body => !PatchRequest.Parse(body, ResourceSchema.User).TryGet(out var request, out _)
                || !PatchEngine.Apply(Sample.User, request, ResourceSchema.User).TryGet(out var after, out _)
                || new UserResource(after).Emails.Count(e => e.Primary) <= 1,
            iter: ScimGen.Cases);

    private static string Members(IEnumerable<int> ids) =>
        $"[{string.Join(',', ids.Select(i => $$"""{"$ref":null,"value":"{{i}}"}"""))}]";

    private static Outcome<ScimObject> Apply(string before, params string[] operations) => Apply(Sample.Read(before), ResourceSchema.User, operations);

    private static Outcome<ScimObject> Apply(ScimObject before, ResourceSchema schema, params string[] operations)
    {
        var request = PatchRequest.Parse(PatchGen.Body(operations), schema);
        request.Error.Should().BeNull();
        return PatchEngine.Apply(before, request.Value, schema);
    }

    /// <summary>A resource as a flat map from path to text.</summary>
    private static class NaiveModel
    {
        public static void Apply(SortedDictionary<string, string> model, string op, string path, string value)
        {
            if (op == "REMOVE" || value.Length == 0)
            {
                model.Remove(path);
            }
            else
            {
                model[path] = value;
            }
        }

        public static IEnumerable<KeyValuePair<string, string>> Flat(ScimObject resource) => resource
            .SelectMany(a => a.Value is ScimObject complex
                ? complex.Select(part => KeyValuePair.Create($"{a.Key}.{part.Key}", ((ScimString)part.Value).Value))
                : [KeyValuePair.Create(a.Key, ((ScimString)a.Value).Value)])
            .OrderBy(a => a.Key, StringComparer.Ordinal);
    }
}
