namespace Gateway.Scim.Resources;

/// <summary>
/// A copy of an object in which some attributes are left out or have another value or spelling; the object itself, and nothing allocated, as long as
/// all stay as they are. <see cref="Next"/> is called once for each of its attributes, in their order. Mutable: never copied.
/// </summary>
internal struct Kept(ScimObject source)
{
    private readonly KeyValuePair<string, ScimValue>[] _source = source.Members;
    private KeyValuePair<string, ScimValue>[]? _kept;
    private int _next;
    private int _count;

    /// <param name="name">Its name in the copy; no other attribute has it.</param>
    /// <param name="value">Null: it is left out.</param>
    internal void Next(string name, ScimValue? value)
    {
        var (oldName, oldValue) = _source[_next++];
        if (_kept is null)
        {
            if (ReferenceEquals(value, oldValue) && name.Equals(oldName, StringComparison.Ordinal))
            {
                _count++;
                return;
            }

            // Mostly one is left out, and the array has the length that it ends with.
            _kept = new KeyValuePair<string, ScimValue>[_source.Length - (value is null ? 1 : 0)];
            _source.AsSpan(0, _count).CopyTo(_kept);
        }

        if (value is not null)
        {
            _kept[_count++] = new(name, value);
        }
    }

    internal readonly ScimObject ToObject() => _kept is null ? source
        : _count == _kept.Length ? ScimObject.Own(_kept)
        : ScimObject.Own(_kept.AsSpan(0, _count).ToArray());
}
