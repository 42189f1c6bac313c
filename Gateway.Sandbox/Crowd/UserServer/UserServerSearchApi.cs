using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary><c>/search</c>: by query language (GET) or by a restriction body (POST).</summary>
internal static class UserServerSearchApi
{
    public static SandboxAnswer ByQuery(UserServerCall call)
    {
        var text = call.Request.Parameter("restriction");
        var restriction = string.IsNullOrWhiteSpace(text) ? new Restriction.Everything() : CqlReader.Read(text);
        return restriction is null ? call.Illegal(call.Texts.ParameterWrong("restriction")) : Search(call, restriction);
    }

    public static SandboxAnswer ByBody(UserServerCall call)
    {
        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Restriction);
        if (body is null)
        {
            return unreadable!;
        }

        return RestrictionBody.Read(body) is { } restriction ? Search(call, restriction) : call.Illegal(call.Texts.ParameterWrong("restriction"));
    }

    private static SandboxAnswer Search(UserServerCall call, Restriction restriction)
    {
        switch (call.Request.Parameter("entity-type"))
        {
            case "user":
                var (users, refusedUsers) = call.Page([.. call.Store.Users().Where(user => restriction.Matches(property => ValuesOf(user, property)))]);
                return refusedUsers ?? call.Format.Users(users, call.Expands("user"));
            case "group":
                var (groups, refusedGroups) = call.Page([.. call.Store.Groups().Where(group => restriction.Matches(property => ValuesOf(group, property)))]);
                return refusedGroups ?? call.Format.Groups(groups, call.Expands("group"));
            case null or "":
                return call.Illegal(call.Texts.ParameterMissing("entity-type"));
            default:
                return call.Illegal(call.Texts.ParameterWrong("entity-type"));
        }
    }

    private static IReadOnlyList<string> ValuesOf(IServedUser user, string property) => property switch
    {
        "name" => [user.Name],
        "email" => [user.Email],
        "firstName" => [user.FirstName],
        "lastName" => [user.LastName],
        "displayName" => [user.DisplayName],
        "active" => [user.Active ? "true" : "false"],
        "createdDate" => [Milliseconds(user.Created)],
        "updatedDate" => [Milliseconds(user.Updated)],
        _ => user.Attributes.TryGetValue(property, out var values) ? values : [],
    };

    private static IReadOnlyList<string> ValuesOf(IServedGroup group, string property) => property switch
    {
        "name" => [group.Name],
        "description" => [group.Description],
        "active" => [group.Active ? "true" : "false"],
        _ => group.Attributes.TryGetValue(property, out var values) ? values : [],
    };

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
