using Gateway.Activity;
using Gateway.Forwarding;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Tests.State;

internal static class Samples
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A user that differs from every default.</summary>
    public static Link FullLink { get; } = new()
    {
        Connection = "jira",
        Kind = ResourceKind.User,
        Id = "JIRAUSER10100",
        AppKey = "JIRAUSER10100",
        AppName = "aéva",
        NameProvedAt = Noon.AddTicks(7),
        ExternalId = "Ext-1",
        IdpName = "Aéva@example.com",
        Attributes = ScimObject.Of(
            ("userName", new ScimString("Aéva@example.com")),
            ("name", ScimObject.Of(("givenName", new ScimString("Æva")), ("familyName", ScimNull.Value))),
            ("emails", ScimArray.Own(ScimObject.Of(("type", new ScimString("work")), ("primary", ScimBoolean.True), ("rank", new ScimNumber("1.50")))))),
        Fields = [new LinkField("displayName", "Æva \"E\"", "displayName"), new LinkField("emailAddress", "e@example.com", null)],
        Active = false,
        State = LinkState.Missing,
        Version = 1,
        Created = Noon,
        LastModified = Noon.AddMinutes(1),
    };

    public static Link User(string id, string connection = "jira") => new()
    {
        Connection = connection,
        Kind = ResourceKind.User,
        Id = id,
        AppKey = id,
        AppName = id,
        IdpName = id + "@example.com",
        Attributes = ScimObject.Of(("userName", new ScimString(id + "@example.com"))),
        Created = Noon,
        LastModified = Noon,
    };

    public static Link Group(string id, string name) => User(id) with { Kind = ResourceKind.Group, AppKey = name, AppName = name, IdpName = name };

    public static ActivityRecord Record(string? idpName = "ann@example.com", string resource = "User") => new(
        Noon,
        "jira",
        "entra-2026",
        "update",
        resource,
        "JIRAUSER10100",
        idpName,
        "ann",
        200,
        "done",
        "Größe changed",
        "v1",
        ["skipped: Users.Deactivate is off"],
        [new AppCallRecord("PUT", "/rest/api/2/user?key=JIRAUSER10100", 0, AppFault.Timeout, "node1", TimeSpan.FromMilliseconds(12.5))],
        "4bf92f3577b34da6a3ce929d0e0e4736");

    public static StateChange Save(Link link) => new StateChange.SaveLink(link);
}
