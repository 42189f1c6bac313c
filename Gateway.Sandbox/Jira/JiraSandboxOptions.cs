using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>How an emulated Jira starts. What can be turned at run time is in <see cref="JiraSettings"/>.</summary>
public sealed record JiraSandboxOptions
{
    /// <value>Default 10.3.2. Decides the caps of the search, <c>/user/list</c>, and whether Basic is on.</value>
    public string Version { get; init; } = "10.3.2";

    /// <summary>The account of whoever calls; an administrator.</summary>
    public string ServiceUser { get; init; } = "svc-scim";

    /// <value>Default random.</value>
    public string ServicePassword { get; init; } = SandboxSecret.New();

    /// <summary>The service account's personal access token.</summary>
    /// <value>Default random.</value>
    public string Token { get; init; } = SandboxSecret.New();

    /// <summary>Whether Basic is accepted.</summary>
    /// <value>Default null: off from Jira 11.0 on.</value>
    public bool? BasicEnabled { get; init; }

    /// <summary>Language of every text: <c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The most that one page of <c>/group/member</c> holds, whatever is asked.</summary>
    public int MemberPageCap { get; init; } = 50;

    /// <summary>The most that <c>/groups/picker</c> answers (<c>jira.ajax.autocomplete.limit</c>).</summary>
    public int PickerCap { get; init; } = 20;

    /// <summary>Before Jira 10 the most of one answer of <c>/user/search</c>, from 10 on the most of all its pages together.</summary>
    /// <value>Default null: 1000, from Jira 10 on 100.</value>
    public int? SearchCap { get; init; }

    /// <summary>Whether <c>/user/list</c> is there.</summary>
    /// <value>Default null: from 11.0 on, and in 10.3 from 10.3.10 on (the exact release of the 10.3 line is unverified).</value>
    public bool? UserList { get; init; }

    /// <summary>Licensed seats of Jira Software; null is unlimited.</summary>
    public int? Seats { get; init; }

    /// <summary>Added to each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Every user directory is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Such as <c>/jira</c>; empty for none.</summary>
    public string ContextPath { get; init; } = string.Empty;

    /// <summary>Applications are configured under "Jira user server": renaming a user is refused.</summary>
    public bool UserServer { get; init; }

    /// <summary>The application that is configured under "Jira user server"; it calls <c>/rest/usermanagement/1</c>, no user does.</summary>
    public string ApplicationName { get; init; } = "scim-gateway";

    /// <value>Default random.</value>
    public string ApplicationPassword { get; init; } = SandboxSecret.New();

    /// <summary>Listeners over one state.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Whether <c>/cluster/nodes</c> answers.</summary>
    /// <value>Default null: with more than one node.</value>
    public bool? Clustered { get; init; }

    /// <summary>Port of the first node, the others follow; 0 for free ones.</summary>
    public int Port { get; init; }

    /// <summary>Members of a body that Jira does not know are refused, as its JSON reader does.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>How many calls the log keeps; it counts on past that.</summary>
    public int CallCapacity { get; init; } = 20_000;

    /// <value>Default random.</value>
    public string ControlToken { get; init; } = SandboxSecret.New();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
