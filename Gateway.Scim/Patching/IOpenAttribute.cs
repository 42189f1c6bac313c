using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

/// <summary>
/// An attribute that operations of a PATCH are changing a part of. It stays open until all are applied, so that an operation costs what it
/// changes and not what the ones before it added.
/// </summary>
internal interface IOpenAttribute
{
    ScimError? Apply(PatchOperation operation);

    /// <summary>The value as it is now; unassigned when nothing is left.</summary>
    ScimValue ToValue();
}
