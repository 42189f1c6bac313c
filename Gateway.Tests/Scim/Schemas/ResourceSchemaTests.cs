using Gateway.Scim.Filters;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Schemas;

public sealed class ResourceSchemaTests
{
    private const string Ent = Sample.Enterprise;

    [Theory]
    [InlineData("USERNAME", null, "userName", null)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:user:name.GivenName", null, "name", "givenName")]
    [InlineData("manager", Ent, "manager", null)]
    [InlineData("manager.value", Ent, "manager", "value")]
    [InlineData(Ent + ":Department", Ent, "department", null)]
    [InlineData(Ent + ":custom", Ent, "custom", null)]
    [InlineData(Ent + ".manager", Ent, "manager", null)]
    [InlineData(Ent + ".custom", Ent, "custom", null)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User.userName", null, "userName", null)]
    [InlineData("urn:contoso:2.0:User.manager", "urn:contoso:2.0", "User", "manager")]
    [InlineData(Ent, Ent, null, null)]
    [InlineData("urn:contoso:2.0:User:costTag", "urn:contoso:2.0:User", "costTag", null)]
    [InlineData("urn:contoso:2.0:User", "urn:contoso:2.0:User", null, null)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department", "urn:ietf:params:scim:schemas:extension:enterprise:2.0User", "department", null)]
    [InlineData("http://schemas.example.com/2.0/User", "http://schemas.example.com/2.0/User", null, null)]
    [InlineData("http://schemas.example.com/2.0/User:tag.part", "http://schemas.example.com/2.0/User", "tag", "part")]
    [InlineData("meta.created", null, "meta", "created")]
    [InlineData("externalid", null, "externalId", null)]
    public void TryResolve_KnownOrBehindAUrn_LeadsThere(string text, string? extension, string? name, string? sub)
    {
        AttributePath.TryParse(text, out var path).Should().BeTrue();

        ResourceSchema.User.TryResolve(path!, out var resolved, out _).Should().BeTrue();

        (resolved!.Extension, resolved.Name, resolved.SubName).Should().Be((extension, name, sub));
    }

    [Theory]
    [InlineData("nope", "A User has no attribute 'nope'.")]
    [InlineData("name.nope", "The attribute 'name' has no sub-attribute 'nope'.")]
    [InlineData("manager.nope", "The attribute 'manager' has no sub-attribute 'nope'.")]
    [InlineData("userName.value", "The attribute 'userName' has no sub-attribute 'value'.")]
    [InlineData("members", "A User has no attribute 'members'.")]
    public void TryResolve_Unknown_SaysWhy(string text, string expected)
    {
        AttributePath.TryParse(text, out var path).Should().BeTrue();

        ResourceSchema.User.TryResolve(path!, out _, out var reason).Should().BeFalse();

        reason.Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9a")]
    [InlineData("a b")]
    [InlineData("a.b.c")]
    [InlineData("$")]
    [InlineData(":x")]
    [InlineData("urn:x:")]
    [InlineData("urn:x y:z")]
    public void TryParse_NotAPath_IsFalse(string text) =>
        AttributePath.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("userName", "uniqueness", "Server")]
    [InlineData("userName", "caseExact", "False")]
    [InlineData("userName", "required", "True")]
    [InlineData("password", "mutability", "WriteOnly")]
    [InlineData("password", "returned", "Never")]
    [InlineData("groups", "mutability", "ReadOnly")]
    [InlineData("id", "returned", "Always")]
    [InlineData("id", "caseExact", "True")]
    [InlineData("emails", "multiValued", "True")]
    public void User_Characteristics_AreThoseOfTheRfc(string attribute, string characteristic, string expected)
    {
        var definition = ResourceSchema.User.FindCore(attribute)!;

        typeof(AttributeDefinition).GetProperty(char.ToUpperInvariant(characteristic[0]) + characteristic[1..])!
            .GetValue(definition)!.ToString().Should().Be(expected);
    }

    [Fact]
    public void User_Attributes_AreAllOfRfc7643_4_1() =>
        ResourceSchema.User.Core.Attributes.Select(a => a.Name).Should().Equal(
            "userName", "name", "displayName", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone", "active",
            "password", "emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509Certificates");
}
