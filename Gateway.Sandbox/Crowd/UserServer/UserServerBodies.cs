using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>The bodies that the API knows. Only JSON ones are read here; the real one takes XML too.</summary>
internal static class UserServerBodies
{
    private const string Package = "com.atlassian.crowd.plugin.rest.entity.";

    public static JsonBean User { get; } = new(Package + "UserEntity", new Dictionary<string, BeanField>
    {
        ["name"] = BeanField.Text,
        ["first-name"] = BeanField.Text,
        ["last-name"] = BeanField.Text,
        ["display-name"] = BeanField.Text,
        ["email"] = BeanField.Text,
        ["active"] = BeanField.Flag,
        ["password"] = BeanField.Whole,
        ["attributes"] = BeanField.Whole,
        ["key"] = BeanField.Text,
        ["created-date"] = BeanField.Text,
        ["updated-date"] = BeanField.Text,
        ["link"] = BeanField.Whole,
        ["expand"] = BeanField.Text,
    });

    public static JsonBean Group { get; } = new(Package + "GroupEntity", new Dictionary<string, BeanField>
    {
        ["name"] = BeanField.Text,
        ["description"] = BeanField.Text,
        ["type"] = BeanField.Text,
        ["active"] = BeanField.Flag,
        ["attributes"] = BeanField.Whole,
        ["link"] = BeanField.Whole,
        ["expand"] = BeanField.Text,
    });

    /// <summary>A user or a group in a membership.</summary>
    public static JsonBean Name { get; } = new(Package + "NamedEntity", new Dictionary<string, BeanField> { ["name"] = BeanField.Text, ["link"] = BeanField.Whole });

    public static JsonBean NewName { get; } = new(Package + "RenameEntity", new Dictionary<string, BeanField> { ["new-name"] = BeanField.Text });

    public static JsonBean Password { get; } = new(Package + "PasswordEntity", new Dictionary<string, BeanField> { ["value"] = BeanField.Text, ["link"] = BeanField.Whole });

    public static JsonBean Attributes { get; } = new(Package + "MultiValuedAttributeEntityList", new Dictionary<string, BeanField>
    {
        ["attributes"] = BeanField.Whole,
        ["link"] = BeanField.Whole,
    });

    public static JsonBean Restriction { get; } = new(Package + "SearchRestrictionEntity", new Dictionary<string, BeanField>
    {
        ["restriction-type"] = BeanField.Text,
        ["boolean-logic"] = BeanField.Text,
        ["restrictions"] = BeanField.Whole,
        ["property"] = BeanField.Whole,
        ["match-mode"] = BeanField.Text,
        ["value"] = BeanField.Text,
    });

    public static (JsonBody? Body, SandboxAnswer? Refusal) Read(UserServerCall call, JsonBean bean) =>
        JsonBody.Read(call.Request, bean, strict: true, (status, message) => call.Refuse(status, Reason.IllegalArgument, message));

    /// <summary>The password of a user's body; null when there is none.</summary>
    public static string? PasswordOf(JsonBody user) =>
        user.Whole("password") is { ValueKind: JsonValueKind.Object } password && password.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The attributes of a list; null when it is none. Of an absent one: no attributes.</summary>
    public static Dictionary<string, IReadOnlyList<string>>? AttributesOf(JsonElement? list)
    {
        var read = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (list is not { } array)
        {
            return read;
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
                || !item.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array
                || values.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.String))
            {
                return null;
            }

            read[name.GetString()!] = [.. values.EnumerateArray().Select(value => value.GetString()!)];
        }

        return read;
    }
}
