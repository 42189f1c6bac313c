namespace Gateway.Sandbox.Hosting;

/// <summary>An emulated app that can be given people and groups in words that fit all of them.</summary>
public interface ISeededSandbox
{
    /// <summary>An ordinary account that is there already; its key.</summary>
    string Seed(SandboxSeed person);

    /// <summary>An empty group.</summary>
    void AddGroup(string name);

    void AddMember(string group, string user);

    /// <summary>Users and groups as they are now.</summary>
    SandboxView View();

    /// <summary>A group that is there already, with these users (by name) in it; one that is there gets them too.</summary>
    void SeedGroup(string name, params IReadOnlyList<string> members)
    {
        var there = View().Groups.FirstOrDefault(group => group.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        if (there is null)
        {
            AddGroup(name);
        }

        foreach (var member in members.Except(there ?? [], StringComparer.OrdinalIgnoreCase))
        {
            AddMember(name, member);
        }
    }
}

/// <summary>An account that an emulated app is to have.</summary>
/// <param name="GetsIn">Whether it can log in.</param>
/// <param name="GivenName">For apps that hold it apart.</param>
/// <param name="FamilyName">For apps that hold it apart.</param>
public sealed record SandboxSeed(string Name, string DisplayName, string? Email, bool GetsIn, string GivenName = "", string FamilyName = "");
