using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Bulk;

/// <summary>
/// Reads the footprints of a request's operations. Each text of the data is looked at once: whole, behind its last slash, and between
/// its quotation marks (<c>members[value eq "2819c223"]</c>); only ids that some operation targets are kept.
/// </summary>
internal sealed class FootprintReader
{
    private readonly IReadOnlyList<BulkOperation> _operations;
    private readonly Dictionary<string, int> _posts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _targetSpans;
    private readonly Dictionary<(ResourceSchema Type, string? Name), int> _names = [];
    private readonly List<int> _lastToucher = [];

    private BulkOperation _current = null!;
    private string? _nameAttribute;
    private bool _touchesName;
    private string? _unknown;
    private List<BulkTouch> _touches = [];
    private SortedSet<int> _refers = [];

    private FootprintReader(IReadOnlyList<BulkOperation> operations)
    {
        _operations = operations;
        _targetSpans = _targets.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var operation in operations)
        {
            if (operation is { Method: BulkMethod.Post, BulkId: { } bulkId })
            {
                _posts[bulkId] = operation.Index;
            }

            if (operation.Fault is null && TargetOf(operation) is { } target && !_targets.ContainsKey(target))
            {
                _targets[target] = NewKey();
            }
        }
    }

    /// <summary>One footprint an operation; empty for one that is wrong by itself, as it does nothing.</summary>
    internal static IReadOnlyList<BulkFootprint> Read(IReadOnlyList<BulkOperation> operations)
    {
        var reader = new FootprintReader(operations);
        return [.. operations.Select(operation => operation.Fault is null ? reader.Read(operation) : new BulkFootprint([], null, []))];
    }

    private static string? TargetOf(BulkOperation operation) =>
        operation.PathReference is { } bulkId ? BulkReferences.Prefix + bulkId : operation.Id;

    /// <summary>userName, displayName: the text that no resource of the type can be without.</summary>
    private static string? NameAttributeOf(ResourceSchema type) =>
        type.Core.Attributes.FirstOrDefault(attribute => attribute is { Required: true, Type: AttributeType.String, MultiValued: false })?.Name;

    private BulkFootprint Read(BulkOperation operation)
    {
        (_current, _touchesName, _unknown, _touches, _refers) = (operation, false, null, [], []);
        _nameAttribute = NameAttributeOf(operation.Type!);

        // First, so that an operation that names its own target does not share it.
        if (TargetOf(operation) is { } target)
        {
            Touch(_targets[target], TouchMode.Alone);
        }

        if (operation.PathReference is not null)
        {
            Refer(operation.PathReference);
        }

        if (operation.Data is not null)
        {
            Walk(null, operation.Data);
        }

        TouchNames(operation);
        return new([.. _refers], _unknown, _touches);
    }

    private void TouchNames(BulkOperation operation)
    {
        if (_nameAttribute is null)
        {
            return;
        }

        if (operation.Method == BulkMethod.Post)
        {
            Touch(NameKey(operation.Type!, null), TouchMode.Makes);
        }
        else if (operation.Method is BulkMethod.Put or BulkMethod.Delete || _touchesName)
        {
            Touch(NameKey(operation.Type!, null), TouchMode.Frees);
        }

        if (operation.Method is BulkMethod.Post or BulkMethod.Put && operation.Data!.GetString(_nameAttribute) is { } name)
        {
            Touch(NameKey(operation.Type!, name.ToUpperInvariant()), TouchMode.Alone);
        }
    }

    private void Walk(string? attribute, ScimValue value)
    {
        switch (value)
        {
            case ScimString { Value: var text }:
                WalkText(attribute, text);
                break;
            case ScimArray array:
                foreach (var item in array)
                {
                    Walk(attribute, item);
                }

                break;
            case ScimObject members:
                foreach (var (name, member) in members)
                {
                    // A PATCH without path has its paths here.
                    WalkPath(name);
                    Walk(name, member);
                }

                break;
        }
    }

    private void WalkText(string? attribute, string text)
    {
        if (BulkReferences.TryRead(attribute, text, out var bulkId, out _))
        {
            Refer(bulkId);
            Name(BulkReferences.Prefix + bulkId);
            return;
        }

        Name(text);
        Name(text.AsSpan(text.LastIndexOf('/') + 1));
        WalkPath(text);
    }

    private void WalkPath(string text)
    {
        _touchesName |= _nameAttribute is not null && text.AsSpan(text.LastIndexOf(':') + 1).Equals(_nameAttribute, StringComparison.OrdinalIgnoreCase);
        var rest = text.AsSpan();
        while (rest.IndexOf('"') is var open and >= 0 && rest[(open + 1)..].IndexOf('"') is var length and >= 0)
        {
            Name(rest.Slice(open + 1, length));
            rest = rest[(open + length + 2)..];
        }
    }

    private void Name(ReadOnlySpan<char> id)
    {
        if (_targetSpans.TryGetValue(id, out var key))
        {
            Touch(key, TouchMode.Names);
        }
    }

    private void Refer(string bulkId)
    {
        if (_posts.TryGetValue(bulkId, out var post))
        {
            _refers.Add(post);
        }
        else
        {
            _unknown ??= bulkId;
        }
    }

    private void Touch(int key, TouchMode mode)
    {
        if (_lastToucher[key] != _current.Index)
        {
            _lastToucher[key] = _current.Index;
            _touches.Add(new(key, mode));
        }
    }

    private int NameKey(ResourceSchema type, string? name)
    {
        if (!_names.TryGetValue((type, name), out var key))
        {
            _names[(type, name)] = key = NewKey();
        }

        return key;
    }

    private int NewKey()
    {
        _lastToucher.Add(-1);
        return _lastToucher.Count - 1;
    }
}
