using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Resources;

public sealed class UserResourceTests
{
    [Fact]
    public void Properties_OfAFullUser_AreRead()
    {
        var user = new UserResource(Sample.User);

        user.Should().BeEquivalentTo(new
        {
            Id = "2819c223",
            ExternalId = "BJ",
            UserName = "bjensen@example.com",
            DisplayName = "Babs Jensen",
            Title = "Tour Guide",
            Active = true,
            FormattedName = "Ms. Barbara J Jensen, III",
            GivenName = "Barbara",
            FamilyName = "Jensen",
            ManagerId = "26118915",
            Emails = new[] { new TypedValue("bjensen@example.com", "work", true), new TypedValue("babs@jensen.org", "home", false) },
            PhoneNumbers = Array.Empty<TypedValue>(),
        });
    }

    [Fact]
    public void Properties_OfAnEmptyUser_AreNull()
    {
        var user = new UserResource(ScimObject.Empty);

        (user.UserName, user.Active, user.GivenName, user.ManagerId, user.Emails.Count).Should().Be((null, null, null, null, 0));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"False\"", false)]
    [InlineData("\"maybe\"", null)]
    [InlineData("1", null)]
    public void Active_AsEntraSendsIt_IsUnderstood(string json, bool? expected) =>
        new UserResource(Sample.Read($$"""{"active":{{json}}}""")).Active.Should().Be(expected);

    [Fact]
    public void MemberIds_OfAGroup_StandOnceEach() =>
        new GroupResource(Sample.Read("""{"displayName":"g","members":[{"value":"a"},{"value":"b"},{"value":"a"},{"display":"x"}]}""")).MemberIds.Should().Equal("a", "b");

    [Fact]
    public void MemberIds_OfAGroupThatSaysNothingOfMembers_AreNull() =>
        new GroupResource(Sample.Read("""{"displayName":"g"}""")).MemberIds.Should().BeNull();
}
