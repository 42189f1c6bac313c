using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>A filter as the model sees it.</summary>
internal abstract record ModelFilter
{
    /// <summary>Both hold.</summary>
    public sealed record And(ModelFilter Left, ModelFilter Right) : ModelFilter;

    /// <summary>One holds.</summary>
    public sealed record Or(ModelFilter Left, ModelFilter Right) : ModelFilter;

    /// <summary>It does not hold.</summary>
    public sealed record Not(ModelFilter Inner) : ModelFilter;

    /// <summary><c>pr</c></summary>
    public sealed record Present(ModelPath Path) : ModelFilter;

    /// <summary>An operator of RFC 7644 table 3 and a literal in JSON; null is JSON's null.</summary>
    public sealed record Compare(ModelPath Path, string Operator, string Literal) : ModelFilter
    {
        public JsonNode? Value => JsonNode.Parse(Literal);

        public JsonValueKind Kind => Value?.GetValueKind() ?? JsonValueKind.Null;
    }

    /// <summary><c>path[inner]</c>, or <c>path[inner].then</c> where the path of <paramref name="Then"/> is one name.</summary>
    public sealed record Selected(ModelPath Path, ModelFilter Inner, ModelFilter? Then) : ModelFilter;

    /// <summary>Itself and all that it is made of.</summary>
    public IEnumerable<ModelFilter> All() => this switch
    {
        And and => [this, .. and.Left.All(), .. and.Right.All()],
        Or or => [this, .. or.Left.All(), .. or.Right.All()],
        Not not => [this, .. not.Inner.All()],
        Selected path => [this, .. path.Inner.All(), .. path.Then?.All() ?? []],
        _ => [this],
    };
}
