namespace Gateway.Scim.Resources;

/// <summary>
/// Attributes of an object that is being made: found, set and taken away in constant time, however many there are. Starts as a view of an object's
/// own attributes, which are copied at the first change. Mutable: never copied, and not thread-safe.
/// </summary>
internal struct MemberList
{
    // A scan of a few names beats a dictionary; past this many a hostile body would make it slow.
    private const int ScanLimit = 32;

    private readonly ScimObject? _start;
    private KeyValuePair<string, ScimValue>[] _members;
    private int _count;
    private int _removed;
    private bool _isChanged;
    private Dictionary<string, int>? _positions;

    internal MemberList(int capacity) => (_members, _isChanged) = (capacity == 0 ? [] : new KeyValuePair<string, ScimValue>[capacity], true);

    internal MemberList(ScimObject start) => (_start, _members, _count) = (start, start.Members, start.Count);

    internal readonly int Count => _count - _removed;

    internal ScimValue? this[string name]
    {
        get
        {
            var at = Find(name);
            return at < 0 ? null : _members[at].Value;
        }
    }

    /// <summary>Adds an attribute; false when one of that name (without case) is there already.</summary>
    internal bool TryAdd(string name, ScimValue value)
    {
        if (Find(name) >= 0)
        {
            return false;
        }

        Append(name, value);
        return true;
    }

    /// <summary>Sets an attribute; it keeps its place and spelling when it is there, else goes last.</summary>
    internal void Set(string name, ScimValue value)
    {
        var at = Find(name);
        if (at < 0)
        {
            Append(name, value);
            return;
        }

        Own(_count);
        _members[at] = new(_members[at].Key, value);
    }

    /// <summary>Takes an attribute away where it is there.</summary>
    internal void Remove(string name)
    {
        var at = Find(name);
        if (at < 0)
        {
            return;
        }

        Own(_count);
        if (_positions is not null)
        {
            // The hole is closed at the end, so that the positions stay.
            _positions.Remove(name);
            _members[at] = default;
            _removed++;
            return;
        }

        _members.AsSpan(at + 1, _count - at - 1).CopyTo(_members.AsSpan(at));
        _members[--_count] = default;
    }

    /// <summary>The object; the list must not be changed afterwards.</summary>
    internal readonly ScimObject ToObject()
    {
        if (!_isChanged)
        {
            return _start ?? ScimObject.Empty;
        }

        if (Count == 0)
        {
            return ScimObject.Empty;
        }

        if (Count == _members.Length)
        {
            return ScimObject.Own(_members);
        }

        var members = new KeyValuePair<string, ScimValue>[Count];
        var next = 0;
        foreach (var member in _members.AsSpan(0, _count))
        {
            if (member.Key is not null)
            {
                members[next++] = member;
            }
        }

        return ScimObject.Own(members);
    }

    private void Append(string name, ScimValue value)
    {
        Own(_count + 1);
        _positions?.Add(name, _count);
        _members[_count++] = new(name, value);
    }

    // The array is ours, and holds that many.
    private void Own(int capacity)
    {
        if (_isChanged && capacity <= _members.Length)
        {
            return;
        }

        var members = new KeyValuePair<string, ScimValue>[_isChanged ? Math.Max(4, 2 * capacity) : capacity];
        _members.AsSpan(0, _count).CopyTo(members);
        (_members, _isChanged) = (members, true);
    }

    private int Find(string name)
    {
        if (_positions is null && _count >= ScanLimit)
        {
            _positions = new(2 * _count, StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < _count; i++)
            {
                _positions.Add(_members[i].Key, i);
            }
        }

        return _positions is null ? ScimObject.IndexOf(_members.AsSpan(0, _count), name) : _positions.GetValueOrDefault(name, -1);
    }
}
