using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>Secrets where others may read them: in gateway.json, which people check in, and in a gateway.local.json that every user of the machine may read.</summary>
internal static class SecretRules
{
    private static readonly string[] SecretKeys = ["Password", "Token", "ClientSecret", "RefreshToken"];

    /// <param name="tracked">gateway.json alone.</param>
    public static void WarnAboutTracked(ConfigurationNode tracked, Findings findings)
    {
        foreach (var path in SecretsIn(tracked))
        {
            findings.Warn(path, "is a secret in gateway.json; move it to gateway.local.json, a secret file or the environment.");
        }
    }

    /// <param name="local">gateway.local.json alone.</param>
    /// <param name="mode">The file's mode; null where there are none (Windows).</param>
    public static void WarnAboutReadable(ConfigurationNode local, string file, UnixFileMode? mode, Findings findings)
    {
        if (mode is { } bits && (bits & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0 && SecretsIn(local).FirstOrDefault() is { } path)
        {
            findings.Warn(path, $"is a secret in '{file}', which every user of this machine may read; chmod 600 it.");
        }
    }

    // By name, wherever it stands: a credential's, a certificate's, and those that a later section brings.
    private static IEnumerable<string> SecretsIn(ConfigurationNode node, string prefix = "")
    {
        foreach (var (name, child) in node.Children)
        {
            var path = prefix + name;
            if (child is { Kind: NodeKind.Value, Value.Length: > 0 } && (SecretKeys.Contains(name, StringComparer.OrdinalIgnoreCase) || IsPasswordIn(name, child.Value)))
            {
                yield return path;
            }

            foreach (var inner in SecretsIn(child, $"{path}:"))
            {
                yield return inner;
            }
        }
    }

    private static bool IsPasswordIn(string name, string value) =>
        name.Equals("ConnectionString", StringComparison.OrdinalIgnoreCase) && value.Contains("Password=", StringComparison.OrdinalIgnoreCase);
}
