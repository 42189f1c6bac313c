using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Provisioning;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Provisioning;

/// <summary>From options and what an app can do to the schemas that are shown. That they tell the truth is shown by <c>DiscoveryTruthTests</c>.</summary>
public sealed class OfferTests
{
    private static readonly DirectoryTraits Able = Traits(takes: true, changes: true);

    [Fact]
    public void Of_EverythingOn_IsTheSchemasThatValidateLessTheGroupsOfAUser()
    {
        var offer = Offer.Of(Connection(), Able);

        offer.ChangesPasswords.Should().BeTrue();
        offer.Schemas.Select(schema => schema.Id).Should().Equal(SchemaJson.All.Select(schema => schema.Id));
        foreach (var (shown, validating) in offer.Schemas.Zip(SchemaJson.All))
        {
            shown.Attributes.Should().Equal(validating.Attributes.Where(attribute => attribute.Name != "groups"), ReferenceEquals, "what is shown is what validates");
        }
    }

    [Theory]
    [InlineData(true, true, true, true, "WriteOnly")]
    [InlineData(true, true, false, true, "WriteOnly")]
    [InlineData(true, true, true, false, "Immutable")]
    [InlineData(true, true, false, false, null)]
    [InlineData(true, false, true, true, "Immutable")]
    [InlineData(true, false, false, true, null)]
    [InlineData(false, true, true, true, "WriteOnly")]
    [InlineData(false, true, true, false, null)]
    [InlineData(false, true, false, true, "WriteOnly")]
    [InlineData(false, false, true, true, null)]
    public void Of_Password_IsShownAsTheAppAndTheOptionsTakeIt(bool takes, bool changes, bool create, bool update, string? mutability)
    {
        var offer = Offer.Of(Connection(new UserOptions { Create = create, Update = update }), Traits(takes, changes));

        var password = Attribute(offer, "password");
        password?.Mutability.ToString().Should().Be(mutability);
        (password is null).Should().Be(mutability is null);
        (password?.Returned ?? Returned.Never).Should().Be(Returned.Never);
        offer.ChangesPasswords.Should().Be(changes && update);
    }

    [Theory]
    [InlineData(true, true, Mutability.ReadWrite, null)]
    [InlineData(true, false, Mutability.ReadWrite, "Users.Deactivate is off")]
    [InlineData(false, true, Mutability.ReadWrite, "Users.Activate is off")]
    [InlineData(false, false, Mutability.ReadOnly, null)]
    public void Of_Active_SaysWhichWayItGoes(bool activate, bool deactivate, Mutability mutability, string? words)
    {
        var active = Attribute(Offer.Of(Connection(new UserOptions { Activate = activate, Deactivate = deactivate }), Able), "active")!;

        active.Mutability.Should().Be(mutability);
        active.Description.Contains(words ?? "is off", StringComparison.Ordinal).Should().Be(words is not null);
    }

    [Fact]
    public void Of_UpdateOff_EveryAttributeAndPartIsWrittenOnceAndReadOnlyOnesStayReadOnly()
    {
        var offer = Offer.Of(Connection(new UserOptions { Update = false }), Able);

        var attributes = offer.Schemas.Take(2).SelectMany(schema => schema.Attributes).Where(attribute => attribute.Name != "active").ToList();
        attributes.Where(attribute => attribute.Name != "id").Should().OnlyContain(attribute => attribute.Mutability == Mutability.Immutable);
        attributes.SelectMany(attribute => attribute.SubAttributes).Where(sub => sub.Name != "displayName").Should().OnlyContain(sub => sub.Mutability == Mutability.Immutable);
        Attribute(offer, "id")!.Mutability.Should().Be(Mutability.ReadOnly);
        attributes.Single(attribute => attribute.Name == "manager").Sub("displayName")!.Mutability.Should().Be(Mutability.ReadOnly);
        offer.Schemas[2].Attributes.Should().Equal(SchemaJson.All[2].Attributes, ReferenceEquals, "groups have options of their own");
    }

    [Fact]
    public void Of_TheValidatingSchemas_AreLeftAsTheyAre()
    {
        Offer.Of(Connection(new UserOptions { Update = false, Activate = false, Deactivate = false }, new GroupOptions { Update = false }), Able);

        ResourceSchema.User.FindCore("title")!.Mutability.Should().Be(Mutability.ReadWrite);
        ResourceSchema.User.FindCore("groups").Should().NotBeNull();
        ResourceSchema.Group.FindCore("members")!.Mutability.Should().Be(Mutability.ReadWrite);
    }

    [Theory]
    [InlineData(true, true, "ReadWrite")]
    [InlineData(true, false, "Immutable")]
    [InlineData(false, false, "ReadOnly")]
    public void Of_Members_AreShownAsTheyChange(bool create, bool update, string mutability)
    {
        var offer = Offer.Of(Connection(groups: new GroupOptions { Create = create, Update = update }), Able);

        offer.Schemas[2].Find("members")!.Mutability.ToString().Should().Be(mutability);
    }

    private static AttributeDefinition? Attribute(Offer offer, string name) => offer.Schemas[0].Find(name);

    private static DirectoryTraits Traits(bool takes, bool changes) =>
        new(AppKind.Jira, new Dictionary<string, int>(), null) { TakesPassword = takes, ChangesPassword = changes };

    private static ConnectionSettings Connection(UserOptions? users = null, GroupOptions? groups = null) =>
        new() { Name = "c", App = AppKind.Jira, Cluster = "c", Users = users ?? new UserOptions(), Groups = groups ?? new GroupOptions() };
}
