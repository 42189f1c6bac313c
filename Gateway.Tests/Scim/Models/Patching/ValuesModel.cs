using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Scim.Models.Filters;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>One operation on the values of a multi-valued attribute (RFC 7644 sections 3.5.2.1 to 3.5.2.3).</summary>
internal sealed class ValuesModel
{
    private readonly ModelTarget _target;
    private readonly string _op;
    private readonly ModelAttribute? _attribute;
    private readonly List<JsonNode> _values;
    private readonly HashSet<JsonNode> _written = [];

    public ValuesModel(JsonNode? stored, ModelOperation operation, ModelAttribute? attribute)
    {
        (_target, _op, _attribute) = (operation.Target!, operation.Op, attribute);
        _values = stored is null ? [] : stored is JsonArray array ? [.. array.Select(item => item!.DeepClone())] : [stored.DeepClone()];
    }

    public JsonArray Result => new([.. _values]);

    private string? Sub => _target.Path.Sub;

    /// <summary>Takes away: the values that a list names, those that a filter selects, a part of them, or all.</summary>
    public string? Remove(JsonArray? listed)
    {
        if (_target.Filter is null && Sub is null)
        {
            // To add nothing is no change.
            _values.RemoveAll(value => _op != "add" && (listed is null || listed.Any(item => IsMeant(value, item!))));
            return null;
        }

        var selected = Selected();
        if (Sub is null)
        {
            _values.RemoveAll(selected.Contains);
            return null;
        }

        foreach (var value in selected.OfType<JsonObject>().Where(value => value[Sub] is not null))
        {
            if (_attribute?.Sub(Sub) is { Immutable: true })
            {
                return "mutability";
            }

            // Microsoft's null update test: a mail without its value is no mail.
            value.Remove(Sub);
            _written.Add(value);
            _values.RemoveAll(other => ReferenceEquals(other, value) && ValueModel.IsShell(value));
        }

        return Unite();
    }

    /// <summary>Adds or replaces; the value is fitted.</summary>
    public string? Set(JsonNode value) => _target.Filter is null && Sub is null
        ? SetList(value) ?? SwitchPrimary()
        : SetSelected(value) ?? SwitchPrimary() ?? Unite();

    private string? SetList(JsonNode value)
    {
        var items = value as JsonArray ?? new JsonArray(value.DeepClone());
        if (_op == "replace")
        {
            _values.Clear();
            _values.AddRange(items.Select(item => item!.DeepClone()));
            return null;
        }

        foreach (var item in items)
        {
            // Section 3.5.2.1: what is there already is not added again. What is equal is meant first, then the same value and type, then the same value where one of the two has no type.
            var known = _values.Find(v => JsonNode.DeepEquals(v, item)) ?? _values.Find(v => IsSame(v, item!, exactly: true)) ?? _values.Find(v => IsSame(v, item!, exactly: false));
            if (known is null)
            {
                _values.Add(known = item!.DeepClone());
            }
            else if (known is JsonObject stored && item is JsonObject change)
            {
                // An immutable part that has a value keeps it (RFC 7643 section 7).
                PatchModel.Merge(stored, new JsonObject(change.Where(part => _attribute?.Sub(part.Key) is not { Immutable: true } || stored[part.Key] is null).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))));
            }

