namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>Addresses inside of entities. Names are shown in lower case where the application wants them so.</summary>
internal sealed class UserServerLinks(string baseAddress, bool lowerCase)
{
    private readonly string root = $"{baseAddress}/rest/usermanagement/1";

    public string Shown(string name) => lowerCase ? name.ToLowerInvariant() : name;

    public string User(string name) => $"{root}/user?username={Escaped(name)}";

    public string Password(string name) => $"{root}/user/password?username={Escaped(name)}";

    public string UserAttributes(string name) => $"{root}/user/attribute?username={Escaped(name)}";

    public string Group(string name) => $"{root}/group?groupname={Escaped(name)}";

    public string GroupAttributes(string name) => $"{root}/group/attribute?groupname={Escaped(name)}";

    public static string Attribute(string attributes, string name) => $"{attributes}&attributename={Uri.EscapeDataString(name)}";

    private string Escaped(string name) => Uri.EscapeDataString(Shown(name));
}
