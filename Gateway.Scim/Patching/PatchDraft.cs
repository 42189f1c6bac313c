using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>A resource while the operations of a PATCH change it, one after the other. Not thread-safe.</summary>
internal sealed class PatchDraft(ScimObject resource)
{
    private readonly ResourceDraft _resource = new(resource);
    private Dictionary<AttributePath, IOpenAttribute>? _open;

    internal ScimError? Apply(PatchOperation operation)
    {
        var target = operation.Path.Target;
        if (target.Name is null)
        {
            RemoveExtension(target.Extension!);
            return null;
        }

        var open = _open?.GetValueOrDefault(operation.Path.Attribute);
        if (HasManyValues(operation, open is null ? Stored(target) is ScimArray : open is MultiValuedPatch { Count: > 0 }))
        {
            return (open as MultiValuedPatch ?? Open(operation.Path, new MultiValuedPatch(Close(operation.Path, open), target.Definition))).Apply(operation);
        }

        if (operation.Path.SubAttribute is not null)
        {
            return (open as PartsPatch ?? Open(operation.Path, new PartsPatch(Close(operation.Path, open), target.Definition))).Apply(operation);
        }

        Put(target.Extension, target.Name, Whole(Close(operation.Path, open), operation));
        return null;
    }

    internal ScimObject Build()
    {
        if (_open is not null)
        {
            foreach (var (attribute, open) in _open)
            {
                Put(attribute.Schema, attribute.Attribute, open.ToValue());
            }
        }

        return _resource.Build();
    }

    private void RemoveExtension(string extension)
    {
        _resource.RemoveExtension(extension);
        var gone = _open?.Keys.Where(attribute => extension.Equals(attribute.Schema, StringComparison.OrdinalIgnoreCase)).ToList();
        gone?.ForEach(attribute => _open!.Remove(attribute));
    }

    private T Open<T>(PatchPath path, T open)
        where T : IOpenAttribute
    {
        (_open ??= []).Add(path.Attribute, open);
        if (Stored(path.Target) is null)
        {
            // Its place among the others, should it get a value.
            _resource.Set(path.Target.Extension, path.Target.Name!, ScimNull.Value);
        }

        return open;
    }

    /// <summary>The value of the attribute, which is not open any more; null when it has none.</summary>
    private ScimValue? Close(PatchPath path, IOpenAttribute? open)
    {
        if (open is not null)
        {
            Put(path.Target.Extension, path.Target.Name!, open.ToValue());
            _open!.Remove(path.Attribute);
        }

        return Stored(path.Target);
    }

    private ScimValue? Stored(ResolvedAttribute target) => _resource.Get(target.Extension, target.Name!) is { IsUnassigned: false } stored ? stored : null;

    private void Put(string? extension, string name, ScimValue? value)
    {
        if (value is null or { IsUnassigned: true } or ScimObject { Count: 0 })
        {
            _resource.Remove(extension, name);
        }
        else
        {
            _resource.Set(extension, name, value);
        }
    }

    private static bool HasManyValues(PatchOperation operation, bool isArray)
    {
        if (operation.Path.Target.Definition is { } definition)
        {
            return definition.MultiValued;
        }

        // Untyped: the value that is there tells, else the one that comes; a replacement needs neither.
        var path = operation.Path;
        return path.ValueFilter is not null
            || (isArray && (path.SubAttribute is not null || operation.Op == PatchOp.Add || operation.Value is ScimArray && operation.Op == PatchOp.Remove));
    }

    private static ScimValue? Whole(ScimValue? stored, PatchOperation operation) => operation switch
    {
        { Op: PatchOp.Remove } or { Value: ScimNull } => null,
        { Value: ScimObject change } => PartsPatch.Merge(stored, change, operation.Path.Target.Definition),
        _ => operation.Value,
    };
}
