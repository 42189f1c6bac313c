using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>One operation on the values of a multi-valued attribute. Used once.</summary>
internal sealed class MultiValuedPatch
{
    private readonly PatchOperation _operation;
    private readonly AttributeDefinition? _definition;
    private readonly List<ScimValue> _values;

    // Positions of the values that the operation wrote: a primary among them takes the place of the one before.
    private readonly List<int> _written = [];

    // Positions of the values of which nothing is left, and of those that became equal to another.
    private readonly HashSet<int> _gone = [];

    private MultiValuedPatch(ScimArray values, PatchOperation operation) =>
        (_values, _operation, _definition) = ([.. values], operation, operation.Path.Target.Definition);

    private string? Sub => _operation.Path.SubAttribute;

    private bool IsRemoval => _operation.Op == PatchOp.Remove || _operation.Value is ScimNull;

    internal static Outcome<ScimArray> Apply(ScimArray values, PatchOperation operation)
    {
        var patch = new MultiValuedPatch(values, operation);
        var error = patch.Run() ?? patch.SwitchPrimary();
        return error is null ? patch.Distinct() : error;
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
                _values.Clear();
                _values.AddRange(_operation.Value as ScimArray ?? ScimArray.Empty);
                break;
            case PatchOp.Remove:
                var left = _operation.Value is ScimArray listed ? RemoveListQuirk.Remove(_values, listed, _definition) : [];
                _values.Clear();
                _values.AddRange(left);
                break;
        }

        return null;
    }

    // RFC 7644 section 3.5.2.1: a value that is there already is not added again; what it says anew is taken over.
    private void AddValues()
    {
        var index = new ElementIndex(_definition);
        for (var i = 0; i < _values.Count; i++)
        {
            index.Add(_values[i], i);
        }

        var added = _operation.Value as ScimArray ?? ScimArray.Own(_operation.Value is ScimObject untyped ? Elements.WithoutNulls(untyped) : _operation.Value!);
        foreach (var value in added)
        {
            if (index.Find(value) is { } at)
            {
                _values[at] = _values[at] is ScimObject stored && value is ScimObject change ? Elements.Merge(stored, Mutable(change, stored)) : value;
                index.Update(_values[at], at);
                _written.Add(at);
            }
            else
            {
                index.Add(value, _values.Count);
                _written.Add(_values.Count);
                _values.Add(value);
            }
        }
    }

    // RFC 7643 section 7: an immutable part that has a value keeps it. The value as a whole is there, which is what an add asks for.
    private ScimObject Mutable(ScimObject change, ScimObject stored)
    {
        foreach (var definition in _definition?.SubAttributes ?? [])
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
                _written.Remove(i);
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
        foreach (var definition in _definition?.SubAttributes ?? [])
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

        foreach (var definition in _definition?.SubAttributes ?? [])
        {
            if (definition.Required && value[definition.Name] is null)
            {
                return ScimError.InvalidValue($"A value of '{_operation.Path.Attribute}' has no '{definition.Name}'.");
            }
        }

        _written.Add(_values.Count);
        _values.Add(value);
        return null;
    }

    private void RemoveAt(List<int> ascending)
    {
        if (ascending.Count == 0)
        {
            return;
        }

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
        var primaries = _written.Distinct().Where(i => Elements.IsPrimary(_values[i])).ToList();
        if (primaries.Count == 0)
        {
            return null;
        }

        if (primaries.Count > 1)
        {
            return ScimError.InvalidValue($"'{_operation.Path}' would make {primaries.Count} values primary; there may be one.");
        }

        var isSwitched = false;
        for (var i = 0; i < _values.Count; i++)
        {
            if (i != primaries[0] && Elements.IsPrimary(_values[i]))
            {
                _values[i] = ((ScimObject)_values[i]).With("primary", ScimBoolean.False);
                isSwitched = true;
            }
        }

        if (isSwitched)
        {
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

    // RFC 7643 section 2.4: a value that became equal to another in (type, value), or throughout where it has no value, is one with it.
    // Others stay as they are.
    private ScimArray Distinct()
    {
        // Whole lists were compared when they were added.
        if (_written.Count == 0 || (Sub is null && _operation.Path.ValueFilter is null))
        {
            return ScimArray.Own([.. _values.Where((_, i) => !_gone.Contains(i))]);
        }

        var written = _written.ToHashSet();
        var distinct = new List<ScimValue>(_values.Count);
        var positions = new Dictionary<(object Value, string? Type), (int At, bool IsWritten)>();
        for (var i = 0; i < _values.Count; i++)
        {
            if (_gone.Contains(i))
            {
                continue;
            }

            if (_values[i] is not ScimObject complex)
            {
                distinct.Add(_values[i]);
                continue;
            }

            var key = Key(complex);
            var (at, isWritten) = positions.GetValueOrDefault(key, (-1, false));
            if (at < 0 || !(isWritten || written.Contains(i)))
            {
                positions.TryAdd(key, (distinct.Count, written.Contains(i)));
                distinct.Add(complex);
                continue;
            }

            var isPrimary = Elements.IsPrimary(distinct[at]) || Elements.IsPrimary(complex);
            var merged = Elements.Merge((ScimObject)distinct[at], complex);
            distinct[at] = isPrimary ? merged.With("primary", ScimBoolean.True) : merged;
            positions[key] = (at, true);
        }

        return ScimArray.Own([.. distinct]);
    }

    private (object Value, string? Type) Key(ScimObject element) => element.GetString("value") is { } value
        ? (_definition?.Sub("value") is { CaseExact: true } ? value : value.ToUpperInvariant(), element.GetString("type")?.ToUpperInvariant())
        : (element, null);
}
