namespace Gateway.Sandbox.Hosting;

/// <summary>An emulated app that can be given people and groups in words that fit all of them.</summary>
public interface ISeededSandbox
{
    /// <summary>An ordinary account that is there already; its key.</summary>
    /// <param name="getsIn">Whether it can log in.</param>
    string Seed(string name, string displayName, string? email, bool getsIn);

    /// <summary>A group that is there already, with these users (by name) in it; one that is there gets them too.</summary>
    void SeedGroup(string name, params IReadOnlyList<string> members);
}
