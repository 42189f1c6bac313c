using System.Globalization;
using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary><c>/project</c> and <c>/component</c>, as far as leads go.</summary>
internal sealed class JiraProjectsApi(bool strict)
{
    public static SandboxAnswer List(JiraCall call)
    {
        var archivedToo = call.Request.Flag("includeArchived");
        var withLead = JiraBeans.Expands(call.Request.Parameter("expand") ?? string.Empty, "lead");
        return SandboxAnswer.Json(200, call, (writer, call) =>
        {
            writer.WriteStartArray();
            foreach (var project in call.State.Projects.Where(project => archivedToo || !project.Archived))
            {
                Write(writer, call, project, withLead);
            }

            writer.WriteEndArray();
        });
    }

    public static SandboxAnswer Get(JiraCall call, string key) => Find(call, key) is { } project
        ? SandboxAnswer.Json(200, call, (writer, call) => Write(writer, call, project, withLead: true))
        : JiraAnswers.Refuse(404, call.Texts.ProjectUnknown(key));

    public SandboxAnswer Update(JiraCall call, string key)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        if (Find(call, key) is not { } project)
        {
            return JiraAnswers.Refuse(404, call.Texts.ProjectUnknown(key));
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.Project, strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Text("lead") is { } lead)
        {
            if (call.State.User(lead) is not { Active: true } user)
            {
                return JiraAnswers.RefuseField("projectLead", call.Texts.LeadUnknown(lead));
            }

            project.Lead = user;
        }

        project.Name = body.Text("name") ?? project.Name;
        return SandboxAnswer.Json(200, call, (writer, call) => Write(writer, call, project, withLead: true));
    }

    public static SandboxAnswer Components(JiraCall call, string key) => Find(call, key) is { } project
        ? SandboxAnswer.Json(200, call, (writer, call) =>
        {
            writer.WriteStartArray();
            project.Components.ForEach(component => Write(writer, call, component));
            writer.WriteEndArray();
        })
        : JiraAnswers.Refuse(404, call.Texts.ProjectUnknown(key));

    public static SandboxAnswer GetComponent(JiraCall call, string id) => FindComponent(call, id) is { } component
        ? SandboxAnswer.Json(200, call, (writer, call) => Write(writer, call, component))
        : JiraAnswers.Refuse(404, call.Texts.ComponentUnknown(id));

    public SandboxAnswer UpdateComponent(JiraCall call, string id)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        if (FindComponent(call, id) is not { } component)
        {
            return JiraAnswers.Refuse(404, call.Texts.ComponentUnknown(id));
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.Component, strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Text("leadUserName") is { } lead)
        {
            var user = lead.Length == 0 ? null : call.State.User(lead);
            if (lead.Length > 0 && user is not { Active: true })
            {
                return JiraAnswers.RefuseField("leadUserName", call.Texts.LeadUnknown(lead));
            }

            component.Lead = user;
        }

        component.Name = body.Text("name") ?? component.Name;
        return SandboxAnswer.Json(200, call, (writer, call) => Write(writer, call, component));
    }

    private static JiraProject? Find(JiraCall call, string keyOrId) =>
        call.State.Project(keyOrId) ?? call.State.Projects.FirstOrDefault(project => Number(project.Id) == keyOrId);

    private static JiraComponent? FindComponent(JiraCall call, string id) => call.State.Components().FirstOrDefault(component => Number(component.Id) == id);

    private static void Write(Utf8JsonWriter writer, JiraCall call, JiraProject project, bool withLead)
    {
        writer.WriteStartObject();
        writer.WriteString("expand", "description,lead,url,projectKeys");
        writer.WriteString("self", $"{call.Beans.Api}/project/{Number(project.Id)}");
        writer.WriteString("id", Number(project.Id));
        writer.WriteString("key", project.Key);
        writer.WriteString("name", project.Name);
        writer.WriteString("projectTypeKey", "software");
        writer.WriteBoolean("archived", project.Archived);
        if (withLead)
        {
            writer.WritePropertyName("lead");
            call.Beans.WriteShort(writer, project.Lead);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JiraCall call, JiraComponent component)
    {
        writer.WriteStartObject();
        writer.WriteString("self", $"{call.Beans.Api}/component/{Number(component.Id)}");
        writer.WriteString("id", Number(component.Id));
        writer.WriteString("name", component.Name);
        if (component.Lead is { } lead)
        {
            writer.WritePropertyName("lead");
            call.Beans.WriteShort(writer, lead);
            writer.WriteString("leadUserName", lead.Name);
        }

        writer.WriteString("assigneeType", "PROJECT_DEFAULT");
        writer.WriteString("project", component.Project.Key);
        writer.WriteNumber("projectId", component.Project.Id);
        writer.WriteEndObject();
    }

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
