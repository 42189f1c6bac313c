using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>What the schema alone says about an operation: may the target be written, and does the value fit it.</summary>
internal static class OperationCheck
{
    internal static Outcome<PatchOperation> Fit(PatchOp op, PatchPath path, ScimValue? value)
    {
        var target = path.Target;
        if (ReadOnly(path) is { } refusal)
        {
            return refusal;
        }

        if (op == PatchOp.Remove)
        {
            return FitRemove(path, value);
        }

        if (target.Name is null)
        {
            return value is ScimNull
                ? new PatchOperation(op, path, ScimNull.Value)
                : ScimError.InvalidValue($"The value of '{path}' must be an object of attributes.");
        }

        var fitted = path switch
        {
            { SubAttribute: null, ValueFilter: not null } => ValueFitter.FitPart(target.Definition, value!, ValueName.Of(path)),
            { SubAttribute: null } when target.Definition is not { MultiValued: true } => ValueFitter.FitChange(target.Definition, value!, ValueName.Of(path)),
            _ => ValueFitter.Fit(target.Leaf, value!, ValueName.Of(path)),
        };
        if (!fitted.TryGet(out var typed, out var error))
        {
            return error;
        }

        if (IsRequired(path) && (typed is not ScimString { Value: var text } || string.IsNullOrWhiteSpace(text)))
        {
            return ScimError.InvalidValue($"'{path}' is required and cannot be empty.");
        }

        return path.SubAttribute is null && TextRules.Check(target.Extension, target.Name, typed) is { } tooLong
            ? tooLong
            : new PatchOperation(op, path, typed);
    }

    private static Outcome<PatchOperation> FitRemove(PatchPath path, ScimValue? value)
    {
        if (IsRequired(path) || path.Target.Definition is { Name: "schemas" })
        {
            // RFC 7644 section 3.5.2.2.
            return ScimError.Mutability($"'{path}' is required and cannot be removed.");
        }

        var takesList = path is { ValueFilter: null, SubAttribute: null } && path.Target.Name is not null && path.Target.Definition is null or { MultiValued: true };
        if (!takesList || value is null or ScimNull)
        {
            return new PatchOperation(PatchOp.Remove, path, null);
        }

        if (!ValueFitter.Fit(path.Target.Definition, value, ValueName.Of(path)).TryGet(out var listed, out var error))
        {
            return error;
        }

        // An empty list names nobody: nothing is removed, least of all everything.
        return new PatchOperation(PatchOp.Remove, path, listed as ScimArray ?? (listed is ScimNull ? ScimArray.Empty : ScimArray.Own(listed)));
    }

    private static ScimError? ReadOnly(PatchPath path)
    {
        var isReadOnly = path.Target.Definition is { Mutability: Mutability.ReadOnly } || path.Target.SubDefinition is { Mutability: Mutability.ReadOnly };
        return isReadOnly ? ScimError.Mutability($"'{path}' is read-only.") : null;
    }

    // The required attributes of the two core schemas are text.
    private static bool IsRequired(PatchPath path) => path is { ValueFilter: null, SubAttribute: null } && path.Target.Definition is { Required: true };
}
