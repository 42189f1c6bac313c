namespace Gateway.Benchmarks.Fuzz;

/// <summary>
/// Seeds from a folder of data files: <c>.txt</c> and <c>.jsonl</c> hold one a line, any other file is one as it stands. Sorted by
/// name, so that a run can be repeated.
/// </summary>
internal static class FuzzCorpus
{
    /// <summary>Where a build puts the committed corpus.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "Fuzz");

    public static IReadOnlyList<byte[]> Read(string folder)
    {
        List<byte[]> seeds = [];
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            if (Path.GetExtension(file) is not (".txt" or ".jsonl"))
            {
                seeds.Add(bytes);
                continue;
            }

            foreach (var line in bytes.AsSpan().Split((byte)'\n'))
            {
                if (bytes.AsSpan()[line] is { IsEmpty: false } seed)
                {
                    seeds.Add(seed.ToArray());
                }
            }
        }

        return seeds.Count > 0 ? seeds : throw new InvalidOperationException($"There are no seeds in {folder}.");
    }
}
