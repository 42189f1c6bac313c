using Gateway.Scim.Messages;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Quirks.Okta;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>A PATCH body (RFC 7644 section 3.5.2), validated whole against the schema: what can be said without the resource is said here. Immutable.</summary>
public sealed record PatchRequest
{
    /// <summary>urn:ietf:params:scim:api:messages:2.0:PatchOp</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>Operations of the longest request that is read, each key of one without path counted; the values of one may be many more.</summary>
    public const int MaxOperations = 1_000;

    internal PatchRequest(ResourceSchema schema, IReadOnlyList<PatchOperation> operations) => (Schema, Operations) = (schema, operations);

    /// <summary>The changes in order. Empty when the request said nothing that changes a resource.</summary>
    public IReadOnlyList<PatchOperation> Operations { get; }

    internal ResourceSchema Schema { get; }

    /// <summary>
    /// Reads a body. Names and <c>op</c> words in any case. 400 invalidSyntax: not a PATCH message; invalidPath: a malformed path or an unknown core
    /// attribute (anything behind an unknown URN is accepted); invalidFilter: a bad filter in a path; invalidValue: a value is missing or
    /// does not fit, naming the path; mutability: id, meta, groups and other read-only targets, a required attribute removed; noTarget: remove
    /// without path.
    /// </summary>
    /// <param name="id">Of the resource that is to be changed: a value without path that repeats it changes nothing (Okta). Null: not known.</param>
    public static Outcome<PatchRequest> Parse(ScimObject body, ResourceSchema schema, string? id = null)
    {
        if (!Mentions(body["schemas"], Urn))
        {
            return ScimError.InvalidSyntax($"A PATCH body has the schema {Urn}.");
        }

        if (body["Operations"] is not ScimArray { Count: > 0 } listed)
        {
            return ScimError.InvalidSyntax("A PATCH body has a list 'Operations' that is not empty.");
        }

        if (SizeRules.Check(body) is { } tooLarge)
        {
            return tooLarge;
        }

        var operations = new List<PatchOperation>();
        foreach (var item in listed)
        {
            if (item is not ScimObject operation)
            {
                return ScimError.InvalidSyntax("Each of 'Operations' is an object.");
            }

            if (Read(operation, schema, id, operations) is { } error)
            {
                return error;
            }

            if (operations.Count > MaxOperations)
            {
                return ScimError.InvalidSyntax($"A PATCH body has at most {MaxOperations} operations; each key of an operation without path counts.");
            }
        }

        return new PatchRequest(schema, operations);
    }

    /// <summary>
    /// Whether the operations can change what stands at a path such as <c>userName</c>, <c>name.formatted</c>, <c>emails</c>,
    /// <c>emails[type eq "work"].value</c> or <c>urn:…:User:department</c>. In doubt the answer is yes, also for a path that cannot be read.
    /// </summary>
    public bool Touches(string sourcePath) => PatchReach.Touches(this, sourcePath);

    private static ScimError? Read(ScimObject operation, ResourceSchema schema, string? id, List<PatchOperation> operations)
    {
        PatchOp? op = operation.GetString("op")?.ToUpperInvariant() switch
        {
            "ADD" => PatchOp.Add,
            "REPLACE" => PatchOp.Replace,
            "REMOVE" => PatchOp.Remove,
            _ => null,
        };
        if (op is null)
        {
            return ScimError.InvalidSyntax("The 'op' of an operation is add, replace or remove.");
        }

        var value = operation["value"];
        if (value is null && op != PatchOp.Remove)
        {
            return ScimError.InvalidValue($"An operation '{operation.GetString("op")}' has a 'value'.");
        }

        switch (operation["path"])
        {
            case null or ScimNull or ScimString { Value.Length: 0 }:
                return ReadPathless(op.Value, value, schema, id, operations);
            case ScimString path:
                return ReadTargeted(op.Value, path.Value, value, schema, operations);
            default:
                return ScimError.InvalidPath("The 'path' of an operation is text.");
        }
    }

    private static ScimError? ReadPathless(PatchOp op, ScimValue? value, ResourceSchema schema, string? id, List<PatchOperation> operations)
    {
        if (op == PatchOp.Remove)
        {
            return ScimError.NoTarget("A remove operation has a path.");
        }

        if (value is not ScimObject attributes)
        {
            return ScimError.InvalidValue("The value of an operation without path is an object of attributes.");
        }

        foreach (var (path, part) in PathlessValueQuirk.Split(attributes, schema))
        {
            if (!OwnIdQuirk.Repeats(path, part, id) && ReadTargeted(op, path, part, schema, operations) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static ScimError? ReadTargeted(PatchOp op, string text, ScimValue? value, ResourceSchema schema, List<PatchOperation> operations)
    {
        if (!PatchPath.Parse(text, schema).TryGet(out var path, out var error))
        {
            return error;
        }

        // An object over a whole extension is a set of its attributes.
        if (path.Target.Name is null && op != PatchOp.Remove && value is ScimObject)
        {
            return ReadPathless(op, ScimObject.Of((path.Target.Extension!, value)), schema, null, operations);
        }

        // What a resource lists there follows from the attributes that it has: there is nothing to store.
        if (path.Target is { Extension: null, Name: "schemas" } && op != PatchOp.Remove)
        {
            return null;
        }

        if (!OperationCheck.Fit(op, path, value).TryGet(out var operation, out error))
        {
            return error;
        }

        operations.Add(operation);
        return null;
    }

    private static bool Mentions(ScimValue? schemas, string urn) => schemas switch
    {
        ScimArray array => array.Any(item => Mentions(item, urn)),
        ScimString text => text.Value.Equals(urn, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
