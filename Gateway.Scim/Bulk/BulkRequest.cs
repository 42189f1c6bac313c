using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Bulk;

/// <summary>The body of POST /Bulk (RFC 7644 section 3.7). Immutable.</summary>
public sealed record BulkRequest
{
    /// <summary>urn:ietf:params:scim:api:messages:2.0:BulkRequest</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /// <summary>Operations of the largest request that is read; <c>bulk.maxOperations</c> of the service provider's configuration.</summary>
    public const int MaxOperations = 1_000;

    /// <summary>Bytes of the largest body; <c>bulk.maxPayloadSize</c>. Whoever reads the body holds to it: this library sees it parsed.</summary>
    public const long MaxPayloadBytes = 8 * 1024 * 1024;

    private BulkRequest(int? failOnErrors, IReadOnlyList<BulkOperation> operations) => (FailOnErrors, Operations) = (failOnErrors, operations);

    /// <summary>Failed operations after which no further one is processed, at least 1; null: all are processed.</summary>
    public int? FailOnErrors { get; }

    /// <summary>The operations in the order of the request; one that is wrong by itself carries its <see cref="BulkOperation.Fault"/>.</summary>
    public IReadOnlyList<BulkOperation> Operations { get; }

    /// <summary>
    /// Reads a body. Names and methods in any case. The whole is refused with 400 invalidSyntax: not a bulk message, no operations, one of them not
    /// an object, failOnErrors not a whole number from 1 on, a bulkId given twice; 413: more than <see cref="MaxOperations"/> (section 3.7.4).
    /// What is wrong with one operation alone is the fault of that one: its method, path, bulkId, version or data.
    /// </summary>
    /// <param name="body">The message.</param>
    /// <param name="types">The resource types that operations may name.</param>
    public static Outcome<BulkRequest> Parse(ScimObject body, params IReadOnlyList<ResourceSchema> types)
    {
        if (!Mentions(body["schemas"]))
        {
            return ScimError.InvalidSyntax($"A bulk request has the schema {Urn}.");
        }

        if (!ReadFailOnErrors(body["failOnErrors"], out var failOnErrors))
        {
            return ScimError.InvalidSyntax("'failOnErrors' is a whole number of at least 1.");
        }

        if (body["Operations"] is not ScimArray { Count: > 0 } listed)
        {
            return ScimError.InvalidSyntax("A bulk request has a list 'Operations' that is not empty.");
        }

        if (listed.Count > MaxOperations)
        {
            return new ScimError(413, null, $"The bulk request has {listed.Count} operations, which exceeds maxOperations ({MaxOperations}).");
        }

        var operations = new List<BulkOperation>(listed.Count);
        var bulkIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in listed)
        {
            if (item is not ScimObject one)
            {
                return ScimError.InvalidSyntax("Each of 'Operations' is an object.");
            }

            var operation = BulkOperationReader.Read(one, operations.Count, types);
            if (operation.BulkId is not null && !bulkIds.Add(operation.BulkId))
            {
                return ScimError.InvalidSyntax($"The bulkId '{BulkText.Shorten(operation.BulkId)}' stands twice; it is unique within a bulk request.");
            }

            operations.Add(operation);
        }

        return new BulkRequest(failOnErrors, operations);
    }

    private static bool ReadFailOnErrors(ScimValue? value, out int? failOnErrors)
    {
        failOnErrors = null;
        if (value is null or ScimNull)
        {
            return true;
        }

        if (value is not ScimNumber number || !number.TryGetDecimal(out var count) || count < 1 || count != decimal.Truncate(count))
        {
            return false;
        }

        failOnErrors = (int)Math.Min(count, int.MaxValue);
        return true;
    }

    private static bool Mentions(ScimValue? schemas) => schemas switch
    {
        ScimArray array => array.Any(Mentions),
        ScimString text => text.Value.Equals(Urn, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
