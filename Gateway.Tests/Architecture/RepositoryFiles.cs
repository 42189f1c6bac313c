namespace Gateway.Tests.Architecture;

/// <summary>Files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string PathOf(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return Path.Combine(folder.FullName, file);
            }
        }

        throw new FileNotFoundException("The tests run outside of the repository.", file);
    }

    public static string[] ReadAllLines(string file) => File.ReadAllLines(PathOf(file));
}
