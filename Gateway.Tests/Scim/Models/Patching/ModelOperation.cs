using Gateway.Tests.Scim.Models.Filters;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>Where an operation points: an attribute, a part of it (<c>Path.Sub</c>), or the values of it that a filter selects.</summary>
internal sealed record ModelTarget(ModelPath Path, ModelFilter? Filter = null);

/// <summary>One operation of a PATCH body.</summary>
/// <param name="Op">add, replace or remove.</param>
/// <param name="Target">Null: the operation has no path.</param>
/// <param name="Value">JSON; null: there is no value.</param>
/// <param name="Keys">The value is an object of these, each one a target of its own: of an operation without path, or on a whole extension.</param>
internal sealed record ModelOperation(string Op, ModelTarget? Target, string? Value, IReadOnlyList<(ModelTarget Target, string Value)>? Keys = null)
{
    /// <summary>An operation a key.</summary>
    public IEnumerable<ModelOperation> Each() => Keys is null ? [this] : Keys.Select(key => new ModelOperation(Op, key.Target, key.Value));
}
