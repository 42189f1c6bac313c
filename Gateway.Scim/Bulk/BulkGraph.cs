namespace Gateway.Scim.Bulk;

/// <summary>Who waits for whom: the graph work of a plan. Operations are their indexes. Linear in the number of waits.</summary>
internal static class BulkGraph
{
    /// <summary>
    /// Whom each operation waits for because both touch one thing, when they come in this sequence. What follows from other waits is left out: of
    /// several changes of one resource each waits for the one before it.
    /// </summary>
    internal static IReadOnlyList<int>[] Order(IReadOnlyList<BulkFootprint> footprints, IReadOnlyList<int> sequence)
    {
        var waits = new IReadOnlyList<int>[footprints.Count];
        var turns = new Dictionary<int, Turn>();
        foreach (var index in sequence)
        {
            var before = new HashSet<int>();
            foreach (var (key, mode) in footprints[index].Touches)
            {
                var turn = turns.TryGetValue(key, out var current) && current.Mode == mode && mode != TouchMode.Alone
                    ? current
                    : turns[key] = new(mode, current?.Members ?? [], []);
                turn.Members.Add(index);
                before.UnionWith(turn.Before);
            }

            waits[index] = [.. before];
        }

        return waits;
    }

    /// <summary>
    /// The knot of each operation (Tarjan's components): two have the same number when each waits for the other, over however many between. Numbers rise: who
    /// waits has the higher one, and where that leaves a choice the order is that of the request.
    /// </summary>
    internal static int[] Knots(IReadOnlyList<int>[] waits)
    {
        var (knots, low, visited) = (new int[waits.Length], new int[waits.Length], new int[waits.Length]);
        var (path, clock, found) = (new Stack<int>(), 0, 0);
        Array.Fill(knots, -1);
        for (var index = 0; index < waits.Length; index++)
        {
            if (visited[index] == 0)
            {
                Visit(index);
            }
        }

        return knots;

        // As deep as a chain of waits, and so at most BulkRequest.MaxOperations.
        void Visit(int index)
        {
            visited[index] = low[index] = ++clock;
            path.Push(index);
            foreach (var next in waits[index])
            {
                if (visited[next] == 0)
                {
                    Visit(next);
                    low[index] = Math.Min(low[index], low[next]);
                }
                else if (knots[next] < 0)
                {
                    low[index] = Math.Min(low[index], visited[next]);
                }
            }

            if (low[index] == visited[index])
            {
                int member;
                do
                {
                    member = path.Pop();
                    knots[member] = found;
                }
                while (member != index);
                found++;
            }
        }
    }

    /// <summary>The waits turned round: who waits for each operation.</summary>
    internal static IReadOnlyList<int>[] Followers(IReadOnlyList<int>[] waits)
    {
        var followers = new List<int>[waits.Length];
        for (var index = 0; index < waits.Length; index++)
        {
            followers[index] = [];
        }

        for (var index = 0; index < waits.Length; index++)
        {
            foreach (var before in waits[index])
            {
                followers[before].Add(index);
            }
        }

        return followers;
    }

    /// <summary>Those who touch a thing at the same time, and those who touched it just before them.</summary>
    private sealed record Turn(TouchMode Mode, List<int> Before, List<int> Members);
}
