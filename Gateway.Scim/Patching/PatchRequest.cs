using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// A PATCH body (RFC 7644 section 3.5.2), parsed: operations without a path are unfolded into one operation a name, so
/// that everything behind sees paths only.
/// </summary>
public sealed class PatchRequest
{
    /// <summary>urn:ietf:params:scim:api:messages:2.0:PatchOp</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>Most operations of one request.</summary>
    public const int MaxOperations = 1000;

    private readonly ResourceSchema _schema;

    private PatchRequest(IReadOnlyList<PatchOperation> operations, ResourceSchema schema) => (Operations, _schema) = (operations, schema);

    /// <summary>The operations in order, each with a path.</summary>
    public IReadOnlyList<PatchOperation> Operations { get; }

    /// <summary>Parses a body. 400 invalidSyntax, invalidPath, invalidFilter, noTarget (a remove without a path) or invalidValue.</summary>
    public static Outcome<PatchRequest> Parse(ScimObject body, ResourceSchema schema)
    {
        if (body["schemas"] is not ScimArray schemas || !schemas.Any(urn => urn is ScimString { Value: var text } && text.Equals(Urn, StringComparison.OrdinalIgnoreCase)))
        {
            return ScimError.InvalidSyntax($"A PATCH needs schemas with {Urn}.");
        }

        if (body["Operations"] is not ScimArray { Count: > 0 } items)
        {
            return ScimError.InvalidSyntax("A PATCH needs Operations, an array with at least one operation.");
        }

        if (items.Count > MaxOperations)
        {
            return ScimError.InvalidValue($"A PATCH may hold {MaxOperations} operations; this one has {items.Count}.");
        }

        var operations = new List<PatchOperation>(items.Count);
        foreach (var item in items)
        {
            if (ParseOne(item, schema, operations) is { } error)
            {
                return error;
            }
        }

        return new PatchRequest(operations, schema);
    }

    /// <summary>The request without the operations that <paramref name="leaveOut"/> names; null when none is left.</summary>
    internal PatchRequest? Without(Func<PatchOperation, bool> leaveOut)
    {
        var kept = Operations.Where(operation => !leaveOut(operation)).ToList();
        return kept.Count == 0 ? null : new(kept, _schema);
    }

    /// <summary>
    /// Whether an operation can change what stands at a path such as <c>displayName</c>, <c>name.formatted</c> or
    /// <c>emails[type eq "work"].value</c>: the attribute is the same, and the sub-attributes do not exclude each other.
    /// </summary>
    public bool Touches(string sourcePath)
    {
        if (!PatchPath.Parse(sourcePath).TryGet(out var source, out _))
        {
            return false;
        }

        if (!_schema.TryResolve(source.Attribute, out var wanted, out _))
        {
            return false;
        }

        return Operations.Any(operation => _schema.TryResolve(operation.Path!.Attribute, out var at, out _)
            && string.Equals(at.Extension, wanted.Extension, StringComparison.OrdinalIgnoreCase)
            && (at.Name is null || at.Name.Equals(wanted.Name, StringComparison.OrdinalIgnoreCase))
            && (operation.Path.Sub is not { } sub || source.Sub is not { } other || sub.Equals(other, StringComparison.OrdinalIgnoreCase)
                || operation.Path.ValueFilter is not null || source.ValueFilter is not null));
    }

    private static ScimError? ParseOne(ScimValue item, ResourceSchema schema, List<PatchOperation> operations)
    {
        if (item is not ScimObject operation || operation.GetString("op") is not { } word)
        {
            return ScimError.InvalidSyntax("An operation needs an op.");
        }

        // Entra sends Add, Replace, Remove by default and lower case with its compatibility flag.
        PatchOp op;
        switch (word.ToLowerInvariant())
        {
            case "add":
                op = PatchOp.Add;
                break;
            case "remove":
                op = PatchOp.Remove;
                break;
            case "replace":
                op = PatchOp.Replace;
                break;
            default:
                return ScimError.InvalidSyntax("An op is one of add, remove, replace.");
        }

        var value = operation["value"];
        if (op != PatchOp.Remove && value is null)
        {
            return ScimError.InvalidValue($"An {word} needs a value.");
        }

        switch (operation["path"])
        {
            case null or ScimNull or ScimString { Value: "" }:
                return Unfold(op, value, schema, operations);
            case ScimString { Value: var text }:
                if (!PatchPath.Parse(text).TryGet(out var path, out var error))
                {
                    return error;
                }

                operations.Add(new(op, path, value));
                return null;
            default:
                return ScimError.InvalidPath("A path is a text.");
        }
    }

    /// <summary>An operation without a path; its names may be paths themselves (<c>"name.givenName"</c>, <c>"urn:…:User:department"</c>).</summary>
    private static ScimError? Unfold(PatchOp op, ScimValue? value, ResourceSchema schema, List<PatchOperation> operations)
    {
        if (op == PatchOp.Remove)
        {
            return ScimError.NoTarget("A remove needs a path.");
        }

        if (value is not ScimObject members)
        {
            return ScimError.InvalidValue("An operation without a path needs an object as its value.");
        }

        foreach (var (name, one) in members)
        {
            // Clients send the whole resource back: what names it is not a change.
            if (name.Equals("schemas", StringComparison.OrdinalIgnoreCase) || name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.Equals("meta", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (IsExtension(name, schema))
            {
                if (one is not ScimObject extension)
                {
                    return ScimError.InvalidValue($"The extension {name} is an object.");
                }

                foreach (var (sub, subValue) in extension)
                {
                    operations.Add(new(op, new(new(name, sub, null), null, null), subValue));
                }

                continue;
            }

            if (!PatchPath.Parse(name).TryGet(out var path, out var error))
            {
                return error;
            }

            operations.Add(new(op, path, one));
        }

        return null;
    }

    private static bool IsExtension(string name, ResourceSchema schema) =>
        ResourceSchema.IsUrn(name) && AttributePath.TryParse(name, out var path) && schema.TryResolve(path, out var at, out _) && at.Name is null;
}
