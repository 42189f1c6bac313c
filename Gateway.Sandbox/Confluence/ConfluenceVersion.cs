using System.Globalization;

namespace Gateway.Sandbox.Confluence;

/// <summary>What depends on the release.</summary>
internal sealed class ConfluenceVersion
{
    private readonly Version version;

    public ConfluenceVersion(string text)
    {
        version = Version.TryParse(text, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{text}' is not a Confluence version; expected something like 9.2.4.", nameof(text));
        Text = text;
    }

    public string Text { get; }

    public string BuildNumber => ((version.Major * 1_000) + (version.Minor * 10) + Math.Max(version.Build, 0)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Basic is off by default since 10.0.</summary>
    public bool BasicByDefault => version.Major < 10;

    /// <summary>Personal access tokens came with 7.9.</summary>
    public bool Tokens => version >= new Version(7, 9);

    /// <summary>Disable, enable and delete came with 8.2.</summary>
    public bool DisablesUsers => version >= new Version(8, 2);

    /// <summary>Create, password and the list of users came with 8.4 (CONFSERVER-87290, -87291, -87292).</summary>
    public bool CreatesUsers => version >= new Version(8, 4);

    /// <summary>Stands in the 9.3.1 reference and not in that of 9.2.</summary>
    public bool ListsActiveUsers => version >= new Version(9, 3);

    /// <summary>Full name and e-mail: in the 10.0 reference; that it is absent before is unverified.</summary>
    public bool UpdatesUsers => version.Major >= 10;

    /// <summary><c>/rest/api/server-information</c>: clients use it from 9.1 on.</summary>
    public bool TellsServerInformation => version >= new Version(9, 1);
}
