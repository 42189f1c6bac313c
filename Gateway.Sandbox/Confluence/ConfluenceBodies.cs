using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>The bodies that Confluence knows. Class names as in the OpenAPI 10.0 reference.</summary>
internal static class ConfluenceBodies
{
    public static JsonBean UserForCreation { get; } = new("UserDetailsForCreation", new Dictionary<string, BeanField>
    {
        ["userName"] = BeanField.Text,
        ["fullName"] = BeanField.Text,
        ["email"] = BeanField.Text,
        ["password"] = BeanField.Text,
        ["notifyViaEmail"] = BeanField.Flag,
    });

    public static JsonBean UserForUpdate { get; } = new("UserDetailsForUpdate", new Dictionary<string, BeanField>
    {
        ["fullName"] = BeanField.Text,
        ["email"] = BeanField.Text,
        ["currentPassword"] = BeanField.Text,
    });

    public static JsonBean Credentials { get; } = new("Credentials", new Dictionary<string, BeanField> { ["password"] = BeanField.Text });

    public static JsonBean Group { get; } = new("Group", new Dictionary<string, BeanField>
    {
        ["type"] = BeanField.Text,
        ["name"] = BeanField.Text,
    });
}
