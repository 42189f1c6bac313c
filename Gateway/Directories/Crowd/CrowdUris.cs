using System.Globalization;
using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>The resources of <c>usermanagement/1</c>. Names are in the query, never in the path.</summary>
internal static class CrowdUris
{
    /// <summary>The most that a page holds, whatever is asked.</summary>
    public const int PageSize = 1000;

    private const string Root = "/rest/usermanagement/1";

    public static AppUri User { get; } = AppUri.Of($"{Root}/user");

    public static AppUri Group { get; } = AppUri.Of($"{Root}/group");

    public static AppUri UserByKey(string key) => User.With("key", key).With("expand", "attributes");

    public static AppUri UserByName(string name) => Named("user", name).With("expand", "attributes");

    /// <summary>A user to change: <c>user</c>, <c>user/rename</c>, <c>user/password</c>, <c>user/attribute</c>.</summary>
    public static AppUri Named(string resource, string name) => AppUri.Of($"{Root}/{resource}").With("username", name);

    public static AppUri GroupNamed(string resource, string name) => AppUri.Of($"{Root}/{resource}").With("groupname", name);

    public static AppUri Search(string entity, int start, int count) => Page(AppUri.Of($"{Root}/search").With("entity-type", entity), start, count).With("expand", entity);

    public static AppUri Page(AppUri list, int start, int count = PageSize) =>
        list.With("start-index", start.ToString(CultureInfo.InvariantCulture)).With("max-results", count.ToString(CultureInfo.InvariantCulture));
}
