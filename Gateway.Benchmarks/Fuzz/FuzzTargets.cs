using Gateway.Benchmarks.Fuzz.Targets;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>What there is to fuzz.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } = [new FilterTarget(), new PathTarget(), new PatchTarget(), new ResourceTarget(), new JsonTarget()];

    public static FuzzTarget Named(string name) =>
        All.FirstOrDefault(target => target.Name == name) ?? throw new ArgumentException($"There is no target {name}. There are {string.Join(", ", All.Select(target => target.Name))}, all.");
}
