using System.Globalization;
using System.Text.Encodings.Web;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary><c>/group</c>, <c>/group/member</c>, <c>/group/user</c>, <c>/groups/picker</c>. Groups have a name and nothing else.</summary>
internal sealed class JiraGroupsApi(JiraSandboxOptions options)
{
    private const int MaxNameLength = 255;

    /// <summary>Deprecated and no longer in the reference, but answered by every release.</summary>
    public static SandboxAnswer Get(JiraCall call)
    {
        var (group, refusal) = Find(call);
        return group is null ? refusal! : Show(call, 200, group);
    }

    public SandboxAnswer Create(JiraCall call)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.AddGroup, options.Strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        var name = body.Text("name");
        return name switch
        {
            _ when RefuseChanges(call) is { } refused => refused,
            _ when string.IsNullOrWhiteSpace(name) => JiraAnswers.Refuse(400, call.Texts.GroupNameRequired),
            _ when name != name.Trim() || name.Length > MaxNameLength => JiraAnswers.Refuse(400, call.Texts.GroupNameInvalid),
            _ when call.State.Group(name) is not null => JiraAnswers.Refuse(400, call.Texts.GroupExists),
            _ => Show(call, 201, call.State.Create(name, administers: false, systemAdministers: false)),
        };
    }

    public static SandboxAnswer Delete(JiraCall call)
    {
        var (group, refusal) = Find(call);
        if (group is null)
        {
            return refusal!;
        }

        var swap = call.Request.Parameter("swapGroup");
        if (RefuseChanges(call, group) is { } refused)
        {
            return refused;
        }

        if (group.SystemAdministers && call.State.Groups.Count(other => other.SystemAdministers) == 1)
        {
            return JiraAnswers.Refuse(400, call.Texts.LastAdministratorsGroup);
        }

        if (swap is { Length: > 0 } && call.State.Group(swap) is null)
        {
            return JiraAnswers.Refuse(404, call.Texts.GroupUnknown(swap));
        }

        if (group.HasRestrictions && string.IsNullOrEmpty(swap))
        {
            return JiraAnswers.Refuse(400, call.Texts.SwapGroupRequired);
        }

        call.State.Delete(group);
        return SandboxAnswer.Empty(200);
    }

    /// <summary>One page of the members, nested ones included. The page is capped, whatever is asked.</summary>
    public SandboxAnswer Members(JiraCall call)
    {
        var (group, refusal) = Find(call);
        if (group is null)
        {
            return refusal!;
        }

        var inactiveToo = call.Request.Flag("includeInactiveUsers");
        var all = group.Effective();
        var members = inactiveToo ? all : [.. all.Where(user => user.Active)];
        var startAt = Math.Max(call.Request.Number("startAt", 0), 0);
        var maxResults = Math.Clamp(call.Request.Number("maxResults", options.MemberPageCap), 1, options.MemberPageCap);
        return JiraAnswers.Object(200, writer =>
        {
            var next = startAt + maxResults;
            var last = next >= members.Count;
            writer.WriteString("self", Page(startAt));
            if (!last)
            {
                writer.WriteString("nextPage", Page(next));
            }

            writer.WriteNumber("maxResults", maxResults);
            writer.WriteNumber("startAt", startAt);
            writer.WriteNumber("total", members.Count);
            writer.WriteBoolean("isLast", last);
            writer.WriteStartArray("values");
            for (var index = startAt; index < Math.Min(next, members.Count); index++)
            {
                call.Beans.WriteShort(writer, members[index]);
            }

            writer.WriteEndArray();
        });

        string Page(int at) => string.Create(
            CultureInfo.InvariantCulture,
            $"{call.Beans.Api}/group/member?includeInactiveUsers={(inactiveToo ? "true" : "false")}&maxResults={maxResults}&groupname={Uri.EscapeDataString(group.Name)}&startAt={at}");
    }

    public SandboxAnswer AddMember(JiraCall call)
    {
        var (group, refusal) = Find(call);
        if (group is null)
        {
            return refusal!;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.UserToGroup, options.Strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        if (RefuseChanges(call, group) is { } refused)
        {
            return refused;
        }

        var name = body.Text("name");
        if (string.IsNullOrEmpty(name))
        {
            return JiraAnswers.Refuse(400, call.Texts.UsernameRequired);
        }

        if (call.State.User(name) is not { } user)
        {
            return JiraAnswers.Refuse(404, call.Texts.CannotAddUnknown(name));
        }

        return group.Add(user) ? Show(call, 201, group) : JiraAnswers.Refuse(400, call.Texts.AlreadyMember(user.Name, group.Name));
    }

    public static SandboxAnswer RemoveMember(JiraCall call)
    {
        var (group, refusal) = Find(call);
        if (group is null)
        {
            return refusal!;
        }

        if (RefuseChanges(call, group) is { } refused)
        {
            return refused;
        }

        var name = call.Request.Parameter("username");
        if (string.IsNullOrEmpty(name))
        {
            return JiraAnswers.Refuse(400, call.Texts.UsernameRequired);
        }

        if (call.State.User(name) is not { } user)
        {
            return JiraAnswers.Refuse(404, call.Texts.CannotRemoveUnknown(name));
        }

        return group.Remove(user) ? SandboxAnswer.Empty(200) : JiraAnswers.Refuse(400, call.Texts.NotMember(user.Name, group.Name));
    }

    /// <summary>Substring search, sorted and capped; <c>total</c> is not capped. There is no second page.</summary>
    public SandboxAnswer Pick(JiraCall call)
    {
        var query = call.Request.Parameter("query") ?? string.Empty;
        var of = call.Request.Parameter("userName") is { Length: > 0 } name ? call.State.GroupsOf(name) : null;
        var excluded = call.Request.Query["exclude"];
        var hits = call.State.Groups
            .Where(group => group.Name.Contains(query, StringComparison.OrdinalIgnoreCase)
                && !excluded.Contains(group.Name)
                && (of is null || of.Contains(group.Name)))
            .ToList();
        var shown = hits.Take(Math.Clamp(call.Request.Number("maxResults", options.PickerCap), 0, options.PickerCap)).ToList();
        return JiraAnswers.Object(200, writer =>
        {
            writer.WriteString("header", call.Texts.MatchingGroups(shown.Count, hits.Count));
            writer.WriteNumber("total", hits.Count);
            writer.WriteStartArray("groups");
            foreach (var group in shown)
            {
                writer.WriteStartObject();
                writer.WriteString("name", group.Name);
                writer.WriteString("html", Highlight(group.Name, query));
                writer.WriteStartArray("labels");
                if (group.Administers)
                {
                    WriteLabel(writer, call.Texts.AdminLabel, call.Texts.AdminLabelTitle, "ADMIN");
                }

                if (call.State.Applications.FirstOrDefault(application => application.Groups.Contains(group.Name)) is { } application)
                {
                    WriteLabel(writer, application.Name, application.Name, "SINGLE");
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static void WriteLabel(System.Text.Json.Utf8JsonWriter writer, string text, string title, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        writer.WriteString("title", title);
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }

    private static string Highlight(string name, string query)
    {
        var at = query.Length == 0 ? -1 : name.IndexOf(query, StringComparison.OrdinalIgnoreCase);
        var html = HtmlEncoder.Default;
        return at < 0
            ? html.Encode(name)
            : $"{html.Encode(name[..at])}<b>{html.Encode(name[at..(at + query.Length)])}</b>{html.Encode(name[(at + query.Length)..])}";
    }

    private static SandboxAnswer? RefuseChanges(JiraCall call, JiraGroup? group = null) => call.Settings switch
    {
        _ when group is { SystemAdministers: true } && !call.Caller.SystemAdministers => JiraAnswers.Refuse(403, call.Texts.ProtectedAdministrator),
        { ExternalUserManagement: true } => JiraAnswers.Refuse(400, call.Texts.ExternalManagement(memberships: true)),
        { ReadOnly: true } => JiraAnswers.Refuse(400, call.Texts.CannotEditGroupsReadOnly),
        _ => null,
    };

    private static (JiraGroup? Group, SandboxAnswer? Refusal) Find(JiraCall call)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return (null, refusal);
        }

        if (call.Request.Parameter("groupname") is not { Length: > 0 } name)
        {
            return (null, JiraAnswers.Refuse(400, call.Texts.GroupNameRequired));
        }

        return call.State.Group(name) is { } group ? (group, null) : (null, JiraAnswers.Refuse(404, call.Texts.GroupUnknown(name)));
    }

    private static SandboxAnswer Show(JiraCall call, int status, JiraGroup group) => SandboxAnswer.Json(
        status,
        (call, group),
        static (writer, it) => it.call.Beans.WriteGroup(writer, it.group, it.call.Request.Parameter("expand") ?? string.Empty));
}
