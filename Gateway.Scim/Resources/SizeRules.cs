using Gateway.Scim.Messages;

namespace Gateway.Scim.Resources;

/// <summary>
/// Bounds what a body may cost. Attributes of an object are looked up by a scan, which is the fastest way for the twenty that a
/// resource has, and the slowest for the hundred thousand that fit into a body.
/// </summary>
internal static class SizeRules
{
    /// <summary>Attributes of the largest object that is accepted.</summary>
    internal const int MaxAttributes = 1_000;

    /// <summary>400 invalidValue when an object anywhere in the value has too many attributes; else null. Linear.</summary>
    internal static ScimError? Check(ScimValue value)
    {
        switch (value)
        {
            case ScimObject { Count: > MaxAttributes } large:
                return ScimError.InvalidValue($"An object has {large.Count} attributes (at most {MaxAttributes}).");
            case ScimObject members:
                foreach (var (_, member) in members)
                {
                    if (Check(member) is { } error)
                    {
                        return error;
                    }
                }

                return null;
            case ScimArray array:
                foreach (var item in array)
                {
                    if (Check(item) is { } error)
                    {
                        return error;
                    }
                }

                return null;
            default:
                return null;
        }
    }
}
