namespace Gateway.Configuration.Layers;

/// <summary>Layers of flat keys, in which <c>__</c> parts the path: environment variables and one-secret-per-file folders.</summary>
internal static class KeyLayer
{
    public const string EnvironmentSource = "environment";

    private const int MaxSecretBytes = 64 * 1024;

    /// <summary>Environment variables as a tree. Variables of other programs come along; nobody asks for them.</summary>
    public static ConfigurationNode FromEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        var root = new ConfigurationNode(NodeKind.Keys, EnvironmentSource);
        foreach (var (name, value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            Set(root, name, value);
        }

        return root;
    }

    /// <summary>
    /// A folder in which each file <c>Connections__jira__Credential__Password</c> holds one value (Docker and Kubernetes
    /// secrets). Only names with <c>__</c> are read: such folders hold other programs' secrets too. One newline at the end
    /// of a file is not part of the value. Throws <see cref="ConfigurationException"/> when a file cannot be read.
    /// </summary>
    public static ConfigurationNode FromFolder(string folder)
    {
        var root = new ConfigurationNode(NodeKind.Keys, $"secrets folder {folder}");
        foreach (var file in Files(folder))
        {
            Set(root, Path.GetFileName(file), ReadValue(file));
        }

        return root;
    }

    /// <summary>The files of a secrets folder that are read, ordered by name. Names that begin with a dot are Kubernetes' own.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder)
                .Where(file => Path.GetFileName(file) is var name && !name.StartsWith('.') && name.Contains("__", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new Finding("", $"The secrets folder '{folder}' cannot be read: {error.Message}")]);
        }
    }

    private static string ReadValue(string file)
    {
        try
        {
            if (new FileInfo(file) is { LinkTarget: null, Length: > MaxSecretBytes })
            {
                throw new ConfigurationException([new Finding("", $"The secret file '{file}' is larger than 64 KiB.")]);
            }

            var text = File.ReadAllText(file);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new Finding("", $"The secret file '{file}' cannot be read: {error.Message}")]);
        }
    }

    private static void Set(ConfigurationNode root, string name, string value)
    {
        var path = name.Split("__");
        if (!path.Contains("") && !name.Contains(':', StringComparison.Ordinal))
        {
            root.SetFlat(path, value);
        }
    }
}
