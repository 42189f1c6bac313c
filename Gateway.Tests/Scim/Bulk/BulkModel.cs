using Gateway.Scim.Bulk;

namespace Gateway.Tests.Scim.Bulk;

/// <summary>Which operations must wait for which: every pair compared, and closed by brute force.</summary>
internal sealed class BulkModel
{
    private readonly RandomOperation[] _operations;
    private readonly bool[,] _refers;

    public BulkModel(RandomOperation[] operations)
    {
        _operations = operations;
        var count = operations.Length;
        Unknown = [.. operations.Select(operation => References(operation).Any(post => post >= count || operations[post].Method != BulkMethod.Post))];
        _refers = Fill((from, to) => !Unknown[from] && References(operations[from]).Contains(to));
        var reached = Close((bool[,])_refers.Clone());
        Circular = [.. Enumerable.Range(0, count).Select(index => reached[index, index])];
        _refers = Fill((from, to) => !IsRefused(from) && References(operations[from]).Contains(to));
        Waits = Close(Fill((from, to) => _refers[from, to] || (from > to && Conflicts(from, to))));
    }

    public IReadOnlyList<bool> Unknown { get; }

    public IReadOnlyList<bool> Circular { get; }

    /// <summary>Must wait, directly or not; two that must wait for each other are a knot of references and order.</summary>
    public bool[,] Waits { get; }

    public bool IsRefused(int index) => Unknown[index] || Circular[index];

    public bool Refers(int from, int to) => _refers[from, to];

    public bool Conflicts(int one, int other)
    {
        if (IsRefused(one) || IsRefused(other))
        {
            return false;
        }

        var (a, b) = (_operations[one], _operations[other]);
        return SameTarget(a, b) || Names(a, b.Target) || Names(b, a.Target) || SameName(a, b) || (a.Type == b.Type && (Frees(a, b) || Frees(b, a)));
    }

    public static bool[,] Close(bool[,] edges)
    {
        var count = edges.GetLength(0);
        for (var middle = 0; middle < count; middle++)
        {
            for (var from = 0; from < count; from++)
            {
                for (var to = 0; to < count; to++)
                {
                    edges[from, to] |= edges[from, middle] && edges[middle, to];
                }
            }
        }

        return edges;
    }

    private static IEnumerable<int> References(RandomOperation operation) =>
        operation.Target?.StartsWith("bulkId:b", StringComparison.Ordinal) == true
            ? operation.Refers.Append(int.Parse(operation.Target["bulkId:b".Length..], System.Globalization.CultureInfo.InvariantCulture))
            : operation.Refers;

    private static bool SameTarget(RandomOperation a, RandomOperation b) => a.Target is not null && a.Target == b.Target;

    private static bool Names(RandomOperation operation, string? id) =>
        id is not null && (operation.Named.Contains(id) || operation.Refers.Any(post => $"bulkId:b{post}" == id));

    private static bool SameName(RandomOperation a, RandomOperation b) =>
        a.Method is BulkMethod.Post or BulkMethod.Put && b.Method is BulkMethod.Post or BulkMethod.Put && a.Type == b.Type && a.Name.Equals(b.Name, StringComparison.OrdinalIgnoreCase);

    // A random PATCH has its name at the top of its data, and so renames.
    private static bool Frees(RandomOperation one, RandomOperation post) => post.Method == BulkMethod.Post && one.Method != BulkMethod.Post;

    private bool[,] Fill(Func<int, int, bool> edge)
    {
        var edges = new bool[_operations.Length, _operations.Length];
        for (var from = 0; from < _operations.Length; from++)
        {
            for (var to = 0; to < _operations.Length; to++)
            {
                edges[from, to] = edge(from, to);
            }
        }

        return edges;
    }
}
