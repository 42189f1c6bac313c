using Yarp.ReverseProxy.Model;

namespace Gateway.Forwarding;

/// <summary>Which nodes one call should no longer be sent to. Used by one attempt at a time.</summary>
internal sealed class NodeChoice
{
    private readonly List<string> _avoided = new(2);

    /// <summary>The caller asked for another node on purpose, to compare answers.</summary>
    public bool IsSecondOpinion { get; private init; }

    public static NodeChoice OtherThan(string? node)
    {
        var choice = new NodeChoice { IsSecondOpinion = true };
        if (node is not null)
        {
            choice.Avoid(node);
        }

        return choice;
    }

    public static DestinationState? Find(IReadOnlyList<DestinationState> nodes, string? id)
    {
        if (id is not null)
        {
            for (var i = 0; i < nodes.Count; i++)
            {
                if (nodes[i].DestinationId == id)
                {
                    return nodes[i];
                }
            }
        }

        return null;
    }

    public void Avoid(string node) => _avoided.Add(node);

    /// <summary>The nodes that are not avoided; may be empty.</summary>
    public IReadOnlyList<DestinationState> Fresh(IReadOnlyList<DestinationState> nodes) =>
        _avoided.Count == 0 ? nodes : [.. nodes.Where(node => !_avoided.Contains(node.DestinationId))];
}
