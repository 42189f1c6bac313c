using CsCheck;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Resources;

public sealed class ResourceValidationTests
{
    public static TheoryData<string, string> EntraPosts { get; } =
        new(Sample.EntraPosts().Select(p => (p.Resource, ScimJson.ToText(p.Body))).Distinct());

    [Theory]
    [MemberData(nameof(EntraPosts))]
    public void Validate_EntrasPost_KeepsEveryValueThatWasSent(string resource, string body)
    {
        var schema = resource == "/Users" ? ResourceSchema.User : ResourceSchema.Group;

        var validated = ResourceValidation.Validate(Sample.Read(body), schema).Value;

        validated.GetString("externalId").Should().Be(Sample.Read(body).GetString("externalId"));
        validated["displayName"].Should().Be(Sample.Read(body)["displayName"]);
        validated["emails"].Should().Be(Sample.Read(body)["emails"]);
        validated["meta"].Should().BeNull();
        validated.Should().NotContain(a => a.Value.IsUnassigned);
    }

    [Theory]
    [InlineData("""{"userName":"u","id":"x","meta":{"resourceType":"User"},"groups":[{"value":"g"}],"schemas":["urn:nobody:knows"]}""", """{"userName":"u"}""")]
    [InlineData("""{"USERNAME":"u","Active":"False","emails":{"Value":"a","PRIMARY":"True"}}""", """{"userName":"u","active":false,"emails":[{"value":"a","primary":true}]}""")]
    [InlineData("""{"userName":"u","addresses":null,"roles":[],"title":"","phoneNumbers":[{"type":"work","value":null}],"name":{"formatted":null}}""", """{"userName":"u"}""")]
    [InlineData("""{"userName":"u","department":null,"manager":null}""", """{"userName":"u"}""")]
    [InlineData("""{"userName":"u","department":"D","manager":"5"}""", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D","manager":{"value":"5"}}}""")]
    [InlineData("""{"userName":"u","department":"top","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"inside"}}""", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"inside"}}""")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"inside"},"department":"top"}""", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"inside"}}""")]
    [InlineData("""{"userName":"u","URN:ietf:params:scim:schemas:extension:enterprise:2.0:user":{"Manager":"5","own":"kept","gone":null}}""", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"5"},"own":"kept"}}""")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"D"}""", """{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"}}""")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":null}""", """{"userName":"u"}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:core:2.0:User":{"USERNAME":"u","password":"secret","id":"x","department":"D"}}""", """{"userName":"u","password":"secret","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"}}""")]
    [InlineData("""{"userName":"u","URN:ietf:params:scim:schemas:core:2.0:user:Password":"secret"}""", """{"userName":"u","password":"secret"}""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:core:2.0:User":{"title":"qualified","nickName":"n"},"title":"top","userName":"u"}""", """{"title":"top","nickName":"n","userName":"u"}""")]
    [InlineData("""{"userName":"u","title":"top","urn:ietf:params:scim:schemas:core:2.0:User":{"title":"qualified","own":"kept"}}""", """{"userName":"u","title":"top","own":"kept"}""")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:core:2.0:User":null}""", """{"userName":"u"}""")]
    [InlineData("""{"userName":"u","shoeSize":43,"urn:contoso:2.0:User":{"costTag":"A","none":null},"urn:ietf:params:scim:schemas:extension:enterprise:2.0User":{"a":1}}""", """{"userName":"u","shoeSize":43,"urn:contoso:2.0:User":{"costTag":"A"},"urn:ietf:params:scim:schemas:extension:enterprise:2.0User":{"a":1}}""")]
    [InlineData("""{"userName":"u","password":"secret","emails":[{"value":"a","own":"kept"}]}""", """{"userName":"u","password":"secret","emails":[{"value":"a","own":"kept"}]}""")]
    [InlineData("""{"userName":"u","emails":[{"value":"a","type":"work"},{"type":"work","value":"a"},{"value":"a"}]}""", """{"userName":"u","emails":[{"value":"a","type":"work"},{"value":"a"}]}""")]
    public void Validate_Habit_MeansWhatIsMeant(string body, string expected) =>
        ResourceValidation.Validate(Sample.Read(body), ResourceSchema.User).Value.ShouldEqual(Sample.Read(expected));

    [Theory]
    [InlineData("""{}""", "A User has a 'userName'")]
    [InlineData("""{"userName":null}""", "A User has a 'userName'")]
    [InlineData("""{"userName":"  "}""", "A User has a 'userName'")]
    [InlineData("""{"userName":5}""", "'userName' must be text")]
    [InlineData("""{"userName":"a\u0009b"}""", "'userName' has a control character")]
    [InlineData("""{"userName":"u","externalId":"a\u007f"}""", "'externalId' has a control character")]
    [InlineData("""{"userName":"u","active":"yes"}""", "'active' must be true or false")]
    [InlineData("""{"userName":"u","name":"Ada"}""", "'name' must be an object")]
    [InlineData("""{"userName":"u","name":{"givenName":["a"]}}""", "'name.givenName' must be text")]
    [InlineData("""{"userName":"u","emails":[{"value":true}]}""", "'emails.value' must be text")]
    [InlineData("""{"userName":"u","emails":[["a"]]}""", "'emails' must be a list of objects")]
    [InlineData("""{"userName":"u","emails":[{"value":"a","primary":true},{"value":"b","primary":true}]}""", "'emails' has 2 primary values")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":"x"}""", "2.0:User' must be an object")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:core:2.0:User":["x"]}""", "core:2.0:User' must be an object")]
    [InlineData("""{"userName":"u","urn:ietf:params:scim:schemas:core:2.0:User":{"active":"yes"}}""", "'active' must be true or false")]
    [InlineData("""{"userName":"u","profileUrl":"no url"}""", "'profileUrl' must be a URI")]
    [InlineData("""{"userName":"u","x509Certificates":[{"value":"no-base64"}]}""", "'x509Certificates.value' must be base64")]
    [InlineData("""{"userName":"u","department":5}""", "2.0:User:department' must be text")]
    public void Validate_DoesNotFit_IsInvalidValueNamingTheAttribute(string body, string expected)
    {
        var error = ResourceValidation.Validate(Sample.Read(body), ResourceSchema.User).Error!;

        (error.Status, error.ScimType).Should().Be((400, "invalidValue"));
        error.Detail.Should().Contain(expected);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Validate_LengthOfNames_IsBounded(int length, bool expected)
    {
        var group = ScimObject.Of(("displayName", new ScimString(new string('x', length))));

        ResourceValidation.Validate(group, ResourceSchema.Group).IsOk.Should().Be(expected);
    }

    [Fact]
    public void Validate_ObjectOfMoreThanAThousandAttributes_IsInvalidValue()
    {
        var many = string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"a{i}\":1"));

        ResourceValidation.Validate(Sample.Read($$"""{"userName":"u","urn:x:2.0:User":[{{{many}}}]}"""), ResourceSchema.User).Error!.Detail.Should().Contain("1001 attributes (at most 1000)");
    }

    [Fact]
    public void Validate_GroupWithoutDisplayName_IsInvalidValue() =>
        ResourceValidation.Validate(Sample.Read("""{"members":[{"value":"a"}]}"""), ResourceSchema.Group).Error!.Detail.Should().Contain("A Group has a 'displayName'");

    [Theory]
    [InlineData("""{"displayName":"g","members":[]}""", true)]
    [InlineData("""{"displayName":"g","members":null}""", false)]
    [InlineData("""{"displayName":"g"}""", false)]
    public void Validate_EmptyListOfMembers_IsToldFromNone(string body, bool expected) =>
        (new GroupResource(ResourceValidation.Validate(Sample.Read(body), ResourceSchema.Group).Value).MemberIds is { Count: 0 }).Should().Be(expected);

    [Fact]
    public void Validate_MemberWithoutValue_IsInvalidValue() =>
        ResourceValidation.Validate(Sample.Read("""{"displayName":"g","members":[{"display":"a"}]}"""), ResourceSchema.Group).Error!.Detail.Should().Contain("A value of 'members' has no 'value'");

    [Fact]
    public void Validate_ItsOwnResult_StaysTheSame() =>
        ScimGen.Object.Select(o => o.With("userName", new ScimString("u"))).Sample(
            body => !ResourceValidation.Validate(body, ResourceSchema.User).TryGet(out var once, out _)
                || ResourceValidation.Validate(once, ResourceSchema.User).Value.Equals(once),
            iter: 5_000);
}
