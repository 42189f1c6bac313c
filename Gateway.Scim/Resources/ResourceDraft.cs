namespace Gateway.Scim.Resources;

/// <summary>A resource that is being made or changed: its own attributes, and those of its extensions, by name in constant time. Not thread-safe.</summary>
internal sealed class ResourceDraft(ScimObject start)
{
    private MemberList _top = new(start);
    private Dictionary<string, ScimObject.Builder>? _extensions;

    /// <summary>The value of an attribute; null when it is absent.</summary>
    /// <param name="extension">The URN of its extension; null: the resource's top level.</param>
    internal ScimValue? Get(string? extension, string name) => extension is null ? _top[name]
        : _extensions is not null && _extensions.TryGetValue(extension, out var open) ? open[name]
        : (_top[extension] as ScimObject)?[name];

    internal void Set(string? extension, string name, ScimValue value)
    {
        if (extension is null)
        {
            _top.Set(name, value);
        }
        else
        {
            Open(extension).Set(name, value);
        }
    }

    internal void Remove(string? extension, string name)
    {
        if (extension is null)
        {
            _top.Remove(name);
        }
        else if (Get(extension, name) is not null)
        {
            Open(extension).Remove(name);
        }
    }

    internal void RemoveExtension(string extension)
    {
        _extensions?.Remove(extension);
        _top.Remove(extension);
    }

    /// <summary>The resource; an extension without attributes is gone. The draft must not be used afterwards.</summary>
    internal ScimObject Build()
    {
        if (_extensions is not null)
        {
            foreach (var (urn, open) in _extensions)
            {
                Put(urn, open.Build());
            }
        }

        return _top.ToObject();
    }

    private void Put(string urn, ScimObject extension)
    {
        if (extension.Count == 0)
        {
            _top.Remove(urn);
        }
        else
        {
            _top.Set(urn, extension);
        }
    }

    private ScimObject.Builder Open(string extension)
    {
        _extensions ??= new(StringComparer.OrdinalIgnoreCase);
        if (!_extensions.TryGetValue(extension, out var open))
        {
            var stored = _top[extension] as ScimObject ?? ScimObject.Empty;
            _extensions.Add(extension, open = new(stored));
            // Its place among the others.
            _top.Set(extension, stored);
        }

        return open;
    }
}
