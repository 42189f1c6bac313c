using Gateway.Scim.Messages;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>A complex attribute of one value (<c>name</c>, <c>manager</c>) while operations set and remove its parts.</summary>
internal sealed class PartsPatch : IOpenAttribute
{
    private readonly AttributeDefinition? _definition;
    private ScimObject.Builder _parts;

    internal PartsPatch(ScimValue? stored, AttributeDefinition? definition) => (_parts, _definition) = (new(Read(stored, definition)), definition);

    public ScimError? Apply(PatchOperation operation)
    {
        var name = operation.Path.SubAttribute!;
        if (operation.Op == PatchOp.Remove || operation.Value is ScimNull)
        {
            _parts.Remove(name);
            return null;
        }

        if (ManagerQuirk.IsAnother(_parts[name], name, operation.Value!, _definition))
        {
            _parts = new();
        }

        _parts.Set(name, operation.Value!);
        return null;
    }

    public ScimValue ToValue() => _parts.Build() is { Count: > 0 } complex ? complex : ScimNull.Value;

    /// <summary>The stored value with what an operation says of it over it; null: there was none.</summary>
    internal static ScimObject Merge(ScimValue? stored, ScimObject change, AttributeDefinition? definition) =>
        ManagerQuirk.Merge(Read(stored, definition), change, definition);

    private static ScimObject Read(ScimValue? stored, AttributeDefinition? definition) => stored switch
    {
        ScimObject complex => complex,
        ScimString text when definition is not null => ManagerQuirk.FromText(text, definition) ?? ScimObject.Empty,
        _ => ScimObject.Empty,
    };
}
