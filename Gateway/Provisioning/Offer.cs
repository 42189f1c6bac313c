using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Schemas;

namespace Gateway.Provisioning;

/// <summary>
/// What a connection does, for discovery: the schemas that validate and project, less what its options do not let happen and its app
/// cannot take. Who reads them sends nothing that would be refused or skipped. An option that holds a change back makes an attribute
/// immutable (RFC 7643 section 7: written when the resource is made, never after), although a change is answered, not refused.
/// </summary>
/// <param name="Schemas">In the order of <see cref="SchemaJson.All"/>.</param>
/// <param name="ChangesPasswords">Whether a PATCH or PUT of <c>password</c> reaches the app.</param>
internal sealed record Offer(IReadOnlyList<SchemaDefinition> Schemas, bool ChangesPasswords)
{
    public static Offer Of(ConnectionSettings connection, DirectoryTraits traits)
    {
        var (users, groups) = (connection.Users, connection.Groups);
        return new(
            [.. SchemaJson.All.Select(schema => schema.With(attribute => schema.Id == ResourceSchema.Group.Core.Id ? OfGroup(attribute, groups) : OfUser(attribute, users, traits)))],
            users.Update && traits.ChangesPassword);
    }

    private static AttributeDefinition? OfUser(AttributeDefinition attribute, UserOptions users, DirectoryTraits traits) => attribute.Name switch
    {
        // Known to the app, and not read: an absent list would say "member of no group".
        "groups" => null,
        "password" => Password(attribute, users, traits),
        "active" => Active(attribute, users),
        "userName" when users.Rename == UserRename.Refuse => Fixed(attribute),
        _ => users.Update ? attribute : Fixed(attribute),
    };

    private static AttributeDefinition? OfGroup(AttributeDefinition attribute, GroupOptions groups) => attribute.Name switch
    {
        "displayName" when groups.Rename == GroupRename.Refuse => Fixed(attribute),
        "members" when !groups.Update && !groups.Create => attribute with { Mutability = Mutability.ReadOnly },
        _ => groups.Update ? attribute : Fixed(attribute),
    };

    /// <summary>Taken with a new user, set at a later time, both, or not at all. "Never after" outranks "never answered", which <see cref="Returned.Never"/> says too.</summary>
    private static AttributeDefinition? Password(AttributeDefinition attribute, UserOptions users, DirectoryTraits traits)
    {
        var (atCreate, later) = (users.Create && traits.TakesPassword, users.Update && traits.ChangesPassword);
        return later ? attribute : atCreate ? attribute with { Mutability = Mutability.Immutable } : null;
    }

    /// <summary>A new user is active, unless it may be made inactive at once. RFC 7643 has no word for a value that goes one way only: the description says it.</summary>
    private static AttributeDefinition Active(AttributeDefinition attribute, UserOptions users) => (users.Activate, users.Deactivate) switch
    {
        (true, true) => attribute,
        (false, false) => attribute with { Mutability = Mutability.ReadOnly },
        (true, false) => attribute with { Description = $"{attribute.Description} It becomes true, never false: Users.Deactivate is off." },
        (false, true) => attribute with { Description = $"{attribute.Description} It becomes false, never true again: Users.Activate is off." },
    };

    private static AttributeDefinition Fixed(AttributeDefinition attribute) => attribute.Mutability == Mutability.ReadOnly ? attribute : attribute with
    {
        Mutability = Mutability.Immutable,
        SubAttributes = [.. attribute.SubAttributes.Select(Fixed)],
    };
}

/// <summary>Makes the offer of a connection.</summary>
internal sealed class Offers(IDirectoryFactory directories)
{
    public Offer Of(ConnectionSettings connection) => Offer.Of(connection, directories.TraitsOf(connection));
}
