namespace Gateway.Scim.Schemas;

/// <summary>How an error names a value. Put together only where there is an error: most values fit.</summary>
internal readonly struct ValueName
{
    private readonly string? _extension;
    private readonly object _path;
    private readonly string? _part;

    private ValueName(string? extension, object path, string? part) => (_extension, _path, _part) = (extension, path, part);

    /// <summary>An attribute, behind the URN of its extension when it has one.</summary>
    internal static ValueName Of(string? extension, string name) => new(extension, name, null);

    /// <summary>What a path leads to, as the path is written.</summary>
    internal static ValueName Of(Patching.PatchPath path) => new(null, path, null);

    internal ValueName Part(string name) => _part is null ? new(_extension, _path, name) : new(null, ToString(), name);

    /// <inheritdoc/>
    public override string ToString() => $"{(_extension is null ? "" : _extension + ":")}{_path}{(_part is null ? "" : "." + _part)}";
}
