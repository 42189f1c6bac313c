using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Bulk;

/// <summary>Reads one operation; what is wrong with it becomes its fault, beside all that could be read for the answer.</summary>
internal static class BulkOperationReader
{
    internal static BulkOperation Read(ScimObject one, int index, IReadOnlyList<ResourceSchema> types)
    {
        var word = one.GetString("method");
        BulkMethod? method = word?.ToUpperInvariant() switch
        {
            "POST" => BulkMethod.Post,
            "PUT" => BulkMethod.Put,
            "PATCH" => BulkMethod.Patch,
            "DELETE" => BulkMethod.Delete,
            _ => null,
        };
        var path = BulkPath.Parse(one["path"], types);
        var target = path.IsOk ? path.Value : default;
        var bulkId = one.GetString("bulkId");
        return new()
        {
            Index = index,
            MethodText = word,
            Method = method,
            BulkId = string.IsNullOrEmpty(bulkId) ? null : bulkId,
            Version = one.GetString("version"),
            Type = target.Type,
            Id = target.Id,
            PathReference = target.BulkId,
            Data = method == BulkMethod.Delete ? null : one["data"] as ScimObject,
            Fault = MethodFault(method, word) ?? path.Error ?? TargetFault(method!.Value, target) ?? MemberFault(one, method.Value),
        };
    }

    private static ScimError? MethodFault(BulkMethod? method, string? word) => method is not null
        ? null
        : ScimError.InvalidSyntax(word is null
            ? "A bulk operation has a 'method'."
            : $"The method of a bulk operation is POST, PUT, PATCH or DELETE, not '{BulkText.Shorten(word)}'.");

    /// <summary>RFC 7644 section 3.7, "path": POST names an endpoint, the other methods one resource; elsewhere the method is not allowed, as over plain HTTP.</summary>
    private static ScimError? TargetFault(BulkMethod method, BulkPath target) => (method == BulkMethod.Post, target.IsEndpoint) switch
    {
        (true, false) => new ScimError(405, null, $"A POST goes to an endpoint such as {target.Type.Endpoint}, not to one resource."),
        (false, true) => new ScimError(405, null, $"A {method.ToString().ToUpperInvariant()} goes to one resource ({target.Type.Endpoint}/…), not to all of them."),
        _ => null,
    };

    private static ScimError? MemberFault(ScimObject one, BulkMethod method)
    {
        if (one["bulkId"] is not (null or ScimNull or ScimString))
        {
            return ScimError.InvalidSyntax("The 'bulkId' of an operation is text.");
        }

        if (method == BulkMethod.Post && string.IsNullOrEmpty(one.GetString("bulkId")))
        {
            return ScimError.InvalidSyntax("A POST in a bulk request has a 'bulkId'.");
        }

        if (one["version"] is not (null or ScimNull or ScimString))
        {
            return ScimError.InvalidSyntax("The 'version' of an operation is text.");
        }

        return method == BulkMethod.Delete || one["data"] is ScimObject
            ? null
            : ScimError.InvalidSyntax($"A {method.ToString().ToUpperInvariant()} in a bulk request has 'data', which is an object.");
    }
}
