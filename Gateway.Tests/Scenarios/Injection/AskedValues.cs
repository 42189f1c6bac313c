namespace Gateway.Tests.Scenarios.Injection;

/// <summary>What one case puts into every place that takes a value from Entra.</summary>
/// <param name="Id">An id in a path, and of a member, that nobody was given.</param>
internal sealed record AskedValues(string UserName, string ExternalId, string DisplayName, string Email, string Group, string NewGroup, string Id)
{
    /// <summary>Values that mean nothing but themselves anywhere.</summary>
    public static AskedValues Tame(int number) => new(
        $"tame{number}", $"tame-external{number}", $"Tame Person {number}", $"tame{number}@contoso.com", $"tame-group{number}", $"Tame Group {number}", $"tame-id{number}");

    public IReadOnlyList<string> ToList() => [UserName, ExternalId, DisplayName, Email, Group, NewGroup, Id];
}