            _written.Add(known);
        }

        return null;
    }

    private string? SetSelected(JsonNode value)
    {
        var selected = Selected();
        var described = Described();
        var change = Sub is null ? value as JsonObject : new JsonObject { [Sub] = value.DeepClone() };
        if (selected.Count == 0)
        {
            // Section 3.5.2.3 says noTarget; Entra means "create it" where the filter says what (fact sheet, section 1.4).
            if (described is null)
            {
                return "noTarget";
            }

            return change is null ? "invalidValue" : Create(described, change);
        }

        if (change is null)
        {
            return "invalidValue";
        }

        foreach (var stored in selected)
        {
            // A part, and an add, go over the value that is there; a replacement takes its place, and keeps what the filter says of it.
            var after = Sub is null && _op == "replace"
                ? described ?? []
                : stored as JsonObject ?? new JsonObject { ["value"] = stored.DeepClone() };
            after = (JsonObject)after.DeepClone();
            PatchModel.Merge(after, change);
            if (_attribute?.Subs.Any(sub => sub.Immutable && (stored as JsonObject)?[sub.Name] is { } before && !JsonNode.DeepEquals(before, after[sub.Name])) == true)
            {
                return "mutability";
            }

            _values[_values.IndexOf(stored)] = after;
            _written.Add(after);
        }

        _values.RemoveAll(v => _written.Contains(v) && IsNothing((JsonObject)v, change));
        return null;
    }

    private string? Create(JsonObject described, JsonObject change)
    {
        PatchModel.Merge(described, change);
        if (IsNothing(described, change))
        {
            return null;
        }

        // What the filter says of the value must fit as well.
        if (_attribute?.Subs.Any(sub => (sub.Required && described[sub.Name] is null) || !ValueModel.TryFit(sub, described[sub.Name], out _)) == true)
        {
            return "invalidValue";
        }

        _values.Add(described);
        _written.Add(described);
        return null;
    }

    // {"type":"work","value":null} says that there is no work address.
    private static bool IsNothing(JsonObject value, JsonObject change) =>
        value.Count == 0 || (ValueModel.IsShell(value) && change.Any(part => part.Value is null));

    private List<JsonNode> Selected() =>
        [.. _values.Where(value => _target.Filter is null ? true : FilterModel.MatchesElement(_target.Filter, value, _attribute))];

    // What a filter of "eq" joined by "and" says of a value. Without a filter, nothing is said, and that is no contradiction.
    private JsonObject? Described()
    {
        var described = new JsonObject();
        foreach (var part in _target.Filter?.All() ?? [])
        {
            if (part is ModelFilter.And)
            {
                continue;
            }

            if (part is not ModelFilter.Compare { Operator: "eq", Value: not null } equal || described.ContainsKey(equal.Path.Name!))
            {
                return null;
            }

            described[equal.Path.Name!] = _attribute?.Sub(equal.Path.Name!) is { Kind: "boolean" }
                ? equal.Literal.Contains("true", StringComparison.OrdinalIgnoreCase)
                : equal.Value;
        }

        return described;
    }

    // Section 3.5.2: a new primary makes the others false; two new ones contradict each other.
    private string? SwitchPrimary()
    {
        var primaries = _values.Where(v => _written.Contains(v) && ValueModel.IsPrimary(v)).ToList();
        var others = _values.OfType<JsonObject>().Where(v => primaries.Count == 1 && ValueModel.IsPrimary(v) && !primaries.Contains(v)).ToList();
        foreach (var other in others)
        {
            other["primary"] = false;
        }

        // Two values may have differed in this alone.
        for (var i = _values.Count - 1; i > 0 && others.Count > 0; i--)
        {
            if (_values.Take(i).Any(earlier => JsonNode.DeepEquals(earlier, _values[i])))
            {
                _values.RemoveAt(i);
            }
        }

        return primaries.Count > 1 ? "invalidValue" : null;
    }

    // RFC 7643 section 2.4: no two values of one type are the same. Those that became so are one, at the place of the first.
    private string? Unite()
    {
        for (var i = 0; i < _values.Count; i++)
        {
            for (var j = i + 1; j < _values.Count; j++)
            {
                if ((_written.Contains(_values[i]) || _written.Contains(_values[j])) && _values[i] is JsonObject first && _values[j] is JsonObject second && IsSame(first, second, exactly: true))
                {
                    var isPrimary = ValueModel.IsPrimary(first) || ValueModel.IsPrimary(second);
                    PatchModel.Merge(first, second);
                    _written.Add(first);
                    if (isPrimary)
                    {
                        first["primary"] = true;
                    }

                    _values.RemoveAt(j--);
                }
            }
        }

        return null;
    }

    // A listed value that does not say its "value" (an address) means those of which all that it says is so.
    private bool IsMeant(JsonNode value, JsonNode item) => item is JsonObject { Count: > 0 } parts && parts["value"] is null
        ? value is JsonObject complex && parts.All(part => JsonNode.DeepEquals(part.Value, complex[part.Key]))
        : IsSame(value, item, exactly: false);

    private bool IsSame(JsonNode a, JsonNode b, bool exactly)
    {
        if (Key(a) is not { } x || Key(b) is not { } y)
        {
            return JsonNode.DeepEquals(a, b);
        }

        var (s, t) = (((JsonObject)a)["type"]?.ToString(), ((JsonObject)b)["type"]?.ToString());
        return Fold(x, _attribute?.Sub("value")) == Fold(y, _attribute?.Sub("value"))
            && ((!exactly && (s is null || t is null)) || Fold(s, null) == Fold(t, null));
    }

    private static string? Key(JsonNode value) =>
        (value as JsonObject)?["value"] is JsonValue key && key.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? key.ToString() : null;

    private static string? Fold(string? text, ModelAttribute? attribute) => attribute is { CaseExact: true } ? text : text?.ToUpperInvariant();
}
