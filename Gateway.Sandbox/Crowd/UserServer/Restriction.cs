using System.Globalization;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>How a property is compared. The spelling of those that Atlassian's pages do not show is unverified.</summary>
internal enum MatchMode
{
    Exactly,
    Contains,
    StartsWith,
    EndsWith,
    LessThan,
    GreaterThan,
    Null,
}

/// <summary>What a search asks for. Texts are compared without case (unverified).</summary>
internal abstract record Restriction
{
    private Restriction()
    {
    }

    /// <param name="values">The values of a property; none where the entity has no such property.</param>
    public abstract bool Matches(Func<string, IReadOnlyList<string>> values);

    internal sealed record Everything : Restriction
    {
        public override bool Matches(Func<string, IReadOnlyList<string>> values) => true;
    }

    internal sealed record Combined(bool All, IReadOnlyList<Restriction> Parts) : Restriction
    {
        public override bool Matches(Func<string, IReadOnlyList<string>> values) =>
            All ? Parts.All(part => part.Matches(values)) : Parts.Any(part => part.Matches(values));
    }

    internal sealed record Property(string Name, MatchMode Mode, string Value) : Restriction
    {
        public override bool Matches(Func<string, IReadOnlyList<string>> values) =>
            Mode == MatchMode.Null ? values(Name).Count == 0 : values(Name).Any(Matches);

        private bool Matches(string value) => Mode switch
        {
            MatchMode.Exactly => Order(value) is { } order ? order == 0 : value.Equals(Value, StringComparison.OrdinalIgnoreCase),
            MatchMode.Contains => value.Contains(Value, StringComparison.OrdinalIgnoreCase),
            MatchMode.StartsWith => value.StartsWith(Value, StringComparison.OrdinalIgnoreCase),
            MatchMode.EndsWith => value.EndsWith(Value, StringComparison.OrdinalIgnoreCase),
            MatchMode.LessThan => Order(value) < 0,
            MatchMode.GreaterThan => Order(value) > 0,
            _ => false,
        };

        /// <summary>How a date stands to the one asked for; null for a property that is no date. Entities show dates in milliseconds since 1970.</summary>
        private int? Order(string value) =>
            Name is "createdDate" or "updatedDate"
            && long.TryParse(value, CultureInfo.InvariantCulture, out var at)
            && DateTimeOffset.TryParse(Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var asked)
                ? at.CompareTo(asked.ToUnixTimeMilliseconds())
                : null;
    }
}
