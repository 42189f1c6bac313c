using static Gateway.Scim.Schemas.Define;

namespace Gateway.Scim.Schemas;

/// <summary>The enterprise User extension (RFC 7643 sections 4.3 and 8.7.1).</summary>
internal static class EnterpriseUserSchema
{
    internal const string Urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    internal static SchemaDefinition Extension { get; } = new(Urn, "EnterpriseUser", "Enterprise User",
    [
        Text("employeeNumber", "Number or code of the employee."),
        Text("costCenter", "Cost center."),
        Text("organization", "Organization."),
        Text("division", "Division."),
        Text("department", "Department."),
        Complex(
            "manager",
            "The user's manager.",
            // Ids are case exact, whatever section 8.7.1 prints; see UserSchema.
            Text("value", "Id of the manager's resource.") with { CaseExact = true },
            Reference("$ref", "URL of the manager's resource.", "User"),
            Text("displayName", "Name of the manager.") with { Mutability = Mutability.ReadOnly }),
    ]);
}
