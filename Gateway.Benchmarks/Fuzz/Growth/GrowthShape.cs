namespace Gateway.Benchmarks.Fuzz.Growth;

/// <summary>A kind of input that can be made as large as one likes.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Start">The smallest size; 2, 4 and 8 times as much are measured as well.</param>
/// <param name="Prepare">Makes the input of a size, and gives what is to be measured.</param>
internal sealed record GrowthShape(string Name, int Start, Func<int, Action> Prepare)
{
    /// <summary>
    /// Whether both sides of a product grow: operations with a filter, each of which looks at all the values that those before it made. Its time is
    /// not judged, only its bytes; what bounds it is the greatest number of operations.
    /// </summary>
    public bool IsProduct { get; init; }
}
