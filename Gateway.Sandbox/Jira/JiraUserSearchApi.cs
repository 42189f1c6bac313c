using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary><c>/user/search</c> and <c>/user/list</c>, with the caps of the release.</summary>
internal sealed class JiraUserSearchApi(JiraSandboxOptions options, JiraVersion version)
{
    private const int DefaultPage = 50;
    private const int ListPageCap = 2000;

    private readonly int searchCap = options.SearchCap ?? version.SearchCap;

    public bool HasList { get; } = options.UserList ?? version.UserList;

    /// <summary>A bare array. The query matches name, display name or address anywhere; <c>. % _ ''</c> match everybody, nothing matches nobody (JRA-29069).</summary>
    public SandboxAnswer Search(JiraCall call)
    {
        var request = call.Request;
        if (request.Parameter("username") is not { } query)
        {
            return JiraAnswers.Refuse(400, call.Texts.UsernameRequired);
        }

        var startAt = Math.Max(request.Number("startAt", 0), 0);
        var maxResults = Math.Clamp(request.Number("maxResults", DefaultPage), 0, searchCap);
        if (version.SearchCapIsTotal)
        {
            maxResults = Math.Max(Math.Min(maxResults, searchCap - startAt), 0);
        }

        var (active, inactive) = (request.Flag("includeActive", otherwise: true), request.Flag("includeInactive"));
        var hits = call.State.OrderedByName()
            .Where(user => (user.Active ? active : inactive) && Matches(user, query))
            .Skip(startAt)
            .Take(maxResults);
        return SandboxAnswer.Json(200, (call, hits), static (writer, it) =>
        {
            writer.WriteStartArray();
            foreach (var user in it.hits)
            {
                it.call.Beans.WriteListed(writer, user);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>A page by cursor: users from this row number on. There is no total.</summary>
    public static SandboxAnswer List(JiraCall call)
    {
        var maxResults = Math.Clamp(call.Request.Number("maxResults", ListPageCap), 1, ListPageCap);
        var cursor = 0L;
        if (call.Request.Parameter("cursor") is { } text && !long.TryParse(text, CultureInfo.InvariantCulture, out cursor))
        {
            return SandboxAnswer.Html(404, "HTTP Status 404 – Not Found");
        }

        var all = call.State.OrderedById();
        var first = Array.FindIndex(all, user => user.Id >= cursor);
        var page = first < 0 ? Memory<JiraUser>.Empty : all.AsMemory(first, Math.Min(maxResults, all.Length - first));
        var last = first < 0 || first + page.Length == all.Length;
        return JiraAnswers.Object(200, writer =>
        {
            var at = $"{call.Beans.Api}/user/list?cursor=";
            writer.WriteString("self", $"{call.Beans.Api}/user/list{call.Request.RawQuery}");
            writer.WriteNumber("maxResults", maxResults);
            if (!last)
            {
                var next = (page.Span[^1].Id + 1).ToString(CultureInfo.InvariantCulture);
                writer.WriteString("nextPage", $"{at}{next}&maxResults={maxResults.ToString(CultureInfo.InvariantCulture)}");
                writer.WriteString("nextCursor", next);
            }

            writer.WriteBoolean("isLast", last);
            writer.WriteStartArray("values");
            foreach (var user in page.Span)
            {
                call.Beans.WriteListed(writer, user);
            }

            writer.WriteEndArray();
        });
    }

    private static bool Matches(JiraUser user, string query) => query switch
    {
        "" => false,
        "." or "%" or "_" or "''" => true,
        _ => user.Name.Contains(query, StringComparison.OrdinalIgnoreCase)
            || user.Email.Contains(query, StringComparison.OrdinalIgnoreCase)
            || user.DisplayName.Contains(query, StringComparison.OrdinalIgnoreCase),
    };
}
