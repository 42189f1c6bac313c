using System.Globalization;

namespace Gateway.Sandbox.Jira;

/// <summary>What depends on the release.</summary>
internal sealed class JiraVersion
{
    public JiraVersion(string text)
    {
        var version = System.Version.TryParse(text, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{text}' is not a Jira version; expected something like 10.3.2.", nameof(text));
        Numbers = [version.Major, version.Minor, Math.Max(version.Build, 0)];
        Text = string.Join('.', Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    public string Text { get; }

    public IReadOnlyList<int> Numbers { get; }

    public int BuildNumber => (Numbers[0] * 100_000) + (Numbers[1] * 1_000) + Numbers[2];

    /// <summary>Basic is off by default since 11.0.</summary>
    public bool BasicByDefault => Numbers[0] < 11;

    /// <summary>Personal access tokens came with 8.14.</summary>
    public bool Tokens => AtLeast(8, 14);

    /// <summary><c>/user/duplicated</c> came with 8.19.</summary>
    public bool DuplicatedUsers => AtLeast(8, 19);

    /// <summary><c>/user/list</c>: 11.0, and late releases of the 10.3 line.</summary>
    public bool UserList => AtLeast(11, 0) || (Numbers[0] == 10 && Numbers[1] == 3 && Numbers[2] >= 10);

    /// <summary>From 10.0 on <c>/user/search</c> ends after the first hits, paging included (JRASERVER-78520).</summary>
    public bool SearchCapIsTotal => AtLeast(10, 0);

    public int SearchCap => SearchCapIsTotal ? 100 : 1000;

    private bool AtLeast(int major, int minor) => Numbers[0] > major || (Numbers[0] == major && Numbers[1] >= minor);
}
