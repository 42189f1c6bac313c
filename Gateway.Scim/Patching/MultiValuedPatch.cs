using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>The values of a multi-valued attribute while the operations of a PATCH change them, one after the other. Not thread-safe.</summary>
internal sealed class MultiValuedPatch : IOpenAttribute
{
    private readonly AttributeDefinition? _definition;
    private readonly List<ScimValue> _values;

    // Positions of the values that the operation wrote: a primary among them takes the place of the one before.
    private readonly List<int> _written = [];

    // Positions of the values of which the operation left nothing, and of those that it made equal to another.
    private readonly HashSet<int> _gone = [];

    // Kept from one operation to the next, so that a thousand that add a value cost as much as one that adds a thousand.
    private ElementIndex? _index;

    private PatchOperation _operation = null!;

    internal MultiValuedPatch(ScimValue? stored, AttributeDefinition? definition)
    {
        _values = stored switch { null => [], ScimArray array => [.. array], _ => [stored] };
        _definition = definition;
    }

    internal int Count => _values.Count;

    private string? Sub => _operation.Path.SubAttribute;

    private bool IsRemoval => _operation.Op == PatchOp.Remove || _operation.Value is ScimNull;

    public ScimValue ToValue() => ScimArray.Own([.. _values]);

    public ScimError? Apply(PatchOperation operation)
    {
        _operation = operation;
        _written.Clear();
        _gone.Clear();
        if ((Run() ?? SwitchPrimary()) is { } error)
        {
            return error;
        }

        // Whole lists were compared when they were added.
        if (_written.Count > 0 && (Sub is not null || operation.Path.ValueFilter is not null))
        {
            Join();
        }

        if (_gone.Count > 0)
        {
            RemoveAt([.. _gone.Order()]);
        }

        return null;
    }

    private ScimError? Run()
    {
        if (_operation.Path.ValueFilter is { } filter)
        {
            return RunSelected(filter);
        }

        if (Sub is not null)
        {
            var all = Enumerable.Range(0, _values.Count).ToList();
            return IsRemoval ? RemovePart(all) : SetPart(all, ScimObject.Empty);
        }

        switch (_operation.Op)
        {
            case PatchOp.Add when _operation.Value is not ScimNull:
                AddValues();
                break;
            case PatchOp.Replace:
                Become(_operation.Value as ScimArray ?? ScimArray.Empty);
                break;
            case PatchOp.Remove:
                Become(_operation.Value is ScimArray listed ? RemoveListQuirk.Remove(_values, listed, _definition) : []);
                break;
        }

        return null;
    }

    private void Become(IReadOnlyList<ScimValue> values)
    {
        _index = null;
        _values.Clear();
        _values.AddRange(values);
    }

    // RFC 7644 section 3.5.2.1: a value that is there already is not added again; what it says anew is taken over.
    private void AddValues()
    {
        var added = _operation.Value as ScimArray ?? ScimArray.Own(_operation.Value is ScimObject untyped ? Elements.WithoutNulls(untyped) : _operation.Value!);
        var index = _index ??= Index(added.Count);
        foreach (var value in added)
        {
            if (index.Find(value) is { } at)
            {
                Take(at, value);
                _written.Add(at);
            }
            else
            {
                index.Add(value, _values.Count);
                Append(value);
            }
        }
    }

    private ElementIndex Index(int more)
    {
        var index = new ElementIndex(_definition, _values.Count + more);
        for (var i = 0; i < _values.Count; i++)
        {
            index.Add(_values[i], i);
        }

        return index;
    }

    private void Take(int at, ScimValue value)
    {
        if (_values[at] is not ScimObject stored || value is not ScimObject change)
        {
            _values[at] = value;
            return;
        }

        var merged = Elements.Merge(stored, Mutable(change, stored));
        _values[at] = merged;
        _index!.Update(stored, merged, at);
    }

    // RFC 7643 section 7: an immutable part that has a value keeps it. The value as a whole is there, which is what an add asks for.
    private ScimObject Mutable(ScimObject change, ScimObject stored)
    {
        foreach (var definition in _definition is null ? [] : _definition.Parts)
        {
            if (definition.Mutability == Mutability.Immutable && stored[definition.Name] is not null)
            {
                change = change.Without(definition.Name);
            }
        }

        return change;
    }

    private ScimError? RunSelected(Filter filter)
    {
        var selected = new List<int>();
        for (var i = 0; i < _values.Count; i++)
        {
            if (FilterEvaluator.MatchesElement(filter, _values[i], _definition))
            {
                selected.Add(i);
            }
        }

        if (IsRemoval)
        {
            if (Sub is not null)
            {
                return RemovePart(selected);
            }

            RemoveAt(selected);
            return null;
        }

        var described = MissingElementQuirk.FromFilter(filter, _definition);
        if (selected.Count == 0 && described is null)
        {
            return ScimError.NoTarget($"Nothing matches '{_operation.Path}', and the filter does not say what to create.");
        }

        return Sub is null ? SetWhole(selected, described) : SetPart(selected, described ?? ScimObject.Empty);
    }

