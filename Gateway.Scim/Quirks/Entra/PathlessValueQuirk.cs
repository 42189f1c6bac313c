using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// With the flag Entra merges plain attributes into one operation without path, whose keys are paths:
/// <c>{"op":"replace","value":{"displayName":"Ada","name.givenName":"Ada","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"1852"}}</c>.
/// RFC 7644 section 3.5.2.1 has attribute names there, and extensions as objects. Each key becomes an operation of its own.
/// </summary>
internal static class PathlessValueQuirk
{
    /// <summary>The paths that the keys name, with their values, in order.</summary>
    internal static IEnumerable<(string Path, ScimValue Value)> Split(ScimObject value, ResourceSchema schema)
    {
        foreach (var (name, part) in value)
        {
            if (part is ScimObject extension && IsWholeUrn(name, schema, out var prefix))
            {
                foreach (var (inner, innerPart) in extension)
                {
                    yield return (prefix + inner, innerPart);
                }
            }
            else
            {
                yield return (name, part);
            }
        }
    }

    private static bool IsWholeUrn(string name, ResourceSchema schema, out string prefix)
    {
        prefix = name + ":";
        return name.Equals(schema.Core.Id, StringComparison.OrdinalIgnoreCase)
            || (ResourceSchema.IsUrn(name)
                && AttributePath.TryParse(name, out var path)
                && schema.TryResolve(path, out var resolved, out _)
                && resolved.Name is null);
    }
}
