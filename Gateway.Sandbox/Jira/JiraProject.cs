namespace Gateway.Sandbox.Jira;

/// <summary>A project, as far as it stands in the way of deactivating its lead.</summary>
public sealed class JiraProject
{
    internal JiraProject(long id, string key, string name, JiraUser lead) => (Id, Key, Name, Lead) = (id, key, name, lead);

    public long Id { get; }

    public string Key { get; }

    public string Name { get; internal set; }

    public JiraUser Lead { get; internal set; }

    public bool Archived { get; internal set; }

    internal List<JiraComponent> Components { get; } = [];
}

/// <summary>A component of a project; its lead may be nobody.</summary>
public sealed class JiraComponent
{
    internal JiraComponent(long id, string name, JiraProject project) => (Id, Name, Project) = (id, name, project);

    public long Id { get; }

    public string Name { get; internal set; }

    public JiraUser? Lead { get; internal set; }

    internal JiraProject Project { get; }
}

/// <summary>An application that takes licence seats: the active members of its groups.</summary>
internal sealed record JiraApplication(string Key, string Name, IReadOnlyList<string> Groups, IReadOnlyList<string> DefaultGroups, bool SelectedByDefault);
