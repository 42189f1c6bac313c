using System.Globalization;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>What depends on the release.</summary>
internal sealed class BitbucketVersion
{
    public BitbucketVersion(string text)
    {
        var version = System.Version.TryParse(text, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{text}' is not a Bitbucket version; expected something like 9.4.2.", nameof(text));
        (Major, Minor, Patch) = (version.Major, version.Minor, Math.Max(version.Build, 0));
        Text = string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
    }

    public string Text { get; }

    public int Major { get; }

    public int Minor { get; }

    public int Patch { get; }

    public string BuildNumber => ((Major * 1_000_000) + (Minor * 1_000) + Patch).ToString(CultureInfo.InvariantCulture);

    /// <summary>Basic is blocked by default since 10.</summary>
    public bool BasicByDefault => Major < 10;

    /// <summary>Access for applications by OAuth 2.0 came with 7.20.</summary>
    public bool OAuth => Major > 7 || (Major == 7 && Minor >= 20);

    /// <summary><c>/admin/user-directories</c> came with 8 (the exact release is unverified).</summary>
    public bool UserDirectories => Major >= 8;
}
