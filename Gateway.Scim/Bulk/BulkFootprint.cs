namespace Gateway.Scim.Bulk;

/// <summary>What an operation needs and touches, as far as the request tells.</summary>
/// <param name="Refers">The POSTs whose new ids it needs.</param>
/// <param name="Unknown">The first bulkId that it refers to and that no POST of the request has; null: none.</param>
/// <param name="Touches">What decides its order among the others.</param>
internal sealed record BulkFootprint(IReadOnlyList<int> Refers, string? Unknown, IReadOnlyList<BulkTouch> Touches);

/// <summary>A thing that an operation touches: a resource, a name, or the names of a resource type.</summary>
internal readonly record struct BulkTouch(int Key, TouchMode Mode);

/// <summary>Two touches of one thing keep their order, unless both are of the same mode and it is not <see cref="Alone"/>.</summary>
internal enum TouchMode
{
    /// <summary>Changes the resource, or takes the name.</summary>
    Alone,

    /// <summary>Names the resource in its data.</summary>
    Names,

    /// <summary>Makes a resource of the type, which takes a name.</summary>
    Makes,

    /// <summary>May give up a name of the type: DELETE, PUT, and a PATCH of the name.</summary>
    Frees,
}
