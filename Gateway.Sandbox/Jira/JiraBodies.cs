using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>The bodies that Jira knows.</summary>
internal static class JiraBodies
{
    public static JsonBean UserWrite { get; } = new("com.atlassian.jira.rest.v2.issue.UserWriteBean", new Dictionary<string, BeanField>
    {
        ["self"] = BeanField.Text,
        ["key"] = BeanField.Text,
        ["name"] = BeanField.Text,
        ["password"] = BeanField.Text,
        ["emailAddress"] = BeanField.Text,
        ["displayName"] = BeanField.Text,
        ["active"] = BeanField.Flag,
        ["notification"] = BeanField.Text,
        ["applicationKeys"] = BeanField.Texts,
    });

    public static JsonBean Password { get; } = new("com.atlassian.jira.rest.v2.issue.PasswordBean", new Dictionary<string, BeanField>
    {
        ["password"] = BeanField.Text,
        ["currentPassword"] = BeanField.Text,
    });

    public static JsonBean AddGroup { get; } = new("com.atlassian.jira.rest.v2.issue.AddGroupBean", new Dictionary<string, BeanField> { ["name"] = BeanField.Text });

    public static JsonBean UserToGroup { get; } = new("com.atlassian.jira.rest.v2.issue.UpdateUserToGroupBean", new Dictionary<string, BeanField> { ["name"] = BeanField.Text });

    public static JsonBean Project { get; } = new("com.atlassian.jira.rest.v2.issue.project.ProjectUpdateBean", new Dictionary<string, BeanField>
    {
        ["name"] = BeanField.Text,
        ["lead"] = BeanField.Text,
    });

    public static JsonBean Component { get; } = new("com.atlassian.jira.rest.v2.issue.component.ComponentBean", new Dictionary<string, BeanField>
    {
        ["name"] = BeanField.Text,
        ["leadUserName"] = BeanField.Text,
    });
}
