using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>The bodies that Bitbucket knows, by the names of the reference.</summary>
internal static class BitbucketBodies
{
    public static JsonBean UserUpdate { get; } = Texts("UserUpdate", "name", "displayName", "email");

    public static JsonBean UserRename { get; } = Texts("UserRename", "name", "newName");

    public static JsonBean PasswordUpdate { get; } = Texts("AdminPasswordUpdate", "name", "password", "passwordConfirm");

    /// <summary>One user and one group; which of the two is the context depends on the resource.</summary>
    public static JsonBean Picker { get; } = Texts("UserPickerContext", "context", "itemName");

    public static JsonBean GroupAndUsers { get; } = new("GroupAndUsers", new Dictionary<string, BeanField>
    {
        ["group"] = BeanField.Text,
        ["users"] = BeanField.Texts,
    });

    public static JsonBean UserAndGroups { get; } = new("UserAndGroups", new Dictionary<string, BeanField>
    {
        ["user"] = BeanField.Text,
        ["groups"] = BeanField.Texts,
    });

    public static JsonBean BasicAuthConfig { get; } = new("BasicAuthConfigEntity", new Dictionary<string, BeanField>
    {
        ["block-requests"] = BeanField.Flag,
        ["allowed-paths"] = BeanField.Texts,
        ["allowed-users"] = BeanField.Texts,
        ["show-warning-message"] = BeanField.Flag,
    });

    private static JsonBean Texts(string name, params IEnumerable<string> fields) => new(name, fields.ToDictionary(field => field, _ => BeanField.Text));
}
