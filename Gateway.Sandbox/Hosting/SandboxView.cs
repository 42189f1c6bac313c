namespace Gateway.Sandbox.Hosting;

/// <summary>What an emulated app holds, in words that fit all of them.</summary>
/// <param name="Groups">Names of the direct members, sorted, by group.</param>
public sealed record SandboxView(IReadOnlyList<SandboxPerson> People, IReadOnlyDictionary<string, IReadOnlyList<string>> Groups);

/// <summary>A user of an emulated app.</summary>
/// <param name="Key">The app's stable key.</param>
/// <param name="GetsIn">Whether the user can log in: active, and where the app knows no inactive users, licensed.</param>
public sealed record SandboxPerson(string Key, string Name, bool GetsIn, string DisplayName, string? Email);
