using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Schemas;

/// <summary>
/// Fits a value that arrived to its attribute: Entra's habits repaired, parts spelled as the schema spells them, read-only and null
/// parts left out. The answer is <see cref="ScimNull"/> for what is unassigned; 400 invalidValue, naming the path, for what does not fit.
/// Unknown parts are kept; untyped values are kept as they are.
/// </summary>
internal static class ValueFitter
{
    /// <summary>Fits the value of an attribute.</summary>
    /// <param name="definition">Null: untyped.</param>
    /// <param name="path">For the error.</param>
    internal static Outcome<ScimValue> Fit(AttributeDefinition? definition, ScimValue value, in ValueName path)
    {
        if (EmptyTextQuirk.IsUnassigned(value))
        {
            return ScimNull.Value;
        }

        if (definition is null)
        {
            return value is ScimObject untyped ? Assigned(Elements.WithoutNulls(untyped)) : value;
        }

        if (definition.MultiValued)
        {
            return FitValues(definition, value as ScimArray ?? ScimArray.Own(value), path);
        }

        return FitOne(definition, value, path, partial: false);
    }

    /// <summary>
    /// Fits one value that goes over a stored one: parts may be missing, which leaves the stored ones (RFC 7644 section 3.5.2.3), and a part that
    /// is null stays, because it unassigns the stored one.
    /// </summary>
    internal static Outcome<ScimValue> FitChange(AttributeDefinition? definition, ScimValue value, in ValueName path)
    {
        if (EmptyTextQuirk.IsUnassigned(value))
        {
            return ScimNull.Value;
        }

        return definition is null ? value : FitOne(definition, value, path, partial: true);
    }

    /// <summary>As <see cref="FitChange"/>, for one value of a multi-valued attribute.</summary>
    internal static Outcome<ScimValue> FitPart(AttributeDefinition? definition, ScimValue value, in ValueName path) =>
        FitChange(definition, value is ScimArray array ? ManagerQuirk.FromArray(array) ?? value : value, path);

    private static Outcome<ScimValue> FitValues(AttributeDefinition definition, ScimArray values, in ValueName path)
    {
        var fitted = new ScimValue[values.Count];
        var seen = values.Count > 1 ? new HashSet<ScimValue>(values.Count) : null;
        var (count, primaries) = (0, 0);
        foreach (var item in values)
        {
            if (!FitOne(definition, item, path, partial: false).TryGet(out var value, out var error))
            {
                return error;
            }

            // RFC 7643 section 2.4: the same value should not stand twice. Only what is equal throughout goes.
            if (value is not ScimNull && seen?.Add(value) is not false)
            {
                fitted[count++] = value;
                primaries += Elements.IsPrimary(value) ? 1 : 0;
            }
        }

        if (primaries > 1)
        {
            return ScimError.InvalidValue($"'{path}' has {primaries} primary values; there may be one.");
        }

        return count == 0 ? ScimNull.Value
            : ScimArray.Own(count == fitted.Length ? fitted : fitted.AsSpan(0, count).ToArray());
    }

    private static Outcome<ScimValue> FitOne(AttributeDefinition definition, ScimValue value, in ValueName path, bool partial)
    {
        if (definition.Type == AttributeType.Complex)
        {
            return FitComplex(definition, value, path, partial);
        }

        if (EmptyTextQuirk.IsUnassigned(value))
        {
            return ScimNull.Value;
        }

        return (definition.Type, value) switch
        {
            (AttributeType.Boolean, ScimBoolean) => value,
            (AttributeType.Boolean, ScimString text) when BooleanTextQuirk.Read(text) is { } flag => flag,
            (AttributeType.Boolean, _) => Refuse(path, "true or false"),
            (AttributeType.Integer or AttributeType.Decimal, _) => FitNumber(definition.Type, value, path),
            (AttributeType.DateTime, ScimString text) => ScimComparison.TryDateTime(text.Value, out _) ? value : Refuse(path, "a date and time such as 2011-05-13T04:42:34Z"),
            (AttributeType.Binary, ScimString text) => ValueForms.IsBase64(text.Value) ? value : Refuse(path, "base64"),
            (AttributeType.Reference, ScimString text) => ValueForms.IsUri(text.Value) ? value : Refuse(path, "a URI"),
            (_, ScimString) => value,
            _ => Refuse(path, "text"),
        };
    }

    private static Outcome<ScimValue> FitNumber(AttributeType type, ScimValue value, in ValueName path)
    {
        var number = value switch
        {
            ScimNumber n => n,
            // Entra without the flag sends numbers as text, like booleans.
            ScimString text => new ScimNumber(text.Value),
            _ => null,
        };
        var fits = number is not null && number.TryGetDecimal(out var amount) && (type == AttributeType.Decimal || decimal.Truncate(amount) == amount);
        return fits ? number! : Refuse(path, type == AttributeType.Integer ? "a whole number" : "a number");
    }

    private static Outcome<ScimValue> FitComplex(AttributeDefinition definition, ScimValue value, in ValueName path, bool partial)
    {
        var complex = value switch
        {
            ScimObject members => members,
            ScimNull or ScimString { Value.Length: 0 } => ScimObject.Empty,
            ScimString text => ManagerQuirk.FromText(text, definition),
            ScimArray array when !definition.MultiValued => ManagerQuirk.FromArray(array) as ScimObject,
            _ => null,
        };
        if (complex is null)
        {
            return Refuse(path, definition.MultiValued ? "a list of objects" : "an object");
        }

        var kept = new Kept(complex);
        var dropped = false;
        foreach (var (name, part) in complex)
        {
            var sub = definition.Sub(name);
            var spelled = sub?.Name ?? name;
            if (sub is { Mutability: Mutability.ReadOnly })
            {
                kept.Next(spelled, null);
                continue;
            }

            if (!Fit(sub, part, path.Part(spelled)).TryGet(out var fitted, out var error))
            {
                return error;
            }

            dropped |= fitted is ScimNull;
            kept.Next(spelled, fitted is ScimNull && !partial ? null : fitted);
        }

        var built = kept.ToObject();
        if (partial)
        {
            return built;
        }

        foreach (var sub in definition.Parts)
        {
            if (sub.Required && built[sub.Name] is null)
            {
                return ScimError.InvalidValue($"A value of '{path}' has no '{sub.Name}'.");
            }
        }

        // {"type":"work","value":null} says that there is no work address.
        return definition.MultiValued && dropped && Elements.IsShell(built) ? ScimNull.Value : Assigned(built);
    }

    private static ScimValue Assigned(ScimObject complex) => complex.Count == 0 ? ScimNull.Value : complex;

    private static ScimError Refuse(in ValueName path, string expected) => ScimError.InvalidValue($"The value of '{path}' must be {expected}.");
}
