using System.Text.RegularExpressions;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Faults;

/// <summary>The faults in force. Thread-safe. The first rule that matches and is not used up decides.</summary>
public sealed class SandboxFaults
{
    private readonly Lock gate = new();
    private ActiveRule[] rules = [];
    private TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int lastId;
    private int frozen;

    internal SandboxFaults()
    {
    }

    /// <summary>Requests that are held by a <see cref="FaultEffect.Freeze"/> now.</summary>
    public int Frozen => Volatile.Read(ref frozen);

    public IReadOnlyList<FaultRule> Rules => [.. rules.Select(active => active.Rule)];

    /// <summary>Puts a rule in force; the number names it. Throws <see cref="ArgumentException"/> for a pattern that is no regular expression.</summary>
    public int Add(FaultRule rule)
    {
        var pattern = rule.PathPattern is null
            ? null
            : new Regex(rule.PathPattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
        lock (gate)
        {
            rules = [.. rules, new ActiveRule(++lastId, rule, pattern)];
            return lastId;
        }
    }

    /// <summary>An effect on the next <paramref name="times"/> requests (null for all) with this method and path prefix.</summary>
    public int Add(string method, string pathPrefix, FaultEffect effect, int? times = 1) =>
        Add(new FaultRule { Method = method, PathPrefix = pathPrefix, Effect = effect, Times = times });

    /// <summary>How many requests the rule has hit; 0 for one that is gone.</summary>
    public int Hits(int id)
    {
        lock (gate)
        {
            return rules.FirstOrDefault(active => active.Id == id)?.Hits ?? 0;
        }
    }

    public void Remove(int id)
    {
        lock (gate)
        {
            rules = [.. rules.Where(active => active.Id != id)];
        }
    }

    /// <summary>Lifts every rule and lets frozen requests go.</summary>
    public void Clear()
    {
        lock (gate)
        {
            rules = [];
        }

        Release();
    }

    /// <summary>Lets the requests go that are frozen now; the rules stay.</summary>
    public void Release()
    {
        TaskCompletionSource holding;
        lock (gate)
        {
            holding = released;
            released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        holding.SetResult();
    }

    internal FaultEffect? Take(SandboxRequest request)
    {
        if (Volatile.Read(ref rules).Length == 0)
        {
            return null;
        }

        lock (gate)
        {
            return Array.Find(rules, active => active.TryTake(request))?.Rule.Effect;
        }
    }

    internal async Task UntilReleasedAsync(CancellationToken cancellationToken)
    {
        Task release;
        lock (gate)
        {
            release = released.Task;
        }

        Interlocked.Increment(ref frozen);
        try
        {
            await release.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref frozen);
        }
    }

    private sealed class ActiveRule(int id, FaultRule rule, Regex? pattern)
    {
        private int matches;

        public int Id { get; } = id;

        public FaultRule Rule { get; } = rule;

        public int Hits { get; private set; }

        public bool TryTake(SandboxRequest request)
        {
            if (Hits >= Rule.Times || !Matches(request) || ++matches <= Rule.Skip)
            {
                return false;
            }

            Hits++;
            return true;
        }

        private bool Matches(SandboxRequest request) =>
            (Rule.Node is null || Rule.Node == request.Node)
            && (Rule.Method is null || Rule.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
            && (Rule.PathPrefix is null || request.Path.StartsWith(Rule.PathPrefix, StringComparison.Ordinal))
            && (pattern is null || pattern.IsMatch(request.Path))
            && (Rule.PathPrefix is not null || pattern is not null || !request.Call.IsProbe)
            && (Rule.QueryContains is null || Uri.UnescapeDataString(request.RawQuery).Contains(Rule.QueryContains, StringComparison.OrdinalIgnoreCase))
            && (Rule.Mentions is null || Mentions(request, Rule.Mentions));

        private static bool Mentions(SandboxRequest request, string value) =>
            request.Query.Any(pair => pair.Value.Contains(value, StringComparer.OrdinalIgnoreCase))
            || request.Call.BodyText.Contains($"\"{value}\"", StringComparison.OrdinalIgnoreCase);
    }
}