    private ScimError? SetWhole(List<int> selected, ScimObject? described)
    {
        if (_operation.Value is not ScimObject value)
        {
            return ScimError.InvalidValue($"The value of '{_operation.Path}' must be an object.");
        }

        if (selected.Count == 0)
        {
            return Create(Elements.Merge(described!, value), value);
        }

        foreach (var i in selected)
        {
            // A replacement keeps what the filter says of the value, so that the same path finds it again.
            var under = _operation.Op == PatchOp.Add ? _values[i] as ScimObject : described;
            var changed = Elements.Merge(under ?? ScimObject.Empty, value);
            if (Write(i, changed) is { } error)
            {
                return error;
            }

            if (IsNothing(changed, value))
            {
                _written.RemoveAt(_written.Count - 1);
                _gone.Add(i);
            }
        }

        return null;
    }

    private ScimError? SetPart(List<int> selected, ScimObject described)
    {
        var part = ScimObject.Of((Sub!, _operation.Value!));
        if (selected.Count == 0)
        {
            return Create(Elements.Merge(described, part), part);
        }

        foreach (var i in selected)
        {
            var under = _values[i] as ScimObject ?? ScimObject.Of(("value", _values[i]));
            if (Write(i, Elements.Merge(under, part)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private ScimError? RemovePart(List<int> selected)
    {
        foreach (var i in selected)
        {
            if (_values[i] is not ScimObject stored || stored[Sub!] is null)
            {
                continue;
            }

            if (_operation.Path.Target.SubDefinition is { Mutability: Mutability.Immutable })
            {
                return ScimError.Mutability($"'{_operation.Path}' cannot be removed: it is immutable.");
            }

            var rest = stored.Without(Sub!);
            _values[i] = rest;
            _index = null;
            if (Elements.IsShell(rest))
            {
                _gone.Add(i);
            }
            else
            {
                _written.Add(i);
            }
        }

        return null;
    }

    private ScimError? Write(int position, ScimObject value)
    {
        foreach (var definition in _definition is null ? [] : _definition.Parts)
        {
            // RFC 7643 section 7: written once; the same again is no change.
            if (definition.Mutability == Mutability.Immutable && _values[position] is ScimObject stored
                && stored[definition.Name] is { } before && !before.Equals(value[definition.Name]))
            {
                return ScimError.Mutability($"'{_operation.Path.Attribute}.{definition.Name}' cannot be changed: it is immutable.");
            }
        }

        _values[position] = value;
        _written.Add(position);
        _index = null;
        return null;
    }

    // {"type":"work","value":null} says that there is no work address.
    private static bool IsNothing(ScimObject value, ScimObject change) =>
        value.Count == 0 || (Elements.IsShell(value) && change.Any(part => part.Value is ScimNull));

    private ScimError? Create(ScimObject value, ScimObject change)
    {
        if (IsNothing(value, change))
        {
            return null;
        }

        // What the filter says of the value must fit as well.
        if (!ValueFitter.FitPart(_definition, value, ValueName.Of(_operation.Path)).TryGet(out _, out var error))
        {
            return error;
        }

        foreach (var definition in _definition is null ? [] : _definition.Parts)
        {
            if (definition.Required && value[definition.Name] is null)
            {
                return ScimError.InvalidValue($"A value of '{_operation.Path.Attribute}' has no '{definition.Name}'.");
            }
        }

        _index?.Add(value, _values.Count);
        Append(value);
        return null;
    }

    private void Append(ScimValue value)
    {
        _written.Add(_values.Count);
        _values.Add(value);
    }

    private void RemoveAt(List<int> ascending)
    {
        if (ascending.Count == 0)
        {
            return;
        }

        _index = null;
        var next = 0;
        var kept = 0;
        for (var i = 0; i < _values.Count; i++)
        {
            if (next < ascending.Count && ascending[next] == i)
            {
                next++;
                continue;
            }

            _values[kept++] = _values[i];
        }

        _values.RemoveRange(kept, _values.Count - kept);
    }

    // RFC 7644 section 3.5.2: a new primary makes the one before false.
    private ScimError? SwitchPrimary()
    {
        var primary = _written.FindIndex(at => Elements.IsPrimary(_values[at]));
        if (primary < 0)
        {
            return null;
        }

        primary = _written[primary];
        if (_written.Exists(at => at != primary && Elements.IsPrimary(_values[at])))
        {
            var primaries = _written.Distinct().Count(at => Elements.IsPrimary(_values[at]));
            return ScimError.InvalidValue($"'{_operation.Path}' would make {primaries} values primary; there may be one.");
        }

        var isSwitched = false;
        for (var i = 0; i < _values.Count; i++)
        {
            if (i != primary && Elements.IsPrimary(_values[i]))
            {
                _values[i] = ((ScimObject)_values[i]).With("primary", ScimBoolean.False);
                isSwitched = true;
            }
        }

        if (isSwitched)
        {
            _index = null;
            DropEqual();
        }

        return null;
    }

    // Two values without a "value" may have differed in "primary" alone.
    private void DropEqual()
    {
        var seen = new HashSet<ScimValue>(_values.Count);
        for (var i = 0; i < _values.Count; i++)
        {
            if (!_gone.Contains(i) && !seen.Add(_values[i]))
            {
                _gone.Add(i);
            }
        }
    }

    private void Join()
    {
        if (_gone.Count == 0 && _written.Count == 1 && !EqualElements.HasTwin(_values, _written[0], _definition))
        {
            return;
        }

        var before = _values.Count;
        EqualElements.Join(_values, [.. _written], _gone, _definition);
        _gone.Clear();
        _index = before == _values.Count ? _index : null;
    }
}
