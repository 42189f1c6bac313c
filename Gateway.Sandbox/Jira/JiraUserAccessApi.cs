using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>What hangs on a user: password, application access, properties, sessions.</summary>
internal sealed class JiraUserAccessApi(bool strict)
{
    private const int MaxPropertyBytes = 32_768;

    public SandboxAnswer SetPassword(JiraCall call)
    {
        var (user, refusal) = call.FindUserToChange(call.Texts.CannotEditUserReadOnly);
        if (user is null)
        {
            return refusal!;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.Password, strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Text("password") is not { Length: > 0 } password)
        {
            return JiraAnswers.RefuseField("password", call.Texts.PasswordRequired);
        }

        var errors = new Dictionary<string, string>();
        JiraUserRules.CheckPassword(call, password, errors);
        if (errors.Count > 0)
        {
            return JiraAnswers.RefuseFields(errors);
        }

        user.Password = password;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>Adds to the application's default groups; repeating it is harmless.</summary>
    public static SandboxAnswer GrantApplication(JiraCall call)
    {
        var (user, application, refusal) = FindAccess(call);
        if (user is null || application is null)
        {
            return refusal!;
        }

        if (!call.State.ApplicationsOf(user).Contains(application) && JiraUserRules.IsFull(call, application))
        {
            return JiraAnswers.Refuse(400, call.Texts.NoSeat(application.Name));
        }

        foreach (var group in application.DefaultGroups)
        {
            call.State.Group(group)?.Add(user);
        }

        return SandboxAnswer.Empty(200);
    }

    /// <summary>Removes from every group of the application.</summary>
    public static SandboxAnswer RevokeApplication(JiraCall call)
    {
        var (user, application, refusal) = FindAccess(call);
        if (user is null || application is null)
        {
            return refusal!;
        }

        foreach (var group in application.Groups)
        {
            call.State.Group(group)?.Remove(user);
        }

        return SandboxAnswer.Empty(204);
    }

    public static SandboxAnswer ListProperties(JiraCall call)
    {
        var (user, refusal) = FindOwner(call);
        return user is null ? refusal! : JiraAnswers.Object(200, writer =>
        {
            writer.WriteStartArray("keys");
            foreach (var key in user.Properties.Keys)
            {
                writer.WriteStartObject();
                writer.WriteString("self", $"{call.Beans.Api}/user/properties/{Uri.EscapeDataString(key)}?userKey={Uri.EscapeDataString(user.Key)}");
                writer.WriteString("key", key);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    public static SandboxAnswer GetProperty(JiraCall call, string key)
    {
        var (user, refusal) = FindOwner(call);
        if (user is null)
        {
            return refusal!;
        }

        return !user.Properties.TryGetValue(key, out var value)
            ? JiraAnswers.Refuse(404, call.Texts.PropertyUnknown(key))
            : JiraAnswers.Object(200, writer =>
            {
                writer.WriteString("key", key);
                writer.WritePropertyName("value");
                writer.WriteRawValue(value);
            });
    }

    public static SandboxAnswer SetProperty(JiraCall call, string key)
    {
        var (user, refusal) = FindOwner(call);
        if (user is null)
        {
            return refusal!;
        }

        if (call.Request.Body.Length > MaxPropertyBytes)
        {
            return JiraAnswers.Refuse(400, call.Texts.PropertyTooLong(MaxPropertyBytes));
        }

        try
        {
            using var value = JsonDocument.Parse(call.Request.Body);
            var created = !user.Properties.ContainsKey(key);
            user.Properties[key] = value.RootElement.GetRawText();
            return SandboxAnswer.Empty(created ? 201 : 200);
        }
        catch (JsonException exception)
        {
            return JiraAnswers.Refuse(400, $"Unexpected character or end-of-input: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}");
        }
    }

    public static SandboxAnswer DeleteProperty(JiraCall call, string key)
    {
        var (user, refusal) = FindOwner(call);
        if (user is null)
        {
            return refusal!;
        }

        return user.Properties.Remove(key) ? SandboxAnswer.Empty(204) : JiraAnswers.Refuse(404, call.Texts.PropertyUnknown(key));
    }

    public static SandboxAnswer EndSessions(JiraCall call, string username)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        if (call.State.User(username) is not { } user)
        {
            return JiraAnswers.Refuse(404, call.Texts.UserNotNamed(username));
        }

        user.SessionsEnded++;
        return SandboxAnswer.Empty(200);
    }

    private static (JiraUser? User, SandboxAnswer? Refusal) FindOwner(JiraCall call)
    {
        var (user, refusal) = call.FindUser("userKey");
        return user is null || user == call.Caller ? (user, refusal) : call.RefuseOthers() is { } others ? (null, others) : (user, null);
    }

    private static (JiraUser? User, JiraApplication? Application, SandboxAnswer? Refusal) FindAccess(JiraCall call)
    {
        var (user, refusal) = call.FindUserToChange(call.Texts.CannotEditGroupsReadOnly);
        if (user is null)
        {
            return (null, null, refusal);
        }

        if (call.Request.Parameter("applicationKey") is not { Length: > 0 } key)
        {
            return (null, null, JiraAnswers.Refuse(400, call.Texts.ApplicationRequired));
        }

        var application = call.State.Applications.FirstOrDefault(application => application.Key == key);
        return application is null ? (null, null, JiraAnswers.Refuse(400, call.Texts.ApplicationUnknown(key))) : (user, application, null);
    }
}
